//! Every new message passes here (contract 3.4, 3.6 to 3.11): its rules, then what it does to its conversation, in one write.

use super::expansion::expand;
use super::model::{Conversation, Performer};
use super::revision::Revision;
use super::sql::{self, InboxFacts};
use super::{status, templates};
use crate::access::AgentOrBot;
use crate::accounts::too_long;
use crate::base::ids::MessageId;
use crate::base::text::is_email;
use crate::base::{Error, FieldError, Result};
use crate::messages::{self, Draft, Message, MessageType, NewMessage, Sender, Window, mentions};
use crate::store::{Db, Tx};
use crate::{bots, contacts, files};

/// Characters of a message at most.
const LONGEST: usize = 150_000;
/// Bytes of a client's own id of a message at most.
const LONGEST_ECHO_ID: usize = 255;
/// Characters of a message's id in an outside system at most.
const LONGEST_SOURCE: usize = 20_000;
/// Files of a message at most.
const MOST_FILES: usize = 15;
/// Messages of a conversation in a minute at most.
const MOST_IN_A_MINUTE: i64 = 200;
const MINUTE: i64 = 60_000;

/// Posts what a caller of the API sends: an answer or a note of theirs, or a message for the contact.
pub fn post(tx: &Tx, who: &AgentOrBot, conversation: &mut Conversation, draft: Draft) -> Result<Message> {
    let inbox = sql::inbox_facts(tx, conversation.account, conversation.inbox)?;
    if draft.message_type == MessageType::Incoming && !inbox.is_api() {
        return Err(Error::refused("Incoming messages are only allowed in Api inboxes"));
    }
    let by = Performer::from(who);
    let sender = author(tx, &by, conversation, &draft)?;
    write(tx, &by, sender, &inbox, conversation, draft)
}

/// The messages after the last one that a caller has seen, oldest first, if somebody has said something since; activities alone do
/// not count. None for a message that was sent before.
pub fn unseen(
    db: &Db,
    who: &AgentOrBot,
    conversation: &Conversation,
    draft: &Draft,
    last: MessageId,
) -> Result<Vec<Message>> {
    if conversation.last_non_activity_message.is_none_or(|newest| newest <= last) {
        return Ok(Vec::new());
    }
    let sender = author(db, &who.into(), conversation, draft)?;
    if sent_before(db, conversation, sender, draft)?.is_some() {
        return Ok(Vec::new());
    }
    let since = Window { after: Some(last), ..Window::default() };
    messages::page(db, conversation.account, conversation.id, &since)
}

/// In whose name a caller's message stands.
fn author(db: &Db, by: &Performer, conversation: &Conversation, draft: &Draft) -> Result<Option<Sender>> {
    Ok(match draft.as_bot {
        _ if draft.message_type != MessageType::Outgoing => Some(Sender::Contact(conversation.contact)),
        Some(bot) if bots::exists(db, conversation.account, bot)? => Some(Sender::AgentBot(bot)),
        _ => sender_of(by),
    })
}

/// Posts a message in the performer's own name: the contact's, or one of the server's, for which nobody stands.
pub fn post_as(tx: &Tx, by: &Performer, conversation: &mut Conversation, draft: Draft) -> Result<Message> {
    let inbox = sql::inbox_facts(tx, conversation.account, conversation.inbox)?;
    write(tx, by, sender_of(by), &inbox, conversation, draft)
}

fn write(
    tx: &Tx,
    by: &Performer,
    sender: Option<Sender>,
    inbox: &InboxFacts,
    conversation: &mut Conversation,
    mut draft: Draft,
) -> Result<Message> {
    if let Some(message) = sent_before(tx, conversation, sender, &draft)? {
        return Ok(message);
    }
    prepare(tx, conversation, sender, inbox, &mut draft)?;
    check(tx, conversation, inbox, &draft)?;
    let mut revision = Revision::of(conversation);
    run_clocks(tx, &mut revision, sender, &draft);
    let is_incoming = draft.message_type == MessageType::Incoming;
    if is_incoming && !contacts::is_blocked(tx, revision.account, revision.contact)? {
        status::reopen(tx, &mut revision, inbox, by)?;
    }
    templates::queue(tx, &mut revision, inbox, draft.message_type)?;
    let (message, echo_id) = stored(&revision, sender, draft);
    let message = revision.save_with(tx, message, echo_id, by)?;
    if is_incoming {
        contacts::touch(tx, conversation.account, conversation.contact, message.created_at, by.actor())?;
    }
    note_mentions(tx, conversation, &message)?;
    Ok(message)
}

/// The same message, if its sender has sent it before and perhaps never saw the answer.
fn sent_before(db: &Db, c: &Conversation, sender: Option<Sender>, draft: &Draft) -> Result<Option<Message>> {
    match (sender, kept_echo_id(draft)) {
        (Some(sender), Some(echo_id)) => messages::by_echo(db, c.account, c.id, sender, echo_id),
        _ => Ok(None),
    }
}

/// The client's own id, unless it is too long to be one.
fn kept_echo_id(draft: &Draft) -> Option<&str> {
    draft.echo_id.as_deref().filter(|id| !id.is_empty() && id.len() <= LONGEST_ECHO_ID)
}

/// Who a performer is as a sender.
fn sender_of(by: &Performer) -> Option<Sender> {
    match by {
        Performer::Agent { id, .. } => Some(Sender::User(*id)),
        Performer::Bot { id, .. } => Some(Sender::AgentBot(*id)),
        Performer::Contact { id, .. } => Some(Sender::Contact(*id)),
        Performer::Rule { .. } | Performer::System => None,
    }
}

/// Completes what was sent: variables, the message it answers, addresses of an e-mail.
fn prepare(
    db: &Db,
    conversation: &Conversation,
    sender: Option<Sender>,
    inbox: &InboxFacts,
    draft: &mut Draft,
) -> Result<()> {
    if matches!(draft.message_type, MessageType::Outgoing | MessageType::Template)
        && let Some(text) = draft.content.take()
    {
        draft.content = Some(expand(db, conversation, sender, text)?);
    }
    for signed_id in std::mem::take(&mut draft.uploads) {
        draft.attachments.push(files::by_signed_id(db, conversation.account, &signed_id)?);
    }
    messages::resolve_reply(db, conversation.account, conversation.id, &mut draft.content_attributes)?;
    for (attribute, text) in std::mem::take(&mut draft.addresses).into_iter().filter(|_| inbox.is_email()) {
        let addresses: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if !addresses.iter().all(|address| is_email(address)) {
            return Err(Error::refused("Invalid email address"));
        }
        draft.content_attributes.insert(attribute.to_owned(), addresses.into());
    }
    Ok(())
}

/// All rules that are broken, at once.
fn check(db: &Db, conversation: &Conversation, inbox: &InboxFacts, draft: &Draft) -> Result<()> {
    let mut errors = messages::item_errors(draft.content_type, &draft.content_attributes);
    errors.extend(draft.content.as_deref().and_then(|text| too_long("content", "Content", text, LONGEST)));
    errors.extend(draft.source_id.as_deref().and_then(|id| too_long("source_id", "Source", id, LONGEST_SOURCE)));
    errors.extend(file_error(inbox, draft));
    if has_too_many(db, conversation)? {
        errors.push(FieldError::new("base", "Too many messages", "too_many"));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn file_error(inbox: &InboxFacts, draft: &Draft) -> Option<FieldError> {
    if draft.attachments.len() > MOST_FILES {
        return Some(FieldError::new("attachments", "Attachments exceeded maximum allowed", "too_many"));
    }
    let is_allowed = |file: &files::Stored| files::allowed_on_website(&file.content_type);
    let is_refused = inbox.is_website() && !draft.attachments.iter().all(is_allowed);
    is_refused.then(|| FieldError::new("attachments", "Attachments file type not supported", "invalid"))
}

/// Whether the conversation has had its messages for this minute. Looks only where that can be.
fn has_too_many(db: &Db, c: &Conversation) -> Result<bool> {
    let since = db.now.plus(-MINUTE);
    if c.messages_count < MOST_IN_A_MINUTE || c.last_activity_at <= since {
        return Ok(false);
    }
    let nth = messages::nth_newest_at(db, c.account, c.id, MOST_IN_A_MINUTE)?;
    Ok(nth.is_some_and(|at| at > since))
}

/// Moves the reply clocks (contract 3.7).
fn run_clocks(tx: &Tx, revision: &mut Revision, sender: Option<Sender>, draft: &Draft) {
    match (draft.message_type, sender) {
        (MessageType::Incoming, _) => revision.waiting_since = revision.waiting_since.or(Some(tx.now)),
        (MessageType::Outgoing, Some(Sender::AgentBot(_))) => revision.waiting_since = None,
        (MessageType::Outgoing, Some(Sender::User(_))) if !draft.private && !is_automatic(draft) => {
            revision.first_reply_created_at = revision.first_reply_created_at.or(Some(tx.now));
            revision.waiting_since = None;
        }
        _ => {}
    }
}

/// Whether a rule or a campaign speaks in a person's name.
fn is_automatic(draft: &Draft) -> bool {
    let has = |value: Option<&serde_json::Value>| value.is_some_and(|id| !id.is_null());
    has(draft.content_attributes.get("automation_rule_id")) || has(draft.additional_attributes.get("campaign_id"))
}

/// The message as it is stored, and the client's own id of it.
fn stored(conversation: &Conversation, sender: Option<Sender>, draft: Draft) -> (NewMessage, Option<String>) {
    let echo_id = kept_echo_id(&draft).map(str::to_owned);
    let message = NewMessage {
        account: conversation.account,
        inbox: conversation.inbox,
        conversation: conversation.id,
        message_type: draft.message_type,
        content_type: draft.content_type,
        content: draft.content,
        private: draft.private,
        sender,
        source_id: draft.source_id,
        echo_id,
        content_attributes: serde_json::Value::Object(draft.content_attributes).to_string(),
        additional_attributes: serde_json::Value::Object(draft.additional_attributes).to_string(),
        attachments: draft.attachments,
    };
    (message, draft.echo_id)
}

/// Notes who was mentioned in a private note.
fn note_mentions(tx: &Tx, conversation: &Conversation, message: &Message) -> Result<()> {
    let note = message.content.as_deref().filter(|_| message.private).unwrap_or_default();
    let mentioned = mentions::of(note);
    if mentioned.is_empty() { Ok(()) } else { sql::note_mentions(tx, conversation, &mentioned) }
}

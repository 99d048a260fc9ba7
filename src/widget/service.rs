//! What visitors do: appear, say who they are, begin conversations, write.

use serde_json::{Map, Value, json};

use super::principal::Visitor;
use super::tokens;
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Actor, Error, Event, EventKind, Result, token};
use crate::contacts::{self, Contact, ContactInbox, Identification};
use crate::conversations::creation::{self, NewConversation};
use crate::conversations::{self, Conversation, Performer, labelling, post, visits};
use crate::inboxes::{self, Channel, Website};
use crate::messages::{self, Draft, Message, MessageType, Sender};
use crate::store::{Db, Tx};
use crate::{files, labels};

/// Bytes of what a page tells of an event at most.
const LONGEST_EVENT: usize = 10_000;
/// Characters of the time that a browser tells at most.
const LONGEST_TIMESTAMP: usize = 100;

/// A visitor who is stored: the contact in their session.
#[derive(Debug, Clone)]
pub struct Here {
    pub contact: Contact,
    pub session: ContactInbox,
}

impl Here {
    /// As the performer of what they do.
    pub fn performer(&self) -> Performer {
        Performer::Contact { id: self.contact.id, name: self.contact.name.clone().unwrap_or_default() }
    }
}

/// The visitor as far as they are stored.
pub fn find(db: &Db, visitor: &Visitor) -> Result<Option<Here>> {
    let Some(session) = contacts::session(db, visitor.account, visitor.inbox, &visitor.source_id)? else {
        return Ok(None);
    };
    let contact = contacts::find(db, visitor.account, session.contact)?;
    Ok(Some(Here { contact, session }))
}

/// The visitor's newest conversation, if they have one.
pub fn conversation(db: &Db, visitor: &Visitor) -> Result<Option<(Here, Conversation)>> {
    let Some(here) = find(db, visitor)? else { return Ok(None) };
    Ok(visits::current(db, &here.session)?.map(|conversation| (here, conversation)))
}

/// The visitor, stored now if they were not: as a contact with a made-up name.
pub fn enter(tx: &Tx, visitor: &Visitor) -> Result<Here> {
    match find(tx, visitor)? {
        Some(here) => Ok(here),
        None => identify(tx, visitor, None, Identification::default()),
    }
}

/// Notes what is said of the visitor, who may turn out to be a contact that is known.
pub fn identify(tx: &Tx, visitor: &Visitor, here: Option<Here>, said: Identification) -> Result<Here> {
    let by = here.as_ref().map_or(Actor::System, |here| Actor::Contact(here.contact.id));
    let contact = contacts::identify(tx, visitor.account, here.as_ref().map(|here| here.contact.id), said, by)?;
    let session = match here {
        // it may be another contact's now
        Some(here) => ContactInbox { contact: contact.id, ..here.session },
        None => open(tx, visitor.inbox, &visitor.source_id, &contact)?,
    };
    Ok(Here { contact, session })
}

fn open(tx: &Tx, inbox: InboxId, source_id: &str, contact: &Contact) -> Result<ContactInbox> {
    let pubsub_token = tokens::pubsub(tx.env.secret(), inbox, source_id)?;
    contacts::open_session(tx, contact, inbox, source_id, &pubsub_token, Actor::Contact(contact.id))
}

/// The website of an inbox; 404 when it is none.
pub fn website(db: &Db, account: AccountId, inbox: InboxId) -> Result<Website> {
    match inboxes::find(db, account, inbox)?.channel {
        Channel::Website(website) => Ok(website),
        Channel::Api(_) | Channel::Email(_) => Err(Error::NotFound),
    }
}

/// Whether a hash proves the identifier: 401 when it does not, or is missing where one is needed. False where nobody asks.
pub fn hmac_fits(key: &str, is_mandatory: bool, identifier: Option<&str>, hash: Option<&str>) -> Result<bool> {
    let hash = hash.filter(|hash| !hash.trim().is_empty());
    let Some(hash) = hash else {
        return if is_mandatory { Err(hmac_failed()) } else { Ok(false) };
    };
    let expected = token::hmac(key, identifier.unwrap_or_default());
    if token::same(&expected, hash) { Ok(true) } else { Err(hmac_failed()) }
}

fn hmac_failed() -> Error {
    Error::Forbidden("HMAC failed: Invalid Identifier Hash Provided".into())
}

/// Notes what the widget's own forms say of the visitor. An identifier is taken only from those who prove theirs to nobody here.
pub fn introduce(tx: &Tx, visitor: &Visitor, mut said: Identification) -> Result<Option<Contact>> {
    let here = find(tx, visitor)?;
    let is_proven = here.as_ref().is_some_and(|here| here.session.hmac_verified);
    if said.identifier.is_some() && (is_proven || website(tx, visitor.account, visitor.inbox)?.hmac_mandatory) {
        said.identifier = None;
    }
    if said.is_empty() {
        return Ok(here.map(|here| here.contact));
    }
    Ok(Some(identify(tx, visitor, here, said)?.contact))
}

/// Who the page says the visitor is, and the token of a new session when they were somebody else before.
pub fn set_user(
    tx: &Tx,
    visitor: &Visitor,
    said: Identification,
    hash: Option<&str>,
) -> Result<(Option<Contact>, Option<String>)> {
    let here = find(tx, visitor)?;
    if said.is_empty() {
        return Ok((here.map(|here| here.contact), None));
    }
    let site = website(tx, visitor.account, visitor.inbox)?;
    let is_about_attributes = said.identifier.is_none() && !said.custom_attributes.is_empty();
    let is_proven = !is_about_attributes
        && hmac_fits(&site.hmac_token, site.hmac_mandatory, said.identifier.as_deref(), hash)?
        && said.identifier.is_some();
    let known_as = here.as_ref().and_then(|here| here.contact.identifier.clone());
    let is_another = said.identifier.is_some() && known_as.is_some() && said.identifier != known_as;
    let (here, fresh) = if is_another {
        let visitor = Visitor { source_id: token::uuid(), ..visitor.clone() };
        let fresh = tokens::session(tx.env.secret(), visitor.inbox, &visitor.source_id, tx.now)?;
        (identify(tx, &visitor, None, said)?, Some(fresh))
    } else {
        (identify(tx, visitor, here, said)?, None)
    };
    if is_proven && !here.session.hmac_verified {
        contacts::verify_inbox(tx, &here.session)?;
    }
    Ok((Some(here.contact), fresh))
}

/// What a visitor writes.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub content: Option<String>,
    /// The time the browser tells.
    pub timestamp: Value,
    /// The page the visitor looks at.
    pub referer_url: Option<String>,
    /// The message it answers; null for none. Where answers are not known, nothing at all.
    pub reply_to: Option<Value>,
    pub echo_id: Option<String>,
    /// Files that nothing uses yet.
    pub files: Vec<files::Stored>,
    /// Signed ids of files that were uploaded before.
    pub uploads: Vec<String>,
    /// The number of the campaign that it answers.
    pub campaign: Option<i64>,
}

impl Written {
    fn is_empty(&self) -> bool {
        let has_text = self.content.as_deref().is_some_and(|text| !text.is_empty());
        !has_text && self.files.is_empty() && self.uploads.is_empty()
    }
}

/// Begins a conversation of the visitor.
pub fn begin(
    tx: &Tx,
    visitor: &Visitor,
    here: &Here,
    written: &Written,
    custom_attributes: Map<String, Value>,
) -> Result<Conversation> {
    let inbox = conversations::inbox_facts(tx, visitor.account, visitor.inbox)?;
    let is_time = |value: &Value| match value {
        Value::String(text) => text.len() <= LONGEST_TIMESTAMP,
        other => other.is_number(),
    };
    let about = json!({
        "browser_language": visitor.browser.language(),
        "browser": visitor.browser.described(),
        "initiated_at": {"timestamp": Some(&written.timestamp).filter(|value| is_time(value))},
        "referer": written.referer_url,
    });
    let mut additional_attributes = about.as_object().cloned().unwrap_or_default();
    additional_attributes.extend(written.campaign.map(|number| ("campaign_id".to_owned(), number.into())));
    let new = NewConversation { additional_attributes, custom_attributes, ..NewConversation::default() };
    creation::start(tx, visitor.account, &inbox, &here.session, new, &here.performer())
}

/// Begins a new conversation with the visitor's first message. The same message again answers what it began before.
pub fn begin_with(
    tx: &Tx,
    visitor: &Visitor,
    said: Identification,
    written: Written,
    custom_attributes: Map<String, Value>,
) -> Result<(Here, Conversation)> {
    let here = identify(tx, visitor, find(tx, visitor)?, said)?;
    if let Some(echo_id) = written.echo_id.as_deref()
        && let Some(conversation) = visits::current(tx, &here.session)?
    {
        let sender = Sender::Contact(here.contact.id);
        if messages::by_echo(tx, visitor.account, conversation.id, sender, echo_id)?.is_some() {
            return Ok((here, conversation));
        }
    }
    let mut conversation = begin(tx, visitor, &here, &written, custom_attributes)?;
    if !written.is_empty() {
        say(tx, &here.performer(), &mut conversation, written)?;
    }
    Ok((here, conversation))
}

/// Posts a message in the visitor's newest conversation, or begins one with these attributes and labels.
pub fn write(
    tx: &Tx,
    visitor: &Visitor,
    written: Written,
    custom_attributes: Map<String, Value>,
    labels: &[String],
) -> Result<(Conversation, Message)> {
    let here = enter(tx, visitor)?;
    let by = here.performer();
    let mut conversation = match visits::current(tx, &here.session)? {
        Some(conversation) => conversation,
        None => {
            let mut conversation = begin(tx, visitor, &here, &written, custom_attributes)?;
            let known = known_labels(tx, visitor.account, labels)?;
            labelling::replace(tx, &mut conversation, &known, &by)?;
            conversation
        }
    };
    let message = say(tx, &by, &mut conversation, written)?;
    Ok((conversation, message))
}

/// Posts a message of the contact.
pub fn say(tx: &Tx, by: &Performer, conversation: &mut Conversation, written: Written) -> Result<Message> {
    let mut draft = Draft::outgoing(String::new());
    draft.message_type = MessageType::Incoming;
    draft.content = written.content;
    if let Some(id) = written.reply_to {
        draft.content_attributes.insert("in_reply_to".to_owned(), id);
    }
    draft.echo_id = written.echo_id;
    draft.attachments = written.files;
    draft.uploads = written.uploads;
    post::post_as(tx, by, conversation, draft)
}

/// Those of the labels that the account has.
fn known_labels(db: &Db, account: AccountId, wanted: &[String]) -> Result<Vec<String>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = labels::list(db, account)?;
    Ok(known.into_iter().map(|label| label.title).filter(|title| wanted.contains(title)).collect())
}

/// Puts a label of the account on the visitor's conversation, or takes it off. Nothing without a conversation.
pub fn label(tx: &Tx, visitor: &Visitor, label: &str, is_on: bool) -> Result<()> {
    let Some((here, mut conversation)) = conversation(tx, visitor)? else { return Ok(()) };
    let mut labels = conversations::labels_of(tx, visitor.account, conversation.id)?;
    if is_on {
        labels.extend(known_labels(tx, visitor.account, &[label.to_owned()])?);
    } else {
        labels.retain(|known| known != label);
    }
    labelling::replace(tx, &mut conversation, &labels, &here.performer()).map(drop)
}

/// Tells bots that a visitor opened the widget. Where the inbox has none, nobody wants to know, and nothing is stored.
pub fn triggered(tx: &Tx, visitor: &Visitor, info: Value) -> Result<()> {
    if inboxes::bot_of(tx, visitor.account, visitor.inbox)?.is_none() || info.to_string().len() > LONGEST_EVENT {
        return Ok(());
    }
    let here = enter(tx, visitor)?;
    let by = Actor::Contact(here.contact.id);
    let mut event = Event::new(visitor.account, EventKind::WebwidgetTriggered, here.session.id.0, by);
    event.snapshot = Some(info);
    tx.emit(event)?;
    Ok(())
}

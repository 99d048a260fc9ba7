//! What clients of an API inbox do: appear, say who they are, begin conversations, answer.

use serde_json::{Map, Value};

use crate::base::ids::{AccountId, ConversationId, InboxId, MessageId};
use crate::base::{Actor, Error, Result};
use crate::contacts::{self, Contact, ContactInbox, Identification};
use crate::conversations::creation::{self, NewConversation};
use crate::conversations::{self, Conversation, Performer, answers, visits};
use crate::inboxes::{self, Api, Channel, Inbox};
use crate::messages::{self, ContentType, Message};
use crate::store::{Db, Tx};
use crate::widget::{self, Here};

/// How long a survey takes answers, in milliseconds: 14 days.
const SURVEY_OPEN_FOR: i64 = 14 * 24 * 60 * 60 * 1000;

/// An API inbox that is open to its clients.
#[derive(Debug, Clone, Copy)]
pub struct Entrance {
    pub account: AccountId,
    pub inbox: InboxId,
}

/// What a client says to prove whom it speaks for.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    pub identifier: Option<String>,
    pub hash: Option<String>,
}

/// The inbox with its channel; 404 when it is no API inbox.
pub fn inbox(db: &Db, entrance: Entrance) -> Result<(Inbox, Api)> {
    let inbox = inboxes::find(db, entrance.account, entrance.inbox)?;
    match inbox.channel.clone() {
        Channel::Api(api) => Ok((inbox, api)),
        Channel::Website(_) | Channel::Email(_) => Err(Error::NotFound),
    }
}

/// The contact with this source id in the inbox; 404 when there is none.
pub fn find(db: &Db, entrance: Entrance, source_id: &str) -> Result<Here> {
    let session = contacts::session(db, entrance.account, entrance.inbox, source_id)?.ok_or(Error::NotFound)?;
    let contact = contacts::find(db, entrance.account, session.contact)?;
    Ok(Here { contact, session })
}

/// Whether the proof is one: 401 for a wrong hash, and for none where the inbox demands one.
fn check(db: &Db, entrance: Entrance, proof: &Proof) -> Result<bool> {
    let (_, api) = inbox(db, entrance)?;
    widget::hmac_fits(&api.hmac_token, api.hmac_mandatory, proof.identifier.as_deref(), proof.hash.as_deref())
}

/// Notes that a session is of who they say, when what was proven is who its contact is.
fn note_proof(tx: &Tx, here: &mut Here, proof: &Proof, is_proven: bool) -> Result<()> {
    let is_theirs = proof.identifier.is_some() && proof.identifier == here.contact.identifier;
    if is_proven && is_theirs && !here.session.hmac_verified {
        contacts::verify_inbox(tx, &here.session)?;
        here.session.hmac_verified = true;
    }
    Ok(())
}

/// The contact of a session, after their proof.
pub fn show(tx: &Tx, entrance: Entrance, source_id: &str, proof: &Proof) -> Result<Here> {
    let is_proven = check(tx, entrance, proof)?;
    let mut here = find(tx, entrance, source_id)?;
    note_proof(tx, &mut here, proof, is_proven)?;
    Ok(here)
}

/// Opens a session under a source id, or a new one, for whom the client describes: a contact that is known, or a new one. A
/// session that is open already stays as it is.
pub fn create(
    tx: &Tx,
    entrance: Entrance,
    source_id: Option<&str>,
    said: Identification,
    proof: &Proof,
) -> Result<Here> {
    let is_proven = check(tx, entrance, proof)?;
    let source_id = source_id.filter(|text| !text.trim().is_empty());
    let known = source_id.map(|id| contacts::session(tx, entrance.account, entrance.inbox, id)).transpose()?.flatten();
    if let Some(session) = known {
        let contact = contacts::find(tx, entrance.account, session.contact)?;
        return Ok(Here { contact, session });
    }
    let contact = match contacts::recognise(tx, entrance.account, &said)? {
        Some(contact) => contact,
        None => contacts::identify(tx, entrance.account, None, said, Actor::System)?,
    };
    let by = Actor::Contact(contact.id);
    let (account, inbox) = (entrance.account, entrance.inbox);
    let session = contacts::find_or_create_inbox(tx, account, contact.id, inbox, source_id, false, by)?;
    let mut here = Here { contact, session };
    note_proof(tx, &mut here, proof, is_proven)?;
    Ok(here)
}

/// Notes what a client says of its contact, but for the identifier.
pub fn update(tx: &Tx, entrance: Entrance, source_id: &str, said: Identification, proof: &Proof) -> Result<Contact> {
    let here = show(tx, entrance, source_id, proof)?;
    let said = Identification { identifier: None, ..said };
    let by = Actor::Contact(here.contact.id);
    contacts::identify(tx, entrance.account, Some(here.contact.id), said, by)
}

/// Begins a conversation; where the inbox has one for each contact, that one goes on.
pub fn begin(tx: &Tx, here: &Here, custom_attributes: Map<String, Value>) -> Result<Conversation> {
    let ContactInbox { account, inbox, .. } = here.session;
    let inbox = conversations::inbox_facts(tx, account, inbox)?;
    if inbox.lock_to_single_conversation
        && let Some(conversation) = visits::current(tx, &here.session)?
    {
        return Ok(conversation);
    }
    let new = NewConversation { custom_attributes, ..NewConversation::default() };
    creation::start(tx, account, &inbox, &here.session, new, &here.performer())
}

/// Keeps what a contact answers to a message that asks something.
pub fn answer(tx: &Tx, here: &Here, conversation: ConversationId, id: MessageId, values: Value) -> Result<Message> {
    let (found, message) = visits::message(tx, &here.session, id)?;
    if found.id != conversation {
        return Err(Error::NotFound);
    }
    keep(tx, &found, message, values, &here.performer())
}

fn keep(tx: &Tx, conversation: &Conversation, message: Message, values: Value, by: &Performer) -> Result<Message> {
    let is_over = message.content_type == ContentType::InputCsat && message.created_at.plus(SURVEY_OPEN_FOR) < tx.now;
    if is_over {
        return Err(Error::refused("You cannot update the CSAT survey after 14 days"));
    }
    answers::answer(tx, conversation, message, values, by)
}

/// A conversation's survey: the message that asks. 404 when the conversation has none, or there is no such conversation.
pub fn survey(db: &Db, uuid: &str) -> Result<(Conversation, Message)> {
    let conversation = conversations::by_uuid(db, uuid)?;
    crate::access::require_active(db, conversation.account)?;
    let asked = messages::latest_of(db, conversation.account, conversation.id, ContentType::InputCsat)?;
    let message = messages::by_id(db, conversation.account, asked.ok_or(Error::NotFound)?)?;
    Ok((conversation, message))
}

/// Keeps what is answered to a conversation's survey.
pub fn rate(tx: &Tx, uuid: &str, values: Value) -> Result<(Conversation, Message)> {
    let (conversation, message) = survey(tx, uuid)?;
    let contact = contacts::find(tx, conversation.account, conversation.contact)?;
    let by = Performer::Contact { id: contact.id, name: contact.name.unwrap_or_default() };
    let message = keep(tx, &conversation, message, values, &by)?;
    Ok((conversation, message))
}

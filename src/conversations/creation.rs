//! New conversations (contract 3.3).

use serde_json::{Map, Value};

use super::assignment::{self, Request};
use super::model::{Conversation, Performer, Status};
use super::post;
use super::revision::Revision;
use super::sql::{self, InboxFacts, NewRow};
use super::status;
use crate::access::{self, AgentOrBot};
use crate::base::ids::{AccountId, ContactId, InboxId, TeamId, UserId};
use crate::base::text::is_http_url;
use crate::base::{Changes, Error, Event, EventKind, FieldError, Millis, Result, token};
use crate::contacts::{self, ContactInbox};
use crate::messages::Draft;
use crate::store::{Db, Tx};

/// Characters of an attribute's text at most.
const TEXT_MAX: usize = 1500;
/// The largest number of an attribute.
const NUMBER_MAX: i64 = 9_999_999_999;

/// What a client asks for.
#[derive(Debug, Clone, Default)]
pub struct NewConversation {
    pub inbox: Option<InboxId>,
    pub contact: Option<ContactId>,
    pub source_id: Option<String>,
    pub hmac_verified: bool,
    pub status: Option<Status>,
    pub assignee: Option<UserId>,
    pub team: Option<TeamId>,
    pub snoozed_until: Option<Millis>,
    pub additional_attributes: Map<String, Value>,
    pub custom_attributes: Map<String, Value>,
    /// The first message.
    pub message: Option<Draft>,
}

/// Creates a conversation under a contact's address, or finds the one that the inbox keeps to, and posts the first message.
pub fn create(tx: &Tx, who: &AgentOrBot, mut new: NewConversation) -> Result<Conversation> {
    let account = who.account();
    let address = address(tx, who, &new)?;
    let inbox = sql::inbox_facts(tx, account, address.inbox)?;
    let message = new.message.take();
    let mut conversation = match existing(tx, account, &inbox, &address)? {
        Some(conversation) => conversation,
        None => start(tx, account, &inbox, &address, new, &who.into())?,
    };
    if let Some(draft) = message {
        post::post(tx, who, &mut conversation, draft)?;
    }
    Ok(conversation)
}

/// Where the conversation takes place: an inbox and a contact, or a source id that is known already.
fn address(tx: &Tx, who: &AgentOrBot, new: &NewConversation) -> Result<ContactInbox> {
    let account = who.account();
    let source_id = new.source_id.as_deref().filter(|s| !s.trim().is_empty());
    if let (Some(inbox), Some(contact)) = (new.inbox, new.contact) {
        sql::inbox_facts(tx, account, inbox)?;
        require_inbox(tx, who, inbox)?;
        return contacts::find_or_create_inbox(tx, account, contact, inbox, source_id, new.hmac_verified, who.actor());
    }
    let known = contacts::inbox_by_source(tx, account, new.inbox, source_id.ok_or(Error::NotFound)?)?;
    require_inbox(tx, who, known.inbox)?;
    Ok(known)
}

fn require_inbox(db: &Db, who: &AgentOrBot, inbox: InboxId) -> Result<()> {
    who.agent().map_or(Ok(()), |agent| access::require_inbox(db, agent, inbox))
}

/// The conversation that goes on, in an inbox that has one for each contact.
fn existing(db: &Db, account: AccountId, inbox: &InboxFacts, address: &ContactInbox) -> Result<Option<Conversation>> {
    if inbox.lock_to_single_conversation { sql::latest_of_contact_inbox(db, account, address.id) } else { Ok(None) }
}

/// Starts a conversation at this address. Writes one event and no activity.
pub fn start(
    tx: &Tx,
    account: AccountId,
    inbox: &InboxFacts,
    address: &ContactInbox,
    new: NewConversation,
    by: &Performer,
) -> Result<Conversation> {
    let (additional_attributes, custom_attributes) = attributes(&new)?;
    let begins_as = if contacts::is_blocked(tx, account, address.contact)? {
        Status::Resolved
    } else if inbox.has_bot {
        Status::Pending
    } else {
        new.status.unwrap_or(Status::Open)
    };
    let row = NewRow {
        account,
        inbox: address.inbox,
        contact: address.contact,
        contact_inbox: address.id,
        status: begins_as,
        uuid: token::uuid(),
        additional_attributes,
        custom_attributes,
        snoozed_until: new.snoozed_until.filter(|_| begins_as == Status::Snoozed),
    };
    let id = sql::insert(tx, &row)?;
    let mut conversation = sql::find_by_id(tx, account, id)?;
    if let Some(at) = row.snoozed_until {
        status::wake_at(tx, account, id, at)?;
    }
    let mut revision = Revision::of(&mut conversation);
    hand_out(tx, &mut revision, &new)?;
    // What it begins with, for those who look when it may have moved on.
    let mut changes = Changes::default();
    changes.note("status", None::<&str>, revision.status.name());
    changes.note("assignee_id", None::<i64>, revision.assignee.map(|user| user.0));
    changes.note("team_id", None::<i64>, revision.team.map(|team| team.0));
    revision.save_silently(tx)?;
    let event = Event::new(account, EventKind::ConversationCreated, id.0, by.actor());
    tx.emit(event.in_conversation(id).with_changes(changes))?;
    Ok(conversation)
}

/// Gives the new conversation to whom the client named, to the team's next, or to the inbox's next.
fn hand_out(tx: &Tx, revision: &mut Revision, new: &NewConversation) -> Result<()> {
    // the server does it, so that no activity is queued
    let by = Performer::System;
    assignment::apply(tx, revision, Request::User(new.assignee), &by)?;
    assignment::apply(tx, revision, Request::Team(new.team), &by)?;
    if revision.status == Status::Open { assignment::auto_assign(tx, revision, &by) } else { Ok(()) }
}

/// Both attribute objects as they are stored, unless a rule refuses them.
fn attributes(new: &NewConversation) -> Result<(String, String)> {
    let mut errors = limits("additional_attributes", "Additional attributes", &new.additional_attributes);
    errors.extend(limits("custom_attributes", "Custom attributes", &new.custom_attributes));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut additional = new.additional_attributes.clone();
    if let Some(referer) = additional.get_mut("referer")
        && !referer.as_str().is_some_and(is_http_url)
    {
        *referer = Value::Null;
    }
    Ok((Value::Object(additional).to_string(), Value::Object(new.custom_attributes.clone()).to_string()))
}

pub(super) fn limits(attribute: &'static str, words: &str, values: &Map<String, Value>) -> Vec<FieldError> {
    let broken = |(key, value): (&String, &Value)| {
        let (rule, code) = match value {
            Value::String(text) if text.chars().count() > TEXT_MAX => ("length should be < 1500", "too_long"),
            Value::Number(n) if n.as_i64().map_or(n.is_u64(), |n| n > NUMBER_MAX) => {
                ("value should be < 9999999999", "too_large")
            }
            _ => return None,
        };
        Some(FieldError::new(attribute, format!("{words} {key} {rule}"), code))
    };
    values.iter().filter_map(broken).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stored(additional: Value) -> Result<(String, String)> {
        let additional_attributes = additional.as_object().cloned().unwrap_or_default();
        attributes(&NewConversation { additional_attributes, ..NewConversation::default() })
    }

    #[test]
    fn attributes_have_limits() {
        let error = stored(json!({"a": "x".repeat(1501), "b": 10_000_000_000_i64, "c": u64::MAX, "d": 1})).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Additional attributes a length should be < 1500, Additional attributes b value should be < 9999999999, \
             Additional attributes c value should be < 9999999999"
        );
        assert!(stored(json!({"a": "x".repeat(1500), "b": NUMBER_MAX, "c": {"d": "x".repeat(2000)}})).is_ok());
    }

    #[test]
    fn a_referer_is_an_address() {
        assert_eq!(stored(json!({"referer": "javascript:x"})).unwrap().0, r#"{"referer":null}"#);
        assert_eq!(stored(json!({"referer": "https://a.test/x"})).unwrap().0, r#"{"referer":"https://a.test/x"}"#);
    }
}

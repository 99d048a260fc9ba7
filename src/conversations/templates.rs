//! Messages that the server writes by itself after another one (contract 3.10): out of office, greeting, the question for an
//! e-mail address. They are queued in the revision of the message that brings them about.

use serde_json::Value;

use super::expansion;
use super::revision::Revision;
use super::sql::InboxFacts;
use crate::base::text::presence;
use crate::base::{Millis, Result};
use crate::messages::{self, ContentType, MessageType, NewMessage};
use crate::store::Tx;
use crate::{contacts, inboxes};

const REACH: &str = "Give the team a way to reach you.";
const NOTIFY: &str = "Get notified by email";
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Queues what follows a message of this type, which is not stored yet.
pub fn queue(tx: &Tx, revision: &mut Revision, inbox: &InboxFacts, cause: MessageType) -> Result<()> {
    let has_incoming = cause == MessageType::Incoming || revision.last_incoming_at.is_some();
    if !has_incoming || is_campaign(&revision.additional_attributes) {
        return Ok(());
    }
    if let Some(text) = opening(tx, revision, inbox, cause)? {
        let text = expansion::expand(tx, revision, None, text)?;
        let message = template(revision, text);
        revision.post(message);
    }
    if inbox.is_website() && inbox.enable_email_collect && may_ask(tx, revision)? {
        let reach = template(revision, REACH);
        revision.post(reach);
        let mut question = template(revision, NOTIFY);
        question.content_type = ContentType::InputEmail;
        revision.post(question);
    }
    Ok(())
}

/// That nobody is there now, or else a greeting.
fn opening(tx: &Tx, revision: &Revision, inbox: &InboxFacts, cause: MessageType) -> Result<Option<String>> {
    let may_be_away = inbox.working_hours_enabled && cause == MessageType::Incoming;
    let may_greet = inbox.greeting_enabled && may_greet(tx, revision, cause)?;
    if !may_be_away && !may_greet {
        return Ok(None);
    }
    let inbox = inboxes::template_facts(tx, revision.account, revision.inbox)?;
    if may_be_away && inbox.is_out_of_office(tx.now) {
        let away = presence(inbox.out_of_office_message);
        if away.is_some() && may_say_away(tx, revision)? {
            return Ok(away);
        }
    }
    Ok(presence(inbox.greeting_message).filter(|_| may_greet))
}

/// Whether a campaign began the conversation.
fn is_campaign(attributes: &str) -> bool {
    // most have no such word at all
    attributes.contains("campaign_id")
        && serde_json::from_str::<Value>(attributes)
            .is_ok_and(|map| map.get("campaign_id").is_some_and(|id| !id.is_null()))
}

/// Once a day (UTC), and not while an agent is talking.
fn may_say_away(tx: &Tx, revision: &Revision) -> Result<bool> {
    let (account, id) = (revision.account, revision.id);
    let today = Millis(tx.now.0.div_euclid(DAY).saturating_mul(DAY));
    Ok(!messages::template_since(tx, account, id, today)?
        && !messages::public_outgoing_since(tx, account, id, tx.now.plus(-5 * MINUTE))?)
}

/// Before anybody on this side has said anything.
fn may_greet(tx: &Tx, revision: &Revision, cause: MessageType) -> Result<bool> {
    if matches!(cause, MessageType::Outgoing | MessageType::Template) || revision.first_reply_created_at.is_some() {
        return Ok(false);
    }
    let ours = [MessageType::Outgoing, MessageType::Template];
    Ok(!messages::exists_of(tx, revision.account, revision.id, &ours, None)?)
}

/// Once for each conversation, while no address is known.
fn may_ask(tx: &Tx, revision: &Revision) -> Result<bool> {
    let (account, id) = (revision.account, revision.id);
    if messages::exists_of(tx, account, id, &[MessageType::Template], Some(ContentType::InputEmail))? {
        return Ok(false);
    }
    Ok(contacts::find(tx, account, revision.contact)?.email.is_none())
}

fn template(revision: &Revision, text: impl Into<String>) -> NewMessage {
    NewMessage::text(revision.account, revision.inbox, revision.id, MessageType::Template, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn campaigns_are_known_by_their_id() {
        assert!(is_campaign(r#"{"campaign_id":3}"#));
        for other in ["{}", r#"{"campaign_id":null}"#, r#"{"referer":"https://x/?campaign_id=3"}"#] {
            assert!(!is_campaign(other), "{other}");
        }
    }
}

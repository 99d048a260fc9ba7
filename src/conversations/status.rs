//! Changes of status and what follows from them (contract 3.4).

use serde_json::json;

use super::model::{Conversation, Performer, Status};
use super::revision::Revision;
use super::sql::{self, InboxFacts};
use super::{assignment, survey};
use crate::access::{AgentOrBot, Role};
use crate::base::ids::{AccountId, ConversationId};
use crate::base::{Error, Millis, Result};
use crate::messages::liquid::capitalize;
use crate::store::Tx;

/// Brings a conversation to this status: writes it, its activities and one event. The same status again changes nothing but
/// the time a snoozed conversation wakes.
pub fn change(
    tx: &Tx,
    conversation: &mut Conversation,
    to: Status,
    snoozed_until: Option<Millis>,
    by: &Performer,
) -> Result<()> {
    let mut revision = Revision::of(conversation);
    apply(tx, &mut revision, to, snoozed_until, by)?;
    revision.save(tx, by)
}

/// [`change`] as a part of a larger revision.
pub fn apply(
    tx: &Tx,
    revision: &mut Revision,
    to: Status,
    snoozed_until: Option<Millis>,
    by: &Performer,
) -> Result<()> {
    let opened = set(tx, revision, to, snoozed_until, by)? && to == Status::Open;
    if opened { assignment::auto_assign(tx, revision, by) } else { Ok(()) }
}

/// What a person or bot asks for: a status, or without one the other of open and resolved. A person who is no administrator
/// and leaves the conversation open takes it.
pub fn toggle(
    tx: &Tx,
    conversation: &mut Conversation,
    to: Option<Status>,
    snoozed_until: Option<Millis>,
    who: &AgentOrBot,
) -> Result<()> {
    let by = Performer::from(who);
    let mut revision = Revision::of(conversation);
    let to = to.unwrap_or(if revision.status == Status::Open { Status::Resolved } else { Status::Open });
    let changed = set(tx, &mut revision, to, snoozed_until, &by)?;
    match who.agent() {
        Some(agent) if agent.role == Role::Agent && to == Status::Open => {
            assignment::set_user(tx, &mut revision, Some(agent.user), &by)?;
        }
        _ if changed && to == Status::Open => assignment::auto_assign(tx, &mut revision, &by)?,
        _ => {}
    }
    revision.save(tx, &by)
}

/// What an incoming message does: wakes a snoozed conversation and reopens a resolved one, for the bot first where there is
/// one. Contacts that are blocked reopen nothing: callers ask only for others. Part of the sender's revision.
pub fn reopen(tx: &Tx, revision: &mut Revision, inbox: &InboxFacts, by: &Performer) -> Result<()> {
    let from = revision.status;
    let to = match from {
        Status::Open | Status::Pending => return Ok(()),
        Status::Resolved if inbox.has_bot => Status::Pending,
        Status::Resolved | Status::Snoozed => Status::Open,
    };
    revision.status = to;
    revision.snoozed_until = None;
    if from == Status::Resolved && to == Status::Open && inbox.is_api() {
        revision.say("System reopened the conversation due to a new incoming message.");
    } else if let Some(text) = text(to, by) {
        // somebody of the account brought the contact's message
        revision.say(text);
    }
    if to == Status::Open { assignment::auto_assign(tx, revision, by) } else { Ok(()) }
}

/// Queues the end of a snooze.
pub(super) fn wake_at(tx: &Tx, account: AccountId, id: ConversationId, at: Millis) -> Result<()> {
    tx.enqueue_at("wake_conversation", json!({"account_id": account, "conversation_id": id}), at)
}

/// Opens a conversation whose snooze is over. One that was opened in between, put to sleep for longer, or that is gone, stays
/// as it is.
pub fn wake(tx: &Tx, account: AccountId, id: ConversationId) -> Result<()> {
    let mut conversation = match sql::find_by_id(tx, account, id) {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    let is_over = conversation.snoozed_until.is_some_and(|until| until <= tx.now);
    if conversation.status != Status::Snoozed || !is_over {
        return Ok(());
    }
    change(tx, &mut conversation, Status::Open, None, &Performer::System)
}

/// Sets the status and what belongs to it but an assignee; says whether it differs.
fn set(tx: &Tx, revision: &mut Revision, to: Status, until: Option<Millis>, by: &Performer) -> Result<bool> {
    let from = revision.status;
    revision.status = to;
    revision.snoozed_until = match (to, from) {
        (Status::Snoozed, Status::Snoozed) => until.or(revision.snoozed_until),
        (Status::Snoozed, _) => until,
        _ => None,
    };
    if let Some(at) = until.filter(|_| to == Status::Snoozed) {
        wake_at(tx, revision.account, revision.id, at)?;
    }
    if from == to {
        return Ok(false);
    }
    if let Some(text) = text(to, by) {
        revision.say(text);
    }
    if to == Status::Resolved {
        revision.waiting_since = None;
        survey::offer(tx, revision, &sql::inbox_facts(tx, revision.account, revision.inbox)?)?;
    }
    Ok(true)
}

/// The activity about a new status, if this performer leaves one.
fn text(to: Status, by: &Performer) -> Option<String> {
    if let Performer::Contact { name, .. } = by {
        return (to == Status::Resolved).then(|| format!("Conversation was resolved by {}", capitalize(name)));
    }
    let name = by.acting()?;
    Some(match to {
        Status::Open => format!("Conversation was reopened by {name}"),
        Status::Resolved => format!("Conversation was marked resolved by {name}"),
        Status::Pending => format!("Conversation was marked as pending by {name}"),
        Status::Snoozed => format!("Conversation was snoozed by {name}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{AgentBotId, ContactId};

    #[test]
    fn activities_name_who_did_it() {
        let bot = Performer::Bot { id: AgentBotId(1), name: "Robo".into() };
        let contact = Performer::Contact { id: ContactId(1), name: "ada".into() };
        assert_eq!(text(Status::Open, &bot).unwrap(), "Conversation was reopened by Robo");
        assert_eq!(text(Status::Resolved, &contact).unwrap(), "Conversation was resolved by Ada");
        assert_eq!(text(Status::Open, &contact), None);
        assert_eq!(text(Status::Resolved, &Performer::System), None);
    }
}

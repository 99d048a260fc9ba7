//! What happened sets off rules: called by the follower of the outbox, once for each event.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::actions::{self, Hand};
use super::conditions::{self, Condition, Facts};
use super::rules::{EventName, Rule};
use super::runs::{self, NewRun};
use super::sql;
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::base::{Actor, Error, EventKind, Happened, Result};
use crate::messages::{self, MessageType};
use crate::store::{Db, Tx};

/// The events that may set off a rule.
pub const KINDS: &[EventKind] =
    &[EventKind::ConversationCreated, EventKind::ConversationUpdated, EventKind::MessageCreated];

/// What rules call it. What a rule did is nothing: rules would set off each other for ever.
fn names(happened: &Happened) -> Vec<EventName> {
    if matches!(happened.actor, Actor::AutomationRule(_)) {
        return Vec::new();
    }
    match happened.kind {
        EventKind::ConversationCreated => vec![EventName::ConversationCreated],
        EventKind::MessageCreated => vec![EventName::MessageCreated],
        EventKind::ConversationUpdated => {
            let to = happened.changes.of("status").and_then(|(_, after)| after.as_str());
            let status = match to {
                Some("open") => Some(EventName::ConversationOpened),
                Some("resolved") => Some(EventName::ConversationResolved),
                _ => None,
            };
            status.into_iter().chain([EventName::ConversationUpdated]).collect()
        }
        _ => Vec::new(),
    }
}

/// Those for which their account has a rule.
pub fn wants(db: &Db, page: &[&Happened]) -> Result<HashSet<i64>> {
    let mut known: HashMap<(AccountId, EventName), bool> = HashMap::new();
    let mut wanted = HashSet::new();
    for happened in page {
        for name in names(happened) {
            let has_rules = match known.entry((happened.account, name)) {
                Entry::Occupied(found) => *found.get(),
                Entry::Vacant(place) => *place.insert(sql::has_active_rules(db, happened.account, name)?),
            };
            if has_rules {
                wanted.insert(happened.id);
            }
        }
    }
    Ok(wanted)
}

/// Runs the rules that are for this, in the order in which they were made. Each sees what the one before it did.
pub fn handle(tx: &Tx, happened: &Happened) -> Result<()> {
    let Some(conversation) = happened.conversation else { return Ok(()) };
    let message = match happened.kind {
        EventKind::MessageCreated => match heard(tx, happened)? {
            Some(message) => Some(message),
            None => return Ok(()),
        },
        _ => None,
    };
    for name in names(happened) {
        for rule in sql::active_rules(tx, happened.account, name)? {
            // a rule is for what happens from now on
            if rule.created_at > happened.at {
                continue;
            }
            run(tx, &rule, name, conversation, message, happened)?;
        }
    }
    Ok(())
}

/// The message, unless it is a line of the log or gone.
fn heard(db: &Db, happened: &Happened) -> Result<Option<MessageId>> {
    match messages::by_id(db, happened.account, MessageId(happened.subject)) {
        Ok(message) => Ok(Some(message.id).filter(|_| message.message_type != MessageType::Activity)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn run(
    tx: &Tx,
    rule: &Rule,
    event: EventName,
    conversation: ConversationId,
    message: Option<MessageId>,
    happened: &Happened,
) -> Result<()> {
    let facts = match Facts::load(tx, rule.account, conversation, happened, message) {
        Err(Error::NotFound) => return Ok(()),
        facts => facts?,
    };
    // what an older version stored and this one cannot read holds for nothing
    let read: Option<Vec<Condition>> = rule.conditions.iter().map(|stored| conditions::read(stored).ok()).collect();
    let matched = read.is_some_and(|conditions| conditions::hold(&conditions, &facts, tx.now));
    let mut record =
        NewRun { rule: rule.id, event, conversation: facts.conversation.display_id, matched, actions: Vec::new() };
    if matched {
        let hand = Hand::Rule { account: rule.account, id: rule.id };
        let outcomes = actions::all(tx, &hand, conversation, &rule.actions)?;
        record.actions = outcomes.iter().zip(&rule.actions).map(|(outcome, stored)| outcome.record(stored)).collect();
    }
    runs::note(tx, &record)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::ids::{AutomationRuleId, UserId};
    use crate::base::{Changes, Millis};

    fn happened(kind: EventKind, status: [&str; 2], actor: Actor) -> Happened {
        let mut changes = Changes::default();
        changes.note("status", json!(status[0]), json!(status[1]));
        Happened {
            id: 1,
            account: AccountId(1),
            seq: 1,
            kind,
            subject: 1,
            conversation: Some(ConversationId(1)),
            actor,
            changes,
            echo_id: None,
            snapshot: None,
            at: Millis(0),
        }
    }

    #[test]
    fn events_have_the_names_that_rules_know() {
        let by = Actor::User(UserId(1));
        let updated = |status| names(&happened(EventKind::ConversationUpdated, status, by));
        assert_eq!(updated(["open", "open"]), [EventName::ConversationUpdated]);
        assert_eq!(updated(["open", "resolved"]), [EventName::ConversationResolved, EventName::ConversationUpdated]);
        assert_eq!(updated(["pending", "open"]), [EventName::ConversationOpened, EventName::ConversationUpdated]);
        assert_eq!(names(&happened(EventKind::MessageCreated, ["", ""], by)), [EventName::MessageCreated]);
        let own = Actor::AutomationRule(AutomationRuleId(1));
        for kind in KINDS {
            assert_eq!(names(&happened(*kind, ["open", "resolved"], own)), []);
        }
    }
}

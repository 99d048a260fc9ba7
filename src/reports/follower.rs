//! What happened is added to the sums: called by the follower of the outbox, once for each event.
//!
//! What an event says of before and after counts, and the conversation as it is now for the rest: its inbox, its team, its labels.

use serde_json::Value;

use super::forgetting::forget;
use super::model::{Dimension, Elapsed};
use super::sql::{self, Count, Facts, Posted, Took};
use crate::base::ids::{AccountId, InboxId, LabelId, MessageId, TeamId, UserId};
use crate::base::{Actor, Error, EventKind, Happened, Millis, Result};
use crate::conversations::{self, Status};
use crate::inboxes;
use crate::store::{Db, Tx};

/// The events that are counted, or end what was.
pub const KINDS: &[EventKind] = &[
    EventKind::ConversationCreated,
    EventKind::ConversationUpdated,
    EventKind::MessageCreated,
    EventKind::InboxDeleted,
    EventKind::AccountUserDeleted,
    EventKind::TeamDeleted,
    EventKind::LabelDeleted,
];

/// Attributes whose change is counted, besides `waiting_since`.
const COUNTED: [&str; 5] = ["status", "assignee_id", "team_id", "label_list", "first_reply_created_at"];

/// Whether this is counted: not the lines of a log, and not what an update changes besides.
pub fn wants(db: &Db, happened: &Happened) -> Result<bool> {
    match happened.kind {
        EventKind::MessageCreated => sql::counts(db, happened.account, MessageId(happened.subject)),
        EventKind::ConversationUpdated => {
            let changes = &happened.changes;
            Ok(COUNTED.iter().any(|name| changes.of(name).is_some()) || answered_since(happened).is_some())
        }
        _ => Ok(true),
    }
}

/// Counts it.
pub fn handle(tx: &Tx, happened: &Happened) -> Result<()> {
    let (account, subject) = (happened.account, happened.subject);
    match happened.kind {
        EventKind::InboxDeleted => return forget(tx, account, Dimension::Inbox(InboxId(subject))),
        EventKind::AccountUserDeleted => return forget(tx, account, Dimension::Agent(UserId(subject))),
        EventKind::TeamDeleted => return forget(tx, account, Dimension::Team(TeamId(subject))),
        EventKind::LabelDeleted => return forget(tx, account, Dimension::Label(LabelId(subject))),
        _ => {}
    }
    let Some(conversation) = happened.conversation else { return Ok(()) };
    let Some(facts) = sql::facts(tx, account, conversation)? else { return Ok(()) };
    match happened.kind {
        EventKind::ConversationCreated => begun(tx, happened, &facts),
        EventKind::ConversationUpdated => updated(tx, happened, &facts),
        EventKind::MessageCreated => posted(tx, happened, &facts),
        _ => Ok(()),
    }
}

/// The account, the inbox, the team and the labels, and this person.
fn all(facts: &Facts, agent: Option<UserId>) -> Vec<Dimension> {
    let mut dimensions = vec![Dimension::Account, Dimension::Inbox(facts.inbox)];
    dimensions.extend(agent.map(Dimension::Agent));
    dimensions.extend(facts.team.map(Dimension::Team));
    dimensions.extend(facts.labels.iter().copied().map(Dimension::Label));
    dimensions
}

fn begun(tx: &Tx, happened: &Happened, facts: &Facts) -> Result<()> {
    let (account, at) = (happened.account, facts.created_at);
    let after = |name| happened.changes.of(name).and_then(|(_, after)| after.as_i64());
    let mut dimensions = vec![Dimension::Account, Dimension::Inbox(facts.inbox)];
    dimensions.extend(after("assignee_id").map(|id| Dimension::Agent(UserId(id))));
    dimensions.extend(after("team_id").map(|id| Dimension::Team(TeamId(id))));
    sql::add(tx, account, &dimensions, at, Count::Conversations)?;
    match status_change(happened) {
        Some((_, status)) => sql::add(tx, account, &[Dimension::Inbox(facts.inbox)], at, Count::Status(status)),
        None => Ok(()),
    }
}

fn posted(tx: &Tx, happened: &Happened, facts: &Facts) -> Result<()> {
    let (account, at) = (happened.account, happened.at);
    match sql::posted(tx, account, MessageId(happened.subject))? {
        Some(Posted::Incoming) => sql::add(tx, account, &all(facts, None), at, Count::Incoming),
        Some(Posted::Outgoing(sender)) => sql::add(tx, account, &all(facts, sender), at, Count::Outgoing),
        None => Ok(()),
    }
}

fn updated(tx: &Tx, happened: &Happened, facts: &Facts) -> Result<()> {
    moved(tx, happened, facts)?;
    if let Some((Some(from), to)) = status_change(happened) {
        turned(tx, happened, facts, (from, to))?;
    }
    answered(tx, happened, facts)
}

/// The status before, if there was one, and after.
fn status_change(happened: &Happened) -> Option<(Option<Status>, Status)> {
    let (before, after) = happened.changes.of("status")?;
    let status = |value: &Value| value.as_str().and_then(|name| Status::parse(name).ok());
    Some((status(before), status(after)?))
}

/// A conversation is counted with whom it belongs to now, at the time at which it began.
fn moved(tx: &Tx, happened: &Happened, facts: &Facts) -> Result<()> {
    let (account, at) = (happened.account, facts.created_at);
    let mut ends: Vec<(Option<Dimension>, Option<Dimension>)> = Vec::new();
    for (name, dimension) in [
        ("assignee_id", (|id| Dimension::Agent(UserId(id))) as fn(i64) -> Dimension),
        ("team_id", |id| Dimension::Team(TeamId(id))),
    ] {
        if let Some((before, after)) = happened.changes.of(name) {
            ends.push((before.as_i64().map(dimension), after.as_i64().map(dimension)));
        }
    }
    if let Some((before, after)) = happened.changes.of("label_list") {
        let (before, after) = (titles(before), titles(after));
        let ids = |list: &[&str], others: &[&str]| {
            let changed: Vec<&str> = list.iter().copied().filter(|title| !others.contains(title)).collect();
            sql::label_ids(tx, account, &changed)
        };
        ends.extend(ids(&before, &after)?.into_iter().map(|id| (Some(Dimension::Label(id)), None)));
        ends.extend(ids(&after, &before)?.into_iter().map(|id| (None, Some(Dimension::Label(id)))));
    }
    for (from, to) in ends {
        from.map_or(Ok(()), |from| sql::take(tx, account, from, at))?;
        to.map_or(Ok(()), |to| sql::add(tx, account, &[to], at, Count::Conversations))?;
    }
    Ok(())
}

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Another status: resolved by people or by a bot alone, or handed over by a bot.
fn turned(tx: &Tx, happened: &Happened, facts: &Facts, (from, to): (Status, Status)) -> Result<()> {
    let Some(conversation) = happened.conversation else { return Ok(()) };
    let (account, at) = (happened.account, happened.at);
    sql::move_status(tx, account, facts.inbox, facts.created_at, (from, to))?;
    let dimensions = all(facts, facts.assignee);
    if to == Status::Resolved {
        let elapsed = elapsed(tx, account, facts.inbox, facts.created_at, at)?;
        sql::add_time(tx, account, &dimensions, at, (Took::Resolution, elapsed))?;
        let has_bot = conversations::inbox_facts(tx, account, facts.inbox)?.has_bot;
        if has_bot && !facts.is_answered {
            sql::add(tx, account, &dimensions, at, Count::BotResolutions)?;
        }
    }
    let is_handed = from == Status::Pending && to == Status::Open && matches!(happened.actor, Actor::AgentBot(_));
    if is_handed && sql::hand_over(tx, account, conversation, at)? {
        sql::add(tx, account, &dimensions, at, Count::BotHandoffs)?;
    }
    Ok(())
}

/// A person's answer: the first is counted from the beginning, or from when a bot handed over; each other from when the
/// contact began to wait.
fn answered(tx: &Tx, happened: &Happened, facts: &Facts) -> Result<()> {
    let (Some(conversation), Actor::User(agent)) = (happened.conversation, happened.actor) else { return Ok(()) };
    let (account, at) = (happened.account, happened.at);
    // what a merged conversation brings along was counted when it happened
    let first = happened.changes.of("first_reply_created_at").and_then(|(_, after)| Millis::parse(after.as_str()?));
    let is_first = first == Some(at);
    let (took, since) = match (is_first, answered_since(happened)) {
        (true, _) => {
            let handed = sql::handed_at(tx, account, conversation)?;
            (Took::FirstResponse, handed.unwrap_or(facts.created_at))
        }
        (false, Some(since)) => (Took::Reply, since),
        (false, None) => return Ok(()),
    };
    let elapsed = elapsed(tx, account, facts.inbox, since, at)?;
    sql::add_time(tx, account, &all(facts, Some(agent)), at, (took, elapsed))
}

/// Since when a contact waited whom a person has now answered; a conversation that is resolved lets nobody wait either.
fn answered_since(happened: &Happened) -> Option<Millis> {
    let (before, after) = happened.changes.of("waiting_since")?;
    let is_resolved = status_change(happened).is_some_and(|(_, to)| to == Status::Resolved);
    let is_answer = after.is_null() && !is_resolved && matches!(happened.actor, Actor::User(_));
    before.as_str().filter(|_| is_answer).and_then(Millis::parse)
}

fn elapsed(tx: &Tx, account: AccountId, inbox: InboxId, from: Millis, to: Millis) -> Result<Elapsed> {
    match inboxes::find(tx, account, inbox) {
        Ok(inbox) => Ok(Elapsed::between(&inbox, from, to)),
        Err(Error::NotFound) => Ok(Elapsed { seconds: 0, business: 0 }),
        Err(error) => Err(error),
    }
}

//! What happened is added up: of a page of the outbox at once, while reading, so that the writer has only the sums to write.
//!
//! What an event says of before and after counts, and the conversation as it is now for the rest: its inbox, its team, its labels.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::model::{Dimension, Elapsed, Totals};
use super::sql::{self, Facts, Posted};
use super::sums::Sums;
use crate::base::ids::{AccountId, ConversationId, InboxId, LabelId, MessageId, TeamId, UserId};
use crate::base::{Actor, Error, EventKind, Happened, Millis, Result};
use crate::conversations::{self, Status};
use crate::inboxes::{self, Inbox};
use crate::store::Db;

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

/// Adds up what happened.
pub fn sum(db: &Db, page: &[Happened]) -> Result<Sums> {
    let mut counter = Counter { db, sums: Sums::default(), facts: HashMap::new(), inboxes: HashMap::new() };
    for happened in page {
        counter.count(happened)?;
    }
    Ok(counter.sums)
}

/// The sums, and what was looked up for them: messages of a conversation come together.
struct Counter<'d> {
    db: &'d Db<'d>,
    sums: Sums,
    facts: HashMap<ConversationId, Option<Rc<Facts>>>,
    inboxes: HashMap<InboxId, Option<Inbox>>,
}

impl Counter<'_> {
    fn count(&mut self, happened: &Happened) -> Result<()> {
        let (account, subject) = (happened.account, happened.subject);
        match happened.kind {
            EventKind::InboxDeleted => self.sums.end(account, Dimension::Inbox(InboxId(subject))),
            EventKind::AccountUserDeleted => self.sums.end(account, Dimension::Agent(UserId(subject))),
            EventKind::TeamDeleted => self.sums.end(account, Dimension::Team(TeamId(subject))),
            EventKind::LabelDeleted => self.sums.end(account, Dimension::Label(LabelId(subject))),
            EventKind::ConversationCreated => self.begun(happened)?,
            EventKind::ConversationUpdated => self.updated(happened)?,
            EventKind::MessageCreated => self.posted(happened)?,
            _ => {}
        }
        Ok(())
    }

    /// The conversation, unless it or its inbox is gone.
    fn facts(&mut self, happened: &Happened) -> Result<Option<Rc<Facts>>> {
        let Some(id) = happened.conversation else { return Ok(None) };
        if let Some(known) = self.facts.get(&id) {
            return Ok(known.clone());
        }
        let facts = sql::facts(self.db, happened.account, id)?.map(Rc::new);
        self.facts.insert(id, facts.clone());
        Ok(facts)
    }

    fn elapsed(&mut self, account: AccountId, inbox: InboxId, from: Millis, to: Millis) -> Result<Elapsed> {
        if !self.inboxes.contains_key(&inbox) {
            let found = match inboxes::find(self.db, account, inbox) {
                Err(Error::NotFound) => None,
                found => Some(found?),
            };
            self.inboxes.insert(inbox, found);
        }
        let inbox = self.inboxes.get(&inbox).and_then(Option::as_ref);
        Ok(inbox.map_or(Elapsed { seconds: 0, business: 0 }, |inbox| Elapsed::between(inbox, from, to)))
    }

    fn begun(&mut self, happened: &Happened) -> Result<()> {
        let Some(facts) = self.facts(happened)? else { return Ok(()) };
        let (account, at) = (happened.account, facts.created_at);
        let after = |name| happened.changes.of(name).and_then(|(_, after)| after.as_i64());
        let inbox = Dimension::Inbox(facts.inbox);
        let agent = after("assignee_id").map(|id| Dimension::Agent(UserId(id)));
        let team = after("team_id").map(|id| Dimension::Team(TeamId(id)));
        let all = [Some(Dimension::Account), Some(inbox), agent, team];
        self.sums.add(account, all.into_iter().flatten(), at, |totals| totals.conversations += 1);
        if let Some((_, status)) = status_change(happened) {
            self.sums.add(account, [inbox], at, |totals| *totals.status(status) += 1);
        }
        Ok(())
    }

    fn posted(&mut self, happened: &Happened) -> Result<()> {
        let (account, at) = (happened.account, happened.at);
        let Some(posted) = sql::posted(self.db, account, MessageId(happened.subject))? else { return Ok(()) };
        let Some(facts) = self.facts(happened)? else { return Ok(()) };
        match posted {
            Posted::Incoming => self.sums.add(account, all(&facts, None), at, |totals| totals.incoming += 1),
            Posted::Outgoing(sender) => self.sums.add(account, all(&facts, sender), at, |totals| totals.outgoing += 1),
        }
        Ok(())
    }

    fn updated(&mut self, happened: &Happened) -> Result<()> {
        let is_counted = COUNTED.iter().any(|name| happened.changes.of(name).is_some());
        if !is_counted && answered_since(happened).is_none() {
            return Ok(());
        }
        let Some(facts) = self.facts(happened)? else { return Ok(()) };
        self.moved(happened, &facts)?;
        if let Some((Some(from), to)) = status_change(happened) {
            self.turned(happened, &facts, (from, to))?;
        }
        self.answered(happened, &facts)
    }

    /// A conversation is counted with whom it belongs to now, at the time at which it began.
    fn moved(&mut self, happened: &Happened, facts: &Facts) -> Result<()> {
        let (account, at) = (happened.account, facts.created_at);
        let (mut left, mut joined): (Vec<Dimension>, Vec<Dimension>) = (Vec::new(), Vec::new());
        for (name, dimension) in [
            ("assignee_id", (|id| Dimension::Agent(UserId(id))) as fn(i64) -> Dimension),
            ("team_id", |id| Dimension::Team(TeamId(id))),
        ] {
            if let Some((before, after)) = happened.changes.of(name) {
                left.extend(before.as_i64().map(dimension));
                joined.extend(after.as_i64().map(dimension));
            }
        }
        if let Some((before, after)) = happened.changes.of("label_list") {
            let (before, after) = (titles(before), titles(after));
            let ids = |list: &[&str], others: &[&str]| {
                let changed: Vec<&str> = list.iter().copied().filter(|title| !others.contains(title)).collect();
                sql::label_ids(self.db, account, &changed)
            };
            left.extend(ids(&before, &after)?.into_iter().map(Dimension::Label));
            joined.extend(ids(&after, &before)?.into_iter().map(Dimension::Label));
        }
        for dimension in left {
            self.sums.take(account, dimension, at);
        }
        self.sums.add(account, joined, at, |totals| totals.conversations += 1);
        Ok(())
    }

    /// Another status: resolved by people or by a bot alone, or handed over by a bot.
    fn turned(&mut self, happened: &Happened, facts: &Facts, (from, to): (Status, Status)) -> Result<()> {
        let (account, at) = (happened.account, happened.at);
        self.sums.turn(account, facts.inbox, facts.created_at, (from, to));
        if to == Status::Resolved {
            let elapsed = self.elapsed(account, facts.inbox, facts.created_at, at)?;
            let has_bot = conversations::inbox_facts(self.db, account, facts.inbox)?.has_bot;
            let by_bot = i64::from(has_bot && !facts.is_answered);
            let count = |totals: &mut Totals| {
                totals.resolutions.add(elapsed);
                totals.bot_resolutions += by_bot;
            };
            self.sums.add(account, all(facts, facts.assignee), at, count);
        }
        let is_handed = from == Status::Pending && to == Status::Open && matches!(happened.actor, Actor::AgentBot(_));
        let Some(conversation) = happened.conversation.filter(|_| is_handed) else { return Ok(()) };
        if self.handed_at(account, conversation)?.is_none() {
            self.sums.hand_over(account, conversation, at);
            self.sums.add(account, all(facts, facts.assignee), at, |totals| totals.bot_handoffs += 1);
        }
        Ok(())
    }

    /// When a bot first handed the conversation over.
    fn handed_at(&self, account: AccountId, conversation: ConversationId) -> Result<Option<Millis>> {
        let earlier = sql::handed_at(self.db, account, conversation)?;
        Ok(earlier.or_else(|| self.sums.handed_at(conversation)))
    }

    /// A person's answer: the first is counted from the beginning, or from when a bot handed over; each other from when the
    /// contact began to wait.
    fn answered(&mut self, happened: &Happened, facts: &Facts) -> Result<()> {
        let (Some(conversation), Actor::User(agent)) = (happened.conversation, happened.actor) else { return Ok(()) };
        let (account, at) = (happened.account, happened.at);
        // what a merged conversation brings along was counted when it happened
        let first = happened.changes.of("first_reply_created_at").and_then(|(_, after)| Millis::parse(after.as_str()?));
        let is_first = first == Some(at);
        let since = match (is_first, answered_since(happened)) {
            (true, _) => self.handed_at(account, conversation)?.unwrap_or(facts.created_at),
            (false, Some(since)) => since,
            (false, None) => return Ok(()),
        };
        let elapsed = self.elapsed(account, facts.inbox, since, at)?;
        let count = |totals: &mut Totals| {
            if is_first { totals.first_responses.add(elapsed) } else { totals.replies.add(elapsed) }
        };
        self.sums.add(account, all(facts, Some(agent)), at, count);
        Ok(())
    }
}

/// The account, the inbox, the team and the labels, and this person.
fn all(facts: &Facts, agent: Option<UserId>) -> impl Iterator<Item = Dimension> + '_ {
    let always = [Dimension::Account, Dimension::Inbox(facts.inbox)];
    let team = facts.team.map(Dimension::Team);
    let labels = facts.labels.iter().copied().map(Dimension::Label);
    always.into_iter().chain(agent.map(Dimension::Agent)).chain(team).chain(labels)
}

/// The status before, if there was one, and after.
fn status_change(happened: &Happened) -> Option<(Option<Status>, Status)> {
    let (before, after) = happened.changes.of("status")?;
    let status = |value: &Value| value.as_str().and_then(|name| Status::parse(name).ok());
    Some((status(before), status(after)?))
}

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Since when a contact waited whom a person has now answered; a conversation that is resolved lets nobody wait either.
fn answered_since(happened: &Happened) -> Option<Millis> {
    let (before, after) = happened.changes.of("waiting_since")?;
    let is_resolved = status_change(happened).is_some_and(|(_, to)| to == Status::Resolved);
    let is_answer = after.is_null() && !is_resolved && matches!(happened.actor, Actor::User(_));
    before.as_str().filter(|_| is_answer).and_then(Millis::parse)
}

//! The verbs: somebody is told of something; they read it, put it off, throw it away.

use serde_json::json;

use super::model::{Notification, PRIMARY_ACTOR};
use super::sql;
use crate::access::Agent;
use crate::base::ids::{AccountId, ConversationId, MessageId, NotificationId, UserId};
use crate::base::{Actor, Changes, Error, Event, EventKind, Millis, Result};
use crate::preferences::Kind;
use crate::store::Tx;

/// How long a notification is kept, in milliseconds: 30 days.
const LASTS: i64 = 30 * 24 * 3_600_000;
/// Rows of one step.
const STEP: i64 = 500;

/// The name of the change in the event of a notification that takes another's place.
pub const REPLACED: &str = "id";

/// Tells somebody of something in a conversation. What they were told of it before makes room.
pub(super) fn notify(
    tx: &Tx,
    account: AccountId,
    user: UserId,
    conversation: ConversationId,
    kind: Kind,
    message: Option<MessageId>,
) -> Result<()> {
    let before = sql::take(tx, account, user, conversation)?;
    let id = sql::insert(tx, account, user, conversation, kind, message)?;
    let mut changes = Changes::default();
    if let Some(before) = before {
        changes.note(REPLACED, json!(before), json!(id));
    }
    tell(tx, EventKind::NotificationCreated, account, user, id, Actor::System, changes)
}

/// Writes the event, which says whose notification it is: only they hear of it.
fn tell(
    tx: &Tx,
    kind: EventKind,
    account: AccountId,
    user: UserId,
    id: NotificationId,
    by: Actor,
    changes: Changes,
) -> Result<()> {
    let mut event = Event::new(account, kind, id.0, by).with_changes(changes);
    event.snapshot = Some(json!({"id": id, "user_id": user}));
    tx.emit(event)?;
    Ok(())
}

/// Stores what became of a notification; no change, no event.
fn store(tx: &Tx, before: &Notification, after: &Notification, by: Actor) -> Result<()> {
    let at = |time: Option<Millis>| json!(time.map(Millis::iso));
    let mut changes = Changes::default();
    changes.note("read_at", at(before.read_at), at(after.read_at));
    changes.note("snoozed_until", at(before.snoozed_until), at(after.snoozed_until));
    if changes.is_empty() {
        return Ok(());
    }
    sql::save(tx, after)?;
    tell(tx, EventKind::NotificationUpdated, after.account, after.user, after.id, by, changes)
}

fn change(
    tx: &Tx,
    who: &Agent,
    id: NotificationId,
    change: impl FnOnce(Notification) -> Notification,
) -> Result<Notification> {
    let before = sql::find(tx, who, id)?;
    store(tx, &before, &change(before.clone()), who.actor())?;
    sql::find(tx, who, id)
}

/// Marks a notification read.
pub(super) fn read(tx: &Tx, who: &Agent, id: NotificationId) -> Result<Notification> {
    change(tx, who, id, |notification| notification.read(tx.now))
}

/// Marks a notification as not read.
pub(super) fn unread(tx: &Tx, who: &Agent, id: NotificationId) -> Result<Notification> {
    change(tx, who, id, Notification::unread)
}

/// Puts a notification off; without a time nothing happens to it.
pub(super) fn snooze(tx: &Tx, who: &Agent, id: NotificationId, until: Option<&str>) -> Result<Notification> {
    let found = sql::find(tx, who, id)?;
    let Some(until) = time(until)? else { return Ok(found) };
    let after = change(tx, who, id, |notification| notification.snoozed(until))?;
    tx.enqueue_at("wake_notification", json!({"account_id": who.account, "notification_id": id}), until)?;
    Ok(after)
}

/// Wakes a notification that was put off. One that is put off for longer, or gone, stays as it is.
pub fn wake(tx: &Tx, account: AccountId, id: NotificationId) -> Result<()> {
    let Some(before) = sql::of_anybody(tx, account, id)? else { return Ok(()) };
    match before.clone().woken(tx.now) {
        Some(after) => store(tx, &before, &after, Actor::System),
        None => Ok(()),
    }
}

/// Throws a notification away.
pub(super) fn delete(tx: &Tx, who: &Agent, id: NotificationId) -> Result<()> {
    let notification = sql::find(tx, who, id)?;
    sql::delete(tx, who.account, id)?;
    tell(tx, EventKind::NotificationDeleted, who.account, notification.user, id, who.actor(), Changes::default())
}

/// Marks what the person was told of one thing read: a conversation, by its row id. Other things nobody is told of.
pub(super) fn read_about(tx: &Tx, who: &Agent, kind: &str, id: Option<i64>) -> Result<()> {
    let Some(id) = id.filter(|_| kind == PRIMARY_ACTOR) else { return Ok(()) };
    match sql::unread_of(tx, who, ConversationId(id))? {
        Some(id) => read(tx, who, id).map(|_| ()),
        None => Ok(()),
    }
}

/// One step of marking all of the person's notifications read; says whether there are more. Thousands at once are not told one
/// by one: the caller knows.
pub(super) fn read_step(tx: &Tx, who: &Agent) -> Result<bool> {
    Ok(sql::read_some(tx, who, STEP)? as i64 == STEP)
}

/// One step of throwing the person's notifications away, all or those they read; says whether there are more. Not told either.
pub(super) fn delete_step(tx: &Tx, who: &Agent, only_read: bool) -> Result<bool> {
    Ok(sql::delete_some(tx, who, only_read, STEP)? as i64 == STEP)
}

/// Queues taking away what these people may not see any more.
pub(super) fn prune(tx: &Tx, account: AccountId, users: &[UserId]) -> Result<()> {
    users.iter().try_for_each(|user| tx.enqueue("prune_notifications", json!({"account_id": account, "user_id": user})))
}

/// One step of taking away what a person was told of and may not see any more; says whether there is more.
pub fn prune_step(tx: &Tx, account: AccountId, user: UserId) -> Result<bool> {
    Ok(sql::delete_hidden(tx, account, user, STEP)? as i64 == STEP)
}

/// One step of forgetting what is older than a month and not put off; says whether there is more.
pub fn sweep(tx: &Tx) -> Result<bool> {
    Ok(sql::delete_old(tx, tx.now.plus(-LASTS), STEP)? as i64 == STEP)
}

/// The time of a snooze: Unix seconds, or ISO 8601; empty for none.
fn time(text: Option<&str>) -> Result<Option<Millis>> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => Millis::parse(text).map(Some).ok_or_else(|| Error::not_a_valid(text, "snoozed_until")),
    }
}

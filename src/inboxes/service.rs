//! The verbs of inboxes: create, update.

use super::model::{Inbox, InboxChange, NewInbox, TemplateFacts};
use super::{sql, views};
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Actor, Error, Event, EventKind, FieldError, Result};
use crate::files;
use crate::store::{Db, Tx};

/// Creates an inbox with its channel and seven days of opening hours; nobody belongs to it yet. 422 naming all rules that are
/// broken.
pub fn create(tx: &Tx, account: AccountId, new: NewInbox, by: Actor) -> Result<Inbox> {
    let Some(kind) = new.kind else { return Err(without_channel(&new.change)) };
    let mut inbox = new.change.apply(Inbox::blank(account, kind, tx.now));
    check(&inbox)?;
    if let Some(picture) = inbox.avatar {
        files::link(tx, picture, Some(account))?;
    }
    inbox.channel_id = sql::insert_channel(tx, &inbox)?;
    let id = sql::insert(tx, &inbox)?;
    sql::insert_hours(tx, id, &inbox.hours.days)?;
    let inbox = sql::find(tx, account, id)?;
    let told = views::snapshot(tx, inbox.clone())?;
    tx.emit(Event::new(account, EventKind::InboxCreated, id.0, by).with_audited(told))?;
    Ok(inbox)
}

fn without_channel(change: &InboxChange) -> Error {
    let mut errors = Vec::new();
    if change.name.as_deref().unwrap_or_default().trim().is_empty() {
        errors.push(FieldError::new("name", "Name can't be blank", "blank"));
    }
    errors.push(FieldError::new("channel", "Channel must exist", "required"));
    Error::Invalid(errors)
}

/// Changes an inbox; no event when nothing that is shown changed. 422 naming all rules that are broken.
pub fn update(tx: &Tx, account: AccountId, id: InboxId, change: InboxChange, by: Actor) -> Result<Inbox> {
    let before = sql::find(tx, account, id)?;
    let after = change.apply(before.clone());
    if after == before {
        return Ok(before);
    }
    check(&after)?;
    replace_picture(tx, &before, &after)?;
    if after.channel != before.channel {
        sql::save_channel(tx, &after)?;
    }
    if after.hours.days != before.hours.days {
        sql::save_hours(tx, &after)?;
    }
    sql::save(tx, &after)?;
    let after = sql::find(tx, account, id)?;
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        tx.emit(Event::new(account, EventKind::InboxUpdated, id.0, by).with_changes(changes))?;
    }
    Ok(after)
}

fn check(inbox: &Inbox) -> Result<()> {
    let errors = inbox.errors();
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn replace_picture(tx: &Tx, before: &Inbox, after: &Inbox) -> Result<()> {
    if before.avatar == after.avatar {
        return Ok(());
    }
    if let Some(new) = after.avatar {
        files::link(tx, new, Some(after.account))?;
    }
    before.avatar.map_or(Ok(()), |old| files::delete(tx, old))
}

/// What decides which automatic messages the inbox sends; 404 when the account has none such.
pub fn template_facts(db: &Db, account: AccountId, inbox: InboxId) -> Result<TemplateFacts> {
    Ok(sql::find(db, account, inbox)?.into())
}

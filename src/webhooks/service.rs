//! The verbs of webhooks: create, update, delete.

use super::model::{Webhook, WebhookChange};
use super::sql;
use crate::access::Administrator;
use crate::base::ids::WebhookId;
use crate::base::{Event, EventKind, Result, token};
use crate::inboxes;
use crate::store::Tx;

/// Creates a webhook with a secret of its own. 404 for an unknown inbox; 422 naming all rules that are broken, or
/// `Url has already been taken`.
pub fn create(tx: &Tx, who: &Administrator, new: WebhookChange) -> Result<Webhook> {
    let webhook = new.apply(Webhook::blank(who.account, token::secure(), tx.now));
    check(tx, &webhook)?;
    let id = sql::insert(tx, &webhook)?;
    let made = sql::find(tx, who.account, id)?;
    let event = Event::new(who.account, EventKind::WebhookCreated, id.0, who.actor());
    tx.emit(event.with_audited(made.snapshot()))?;
    Ok(made)
}

/// Changes a webhook; its secret stays. No event when nothing changed. Refused as [`create`].
pub fn update(tx: &Tx, who: &Administrator, id: WebhookId, change: WebhookChange) -> Result<Webhook> {
    let before = sql::find(tx, who.account, id)?;
    let after = change.apply(before.clone());
    check(tx, &after)?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(who.account, EventKind::WebhookUpdated, id.0, who.actor()).with_changes(changes))?;
    sql::find(tx, who.account, id)
}

fn check(tx: &Tx, webhook: &Webhook) -> Result<()> {
    webhook.check()?;
    webhook.inbox.map_or(Ok(()), |inbox| inboxes::find(tx, webhook.account, inbox).map(|_| ()))
}

/// Deletes a webhook.
pub fn delete(tx: &Tx, who: &Administrator, id: WebhookId) -> Result<()> {
    let webhook = sql::find(tx, who.account, id)?;
    sql::delete(tx, who.account, id)?;
    let mut event = Event::new(who.account, EventKind::WebhookDeleted, id.0, who.actor());
    event.snapshot = Some(webhook.snapshot());
    tx.emit(event)?;
    Ok(())
}

//! The verbs of campaigns: create, update, delete.

use super::model::{Campaign, CampaignChange, refused};
use super::sql;
use crate::access::{self, Administrator};
use crate::base::{Error, Event, EventKind, FieldError, Result};
use crate::inboxes::{self, Channel};
use crate::store::{Db, Tx};

/// Creates a campaign. 422 naming all rules that are broken.
pub fn create(tx: &Tx, by: &Administrator, new: CampaignChange) -> Result<Campaign> {
    let campaign = new.apply(Campaign::blank(by.account, tx.now));
    check(tx, &campaign)?;
    let made = sql::insert(tx, &campaign)?;
    tx.emit(Event::new(by.account, EventKind::CampaignCreated, made.id.0, by.actor()))?;
    Ok(made)
}

/// Changes a campaign; no event when nothing changed. 422 as [`create`].
pub fn update(tx: &Tx, by: &Administrator, display_id: i64, change: CampaignChange) -> Result<Campaign> {
    let before = sql::find(tx, by.account, display_id)?;
    let after = change.apply(before.clone());
    check(tx, &after)?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(before);
    }
    sql::save(tx, &after)?;
    tx.emit(Event::new(by.account, EventKind::CampaignUpdated, after.id.0, by.actor()).with_changes(changes))?;
    sql::find(tx, by.account, display_id)
}

fn check(db: &Db, campaign: &Campaign) -> Result<()> {
    let mut errors = campaign.errors();
    let inbox = campaign.inbox.map(|id| inboxes::find(db, campaign.account, id)).transpose();
    let inbox = match inbox {
        Err(Error::NotFound) => None,
        inbox => inbox?,
    };
    match inbox.map(|inbox| inbox.channel) {
        None => errors.push(FieldError::new("inbox", "Inbox must exist", "blank")),
        Some(Channel::Website(_)) => {}
        Some(Channel::Api(_) | Channel::Email(_)) => {
            errors.push(FieldError::new("inbox", "Inbox Unsupported Inbox type", "invalid"));
        }
    }
    if let Some(sender) = campaign.sender
        && access::membership(db, campaign.account, sender)?.is_none()
    {
        let text = "Sender must belong to the same account as the campaign";
        errors.push(FieldError::new("sender_id", text, "invalid"));
    }
    refused(errors)
}

/// Deletes a campaign. The conversations that it began stay.
pub fn delete(tx: &Tx, by: &Administrator, display_id: i64) -> Result<()> {
    let campaign = sql::find(tx, by.account, display_id)?;
    sql::delete(tx, by.account, campaign.id)?;
    let mut event = Event::new(by.account, EventKind::CampaignDeleted, campaign.id.0, by.actor());
    event.snapshot = Some(campaign.snapshot());
    tx.emit(event)?;
    Ok(())
}

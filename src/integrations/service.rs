//! The verbs of hooks: create, update, delete.

use super::catalogue;
use super::model::{Hook, HookChange, HookType, NewHook, settings};
use super::sql;
use crate::access::Administrator;
use crate::accounts::too_long;
use crate::base::ids::HookId;
use crate::base::{Error, Event, EventKind, FieldError, Result};
use crate::store::Tx;

/// The longest id of an app, in characters.
const LONGEST: usize = 255;

/// Connects the account, or one of its inboxes, to an integration; to one that nobody heard of, too, but once. 422 naming all
/// rules that are broken, 404 for an inbox that the account does not have.
pub fn create(tx: &Tx, by: &Administrator, new: NewHook) -> Result<Hook> {
    let app = catalogue::find(&new.app_id);
    let hook_type = app.map_or(HookType::Account, |app| app.hook_type);
    let mut errors = Vec::new();
    let mut refuse = |is_wrong: bool, attribute: &'static str, message: &str, code| {
        if is_wrong {
            errors.push(FieldError::new(attribute, message, code));
        }
    };
    refuse(new.app_id.trim().is_empty(), "app_id", "App can't be blank", "blank");
    refuse(hook_type == HookType::Inbox && new.inbox.is_none(), "inbox_id", "Inbox can't be blank", "blank");
    let is_single = !app.is_some_and(|app| app.allow_multiple_hooks);
    let is_taken = is_single && sql::is_connected(tx, by.account, &new.app_id)?;
    refuse(is_taken, "app_id", "App has already been taken", "taken");
    errors.extend(too_long("app_id", "App", &new.app_id, LONGEST));
    let settings = settings(app, new.settings).map_err(|error| errors.push(error)).unwrap_or_default();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if let Some(inbox) = new.inbox
        && !sql::has_inbox(tx, by.account, inbox)?
    {
        return Err(Error::NotFound);
    }
    let hook = Hook {
        id: HookId(0),
        account: by.account,
        app_id: new.app_id,
        inbox: new.inbox,
        inbox_name: None,
        is_enabled: new.is_enabled,
        hook_type,
        settings,
        reference_id: None,
    };
    let id = sql::insert(tx, &hook)?;
    tx.emit(Event::new(by.account, EventKind::HookCreated, id.0, by.actor()))?;
    sql::find(tx, by.account, id)
}

/// Changes a hook; no event when nothing changed.
pub fn update(tx: &Tx, by: &Administrator, id: HookId, change: HookChange) -> Result<Hook> {
    let before = sql::find(tx, by.account, id)?;
    let mut after = before.clone();
    after.is_enabled = change.is_enabled.unwrap_or(before.is_enabled);
    if let Some(sent) = change.settings {
        after.settings =
            settings(catalogue::find(&before.app_id), sent).map_err(|error| Error::Invalid(vec![error]))?;
    }
    let changes = before.changes_to(&after);
    if !changes.is_empty() {
        sql::save(tx, &after)?;
        tx.emit(Event::new(by.account, EventKind::HookUpdated, id.0, by.actor()).with_changes(changes))?;
    }
    Ok(after)
}

/// Deletes a hook.
pub fn delete(tx: &Tx, by: &Administrator, id: HookId) -> Result<()> {
    let hook = sql::find(tx, by.account, id)?;
    sql::delete(tx, by.account, hook.id)?;
    tx.emit(Event::new(by.account, EventKind::HookDeleted, hook.id.0, by.actor()))?;
    Ok(())
}

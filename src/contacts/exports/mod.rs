//! Contacts written to a CSV file, in short steps.

mod columns;
mod model;
mod step;

pub use columns::Column;
pub use model::Export;
pub use step::{forget, forget_all, step};

use serde_json::json;

use super::sql;
use crate::base::ids::{AccountId, ExportId, UserId};
use crate::base::text::presence;
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// Begins to write the contacts with this label, or all, to a file with these columns; those that are none are left out.
pub fn begin(tx: &Tx, account: AccountId, columns: &[String], label: Option<String>, by: UserId) -> Result<ExportId> {
    let columns = Column::chosen(columns);
    let label = presence(label);
    let id = sql::insert_export(tx, account, by, &columns, label.as_deref())?;
    tx.emit(Event::new(account, EventKind::ContactExportUpdated, id.0, Actor::User(by)))?;
    tx.enqueue("export_contacts", json!({"account_id": account, "export_id": id}))?;
    Ok(id)
}

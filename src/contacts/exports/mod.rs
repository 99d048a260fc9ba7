//! Contacts written to a CSV file, in short steps.

mod columns;
mod model;
mod step;

pub use columns::Column;
pub use model::Export;
pub use step::{forget, forget_all, step};

use serde_json::json;

use super::{filtering, sql};
use crate::attributes::filter::Sent;
use crate::base::ids::{AccountId, ExportId, UserId};
use crate::base::text::presence;
use crate::base::{Actor, Event, EventKind, Result};
use crate::store::Tx;

/// What is to be written.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Names of columns; those that are none are left out.
    pub columns: Vec<String>,
    /// Only contacts with it, unless there are conditions.
    pub label: Option<String>,
    /// Only contacts that meet them.
    pub conditions: Vec<Sent>,
}

/// Begins to write contacts to a file. 422 for conditions that are none.
pub fn begin(tx: &Tx, account: AccountId, wanted: Wanted, by: UserId) -> Result<ExportId> {
    filtering::parse(tx, account, &wanted.conditions)?;
    let columns = Column::chosen(&wanted.columns);
    let label = presence(wanted.label).filter(|_| wanted.conditions.is_empty());
    let id = sql::insert_export(tx, account, by, &columns, label.as_deref(), &wanted.conditions)?;
    tx.emit(Event::new(account, EventKind::ContactExportUpdated, id.0, Actor::User(by)))?;
    tx.enqueue("export_contacts", json!({"account_id": account, "export_id": id}))?;
    Ok(id)
}

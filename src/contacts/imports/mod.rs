//! Contacts taken in from a CSV file, in short steps: who is known is changed, everybody else is new, and rows that break a
//! rule are kept in a file of their own. A step writes how far it came together with its contacts: nothing is taken twice.
//!
//! What is taken in is told as the progress of the import, not contact by contact.

mod model;
mod reading;
mod row;
mod step;

pub use model::{Import, Status};
pub use reading::{Encoding, Format};
pub use step::{forget, forget_refused, is_going_on, step};

use serde_json::json;

use super::sql;
use crate::base::ids::{AccountId, ImportId, UserId};
use crate::base::{Actor, Error, Event, EventKind, Result};
use crate::files::{self, Stored};
use crate::store::Tx;

/// Begins to take a file in. 422 for an empty one.
pub fn begin(tx: &Tx, account: AccountId, file: &Stored, by: UserId) -> Result<ImportId> {
    if file.byte_size == 0 {
        return Err(Error::refused("File is blank"));
    }
    files::link(tx, file.id, Some(account))?;
    let id = sql::insert_import(tx, account, file, by)?;
    tx.emit(Event::new(account, EventKind::ContactImportUpdated, id.0, Actor::User(by)))?;
    tx.enqueue("import_contacts", json!({"account_id": account, "import_id": id}))?;
    Ok(id)
}

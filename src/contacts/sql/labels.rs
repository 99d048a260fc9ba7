//! Labels of contacts.

use crate::base::Result;
use crate::base::ids::{AccountId, ContactId};
use crate::store::{Db, Tx};

/// The labels of a contact, by name.
pub fn of(db: &Db, account: AccountId, id: ContactId) -> Result<Vec<String>> {
    let mut list =
        db.prepare_cached("select label from contact_labels where contact_id = ? and account_id = ? order by label")?;
    Ok(list.query_map((id, account), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Replaces the labels of a contact.
pub fn replace(tx: &Tx, account: AccountId, id: ContactId, labels: &[String]) -> Result<()> {
    tx.prepare_cached("delete from contact_labels where contact_id = ? and account_id = ?")?.execute((id, account))?;
    let mut insert = tx.prepare_cached("insert into contact_labels(contact_id, label, account_id) values (?, ?, ?)")?;
    for label in labels {
        insert.execute((id, label, account))?;
    }
    Ok(())
}

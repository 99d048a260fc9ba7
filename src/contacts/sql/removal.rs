//! Hiding a contact that is deleted, and taking away what hangs on it, some rows at a time.

use rusqlite::{OptionalExtension, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, BlobId, ContactId, ConversationId};
use crate::store::{Db, Tx};

/// Hides the contact from everybody.
pub fn hide(tx: &Tx, account: AccountId, id: ContactId) -> Result<()> {
    tx.prepare_cached("update contacts set deleted_at = ? where id = ? and account_id = ?")?
        .execute((tx.now, id, account))?;
    Ok(())
}

/// Shows a hidden contact again.
pub fn show(tx: &Tx, account: AccountId, id: ContactId) -> Result<()> {
    tx.prepare_cached("update contacts set deleted_at = null where id = ? and account_id = ?")?
        .execute((id, account))?;
    Ok(())
}

/// Hides some of the contact's conversations; answers how many.
pub fn hide_conversations(tx: &Tx, account: AccountId, id: ContactId, most: usize) -> Result<usize> {
    let mut hide = tx.prepare_cached(
        "update conversations set status = 9 where id in
            (select v.id from conversations v indexed by conversations_contact
              where v.contact_id = :contact and v.account_id = :account and v.status <> 9 limit :most)",
    )?;
    Ok(hide.execute(named_params! {":contact": id, ":account": account, ":most": most as i64})?)
}

/// The picture of a hidden contact, if it has one; `None` when there is no such contact.
pub fn avatar_of_hidden(db: &Db, account: AccountId, id: ContactId) -> Result<Option<Option<BlobId>>> {
    let mut find = db.prepare_cached(
        "select avatar_blob_id from contacts where id = ? and account_id = ? and deleted_at is not null",
    )?;
    Ok(find.query_row((id, account), |row| row.get(0)).optional()?)
}

/// Any conversation of the contact.
pub fn any_conversation(db: &Db, account: AccountId, id: ContactId) -> Result<Option<ConversationId>> {
    let mut find = db.prepare_cached(
        "select id from conversations indexed by conversations_contact where contact_id = ? and account_id = ? limit 1",
    )?;
    Ok(find.query_row((id, account), |row| row.get(0)).optional()?)
}

/// Deletes some of the contact's addresses; answers how many.
pub fn addresses_gone(tx: &Tx, account: AccountId, id: ContactId, most: usize) -> Result<usize> {
    let mut delete = tx.prepare_cached(
        "delete from contact_inboxes where id in
            (select id from contact_inboxes where contact_id = :contact and account_id = :account limit :most)",
    )?;
    Ok(delete.execute(named_params! {":contact": id, ":account": account, ":most": most as i64})?)
}

/// Deletes the row of a hidden contact with its labels.
pub fn remove(tx: &Tx, account: AccountId, id: ContactId) -> Result<()> {
    tx.prepare_cached("delete from contacts where id = ? and account_id = ? and deleted_at is not null")?
        .execute((id, account))?;
    Ok(())
}

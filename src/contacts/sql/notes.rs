//! Notes about contacts.

use rusqlite::{Row, named_params};

use super::super::notes::Note;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, NoteId, UserId};
use crate::store::{Db, Tx};

const NOTE: &str = "id, account_id, contact_id, user_id, content, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        account: row.get(1)?,
        contact: row.get(2)?,
        user: row.get(3)?,
        content: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

/// A note about this contact; 404 when there is none such.
pub fn find(db: &Db, account: AccountId, contact: ContactId, id: NoteId) -> Result<Note> {
    let mut find = db.prepare_cached(&format!(
        "select {NOTE} from notes n where n.id = ? and n.contact_id = ? and n.account_id = ?
            and exists (select 1 from contacts c where c.id = n.contact_id and c.deleted_at is null)"
    ))?;
    Ok(find.query_row((id, contact, account), from_row)?)
}

pub fn list_sql() -> String {
    format!(
        "select {NOTE} from notes indexed by notes_contact where contact_id = ? and account_id = ? order by id desc"
    )
}

/// All notes about a contact, newest first.
pub fn list(db: &Db, account: AccountId, contact: ContactId) -> Result<Vec<Note>> {
    let mut list = db.prepare_cached(&list_sql())?;
    Ok(list.query_map((contact, account), from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub fn insert(tx: &Tx, account: AccountId, contact: ContactId, by: UserId, content: &str) -> Result<NoteId> {
    tx.prepare_cached(
        "insert into notes(account_id, contact_id, user_id, content, created_at, updated_at)
         values (:account, :contact, :user, :content, :now, :now)",
    )?
    .execute(named_params! {":account": account, ":contact": contact, ":user": by, ":content": content,
    ":now": tx.now})?;
    Ok(NoteId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, note: &Note, content: &str) -> Result<()> {
    tx.prepare_cached("update notes set content = ?, updated_at = ? where id = ? and account_id = ?")?.execute((
        content,
        tx.now,
        note.id,
        note.account,
    ))?;
    Ok(())
}

pub fn delete(tx: &Tx, note: &Note) -> Result<()> {
    tx.prepare_cached("delete from notes where id = ? and account_id = ?")?.execute((note.id, note.account))?;
    Ok(())
}

pub const REMOVE: &str = "delete from notes where id in
    (select id from notes indexed by notes_contact where contact_id = :contact and account_id = :account limit :most)";

/// Deletes some of the notes about a contact; answers how many.
pub fn remove(tx: &Tx, account: AccountId, contact: ContactId, most: usize) -> Result<usize> {
    let params = named_params! {":contact": contact, ":account": account, ":most": most as i64};
    Ok(tx.prepare_cached(REMOVE)?.execute(params)?)
}

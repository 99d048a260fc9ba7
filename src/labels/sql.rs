//! Every statement on labels, and on the texts that follow a renamed one.

use rusqlite::{Row, named_params};

use super::model::Label;
use crate::base::ids::{AccountId, LabelId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

const COLUMNS: &str = "id, account_id, title, description, color, show_on_sidebar, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Label> {
    Ok(Label {
        id: row.get(0)?,
        account: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        color: row.get(4)?,
        show_on_sidebar: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// The label; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: LabelId) -> Result<Label> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} from labels where id = ? and account_id = ?"))?;
    Ok(find.query_row((id, account), from_row)?)
}

fn list_sql() -> String {
    format!("select {COLUMNS} from labels where account_id = ? order by title")
}

/// All labels of the account, by title.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<Label>> {
    let mut list = db.prepare_cached(&list_sql())?;
    Ok(list.query_map([account], from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert(tx: &Tx, new: &Label) -> Result<LabelId> {
    tx.prepare_cached(
        "insert into labels(account_id, title, description, color, show_on_sidebar, created_at, updated_at)
         values (:account, :title, :description, :color, :show_on_sidebar, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":title": new.title, ":description": new.description,
    ":color": new.color, ":show_on_sidebar": new.show_on_sidebar, ":now": tx.now})
    .map_err(taken)?;
    Ok(LabelId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, label: &Label) -> Result<()> {
    tx.prepare_cached(
        "update labels set title = :title, description = :description, color = :color, show_on_sidebar = :show_on_sidebar,
            updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":title": label.title, ":description": label.description, ":color": label.color,
        ":show_on_sidebar": label.show_on_sidebar, ":now": tx.now, ":id": label.id, ":account": label.account})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(_) => Error::invalid("title", "Title has already been taken", "taken"),
        None => error.into(),
    }
}

pub(super) fn delete(tx: &Tx, account: AccountId, id: LabelId) -> Result<()> {
    tx.prepare_cached("delete from labels where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

/// `or replace`: who carries the new text already carries it once.
const RENAME_ON_CONVERSATIONS: &str = "update or replace conversation_labels set label = :to
    where account_id = :account and label = :from and conversation_id in
        (select conversation_id from conversation_labels indexed by conversation_labels_label
          where account_id = :account and label = :from limit :most)";

/// As above.
const RENAME_ON_CONTACTS: &str = "update or replace contact_labels set label = :to
    where account_id = :account and label = :from and contact_id in
        (select contact_id from contact_labels indexed by contact_labels_label
          where account_id = :account and label = :from limit :most)";

/// Renames a label on some of the account's conversations; answers on how many.
pub(super) fn rename_on_conversations(tx: &Tx, account: AccountId, from: &str, to: &str, most: usize) -> Result<usize> {
    rename(tx, RENAME_ON_CONVERSATIONS, account, from, to, most)
}

/// Renames a label on some of the account's contacts; answers on how many.
pub(super) fn rename_on_contacts(tx: &Tx, account: AccountId, from: &str, to: &str, most: usize) -> Result<usize> {
    rename(tx, RENAME_ON_CONTACTS, account, from, to, most)
}

fn rename(tx: &Tx, statement: &str, account: AccountId, from: &str, to: &str, most: usize) -> Result<usize> {
    let params = named_params! {":account": account, ":from": from, ":to": to, ":most": most as i64};
    Ok(tx.prepare_cached(statement)?.execute(params)?)
}

#[cfg(test)]
mod plans {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        for sql in [list_sql().as_str(), RENAME_ON_CONVERSATIONS, RENAME_ON_CONTACTS] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            // parameters nobody bound are null
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            let bad = plan.iter().find(|line| line.starts_with("SCAN") || line.contains("TEMP B-TREE"));
            assert_eq!(bad, None, "{sql}\n{plan:#?}");
        }
    }
}

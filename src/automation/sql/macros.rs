//! Rows of `macros`.

use rusqlite::{Row, named_params};

use super::super::macros::{Macro, Visibility};
use super::{list, text};
use crate::base::Result;
use crate::base::ids::{AccountId, MacroId, UserId};
use crate::store::{Db, Tx};

const COLUMNS: &str = "id, account_id, name, visibility, created_by_id, updated_by_id, actions";

fn from_row(row: &Row) -> rusqlite::Result<Macro> {
    Ok(Macro {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        visibility: Visibility::from_number(row.get(3)?),
        created_by: row.get(4)?,
        updated_by: row.get(5)?,
        actions: list(&row.get::<_, String>(6)?),
    })
}

pub const ONE: &str = "from macros where id = :id and account_id = :account";
pub const ALL: &str =
    "from macros where account_id = :account and (visibility = 1 or created_by_id = :user) order by id";

/// The macro; 404 when the account has none such.
pub fn find_macro(db: &Db, account: AccountId, id: MacroId) -> Result<Macro> {
    let mut find = db.prepare_cached(&format!("select {COLUMNS} {ONE}"))?;
    Ok(find.query_row(named_params! {":id": id, ":account": account}, from_row)?)
}

/// The macros that are for everybody, and this person's own, by id.
pub fn macros(db: &Db, account: AccountId, user: UserId) -> Result<Vec<Macro>> {
    let mut all = db.prepare_cached(&format!("select {COLUMNS} {ALL}"))?;
    let params = named_params! {":account": account, ":user": user};
    Ok(all.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub fn insert_macro(tx: &Tx, new: &Macro) -> Result<MacroId> {
    tx.prepare_cached(
        "insert into macros(account_id, name, visibility, created_by_id, updated_by_id, actions, created_at, updated_at)
         values (:account, :name, :visibility, :created_by, :updated_by, :actions, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.name, ":visibility": new.visibility as i64,
        ":created_by": new.created_by, ":updated_by": new.updated_by, ":actions": text(&new.actions), ":now": tx.now})?;
    Ok(MacroId(tx.last_insert_rowid()))
}

pub fn save_macro(tx: &Tx, changed: &Macro) -> Result<()> {
    tx.prepare_cached(
        "update macros set name = :name, visibility = :visibility, updated_by_id = :updated_by, actions = :actions,
            updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": changed.name, ":visibility": changed.visibility as i64,
    ":updated_by": changed.updated_by, ":actions": text(&changed.actions), ":now": tx.now, ":id": changed.id,
    ":account": changed.account})?;
    Ok(())
}

/// Removes a macro with its files.
pub fn delete_macro(tx: &Tx, account: AccountId, id: MacroId) -> Result<()> {
    tx.prepare_cached("delete from macros where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

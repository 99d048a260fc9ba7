//! Every statement on canned responses.

use rusqlite::{Row, named_params};

use super::model::CannedResponse;
use crate::base::ids::{AccountId, CannedResponseId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

const ONE: &str = "select id, account_id, short_code, content, created_at, updated_at from canned_responses
    where id = :id and account_id = :account";
const ALL: &str = "select id, account_id, short_code, content, created_at, updated_at from canned_responses
    where account_id = :account order by short_code";

fn from_row(row: &Row) -> rusqlite::Result<CannedResponse> {
    Ok(CannedResponse {
        id: row.get(0)?,
        account: row.get(1)?,
        short_code: row.get(2)?,
        content: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

/// The response; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: CannedResponseId) -> Result<CannedResponse> {
    Ok(db.prepare_cached(ONE)?.query_row(named_params! {":id": id, ":account": account}, from_row)?)
}

/// All responses of the account, by short code.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<CannedResponse>> {
    let mut list = db.prepare_cached(ALL)?;
    Ok(list.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

pub fn insert(tx: &Tx, new: &CannedResponse) -> Result<CannedResponseId> {
    tx.prepare_cached(
        "insert into canned_responses(account_id, short_code, content, created_at, updated_at)
         values (:account, :short_code, :content, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":short_code": new.short_code, ":content": new.content,
    ":now": tx.now})
    .map_err(taken)?;
    Ok(CannedResponseId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, response: &CannedResponse) -> Result<()> {
    tx.prepare_cached(
        "update canned_responses set short_code = :short_code, content = :content, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":short_code": response.short_code, ":content": response.content, ":now": tx.now,
    ":id": response.id, ":account": response.account})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(_) => Error::invalid("short_code", "Short code has already been taken", "taken"),
        None => error.into(),
    }
}

pub fn delete(tx: &Tx, account: AccountId, id: CannedResponseId) -> Result<()> {
    tx.prepare_cached("delete from canned_responses where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn every_list_is_in_the_order_of_its_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [ONE, ALL] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            assert!(plan.len() == 1 && plan[0].starts_with("SEARCH canned_responses USING"), "{sql}\n{plan:#?}");
        }
    }
}

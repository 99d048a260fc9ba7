//! Reading the outbox: onwards for everybody, and from a place on for one account.

use rusqlite::{OptionalExtension, Row as SqlRow, named_params};

use super::Row;
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::Db;

const COLUMNS: &str =
    "id, account_id, seq, name, subject_id, conversation_id, iif(actor_type = 'User', actor_id, null),
    changes, echo_id, snapshot";

fn from_row(row: &SqlRow) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        account: row.get(1)?,
        seq: row.get(2)?,
        name: row.get(3)?,
        subject: row.get(4)?,
        conversation: row.get(5)?,
        user: row.get(6)?,
        changes: row.get(7)?,
        echo_id: row.get(8)?,
        snapshot: row.get(9)?,
    })
}

pub const NEWEST: &str = "select max(id) from outbox";

/// The id of the newest row; 0 when there is none.
pub fn newest(db: &Db) -> Result<i64> {
    let newest = db.prepare_cached(NEWEST)?.query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(newest.unwrap_or(0))
}

pub fn after_sql() -> String {
    format!("select {COLUMNS} from outbox where id > :after order by id limit :most")
}

/// The rows after this one, of all accounts.
pub fn after(db: &Db, after: i64, most: i64) -> Result<Vec<Row>> {
    let mut list = db.prepare_cached(&after_sql())?;
    let rows = list.query_map(named_params! {":after": after, ":most": most}, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn missed_sql() -> String {
    format!(
        "select {COLUMNS} from outbox
          where account_id = :account and seq >= :from and id <= :until order by seq limit :most"
    )
}

/// The rows of an account from this number on, up to the row `until`.
pub fn missed(db: &Db, account: AccountId, from: i64, until: i64, most: i64) -> Result<Vec<Row>> {
    let mut list = db.prepare_cached(&missed_sql())?;
    let params = named_params! {":account": account, ":from": from, ":until": until, ":most": most};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// Where an account's events stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The number of the last event up to the row asked for.
    pub current: i64,
    /// The number of the oldest event that is kept; one more than the last when none is.
    pub oldest: i64,
}

pub const CURRENT: &str =
    "select seq from outbox where account_id = :account and id <= :until order by seq desc limit 1";
pub const OLDEST: &str = "select min(seq) from outbox where account_id = ?";

/// Where an account's events stood at this row.
pub fn position(db: &Db, account: AccountId, until: i64) -> Result<Position> {
    let mut last = db.prepare_cached("select last_event_seq from account_counters where account_id = ?")?;
    let last: i64 = last.query_row([account], |row| row.get(0)).optional()?.unwrap_or(0);
    let mut oldest = db.prepare_cached(OLDEST)?;
    let oldest = oldest.query_row([account], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(last.saturating_add(1));
    let mut current = db.prepare_cached(CURRENT)?;
    let current = current.query_row(named_params! {":account": account, ":until": until}, |row| row.get(0));
    Ok(Position { current: current.optional()?.unwrap_or(oldest.saturating_sub(1)), oldest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [NEWEST, &after_sql(), &missed_sql(), CURRENT, OLDEST] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
            // the largest key of a table or an index is found by walking down it once
            let is_search = plan.starts_with("SEARCH outbox USING") || (sql == NEWEST && plan == "SEARCH outbox");
            assert!(is_search && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}

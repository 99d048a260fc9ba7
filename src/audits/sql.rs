//! Every statement that reads `audits`.

use rusqlite::{Row, named_params};

use crate::base::ids::AccountId;
use crate::base::{Millis, Result};
use crate::store::{Db, Page};

/// A line as it is stored.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: i64,
    pub auditable_type: String,
    pub auditable_id: i64,
    pub action: String,
    pub user_type: Option<String>,
    pub user_id: Option<i64>,
    pub username: Option<String>,
    pub audited_changes: String,
    pub version: i64,
    pub request_uuid: Option<String>,
    pub remote_address: Option<String>,
    pub created_at: Millis,
}

const PAGE: &str =
    "select id, auditable_type, auditable_id, action, user_type, user_id, username, audited_changes, version, request_uuid,
        remote_address, created_at
     from audits where account_id = :account order by id desc limit :limit offset :offset";
const TOTAL: &str = "select audits from account_counters where account_id = ?";

fn from_row(row: &Row) -> rusqlite::Result<Line> {
    Ok(Line {
        id: row.get(0)?,
        auditable_type: row.get(1)?,
        auditable_id: row.get(2)?,
        action: row.get(3)?,
        user_type: row.get(4)?,
        user_id: row.get(5)?,
        username: row.get(6)?,
        audited_changes: row.get(7)?,
        version: row.get(8)?,
        request_uuid: row.get(9)?,
        remote_address: row.get(10)?,
        created_at: row.get(11)?,
    })
}

/// A page of the account's lines, newest first.
pub fn page(db: &Db, account: AccountId, page: Page) -> Result<Vec<Line>> {
    let mut list = db.prepare_cached(PAGE)?;
    let params = named_params! {":account": account, ":limit": page.limit(), ":offset": page.offset()};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// How many lines the account has: kept, not counted.
pub fn total(db: &Db, account: AccountId) -> Result<i64> {
    Ok(db.prepare_cached(TOTAL)?.query_row([account], |row| row.get(0))?)
}

#[cfg(test)]
mod plans {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [PAGE, TOTAL] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }
}

//! Every statement on `jobs`, and the trimming of `outbox`.

use rusqlite::{OptionalExtension, named_params};
use serde_json::Value;

use crate::base::{Error, Millis, Result};
use crate::store::{Db, Tx};

/// A row of `jobs`.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: i64,
    pub name: String,
    pub payload: Value,
    pub run_at: Millis,
    /// Failures since the last step that succeeded.
    pub attempts: i64,
}

const DUE: &str = "select id, name, payload, run_at, attempts from jobs
    where (run_at, id) > (:run_at, :id) and run_at <= :now order by run_at, id limit :most";
const NEXT: &str = "select run_at from jobs where run_at > ? order by run_at limit 1";
const TRIM: &str = "delete from outbox where id in
    (select id from (select id, created_at from outbox order by id limit :most)
      where created_at < :before and id <= (select coalesce(min(last), id) from followers)
        and id <= (select last from reporting_cursor))";

/// Jobs whose time has come, the longest waiting first: at most `most`, after the one at this place.
pub fn due(db: &Db, after: (Millis, i64), most: i64) -> Result<Vec<Job>> {
    let mut list = db.prepare_cached(DUE)?;
    let params = named_params! {":run_at": after.0, ":id": after.1, ":now": db.now, ":most": most};
    let rows = list.query_map(params, |row| {
        Ok(Job {
            id: row.get(0)?,
            name: row.get(1)?,
            payload: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
            run_at: row.get(3)?,
            attempts: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// When the next job is due that is not due yet.
pub fn next_run_at(db: &Db) -> Result<Option<Millis>> {
    let mut next = db.prepare_cached(NEXT)?;
    Ok(next.query_row([db.now], |row| row.get(0)).optional()?)
}

/// Whether the job is still there.
pub fn exists(tx: &Tx, id: i64) -> Result<bool> {
    Ok(tx.prepare_cached("select 1 from jobs where id = ?")?.exists([id])?)
}

/// Removes a job that is done.
pub fn finish(tx: &Tx, id: i64) -> Result<()> {
    tx.prepare_cached("delete from jobs where id = ?")?.execute([id])?;
    Ok(())
}

/// Notes that a job goes on well again.
pub fn recovered(tx: &Tx, id: i64) -> Result<()> {
    tx.prepare_cached("update jobs set attempts = 0, last_error = null where id = ?")?.execute([id])?;
    Ok(())
}

/// Notes a failure and when to try again.
pub fn postpone(tx: &Tx, id: i64, run_at: Millis, error: &Error) -> Result<()> {
    tx.prepare_cached("update jobs set attempts = attempts + 1, last_error = :error, run_at = :run_at where id = :id")?
        .execute(named_params! {":error": error.to_string(), ":run_at": run_at, ":id": id})?;
    Ok(())
}

/// Deletes events from before this time which every follower has passed, among the oldest `most`; says whether all of those
/// were. Rows are in the order of time, so that only those are read.
pub fn trim_outbox(tx: &Tx, before: Millis, most: i64) -> Result<bool> {
    let gone = tx.prepare_cached(TRIM)?.execute(named_params! {":most": most, ":before": before})?;
    Ok(i64::try_from(gone).is_ok_and(|gone| gone == most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let plan = |sql: &str| {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ")
        };
        for sql in [DUE, NEXT] {
            let plan = plan(sql);
            assert!(plan.contains("INDEX jobs_due") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
        // The oldest rows in the order of the table, no more than asked for.
        let plan = plan(TRIM);
        assert!(plan.contains("SEARCH outbox USING INTEGER PRIMARY KEY") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}

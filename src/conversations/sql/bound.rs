//! A statement put together from parts, with its values. Values are bound, never written into the text.

use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, ToSql};

use crate::base::Result;
use crate::store::Db;

/// SQL with named parameters, all of which it uses.
#[derive(Debug, Default)]
pub struct Bound {
    pub sql: String,
    params: Vec<(&'static str, SqlValue)>,
}

impl Bound {
    pub fn bind(&mut self, name: &'static str, value: impl Into<SqlValue>) {
        self.params.push((name, value.into()));
    }

    /// All rows.
    pub fn list<T>(&self, db: &Db, read: impl Fn(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let params: Vec<(&str, &dyn ToSql)> = self.params.iter().map(|(name, value)| (*name, value as _)).collect();
        let mut list = db.prepare_cached(&self.sql)?;
        let rows = list.query_map(params.as_slice(), |row| read(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
impl Bound {
    /// The lines of the query plan.
    pub fn plan(&self, conn: &rusqlite::Connection) -> Vec<String> {
        let params: Vec<(&str, &dyn ToSql)> = self.params.iter().map(|(name, value)| (*name, value as _)).collect();
        let mut explain = conn.prepare(&format!("explain query plan {}", self.sql)).expect("is valid SQL");
        let rows = explain.query_map(params.as_slice(), |row| row.get(3)).expect("has these parameters");
        rows.map(|line| line.expect("is a line")).collect()
    }
}

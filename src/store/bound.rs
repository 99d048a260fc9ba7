//! A statement put together from parts, with its values. Values are bound, never written into the text.

use std::borrow::Cow;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, ToSql};

use super::Db;
use crate::base::Result;

/// SQL with named parameters, all of which it uses.
#[derive(Debug, Default)]
pub struct Bound {
    pub sql: String,
    params: Vec<(Cow<'static, str>, SqlValue)>,
}

impl Bound {
    pub fn bind(&mut self, name: &'static str, value: impl Into<SqlValue>) {
        self.params.push((name.into(), value.into()));
    }

    /// Binds a value under a name that nothing else has; answers the name.
    pub fn put(&mut self, value: impl Into<SqlValue>) -> String {
        let name = format!(":p{}", self.params.len());
        self.params.push((name.clone().into(), value.into()));
        name
    }

    /// All rows.
    pub fn list<T>(&self, db: &Db, read: impl Fn(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut list = db.prepare_cached(&self.sql)?;
        let rows = list.query_map(self.params().as_slice(), |row| read(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn params(&self) -> Vec<(&str, &dyn ToSql)> {
        self.params.iter().map(|(name, value)| (name.as_ref(), value as _)).collect()
    }
}

#[cfg(test)]
impl Bound {
    /// All rows, of a connection without a store.
    pub fn rows<T>(&self, conn: &rusqlite::Connection, read: impl Fn(&Row) -> rusqlite::Result<T>) -> Vec<T> {
        let mut list = conn.prepare(&self.sql).expect("is valid SQL");
        let rows = list.query_map(self.params().as_slice(), |row| read(row)).expect("has these parameters");
        rows.map(|row| row.expect("is read")).collect()
    }

    /// The lines of the query plan.
    pub fn plan(&self, conn: &rusqlite::Connection) -> Vec<String> {
        let mut explain = conn.prepare(&format!("explain query plan {}", self.sql)).expect("is valid SQL");
        let rows = explain.query_map(self.params().as_slice(), |row| row.get(3)).expect("has these parameters");
        rows.map(|line| line.expect("is a line")).collect()
    }
}

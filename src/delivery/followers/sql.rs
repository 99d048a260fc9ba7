//! Statements on `followers`, and the rows of the outbox that they have before them.

use std::collections::HashMap;

use rusqlite::{Row, named_params};

use super::Follower;
use crate::base::ids::{AccountId, ConversationId};
use crate::base::{Actor, Changes, EventKind, Happened, Millis, Result};
use crate::store::{Db, Tx};

/// A row of the outbox, its texts unread yet: most are of interest to nobody.
#[derive(Debug, Clone)]
pub struct Unread {
    pub id: i64,
    /// `None` when another version wrote it.
    pub kind: Option<EventKind>,
    account: AccountId,
    seq: i64,
    subject: i64,
    conversation: Option<ConversationId>,
    actor: Actor,
    changes: String,
    echo_id: Option<String>,
    snapshot: Option<String>,
    at: Millis,
}

impl Unread {
    fn from_row(row: &Row) -> rusqlite::Result<Self> {
        let (actor_type, actor_id): (String, Option<i64>) = (row.get(6)?, row.get(7)?);
        Ok(Unread {
            id: row.get(0)?,
            account: row.get(1)?,
            seq: row.get(2)?,
            kind: EventKind::named(&row.get::<_, String>(3)?),
            subject: row.get(4)?,
            conversation: row.get(5)?,
            actor: Actor::of_parts(&actor_type, actor_id),
            changes: row.get(8)?,
            echo_id: row.get(9)?,
            snapshot: row.get(10)?,
            at: row.get(11)?,
        })
    }

    /// What happened; `None` for a kind that nobody here knows.
    pub fn read(self) -> Option<Happened> {
        Some(Happened {
            id: self.id,
            account: self.account,
            seq: self.seq,
            kind: self.kind?,
            subject: self.subject,
            conversation: self.conversation,
            actor: self.actor,
            changes: Changes::try_from(self.changes.as_str()).unwrap_or_default(),
            echo_id: self.echo_id,
            snapshot: self.snapshot.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            at: self.at,
        })
    }
}

pub const AFTER: &str =
    "select id, account_id, seq, name, subject_id, conversation_id, actor_type, actor_id, changes, echo_id,
    snapshot, created_at from outbox where id > :after order by id limit :most";

/// The rows after this one, of all accounts.
pub fn after(db: &Db, after: i64, most: i64) -> Result<Vec<Unread>> {
    let mut list = db.prepare_cached(AFTER)?;
    let rows = list.query_map(named_params! {":after": after, ":most": most}, Unread::from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Gives a follower that is new the newest row for its last, and forgets those that are no more.
pub fn register(tx: &Tx, followers: &[Follower]) -> Result<()> {
    for name in cursors(tx)?.keys().filter(|name| followers.iter().all(|follower| follower.name != **name)) {
        tx.prepare_cached("delete from followers where name = ?")?.execute([name])?;
    }
    // where the ids stand, since all rows may have been trimmed
    let mut begin = tx.prepare_cached(
        "insert or ignore into followers (name, last)
         values (:name, coalesce((select seq from sqlite_sequence where name = 'outbox'), 0))",
    )?;
    for follower in followers {
        begin.execute(named_params! {":name": follower.name})?;
    }
    Ok(())
}

/// How far each follower is.
pub fn cursors(db: &Db) -> Result<HashMap<String, i64>> {
    let mut list = db.prepare_cached("select name, last from followers")?;
    let rows = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that everybody is done with this row and those before it.
pub fn pass(tx: &Tx, last: i64) -> Result<()> {
    tx.prepare_cached("update followers set last = :last where last < :last")?
        .execute(named_params! {":last": last})?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_in_the_order_of_the_table() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let mut explain = db.prepare(&format!("explain query plan {AFTER}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert_eq!(plan, "SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)");
    }
}

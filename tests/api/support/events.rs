//! Which events a call caused: read from the outbox of the server's file.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::json::assert_same;
use super::server::Server;

/// The events of an account from a moment on.
pub struct Events {
    file: Connection,
    account: i64,
    mark: i64,
    /// Followers write these some time after what they follow: only those who ask for them see them.
    with_notifications: bool,
}

impl Events {
    /// Of this account, from now on.
    pub fn from_now(server: &Server, account: i64) -> Events {
        let mut events = Events::from_start(server, account);
        events.mark = events.file.query_row("select coalesce(max(id), 0) from outbox", [], |row| row.get(0)).unwrap();
        events
    }

    /// All events this account ever had.
    pub fn from_start(server: &Server, account: i64) -> Events {
        let file = Connection::open_with_flags(server.database(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        file.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        Events { file, account, mark: 0, with_notifications: false }
    }

    /// The same with what people are told of.
    pub fn with_notifications(mut self) -> Events {
        self.with_notifications = true;
        self
    }

    /// What happened since the mark, or since this was asked last: one object for each event, in order. `conversation` is the
    /// display id.
    pub fn take(&mut self) -> Value {
        let mut rows = self
            .file
            .prepare_cached(
                "select o.id, o.name, o.subject_id, c.display_id, o.actor_type, o.actor_id, o.changes
                   from outbox o left join conversations c on c.id = o.conversation_id
                  where o.account_id = ? and o.id > ? and (? or o.name not like 'notification%') order by o.id",
            )
            .unwrap();
        let mut newest = self.mark;
        let rows = rows.query_map((self.account, self.mark, self.with_notifications), |row| {
            newest = row.get(0)?;
            let changes: Value = serde_json::from_str(&row.get::<_, String>(6)?).unwrap();
            Ok(json!({
                "name": row.get::<_, String>(1)?,
                "subject_id": row.get::<_, i64>(2)?,
                "conversation": row.get::<_, Option<i64>>(3)?,
                "actor": [row.get::<_, String>(4)?, row.get::<_, Option<i64>>(5)?],
                "changes": changes,
            }))
        });
        let events = rows.unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        self.mark = newest;
        Value::Array(events)
    }

    /// The names of what happened since.
    #[track_caller]
    pub fn assert_names(&mut self, expected: &[&str]) {
        let events = self.take();
        let names: Vec<&str> = events.as_array().unwrap().iter().map(|event| event["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{events:#}");
    }

    /// What happened since in full: `name`, `subject_id`, `conversation`, `actor`, `changes`; use `at_least` for some of it.
    #[track_caller]
    pub fn assert(&mut self, expected: Value) {
        assert_same("events", &self.take(), &expected);
    }

    /// Nothing happened since.
    #[track_caller]
    pub fn assert_none(&mut self) {
        self.assert_names(&[]);
    }
}

//! Logged-in devices, as devise_token_auth has them. Holds the statements of `sessions`, and the sweeping of what is over.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, named_params};

use super::credentials::SessionHeaders;
use super::sql::one_time;
use crate::base::ids::{SessionId, UserId};
use crate::base::{Error, Millis, Result, token};
use crate::store::{Db, Tx};

/// A session lives two months, in milliseconds.
const SESSION_LASTS: i64 = 61 * 24 * 3_600_000;
/// Devices kept for each person; the oldest goes.
const DEVICES: i64 = 25;
/// How old the noted activity of a session may be, in milliseconds.
const ACTIVITY_LASTS: i64 = 10 * 60_000;
/// The longest name of a program that is kept, in characters.
const LONGEST_AGENT: usize = 512;

/// A proven session.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub name: String,
    pub expires_at: Millis,
    pub last_activity_at: Millis,
}

impl Session {
    /// Moves the activity where what was noted is old; says whether it did.
    pub(super) fn note_activity(&mut self, now: Millis) -> bool {
        let is_old = self.last_activity_at <= now.plus(-ACTIVITY_LASTS);
        if is_old {
            self.last_activity_at = now;
        }
        is_old
    }
}

/// A new session's headers.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub headers: SessionHeaders,
    pub expires_at: Millis,
}

/// From where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Device {
    pub user_agent: Option<String>,
    pub ip_address: Option<String>,
}

/// A logged-in device, as its owner sees it.
#[derive(Debug, Clone)]
pub struct Login {
    pub id: SessionId,
    pub client: String,
    pub device: Device,
    pub last_activity_at: Millis,
    pub created_at: Millis,
}

/// Logs a device in: the only moment at which its token is known.
pub fn create(tx: &Tx, user: UserId, email: &str, device: &Device) -> Result<NewSession> {
    let headers = SessionHeaders { access_token: token::secure(), client: token::secure(), uid: email.to_owned() };
    let expires_at = tx.now.plus(SESSION_LASTS);
    let gone = tx
        .prepare_cached(
            "delete from sessions where id in
                (select id from sessions where user_id = :user order by created_at desc, id desc limit -1 offset :kept)",
        )?
        .execute(named_params! {":user": user, ":kept": DEVICES - 1})?;
    if gone > 0 {
        tx.access_changed();
    }
    let agent = device.user_agent.as_ref().map(|agent| agent.chars().take(LONGEST_AGENT).collect::<String>());
    tx.prepare_cached(
        "insert into sessions(user_id, client, token_digest, user_agent, ip_address, expires_at, last_activity_at, created_at)
         values (:user, :client, :digest, :agent, :address, :expires_at, :now, :now)",
    )?
    .execute(named_params! {":user": user, ":client": headers.client, ":digest": token::digest(&headers.access_token),
        ":agent": agent, ":address": device.ip_address, ":expires_at": expires_at, ":now": tx.now})?;
    Ok(NewSession { headers, expires_at })
}

/// Whose session these headers are, if it is one and not over.
pub fn verify(db: &Db, headers: &SessionHeaders) -> Result<Option<Session>> {
    let mut find = db.prepare_cached(
        "select s.id, u.id, u.name, s.expires_at, s.last_activity_at, s.token_digest
           from users u join sessions s on s.user_id = u.id
          where u.email = lower(:uid) and s.client = :client and s.expires_at > :now",
    )?;
    let found = find
        .query_row(named_params! {":uid": headers.uid, ":client": headers.client, ":now": db.now}, |row| {
            let session = Session {
                id: row.get(0)?,
                user: row.get(1)?,
                name: row.get(2)?,
                expires_at: row.get(3)?,
                last_activity_at: row.get(4)?,
            };
            Ok((session, row.get::<_, String>(5)?))
        })
        .optional()?;
    Ok(found
        .and_then(|(session, digest)| token::same(&digest, &token::digest(&headers.access_token)).then_some(session)))
}

const ALIVE: &str =
    "select s.id from json_each(:ids) wanted cross join sessions s on s.id = wanted.value where s.expires_at > :now";

/// Those of these sessions that are not over.
pub fn alive(db: &Db, ids: &[SessionId]) -> Result<HashSet<SessionId>> {
    let ids = serde_json::to_string(ids).map_err(Error::internal)?;
    let mut list = db.prepare_cached(ALIVE)?;
    let rows = list.query_map(named_params! {":ids": ids, ":now": db.now}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that a session is in use.
pub fn touch(tx: &Tx, id: SessionId) -> Result<()> {
    tx.prepare_cached("update sessions set last_activity_at = ? where id = ?")?.execute((tx.now, id))?;
    Ok(())
}

/// The devices a person is logged in on, the last used first.
pub fn of_user(db: &Db, user: UserId) -> Result<Vec<Login>> {
    let mut list = db.prepare_cached(
        "select id, client, user_agent, ip_address, last_activity_at, created_at from sessions
          where user_id = ? and expires_at > ? order by last_activity_at desc, id desc",
    )?;
    let from_row = |row: &Row| {
        let device = Device { user_agent: row.get(2)?, ip_address: row.get(3)? };
        let (id, client) = (row.get(0)?, row.get(1)?);
        Ok(Login { id, client, device, last_activity_at: row.get(4)?, created_at: row.get(5)? })
    };
    Ok(list.query_map((user, db.now), from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The device of this session of the person's; 404 when there is none.
pub fn client_of(db: &Db, user: UserId, id: SessionId) -> Result<String> {
    let mut find = db.prepare_cached("select client from sessions where id = ? and user_id = ?")?;
    find.query_row((id, user), |row| row.get(0)).optional()?.ok_or(Error::NotFound)
}

/// Logs a device out; answers whose it was, if it was logged in.
pub fn end(tx: &Tx, headers: &SessionHeaders) -> Result<Option<UserId>> {
    let Some(session) = verify(tx, headers)? else { return Ok(None) };
    end_client(tx, session.user, &headers.client)?;
    Ok(Some(session.user))
}

/// Logs one device out, whatever its token.
pub fn end_client(tx: &Tx, user: UserId, client: &str) -> Result<()> {
    tx.prepare_cached("delete from sessions where user_id = ? and client = ?")?.execute((user, client))?;
    tx.access_changed();
    Ok(())
}

/// Logs a person out everywhere, as a changed password does; links that let them in are worth nothing any more.
pub fn end_all(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from sessions where user_id = ?")?.execute([user])?;
    one_time::delete_all(tx, user)?;
    tx.access_changed();
    Ok(())
}

/// Rows of one step of [`sweep`].
const AT_ONCE: i64 = 500;

const SWEEP: [&str; 2] = [
    "delete from sessions where id in (select id from sessions where expires_at < :now limit :most)",
    "delete from one_time_tokens where token_digest in
        (select token_digest from one_time_tokens where expires_at < :now limit :most)",
];

/// Removes some of the sessions and tokens that are over; says whether there may be more.
pub fn sweep(tx: &Tx) -> Result<bool> {
    let params = named_params! {":now": tx.now, ":most": AT_ONCE};
    let mut gone = 0;
    for statement in SWEEP {
        gone += tx.prepare_cached(statement)?.execute(params)?;
    }
    if gone > 0 {
        // sockets end with their sessions
        tx.access_changed();
    }
    Ok(gone > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sweeping_reads_what_is_over_and_nothing_else() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in SWEEP {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
            assert!(plan.contains("_expired") && !plan.contains("SCAN"), "{plan}");
        }
    }

    #[test]
    fn activity_is_noted_now_and_then() {
        let (id, user) = (SessionId(1), UserId(1));
        let mut session =
            Session { id, user, name: "Ada".into(), expires_at: Millis(i64::MAX), last_activity_at: Millis(0) };
        assert!(!session.note_activity(Millis(ACTIVITY_LASTS - 1)));
        assert!(session.note_activity(Millis(ACTIVITY_LASTS)));
        assert!(!session.note_activity(Millis(ACTIVITY_LASTS + 1)));
    }
}

//! Logged-in devices and single-use sign-on links, as devise_token_auth has them. Holds the statements of both tables.

use rusqlite::{OptionalExtension, named_params};

use super::credentials::SessionHeaders;
use crate::base::ids::UserId;
use crate::base::{Millis, Result, token};
use crate::store::{Db, Tx};

/// A session lives two months, in milliseconds.
const SESSION_LASTS: i64 = 61 * 24 * 3_600_000;
/// A sign-on link lives five minutes, in milliseconds.
const SSO_LASTS: i64 = 5 * 60_000;
/// Devices kept for each person; the oldest goes.
const DEVICES: i64 = 25;

/// A proven session.
#[derive(Debug, Clone)]
pub struct Session {
    pub user: UserId,
    pub name: String,
    pub expires_at: Millis,
}

/// A new session's headers.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub headers: SessionHeaders,
    pub expires_at: Millis,
}

/// Logs a device in: the only moment at which its token is known.
pub fn create(tx: &Tx, user: UserId, email: &str) -> Result<NewSession> {
    let headers = SessionHeaders { access_token: token::secure(), client: token::secure(), uid: email.to_owned() };
    let expires_at = tx.now.plus(SESSION_LASTS);
    tx.prepare_cached("delete from sessions where expires_at < ?")?.execute([tx.now])?;
    tx.prepare_cached(
        "delete from sessions where user_id = :user and client in
            (select client from sessions where user_id = :user order by created_at desc limit -1 offset :kept)",
    )?
    .execute(named_params! {":user": user, ":kept": DEVICES - 1})?;
    tx.prepare_cached(
        "insert into sessions(user_id, client, token_digest, expires_at, created_at) values (?, ?, ?, ?, ?)",
    )?
    .execute((user, &headers.client, token::digest(&headers.access_token), expires_at, tx.now))?;
    Ok(NewSession { headers, expires_at })
}

/// Whose session these headers are, if it is one and not over.
pub fn verify(db: &Db, headers: &SessionHeaders) -> Result<Option<Session>> {
    let mut find = db.prepare_cached(
        "select u.id, u.name, s.expires_at, s.token_digest from users u join sessions s on s.user_id = u.id
          where u.email = lower(:uid) and s.client = :client and s.expires_at > :now",
    )?;
    let found = find
        .query_row(named_params! {":uid": headers.uid, ":client": headers.client, ":now": db.now}, |row| {
            let session = Session { user: row.get(0)?, name: row.get(1)?, expires_at: row.get(2)? };
            Ok((session, row.get::<_, String>(3)?))
        })
        .optional()?;
    Ok(found
        .and_then(|(session, digest)| token::same(&digest, &token::digest(&headers.access_token)).then_some(session)))
}

/// Logs a device out; says whether it was logged in.
pub fn end(tx: &Tx, headers: &SessionHeaders) -> Result<bool> {
    let Some(session) = verify(tx, headers)? else { return Ok(false) };
    end_client(tx, session.user, &headers.client)?;
    Ok(true)
}

/// Logs one device out, whatever its token.
pub fn end_client(tx: &Tx, user: UserId, client: &str) -> Result<()> {
    tx.prepare_cached("delete from sessions where user_id = ? and client = ?")?.execute((user, client))?;
    tx.access_changed();
    Ok(())
}

/// Logs a person out everywhere, as a changed password does.
pub fn end_all(tx: &Tx, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from sessions where user_id = ?")?.execute([user])?;
    tx.prepare_cached("delete from sso_tokens where user_id = ?")?.execute([user])?;
    tx.access_changed();
    Ok(())
}

/// Rows of one step of [`sweep`].
const AT_ONCE: i64 = 500;

const SWEEP: [&str; 2] = [
    "delete from sessions where (user_id, client) in
        (select user_id, client from sessions where expires_at < :now limit :most)",
    "delete from sso_tokens where token_digest in
        (select token_digest from sso_tokens where expires_at < :now limit :most)",
];

/// Removes some of the sessions and sign-on tokens that are over; says whether there may be more.
pub fn sweep(tx: &Tx) -> Result<bool> {
    let params = named_params! {":now": tx.now, ":most": AT_ONCE};
    let mut gone = 0;
    for statement in SWEEP {
        gone += tx.prepare_cached(statement)?.execute(params)?;
    }
    Ok(gone > 0)
}

/// A single-use sign-on token of 64 hexadecimal digits, good for five minutes.
pub fn create_sso(tx: &Tx, user: UserId) -> Result<String> {
    let fresh = token::hex(32);
    tx.prepare_cached("delete from sso_tokens where expires_at < ?")?.execute([tx.now])?;
    tx.prepare_cached("insert into sso_tokens(token_digest, user_id, expires_at) values (?, ?, ?)")?.execute((
        token::digest(&fresh),
        user,
        tx.now.plus(SSO_LASTS),
    ))?;
    Ok(fresh)
}

/// Uses a sign-on token up; says whether it was this user's and still good.
pub fn spend_sso(tx: &Tx, user: UserId, sso_token: &str) -> Result<bool> {
    let spent = tx
        .prepare_cached("delete from sso_tokens where token_digest = ? and user_id = ? and expires_at > ?")?
        .execute((token::digest(sso_token), user, tx.now))?;
    Ok(spent > 0)
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
}

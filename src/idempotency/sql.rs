//! Every statement on `idempotency_keys`.

use rusqlite::{OptionalExtension, named_params};

use super::place::Sender;
use crate::base::ids::AccountId;
use crate::base::{Error, Millis, Result};
use crate::store::{Db, Tx};

/// How long a key is kept, in milliseconds.
const LASTS: i64 = 24 * 3_600_000;
/// Keys kept at most, of all callers together: beyond it the oldest go first.
const MOST: i64 = 200_000;
/// Keys of one step of [`sweep`].
const ROWS: i64 = 500;

/// A key in the hands of one attempt to work on its request.
#[derive(Debug, Clone)]
pub struct Claim {
    pub sender: Sender,
    pub key: String,
    /// Names the attempt: another one, in another process perhaps, has another name.
    pub run: String,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Kept {
    pub fingerprint: String,
    pub status: u16,
    pub content_type: Option<String>,
    /// Nothing when it was too long to be kept.
    pub body: Option<Vec<u8>>,
}

/// What is known of a key.
#[derive(Debug)]
pub enum Known {
    /// Its request began to take effect, and was not answered.
    Begun,
    Answered(Kept),
}

pub const FIND: &str = "select fingerprint, status, content_type, body from idempotency_keys
    where principal = :principal and key = :key and created_at > :expired";

/// What is known of the key of this sender.
pub fn find(db: &Db, sender: &Sender, key: &str) -> Result<Option<Known>> {
    let mut find = db.prepare_cached(FIND)?;
    let params = named_params! {":principal": sender.principal, ":key": key, ":expired": expired(db.now)};
    let known = find.query_row(params, |row| {
        let (fingerprint, status): (Option<String>, Option<u16>) = (row.get(0)?, row.get(1)?);
        let Some((fingerprint, status)) = fingerprint.zip(status) else { return Ok(Known::Begun) };
        Ok(Known::Answered(Kept { fingerprint, status, content_type: row.get(2)?, body: row.get(3)? }))
    });
    Ok(known.optional()?)
}

fn expired(now: Millis) -> Millis {
    now.plus(-LASTS)
}

const MARK: &str = "insert into idempotency_keys(account_id, principal, key, run, created_at)
    values (:account, :principal, :key, :run, :now)
    on conflict (principal, key) do update set account_id = excluded.account_id, run = excluded.run, fingerprint = null,
        status = null, content_type = null, body = null, created_at = excluded.created_at
    where created_at <= :expired";
pub const RUN: &str = "select run from idempotency_keys where principal = ? and key = ?";

/// Notes in the transaction of a request's effect that it takes effect. 409 when another attempt was faster.
pub fn mark(tx: &Tx, claim: &Claim) -> Result<()> {
    let Claim { sender: Sender { account, principal }, key, run } = claim;
    tx.prepare_cached(MARK)?.execute(named_params! {":account": account, ":principal": principal, ":key": key,
    ":run": run, ":now": tx.now, ":expired": expired(tx.now)})?;
    let ours: String = tx.prepare_cached(RUN)?.query_row((principal, key), |row| row.get(0))?;
    if ours == *run { Ok(()) } else { Err(going_on()) }
}

/// The refusal of a request that is being worked on.
pub fn going_on() -> Error {
    Error::Conflict("A request with this Idempotency-Key is being worked on".into())
}

/// Keeps what the request was answered.
pub fn answer(tx: &Tx, claim: &Claim, kept: &Kept) -> Result<()> {
    mark(tx, claim)?;
    tx.prepare_cached(
        "update idempotency_keys set fingerprint = :fingerprint, status = :status, content_type = :content_type, body = :body
          where principal = :principal and key = :key and run = :run",
    )?
    .execute(named_params! {":fingerprint": kept.fingerprint, ":status": kept.status,
        ":content_type": kept.content_type, ":body": kept.body, ":principal": claim.sender.principal,
        ":key": claim.key, ":run": claim.run})?;
    Ok(())
}

/// Forgets a request that was refused after all.
pub fn forget(tx: &Tx, claim: &Claim) -> Result<()> {
    tx.prepare_cached("delete from idempotency_keys where principal = ? and key = ? and run = ?")?.execute((
        &claim.sender.principal,
        &claim.key,
        &claim.run,
    ))?;
    Ok(())
}

const OLD: &str = "delete from idempotency_keys where id in
    (select id from (select id, created_at from idempotency_keys order by id limit :most) where created_at <= :expired)";
const TOO_MANY: &str = "delete from idempotency_keys where id in
    (select id from idempotency_keys where id <= (select max(id) from idempotency_keys) - :kept order by id limit :most)";

/// Takes keys that are too old, or too many; says whether more are to be taken.
pub fn sweep(tx: &Tx) -> Result<bool> {
    let old = tx.prepare_cached(OLD)?.execute(named_params! {":most": ROWS, ":expired": expired(tx.now)})?;
    let many = tx.prepare_cached(TOO_MANY)?.execute(named_params! {":kept": MOST, ":most": ROWS})?;
    Ok(i64::try_from(old.max(many)).is_ok_and(|gone| gone == ROWS))
}

pub const PAGE: &str = "select max(id), count(*) from
    (select id from idempotency_keys where account_id = :account and id > :after order by id limit :most)";
const EMPTY: &str =
    "update idempotency_keys set body = null where account_id = :account and id > :after and id <= :last
    and body is not null";

/// Forgets what some of the account's requests were answered, those after this one: whoever asks again is told that it took
/// effect, and no more. Answers after which one to go on, if there are more.
pub fn forget_answers(tx: &Tx, account: AccountId, after: i64) -> Result<Option<i64>> {
    let params = named_params! {":account": account, ":after": after, ":most": ROWS};
    let (last, count): (Option<i64>, i64) =
        tx.prepare_cached(PAGE)?.query_row(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(last) = last else { return Ok(None) };
    tx.prepare_cached(EMPTY)?.execute(named_params! {":account": account, ":after": after, ":last": last})?;
    Ok((count == ROWS).then_some(last))
}

pub const WEBSITE: &str = "select account_id from channel_web_widgets where website_token = ?";
pub const CLIENT: &str = "select account_id from channel_api where identifier = ?";

/// The account of a website's token.
pub fn account_of_website(db: &Db, website_token: &str) -> Result<Option<AccountId>> {
    Ok(db.prepare_cached(WEBSITE)?.query_row([website_token], |row| row.get(0)).optional()?)
}

/// The account of an API inbox's identifier.
pub fn account_of_client(db: &Db, identifier: &str) -> Result<Option<AccountId>> {
    Ok(db.prepare_cached(CLIENT)?.query_row([identifier], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::store::{Env, Store};

    fn open() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        (Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap(), folder)
    }

    fn claim(run: &str) -> Claim {
        let sender = Sender { account: None, principal: "user 1".to_owned() };
        Claim { sender, key: "k".to_owned(), run: run.to_owned() }
    }

    #[test]
    fn one_attempt_has_the_key_until_it_is_old() {
        let (store, _folder) = open();
        let kept = Kept { fingerprint: "f".into(), status: 200, content_type: None, body: Some(b"x".to_vec()) };
        let write = move |tx: &Tx| {
            mark(tx, &claim("a"))?;
            mark(tx, &claim("a"))?;
            assert!(matches!(find(tx, &claim("a").sender, "k")?, Some(Known::Begun)));
            assert!(matches!(mark(tx, &claim("b")), Err(Error::Conflict(_))));
            answer(tx, &claim("a"), &kept)?;
            forget(tx, &claim("b"))?;
            let Some(Known::Answered(found)) = find(tx, &claim("a").sender, "k")? else { panic!("not kept") };
            assert_eq!((found.status, found.body), (200, Some(b"x".to_vec())));
            tx.at(tx.now.plus(LASTS), |tx| {
                assert!(find(tx, &claim("a").sender, "k")?.is_none());
                mark(tx, &claim("b"))?;
                assert!(matches!(find(tx, &claim("a").sender, "k")?, Some(Known::Begun)));
                assert!(!sweep(tx)?);
                forget(tx, &claim("b"))
            })?;
            Ok(tx.query_row("select count(*) from idempotency_keys", [], |row| row.get::<_, i64>(0))?)
        };
        assert_eq!(store.write_blocking(write).unwrap(), 0);
    }

    #[test]
    fn the_old_and_the_many_are_swept() {
        let (store, _folder) = open();
        let write = |tx: &Tx| {
            tx.execute_batch(&format!(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
                 insert into idempotency_keys(id, principal, key, run, created_at) select i, 'p', i, 'r', 0 from n;
                 insert into idempotency_keys(id, principal, key, run, created_at) values
                    (700, 'p', 'many', 'r', {now}), ({last}, 'p', 'new', 'r', {now});",
                now = tx.now.0,
                last = 700 + MOST,
            ))?;
            assert!(sweep(tx)? && !sweep(tx)?);
            let mut left = tx.prepare("select key from idempotency_keys")?;
            Ok(left.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
        };
        assert_eq!(store.write_blocking(write).unwrap(), ["new"]);
    }

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [FIND, RUN, OLD, TOO_MANY, PAGE, EMPTY, WEBSITE, CLIENT] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            for line in lines.map(|line| line.unwrap()).filter(|line| line.starts_with("SCAN")) {
                // the oldest rows in the order of the table, no more than asked for
                let is_page = line.starts_with("SCAN (subquery");
                assert!((sql == OLD || is_page) && !line.contains("TEMP"), "{sql}: {line}");
            }
        }
    }
}

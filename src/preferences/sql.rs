//! Every statement on settings and subscriptions.

use rusqlite::{OptionalExtension, Row, named_params};

use super::model::{Device, Kinds, Settings, Subscription};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx};

const SETTINGS: &str =
    "select id, email_flags, push_flags from notification_settings where account_id = :account and user_id = :user";

/// What a member wants to be told of; 404 when they are none.
pub fn settings(db: &Db, account: AccountId, user: UserId) -> Result<Settings> {
    let from_row = |row: &Row| {
        let (email, push) = (Kinds(row.get(1)?), Kinds(row.get(2)?));
        Ok(Settings { id: row.get(0)?, account, user, email, push })
    };
    let mut find = db.prepare_cached(SETTINGS)?;
    find.query_row(named_params! {":account": account, ":user": user}, from_row).optional()?.ok_or(Error::NotFound)
}

pub(super) fn save_settings(tx: &Tx, settings: &Settings) -> Result<()> {
    tx.prepare_cached(
        "update notification_settings set email_flags = :email, push_flags = :push
          where account_id = :account and user_id = :user",
    )?
    .execute(named_params! {":email": settings.email.0, ":push": settings.push.0, ":account": settings.account,
    ":user": settings.user})?;
    Ok(())
}

/// Stores a device; one that is known becomes this user's.
pub(super) fn save_subscription(tx: &Tx, user: UserId, device: &Device) -> Result<Subscription> {
    let mut save = tx.prepare_cached(
        "insert into notification_subscriptions(user_id, subscription_type, identifier, push_token, subscription_attributes,
            created_at, updated_at)
         values (:user, :kind, :identifier, :push_token, :attributes, :now, :now)
         on conflict (identifier) do update set user_id = excluded.user_id, subscription_type = excluded.subscription_type,
            push_token = excluded.push_token, subscription_attributes = excluded.subscription_attributes,
            updated_at = excluded.updated_at
         returning id, user_id, subscription_type, identifier, subscription_attributes, created_at, updated_at",
    )?;
    let params = named_params! {":user": user, ":kind": device.kind, ":identifier": device.identifier(),
    ":push_token": device.push_token(), ":attributes": device.attributes.to_string(), ":now": tx.now};
    Ok(save.query_row(params, |row| {
        Ok(Subscription {
            id: row.get(0)?,
            user: row.get(1)?,
            kind: row.get(2)?,
            identifier: row.get(3)?,
            attributes: row.get(4)?,
            created_at: row.get(5)?,
            updated_at: row.get(6)?,
        })
    })?)
}

const OLDEST: &str = "delete from notification_subscriptions where id in
    (select id from notification_subscriptions where user_id = :user order by id desc limit -1 offset :kept)";

/// Takes the oldest of too many away.
pub(super) fn keep_newest(tx: &Tx, user: UserId, kept: i64) -> Result<()> {
    tx.prepare_cached(OLDEST)?.execute(named_params! {":user": user, ":kept": kept})?;
    Ok(())
}

const DELETE: &str = "delete from notification_subscriptions where user_id = :user and push_token = :push_token";

pub(super) fn delete_subscription(tx: &Tx, user: UserId, push_token: &str) -> Result<()> {
    tx.prepare_cached(DELETE)?.execute(named_params! {":user": user, ":push_token": push_token})?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [SETTINGS, OLDEST, DELETE] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
            assert!(!plan.contains("SCAN"), "{sql}: {plan}");
        }
    }
}

//! What the socket asks the database: whose a token is, where people may listen, who has which availability.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, named_params};

use crate::access::{Availability, Role};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, InboxId, UserId};
use crate::store::Db;

pub const USER: &str = "select id from users where pubsub_token = ?";

/// Whose realtime token this is.
pub fn user_of(db: &Db, token: &str) -> Result<Option<UserId>> {
    Ok(db.prepare_cached(USER)?.query_row([token], |row| row.get(0)).optional()?)
}

/// A contact's session.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub account: AccountId,
    pub contact: ContactId,
}

pub const SESSION: &str = "select account_id, contact_id from contact_inboxes where pubsub_token = ?";

/// The session of this realtime token.
pub fn session(db: &Db, token: &str) -> Result<Option<Session>> {
    let mut find = db.prepare_cached(SESSION)?;
    let from_row = |row: &rusqlite::Row| Ok(Session { account: row.get(0)?, contact: row.get(1)? });
    Ok(find.query_row([token], from_row).optional()?)
}

pub const SESSIONS: &str = "select ci.pubsub_token, ci.account_id from json_each(?) wanted
    cross join contact_inboxes ci on ci.pubsub_token = wanted.value
    cross join contacts c on c.id = ci.contact_id and c.deleted_at is null
    cross join inboxes i on i.id = ci.inbox_id and i.deleted_at is null
    cross join accounts a on a.id = ci.account_id and a.status = 0 and a.deleted_at is null";

/// Those of these tokens whose session is good, with its account.
pub fn sessions(db: &Db, tokens: &[&str]) -> Result<HashMap<String, AccountId>> {
    let tokens = serde_json::to_string(tokens).unwrap_or_default();
    let mut list = db.prepare_cached(SESSIONS)?;
    Ok(list.query_map([tokens], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

pub const ACCOUNTS: &str = "select i.id, i.account_id from json_each(?) wanted
    cross join inboxes i on i.id = wanted.value and i.deleted_at is null
    cross join accounts a on a.id = i.account_id and a.status = 0 and a.deleted_at is null";

/// The accounts of these inboxes; those that are closed or gone are left out.
pub fn accounts_of(db: &Db, inboxes: &[InboxId]) -> Result<HashMap<InboxId, AccountId>> {
    let inboxes = serde_json::to_string(inboxes).unwrap_or_default();
    let mut list = db.prepare_cached(ACCOUNTS)?;
    Ok(list.query_map([inboxes], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// A member of an account.
#[derive(Debug, Clone)]
pub struct Member {
    pub role: Role,
    pub token: String,
    /// The inboxes they belong to, by id.
    pub inboxes: Vec<InboxId>,
}

pub const MEMBERS: &str = "select m.account_id, m.user_id, m.role, u.pubsub_token from json_each(?) wanted
    cross join account_users m on m.account_id = wanted.value ->> 0 and m.user_id = wanted.value ->> 1
    cross join users u on u.id = m.user_id
    cross join accounts a on a.id = m.account_id and a.status = 0 and a.deleted_at is null";

pub const INBOXES: &str = "select m.account_id, m.user_id, m.inbox_id from json_each(?) wanted
    cross join inbox_members m indexed by inbox_members_user
      on m.user_id = wanted.value ->> 1 and m.account_id = wanted.value ->> 0
    cross join inboxes i on i.id = m.inbox_id and i.deleted_at is null
    order by m.inbox_id";

/// Those of these people who are members of an account that is in use.
pub fn members(db: &Db, people: &[(AccountId, UserId)]) -> Result<HashMap<(AccountId, UserId), Member>> {
    let people = serde_json::to_string(people).unwrap_or_default();
    let mut members = HashMap::new();
    let mut list = db.prepare_cached(MEMBERS)?;
    let mut rows = list.query([&people])?;
    while let Some(row) = rows.next()? {
        let member = Member { role: Role::from_number(row.get(2)?), token: row.get(3)?, inboxes: Vec::new() };
        members.insert((row.get(0)?, row.get(1)?), member);
    }
    let mut list = db.prepare_cached(INBOXES)?;
    let mut rows = list.query([&people])?;
    while let Some(row) = rows.next()? {
        if let Some(member) = members.get_mut(&(row.get(0)?, row.get(1)?)) {
            member.inboxes.push(row.get(2)?);
        }
    }
    Ok(members)
}

pub const AVAILABILITIES: &str =
    "select user_id, availability, auto_offline from account_users where account_id = :account order by user_id";

/// What the members of an account want to appear as, and whether they count as absent without a sign of life.
pub fn availabilities(db: &Db, account: AccountId) -> Result<Vec<(UserId, Availability, bool)>> {
    let mut list = db.prepare_cached(AVAILABILITIES)?;
    let rows = list.query_map(named_params! {":account": account}, |row| {
        Ok((row.get(0)?, Availability::from_number(row.get(1)?), row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [USER, SESSION, SESSIONS, ACCOUNTS, MEMBERS, INBOXES, AVAILABILITIES] {
            let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
            let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            for line in lines.map(|line| line.unwrap()).filter(|line| line.starts_with("SCAN")) {
                assert!(line.contains("VIRTUAL TABLE"), "{sql}: {line}");
            }
        }
    }
}

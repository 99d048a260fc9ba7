//! Every statement on teams, who is in them, and the conversations that lose one.

use std::collections::BTreeSet;

use rusqlite::{Row, named_params};

use super::model::{Seen, Team};
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

/// A team `t`.
const TEAM: &str = "t.id, t.account_id, t.name, t.description, t.allow_auto_assign, t.created_at, t.updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Team> {
    Ok(Team {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        allow_auto_assign: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

/// The team; 404 when the account has none such, or none any more.
pub fn find(db: &Db, account: AccountId, id: TeamId) -> Result<Team> {
    let mut find = db.prepare_cached(&format!(
        "select {TEAM} from teams t where t.id = ? and t.account_id = ? and t.deleted_at is null"
    ))?;
    Ok(find.query_row((id, account), from_row)?)
}

/// Whether the viewer is in the team `t`.
const IS_MEMBER: &str = "exists (select 1 from team_members m
    where m.team_id = t.id and m.user_id = :viewer and m.account_id = t.account_id)";

fn seen_from(row: &Row) -> rusqlite::Result<Seen> {
    Ok(Seen { team: from_row(row)?, is_member: row.get(7)? })
}

fn all_seen_sql() -> String {
    format!(
        "select {TEAM}, {IS_MEMBER} from teams t indexed by teams_account
          where t.account_id = :account and t.deleted_at is null order by t.id"
    )
}

/// All teams of the account, by id.
pub(super) fn all_seen(db: &Db, account: AccountId, viewer: UserId) -> Result<Vec<Seen>> {
    let mut list = db.prepare_cached(&all_seen_sql())?;
    let rows = list.query_map(named_params! {":account": account, ":viewer": viewer}, seen_from)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn seen_sql() -> String {
    format!(
        "select {TEAM}, {IS_MEMBER} from json_each(:ids) wanted
           cross join teams t on t.id = wanted.value and t.account_id = :account and t.deleted_at is null"
    )
}

/// These teams; those the account does not have are left out.
pub(super) fn seen(db: &Db, account: AccountId, viewer: Option<UserId>, ids: &[TeamId]) -> Result<Vec<Seen>> {
    let ids = serde_json::to_string(ids).map_err(Error::internal)?;
    let mut list = db.prepare_cached(&seen_sql())?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account, ":viewer": viewer}, seen_from)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn insert(tx: &Tx, new: &Team) -> Result<TeamId> {
    tx.prepare_cached(
        "insert into teams(account_id, name, description, allow_auto_assign, created_at, updated_at)
         values (:account, :name, :description, :allow_auto_assign, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.name, ":description": new.description,
    ":allow_auto_assign": new.allow_auto_assign, ":now": tx.now})
    .map_err(taken)?;
    Ok(TeamId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, team: &Team) -> Result<()> {
    tx.prepare_cached(
        "update teams set name = :name, description = :description, allow_auto_assign = :allow_auto_assign, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": team.name, ":description": team.description,
        ":allow_auto_assign": team.allow_auto_assign, ":now": tx.now, ":id": team.id, ":account": team.account})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(_) => Error::invalid("name", "Name has already been taken", "taken"),
        None => error.into(),
    }
}

/// Who is in the team.
pub fn member_ids(db: &Db, account: AccountId, id: TeamId) -> Result<BTreeSet<UserId>> {
    let mut list = db.prepare_cached("select user_id from team_members where team_id = ? and account_id = ?")?;
    Ok(list.query_map((id, account), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Puts a member of the account into the team.
pub(super) fn insert_member(tx: &Tx, account: AccountId, id: TeamId, user: UserId) -> Result<()> {
    tx.prepare_cached("insert into team_members(team_id, user_id, account_id, created_at) values (?, ?, ?, ?)")?
        .execute((id, user, account, tx.now))?;
    Ok(())
}

/// Takes a member out of the team.
pub(super) fn delete_member(tx: &Tx, account: AccountId, id: TeamId, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from team_members where team_id = ? and user_id = ? and account_id = ?")?
        .execute((id, user, account))?;
    Ok(())
}

/// Hides the team from everybody and takes everybody out of it.
pub(super) fn hide(tx: &Tx, account: AccountId, id: TeamId) -> Result<()> {
    tx.prepare_cached("delete from team_members where team_id = ? and account_id = ?")?.execute((id, account))?;
    tx.prepare_cached("update teams set deleted_at = ? where id = ? and account_id = ?")?
        .execute((tx.now, id, account))?;
    Ok(())
}

const DETACH: &str = "update conversations set team_id = null where id in
    (select id from conversations indexed by conversations_team
      where team_id = :team and account_id = :account limit :most)";

/// Takes the team off some of its conversations; answers how many.
pub(super) fn detach(tx: &Tx, account: AccountId, id: TeamId, most: usize) -> Result<usize> {
    let params = named_params! {":team": id, ":account": account, ":most": most as i64};
    Ok(tx.prepare_cached(DETACH)?.execute(params)?)
}

/// Deletes the row of a hidden team.
pub(super) fn remove(tx: &Tx, account: AccountId, id: TeamId) -> Result<()> {
    tx.prepare_cached("delete from teams where id = ? and account_id = ? and deleted_at is not null")?
        .execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use super::*;

    /// The lines of a statement's plan; parameters nobody bound are null.
    fn plan(sql: &str) -> Vec<String> {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
        explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect()
    }

    #[test]
    fn every_statement_is_answered_by_an_index() {
        for sql in [all_seen_sql().as_str(), seen_sql().as_str(), DETACH] {
            let plan = plan(sql);
            let bad = plan.iter().find(|line| {
                line.contains("TEMP B-TREE") || line.starts_with("SCAN") && !line.starts_with("SCAN wanted VIRTUAL")
            });
            assert_eq!(bad, None, "{sql}\n{plan:#?}");
        }
    }

    #[test]
    fn a_team_that_goes_asks_for_its_conversations_by_index() {
        let plan = plan("select 1 from conversations where team_id = ?");
        assert!(plan[0].contains("conversations_team"), "{plan:?}");
    }
}

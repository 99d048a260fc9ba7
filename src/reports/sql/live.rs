//! What is going on now: from the kept counters, and from indexes that hold open conversations only.

use std::collections::HashMap;

use rusqlite::named_params;

use crate::base::Result;
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::store::Db;

/// Open conversations, those of them that nobody has, and pending ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    pub open: i64,
    pub unassigned: i64,
    pub pending: i64,
}

/// Conversations of an inbox that is being deleted are nobody's.
macro_rules! shown {
    () => {
        "inbox_id in (select id from inboxes where account_id = :account and deleted_at is null)"
    };
}

pub(super) const OF_ACCOUNT: &str = concat!(
    "select coalesce(sum(iif(status = 0, n, 0)), 0), coalesce(sum(iif(status = 0 and assignee_id = 0, n, 0)), 0),
        coalesce(sum(iif(status = 2, n, 0)), 0)
       from conversation_counters where account_id = :account and status in (0, 2) and ",
    shown!()
);

/// Of the whole account.
pub fn open_of_account(db: &Db, account: AccountId) -> Result<Open> {
    let mut count = db.prepare_cached(OF_ACCOUNT)?;
    Ok(count.query_row(named_params! {":account": account}, |row| {
        Ok(Open { open: row.get(0)?, unassigned: row.get(1)?, pending: row.get(2)? })
    })?)
}

pub(super) const OF_TEAM: &str = concat!(
    "select coalesce(sum(status = 0), 0), coalesce(sum(status = 0 and assignee_id is null), 0), coalesce(sum(status = 2), 0)
       from conversations indexed by conversations_team
      where team_id = :team and account_id = :account and status in (0, 2) and ",
    shown!()
);

/// Of a team.
pub fn open_of_team(db: &Db, account: AccountId, team: TeamId) -> Result<Open> {
    let mut count = db.prepare_cached(OF_TEAM)?;
    Ok(count.query_row(named_params! {":account": account, ":team": team}, |row| {
        Ok(Open { open: row.get(0)?, unassigned: row.get(1)?, pending: row.get(2)? })
    })?)
}

/// Open conversations that wait for an answer.
macro_rules! unattended {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " from conversations indexed by conversations_unattended where account_id = :account and status = 0
                and (first_reply_created_at is null or waiting_since is not null) and ",
            shown!(),
            $rest
        )
    };
}

pub(super) const UNATTENDED: &str = unattended!("select count(*)", " and (:team is null or team_id = :team)");

/// How many open conversations wait for an answer, of the account or of a team.
pub fn unattended(db: &Db, account: AccountId, team: Option<TeamId>) -> Result<i64> {
    let mut count = db.prepare_cached(UNATTENDED)?;
    Ok(count.query_row(named_params! {":account": account, ":team": team}, |row| row.get(0))?)
}

/// Open conversations and those of them that wait for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Busy {
    pub open: i64,
    pub unattended: i64,
    pub unassigned: i64,
}

pub(super) const OPEN_BY_ASSIGNEE: &str = concat!(
    "select nullif(assignee_id, 0), sum(n) from conversation_counters where account_id = :account and status = 0 and ",
    shown!(),
    " group by assignee_id having sum(n) > 0"
);
pub(super) const UNATTENDED_BY_ASSIGNEE: &str = unattended!("select assignee_id, count(*)", " group by assignee_id");

/// The numbers of whoever has open conversations; of nobody under `None`.
pub fn by_assignee(db: &Db, account: AccountId) -> Result<HashMap<Option<UserId>, Busy>> {
    let params = named_params! {":account": account};
    let mut busy: HashMap<Option<UserId>, Busy> = HashMap::new();
    let mut list = db.prepare_cached(OPEN_BY_ASSIGNEE)?;
    for row in list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (assignee, open): (Option<UserId>, i64) = row?;
        busy.insert(assignee, Busy { open, unattended: 0, unassigned: if assignee.is_none() { open } else { 0 } });
    }
    let mut list = db.prepare_cached(UNATTENDED_BY_ASSIGNEE)?;
    for row in list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (assignee, unattended): (Option<UserId>, i64) = row?;
        busy.entry(assignee).or_default().unattended = unattended;
    }
    Ok(busy)
}

pub(super) const OPEN_BY_TEAM: &str = concat!(
    "select team_id, count(*), sum(assignee_id is null) from conversations indexed by conversations_team
      where team_id in (select id from teams where account_id = :account and deleted_at is null)
        and account_id = :account and status = 0 and ",
    shown!(),
    " group by team_id"
);
pub(super) const UNATTENDED_BY_TEAM: &str = unattended!("select team_id, count(*)", " group by team_id");

/// The numbers of each team that has open conversations; of no team, or one that is being deleted, under `None`.
pub fn by_team(db: &Db, account: AccountId) -> Result<HashMap<Option<TeamId>, Busy>> {
    let params = named_params! {":account": account};
    let mut teams: HashMap<Option<TeamId>, Busy> = HashMap::new();
    let mut list = db.prepare_cached(OPEN_BY_TEAM)?;
    for row in list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
        let (team, open, unassigned) = row?;
        teams.insert(Some(team), Busy { open, unassigned, unattended: 0 });
    }
    let all = open_of_account(db, account)?;
    let in_teams = |number: fn(&Busy) -> i64| teams.values().map(number).sum::<i64>();
    let rest = Busy {
        open: all.open - in_teams(|busy| busy.open),
        unassigned: all.unassigned - in_teams(|busy| busy.unassigned),
        unattended: 0,
    };
    if rest.open > 0 {
        teams.insert(None, rest);
    }
    let mut list = db.prepare_cached(UNATTENDED_BY_TEAM)?;
    for row in list.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (team, unattended): (Option<TeamId>, i64) = row?;
        let known = team.filter(|team| teams.contains_key(&Some(*team)));
        teams.entry(known).or_default().unattended += unattended;
    }
    Ok(teams)
}

//! Who belongs to an inbox, and whose turn it is.

use rusqlite::named_params;

use crate::base::ids::{AccountId, InboxId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx};

/// The members, by id.
pub fn list(db: &Db, account: AccountId, inbox: InboxId) -> Result<Vec<UserId>> {
    let mut list =
        db.prepare_cached("select user_id from inbox_members where inbox_id = ? and account_id = ? order by user_id")?;
    Ok(list.query_map((inbox, account), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub(super) const COMMON: &str = "select m.user_id from json_each(:inboxes) page
       cross join inbox_members m on m.inbox_id = page.value and m.account_id = :account
      group by m.user_id having count(*) = :number";

/// Who belongs to each of these distinct inboxes.
pub fn common(db: &Db, account: AccountId, inboxes: &[InboxId]) -> Result<Vec<UserId>> {
    let page = serde_json::to_string(inboxes).map_err(Error::internal)?;
    let mut list = db.prepare_cached(COMMON)?;
    let params = named_params! {":inboxes": page, ":account": account, ":number": inboxes.len() as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Adds a member at the end of the queue.
pub fn add(tx: &Tx, account: AccountId, inbox: InboxId, user: UserId) -> Result<()> {
    tx.prepare_cached(
        "insert into inbox_members(inbox_id, user_id, account_id, turn, created_at)
         values (:inbox, :user, :account,
            (select coalesce(max(turn), 0) + 1 from inbox_members where inbox_id = :inbox and account_id = :account), :now)",
    )?
    .execute(named_params! {":inbox": inbox, ":user": user, ":account": account, ":now": tx.now})?;
    Ok(())
}

/// Takes a member out.
pub fn remove(tx: &Tx, account: AccountId, inbox: InboxId, user: UserId) -> Result<()> {
    tx.prepare_cached("delete from inbox_members where inbox_id = ? and user_id = ? and account_id = ?")?
        .execute((inbox, user, account))?;
    Ok(())
}

/// A member who chose to be online.
pub struct Candidate {
    pub user: UserId,
    /// Whether they count as offline while absent.
    pub auto_offline: bool,
}

pub(super) const CANDIDATES: &str = "select m.user_id, u.auto_offline from inbox_members m
       cross join account_users u on u.account_id = m.account_id and u.user_id = m.user_id and u.availability = 0
      where m.inbox_id = :inbox and m.account_id = :account
        and (:team is null or exists (select 1 from team_members t
            where t.team_id = :team and t.user_id = m.user_id and t.account_id = :account))
      order by m.turn, m.user_id";

/// The members who chose to be online, of the team if one is given, in the order of the queue.
pub fn candidates(db: &Db, account: AccountId, inbox: InboxId, team: Option<TeamId>) -> Result<Vec<Candidate>> {
    let mut list = db.prepare_cached(CANDIDATES)?;
    let params = named_params! {":inbox": inbox, ":account": account, ":team": team};
    let rows = list.query_map(params, |row| Ok(Candidate { user: row.get(0)?, auto_offline: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sends a member to the end of the queue.
pub fn take_turn(tx: &Tx, account: AccountId, inbox: InboxId, user: UserId) -> Result<()> {
    tx.prepare_cached(
        "update inbox_members set turn =
            (select max(turn) + 1 from inbox_members where inbox_id = :inbox and account_id = :account)
          where inbox_id = :inbox and user_id = :user and account_id = :account",
    )?
    .execute(named_params! {":inbox": inbox, ":user": user, ":account": account})?;
    Ok(())
}

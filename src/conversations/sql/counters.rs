//! The numbers above a list, from the kept counters: costs inboxes times agents, never conversations.

use rusqlite::types::Value as SqlValue;

use super::super::filter::Filter;
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::{Bound, Db};

/// How many conversations match, whoever the assignee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub mine: i64,
    pub unassigned: i64,
    pub all: i64,
}

/// The counts for the filter's statuses and inboxes.
pub fn counts(db: &Db, account: AccountId, filter: &Filter) -> Result<Counts> {
    let found = query(account, filter)
        .list(db, |row| Ok(Counts { mine: row.get(0)?, unassigned: row.get(1)?, all: row.get(2)? }))?;
    Ok(found.into_iter().next().unwrap_or_default())
}

pub(super) fn query(account: AccountId, filter: &Filter) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    bound.bind(":user", filter.user.0);
    bound.bind(":inboxes", SqlValue::Text(serde_json::to_string(&filter.inboxes).unwrap_or_default()));
    let statuses: Vec<String> = filter.statuses.iter().map(|s| (*s as i64).to_string()).collect();
    bound.sql = format!(
        "select coalesce(sum(iif(assignee_id = :user, n, 0)), 0), coalesce(sum(iif(assignee_id = 0, n, 0)), 0),
            coalesce(sum(n), 0)
           from conversation_counters where account_id = :account and status in ({})
            and inbox_id in (select value from json_each(:inboxes))",
        statuses.join(", ")
    );
    bound
}

//! A page of the list by walking an index that has the list's order: costs the page, never the total.
//!
//! An order is a sequence of ranks, each with an index of its own: conversations without a priority come after those with one.
//! The filters on inbox and assignee are answered inside the index.

use rusqlite::types::Value as SqlValue;

use super::super::filter::{Assignee, Direction, Filter, Sort};
use super::super::model::Priority;
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::{Bound, Db};

/// Conversations that stand together in an order.
#[derive(Debug)]
pub struct Rank {
    index: &'static str,
    condition: String,
    key: &'static str,
    direction: Direction,
}

/// The ranks of the filter's order, first ones first.
pub fn ranks(filter: &Filter) -> Vec<Rank> {
    let one = |index, condition: &str, key, direction| Rank { index, condition: condition.to_owned(), key, direction };
    let by_activity = match filter.assignee {
        Assignee::Me | Assignee::Nobody => "conversations_assignee",
        Assignee::Anybody | Assignee::Somebody => "conversations_list",
    };
    match filter.sort {
        Sort::LastActivity(direction) => vec![one(by_activity, "", "last_activity_at", direction)],
        Sort::CreatedAt(direction) => vec![one("conversations_created", "", "created_at", direction)],
        Sort::Priority(direction) => {
            let ranked = |p: Priority| Rank {
                index: "conversations_priority",
                condition: format!("and priority = {}", p as i64),
                key: "last_activity_at",
                direction: Direction::Descending,
            };
            let mut ranks: Vec<Rank> = Priority::ALL.into_iter().map(ranked).collect();
            if direction == Direction::Descending {
                ranks.reverse();
            }
            ranks.push(one(by_activity, "and priority is null", "last_activity_at", Direction::Descending));
            ranks
        }
        Sort::WaitingSince(direction) => vec![
            one("conversations_waiting", "and waiting_since is not null", "waiting_since", direction),
            one("conversations_created", "and waiting_since is null", "created_at", Direction::Ascending),
        ],
    }
}

/// The conversations of one rank, in its order, from `offset` on.
pub fn page(
    db: &Db,
    account: AccountId,
    filter: &Filter,
    rank: &Rank,
    (limit, offset): (i64, i64),
) -> Result<Vec<ConversationId>> {
    let query = page_query(account, filter, rank, (limit, offset));
    query.list(db, |row| row.get(0))
}

/// How many conversations a rank has.
pub fn count(db: &Db, account: AccountId, filter: &Filter, rank: &Rank) -> Result<i64> {
    let counts = count_query(account, filter, rank).list(db, |row| row.get(0))?;
    Ok(counts.into_iter().next().unwrap_or_default())
}

pub(super) fn page_query(account: AccountId, filter: &Filter, rank: &Rank, (limit, offset): (i64, i64)) -> Bound {
    let mut bound = common(account, filter);
    let (key, direction) = (rank.key, rank.direction.word());
    let select = |status| format!("select id, {key} as at {} order by {key} {direction}", from(filter, rank, status));
    let statuses: Vec<i64> = filter.statuses.iter().map(|s| *s as i64).collect();
    bound.sql = if let [status] = statuses.as_slice() {
        format!("{} limit :limit offset :offset", select(*status))
    } else {
        // several ranges of one index, merged: none has to be read further than the page reaches
        let arms: Vec<String> =
            statuses.iter().map(|s| format!("select * from ({} limit :reach)", select(*s))).collect();
        bound.bind(":reach", offset.saturating_add(limit));
        format!("select id from ({}) order by at {direction} limit :limit offset :offset", arms.join(" union all "))
    };
    bound.bind(":limit", limit);
    bound.bind(":offset", offset);
    bound
}

pub(super) fn count_query(account: AccountId, filter: &Filter, rank: &Rank) -> Bound {
    let mut bound = common(account, filter);
    let counts: Vec<String> =
        filter.statuses.iter().map(|s| format!("(select count(*) {})", from(filter, rank, *s as i64))).collect();
    bound.sql = format!("select {}", counts.join(" + "));
    bound
}

fn common(account: AccountId, filter: &Filter) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    bound.bind(":inboxes", SqlValue::Text(serde_json::to_string(&filter.inboxes).unwrap_or_default()));
    if filter.assignee == Assignee::Me {
        bound.bind(":user", filter.user.0);
    }
    bound
}

fn from(filter: &Filter, rank: &Rank, status: i64) -> String {
    let assignee = match filter.assignee {
        Assignee::Anybody => "",
        Assignee::Me => "and assignee_id = :user",
        Assignee::Nobody => "and assignee_id is null",
        Assignee::Somebody => "and assignee_id is not null",
    };
    let Rank { index, condition, .. } = rank;
    format!(
        "from conversations indexed by {index} where account_id = :account and status = {status} {condition} {assignee}
            and inbox_id in (select value from json_each(:inboxes))"
    )
}

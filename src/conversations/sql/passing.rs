//! Conversations that pass a filter of conditions.

use rusqlite::types::Value as SqlValue;

use super::super::conditions::{self, Source};
use super::super::model::Status;
use super::counters::Counts;
use super::hits::Hit;
use crate::attributes::filter::{Condition, Filter};
use crate::base::ids::{AccountId, ConversationId, InboxId, UserId};
use crate::base::{Millis, Result};
use crate::store::{Bound, Db, Page};

/// What the caller may see at all.
#[derive(Debug)]
pub struct Visible {
    pub account: AccountId,
    /// Whose conversations count as "mine".
    pub user: UserId,
    pub inboxes: Vec<InboxId>,
    /// Those that the filter leaves.
    pub statuses: Vec<Status>,
}

impl Visible {
    fn bound(&self) -> Bound {
        let mut bound = Bound::default();
        bound.bind(":account", self.account.0);
        bound.bind(":inboxes", SqlValue::Text(serde_json::to_string(&self.inboxes).unwrap_or_default()));
        bound
    }
}

/// What finds the conversations of a group, and the place of its condition.
pub type Lead = (Source, usize);

/// Hits that cost next to nothing.
const FEW: i64 = 1_000;
/// The rest of the row, for conditions on what the index does not hold.
const REST: &str = "cross join conversations r on r.id = c.id";
const INBOXES: &str = "c.inbox_id in (select value from json_each(:inboxes))";

fn list(statuses: &[Status]) -> String {
    statuses.iter().map(|status| (*status as i64).to_string()).collect::<Vec<_>>().join(", ")
}

/// How many pass, from the kept counters: for filters by status, inbox and assignee.
pub fn counts(db: &Db, visible: &Visible, filter: &Filter) -> Result<Counts> {
    let found = counts_query(visible, filter)
        .list(db, |row| Ok(Counts { mine: row.get(0)?, unassigned: row.get(1)?, all: row.get(2)? }))?;
    Ok(found.into_iter().next().unwrap_or_default())
}

pub(super) fn counts_query(visible: &Visible, filter: &Filter) -> Bound {
    let mut bound = visible.bound();
    bound.bind(":user", visible.user.0);
    let condition = filter.sql(&mut bound);
    bound.sql = format!(
        "select coalesce(sum(iif(c.assignee_id = :user, c.n, 0)), 0), coalesce(sum(iif(c.assignee_id is null, c.n, 0)), 0),
            coalesce(sum(c.n), 0)
           from (select status, inbox_id, nullif(assignee_id, 0) as assignee_id, n from conversation_counters
                  where account_id = :account and status in ({})) c
          where {INBOXES} and {condition}",
        list(&visible.statuses)
    );
    bound
}

/// Those that pass, in no order, as far as `most` of them.
/// Each group has a lead, or everything is looked at.
pub fn passing(db: &Db, visible: &Visible, filter: &Filter, leads: Option<Vec<Lead>>, most: usize) -> Result<Vec<Hit>> {
    passing_query(visible, filter, leads, most)
        .list(db, |row| Ok(Hit { id: row.get(0)?, assignee: row.get(1)?, last_activity_at: row.get(2)?, key: None }))
}

pub(super) fn passing_query(visible: &Visible, filter: &Filter, leads: Option<Vec<Lead>>, most: usize) -> Bound {
    let mut bound = visible.bound();
    let select = match leads {
        Some(leads) => {
            let groups = filter.groups.iter().zip(leads);
            let arms: Vec<String> = groups.map(|(group, lead)| arm(group, lead, &mut bound)).collect();
            arms.join(" union ")
        }
        None => scan(visible, filter, &mut bound),
    };
    bound.bind(":most", i64::try_from(most).unwrap_or(i64::MAX));
    bound.sql = format!("{select} limit :most");
    bound
}

/// Whether a condition finds so few that nothing else has to be asked first.
pub fn is_rare(db: &Db, account: AccountId, source: Source, condition: &Condition) -> Result<bool> {
    let found = rare_query(account, source, condition).list(db, |row| row.get::<_, i64>(0))?;
    Ok(found.into_iter().next().is_some_and(|found| found < FEW))
}

pub(super) fn rare_query(account: AccountId, source: Source, condition: &Condition) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    bound.bind(":few", FEW);
    let ids = ids(source, condition, &mut bound).unwrap_or_default();
    bound.sql = format!("select count(*) from (select 1 from ({ids}) limit :few)");
    bound
}

/// Everything of the statuses, in the index of the list; what needs the whole rows, of most conversations at that, reads them in
/// the order in which they lie in the table.
fn scan(visible: &Visible, filter: &Filter, bound: &mut Bound) -> String {
    let condition = filter.sql(bound);
    let since = since(filter, bound);
    let is_covered = filter.groups.iter().flatten().all(conditions::is_covered);
    let by_number = !is_covered && since.is_empty() && visible.statuses.contains(&Status::Resolved);
    format!(
        "select c.id, c.assignee_id, c.last_activity_at from conversations c indexed by {} {}
          where c.account_id = :account and c.status in ({}) and {INBOXES}{since} and {condition}",
        if by_number { "conversations_number" } else { "conversations_list" },
        if is_covered { "" } else { REST },
        list(&visible.statuses),
    )
}

/// What was created lately was active lately, and that is what the index is ordered by.
fn since(filter: &Filter, bound: &mut Bound) -> String {
    let [group] = filter.groups.as_slice() else { return String::new() };
    let day = conditions::created_since(group);
    day.map(|day| format!(" and c.last_activity_at >= {}", bound.put(Millis::of_day(day).0))).unwrap_or_default()
}

/// The conversations of one group, found by one of its conditions.
fn arm(group: &[Condition], (source, place): Lead, bound: &mut Bound) -> String {
    let (mut from, mut conditions) = (String::new(), Vec::new());
    for (n, condition) in group.iter().enumerate() {
        if n == place {
            let (table, found) = led(source, condition, bound);
            from = table;
            conditions.insert(0, found);
        } else {
            conditions.push(condition.sql(bound));
        }
    }
    let rest = if group.iter().all(conditions::is_covered) { "" } else { REST };
    format!(
        "select c.id, c.assignee_id, c.last_activity_at from {from} {rest}
          where c.account_id = :account and c.status in ({}) and {INBOXES} and {}",
        list(&conditions::statuses(group)),
        conditions.join(" and ")
    )
}

/// The table or index that a condition finds conversations `c` in, and the condition as the index has it.
fn led(source: Source, condition: &Condition, bound: &mut Bound) -> (String, String) {
    if let Some(ids) = ids(source, condition, bound) {
        return (format!("({ids}) hit cross join conversations c on c.id = hit.id"), "true".to_owned());
    }
    let (index, condition) = match source {
        Source::Assignee => ("conversations_assignee", condition.one_of("c.assignee_id", bound)),
        Source::Team => ("conversations_team", condition.one_of("c.team_id", bound)),
        Source::Priority => ("conversations_priority", condition.one_of("c.priority", bound)),
        _ => ("conversations_custom", format!("c.custom_attributes <> '{{}}' and {}", condition.sql(bound))),
    };
    (format!("conversations c indexed by {index}"), condition)
}

/// The ids of the conversations that a condition finds, where something else than an index of conversations has them.
fn ids(source: Source, condition: &Condition, bound: &mut Bound) -> Option<String> {
    let (columns, table, found) = match source {
        Source::DisplayId => ("id", "conversations", condition.one_of("display_id", bound)),
        Source::Label => ("distinct conversation_id as id", "conversation_labels", condition.one_of("label", bound)),
        Source::Value => {
            ("distinct conversation_id as id", "conversation_values", condition.value("key", "value", bound))
        }
        _ => return None,
    };
    Some(format!("select {columns} from {table} where account_id = :account and {found}"))
}

/// A page of those that pass, latest activity first: walks the index of the list until the page is full.
pub fn page(db: &Db, visible: &Visible, filter: &Filter, page: Page) -> Result<Vec<ConversationId>> {
    page_query(visible, filter, page).list(db, |row| row.get(0))
}

pub(super) fn page_query(visible: &Visible, filter: &Filter, page: Page) -> Bound {
    let mut bound = visible.bound();
    let condition = filter.sql(&mut bound);
    let since = since(filter, &mut bound);
    let rest = if filter.groups.iter().flatten().all(conditions::is_covered) { "" } else { REST };
    // several ranges of one index, merged: none has to be read further than the page reaches
    let arm = |status: &Status| {
        format!(
            "select * from (select c.id, c.last_activity_at as at from conversations c indexed by conversations_list {rest}
              where c.account_id = :account and c.status = {} and {INBOXES}{since} and {condition}
              order by c.last_activity_at desc limit :reach)",
            *status as i64
        )
    };
    let arms: Vec<String> = visible.statuses.iter().map(arm).collect();
    bound.bind(":reach", page.offset().saturating_add(page.limit()));
    bound.bind(":limit", page.limit());
    bound.bind(":offset", page.offset());
    bound.sql = format!("select id from ({}) order by at desc limit :limit offset :offset", arms.join(" union all "));
    bound
}

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
pub fn passing(db: &Db, visible: &Visible, filter: &Filter, most: usize) -> Result<Vec<Hit>> {
    passing_query(visible, filter, most)
        .list(db, |row| Ok(Hit { id: row.get(0)?, assignee: row.get(1)?, last_activity_at: row.get(2)?, key: None }))
}

pub(super) fn passing_query(visible: &Visible, filter: &Filter, most: usize) -> Bound {
    let mut bound = visible.bound();
    // one scan looks at everything anyway
    let leads: Option<Vec<_>> = filter.groups.iter().map(|group| conditions::lead(group)).collect();
    let select = match leads.filter(|leads| !leads.is_empty()) {
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

/// Everything of the statuses, in the index of the list.
fn scan(visible: &Visible, filter: &Filter, bound: &mut Bound) -> String {
    let condition = filter.sql(bound);
    let since = since(filter, bound);
    format!(
        "select c.id, c.assignee_id, c.last_activity_at from conversations c indexed by conversations_list {}
          where c.account_id = :account and c.status in ({}) and {INBOXES}{since} and {condition}",
        if filter.groups.iter().flatten().all(conditions::is_covered) { "" } else { REST },
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
fn arm(group: &[Condition], (source, place): (Source, usize), bound: &mut Bound) -> String {
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
    let found = |hits: String| (format!("({hits}) hit cross join conversations c on c.id = hit.id"), "true".to_owned());
    let (table, column) = match source {
        Source::DisplayId => {
            let ids = condition.one_of("display_id", bound);
            return found(format!("select id from conversations where account_id = :account and {ids}"));
        }
        Source::Assignee => ("conversations c indexed by conversations_assignee", "c.assignee_id"),
        Source::Team => ("conversations c indexed by conversations_team", "c.team_id"),
        Source::Priority => ("conversations c indexed by conversations_priority", "c.priority"),
        Source::Label => {
            let labels = condition.one_of("label", bound);
            return found(format!(
                "select distinct conversation_id as id from conversation_labels where account_id = :account and {labels}"
            ));
        }
        Source::Custom => {
            let condition = format!("c.custom_attributes <> '{{}}' and {}", condition.sql(bound));
            return ("conversations c indexed by conversations_custom".to_owned(), condition);
        }
    };
    (table.to_owned(), condition.one_of(column, bound))
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

//! One page of the conversation list, and the counts above it.
//!
//! Where only status, inbox and assignee are asked for, the page is walked from an index that has the list's order and the
//! counts come from the kept counters. Everything else is found through the index of one filter, and counted, sorted and cut
//! here.

use std::cmp::Ordering;

use super::filter::{Direction, Filter, Sort};
use super::sql::{self, Counts, Hit};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::{Db, Page};

/// Conversations of a page.
pub const PAGE: i64 = 25;
/// Conversations of a list without pages.
const UNPAGED: i64 = 1000;

/// A page of a list.
#[derive(Debug, Default)]
pub struct Found {
    pub ids: Vec<ConversationId>,
    /// Over the whole list, whoever the assignee.
    pub counts: Counts,
}

/// The page of the list that a filter asks for. With `active_since` the whole list is one page.
pub fn find(db: &Db, account: AccountId, filter: &Filter, number: Option<i64>) -> Result<Found> {
    if filter.statuses.is_empty() || filter.inboxes.is_empty() {
        return Ok(Found::default());
    }
    if filter.parts.is_empty() && filter.active_since.is_none() {
        let counts = sql::counts(db, account, filter)?;
        return Ok(Found { ids: walk(db, account, filter, Page::new(number, PAGE))?, counts });
    }
    let hits = sql::hits(db, account, filter)?;
    let counts = if filter.parts.is_empty() { sql::counts(db, account, filter)? } else { tally(&hits, filter) };
    let page = if filter.active_since.is_some() { Page::new(None, UNPAGED) } else { Page::new(number, PAGE) };
    Ok(Found { ids: cut(hits, filter, page), counts })
}

/// The counts above the list, without the list: from the kept counters, or from one look at what matches.
pub fn count(db: &Db, account: AccountId, filter: &Filter) -> Result<Counts> {
    if filter.statuses.is_empty() || filter.inboxes.is_empty() {
        return Ok(Counts::default());
    }
    if filter.parts.is_empty() { sql::counts(db, account, filter) } else { sql::count_hits(db, account, filter) }
}

/// Walks the ranks of the order until the page is full.
fn walk(db: &Db, account: AccountId, filter: &Filter, page: Page) -> Result<Vec<ConversationId>> {
    let (mut limit, mut offset) = (page.limit(), page.offset());
    let mut ids = Vec::new();
    let ranks = sql::ranks(filter);
    for (place, rank) in ranks.iter().enumerate() {
        let found = sql::page(db, account, filter, rank, (limit, offset))?;
        let found_some = !found.is_empty();
        limit -= i64::try_from(found.len()).unwrap_or(limit);
        ids.extend(found);
        if limit <= 0 || place + 1 == ranks.len() {
            break;
        }
        // the rank ended within this page, or before it
        offset = if found_some || offset == 0 { 0 } else { offset - sql::count(db, account, filter, rank)? };
    }
    Ok(ids)
}

fn tally(hits: &[Hit], filter: &Filter) -> Counts {
    let number = |test: fn(&Hit, &Filter) -> bool| hits.iter().filter(|hit| test(hit, filter)).count() as i64;
    Counts {
        mine: number(|hit, filter| hit.assignee == Some(filter.user)),
        unassigned: number(|hit, _| hit.assignee.is_none()),
        all: number(|_, _| true),
    }
}

fn cut(mut hits: Vec<Hit>, filter: &Filter, page: Page) -> Vec<ConversationId> {
    let since = filter.active_since.map_or(i64::MIN, |at| at.0);
    hits.retain(|hit| hit.last_activity_at > since && filter.assignee.admits(hit.assignee, filter.user));
    hits.sort_unstable_by(|a, b| order(filter.sort, a, b));
    let (skip, take) = (usize::try_from(page.offset()), usize::try_from(page.limit()));
    hits.into_iter().skip(skip.unwrap_or(usize::MAX)).take(take.unwrap_or_default()).map(|hit| hit.id).collect()
}

fn order(sort: Sort, a: &Hit, b: &Hit) -> Ordering {
    let latest_first = || b.last_activity_at.cmp(&a.last_activity_at).then(b.id.cmp(&a.id));
    match sort {
        Sort::LastActivity(direction) => directed(direction, (a.last_activity_at, a.id), (b.last_activity_at, b.id)),
        Sort::CreatedAt(direction) => directed(direction, (a.key, a.id), (b.key, b.id)),
        Sort::Priority(direction) => nulls_last(direction, a, b).then_with(latest_first),
        Sort::WaitingSince(direction) => nulls_last(direction, a, b).then(a.id.cmp(&b.id)),
    }
}

fn directed<T: Ord>(direction: Direction, a: T, b: T) -> Ordering {
    if direction == Direction::Ascending { a.cmp(&b) } else { b.cmp(&a) }
}

fn nulls_last(direction: Direction, a: &Hit, b: &Hit) -> Ordering {
    a.key.is_none().cmp(&b.key.is_none()).then_with(|| directed(direction, a.key, b.key))
}

#[cfg(test)]
mod tests {
    use super::super::filter::Assignee;
    use super::*;
    use crate::base::ids::{InboxId, UserId};

    fn filter(sort: Sort) -> Filter {
        let (statuses, inboxes) = (Vec::new(), vec![InboxId(1)]);
        let assignee = Assignee::Anybody;
        Filter { user: UserId(7), statuses, inboxes, assignee, parts: Vec::new(), active_since: None, sort }
    }

    fn hit(id: i64, last_activity_at: i64, key: Option<i64>) -> Hit {
        Hit { id: ConversationId(id), assignee: (id == 1).then_some(UserId(7)), last_activity_at, key }
    }

    fn sorted(sort: Sort) -> Vec<i64> {
        let hits = vec![hit(1, 10, Some(2)), hit(2, 30, None), hit(3, 20, Some(3)), hit(4, 40, Some(2))];
        cut(hits, &filter(sort), Page::new(None, PAGE)).into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn what_has_no_value_comes_last_either_way() {
        assert_eq!(sorted(Sort::Priority(Direction::Descending)), [3, 4, 1, 2]);
        assert_eq!(sorted(Sort::Priority(Direction::Ascending)), [4, 1, 3, 2]);
        assert_eq!(sorted(Sort::WaitingSince(Direction::Ascending)), [1, 4, 3, 2]);
        assert_eq!(sorted(Sort::WaitingSince(Direction::Descending)), [3, 1, 4, 2]);
        assert_eq!(sorted(Sort::LastActivity(Direction::Descending)), [4, 2, 3, 1]);
    }

    #[test]
    fn counts_ignore_the_assignee_filter() {
        let hits = [hit(1, 1, None), hit(2, 2, None)];
        assert_eq!(
            tally(&hits, &filter(Sort::CreatedAt(Direction::Ascending))),
            Counts { mine: 1, unassigned: 1, all: 2 }
        );
        let mine = Filter { assignee: Assignee::Me, ..filter(Sort::CreatedAt(Direction::Ascending)) };
        assert_eq!(cut(hits.to_vec(), &mine, Page::new(None, PAGE)), [ConversationId(1)]);
        assert!(cut(hits.to_vec(), &mine, Page::new(Some(2), PAGE)).is_empty());
    }
}

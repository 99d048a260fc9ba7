//! One page of the conversations that pass a filter, latest activity first, and the counts above it.
//!
//! What the kept counters know is counted exactly and walked from the index of the list. Everything else is looked at once, as
//! far as [`MOST`] hits: counted, sorted and cut here while there are fewer, and walked for the page when there are more, since
//! then a page of them is never far.

use std::cmp::Reverse;

use super::conditions::{self, SCOPE, Source};
use super::listing::{Found, PAGE};
use super::sql::{self, Counts, Hit, Lead, Visible};
use crate::access::{self, Agent};
use crate::attributes;
use crate::attributes::filter::{self, Condition, Filter, Sent};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId};
use crate::store::{Db, Page};

/// Counts beyond what the kept counters know are exact up to here.
pub const MOST: usize = 5_000;
/// So few hits are sorted sooner than a page of them is walked to.
const FEW: i64 = 1_000;

/// Reads conditions on conversations. 422 as [`filter::parse`].
pub fn parse(db: &Db, account: AccountId, sent: &[Sent]) -> Result<Filter> {
    filter::parse(sent, &SCOPE, &attributes::list(db, account)?, db.now)
}

/// The page of what passes and the caller may see.
pub fn find(db: &Db, who: &Agent, filter: &Filter, number: Option<i64>) -> Result<Found> {
    let inboxes = access::visible_inboxes(db, who)?;
    let statuses = conditions::statuses_of(filter);
    if inboxes.is_empty() || statuses.is_empty() {
        return Ok(Found::default());
    }
    let visible = Visible { account: who.account, user: who.user, inboxes, statuses };
    let page = Page::new(number, PAGE);
    if conditions::is_counted(filter) {
        let counts = sql::counts_passing(db, &visible, filter)?;
        if counts.all > FEW {
            return Ok(Found { ids: sql::page_passing(db, &visible, filter, page)?, counts });
        }
        let leads = leads(db, who.account, filter)?;
        return Ok(Found { ids: cut(sql::passing(db, &visible, filter, leads, MOST)?, page), counts });
    }
    let hits = sql::passing(db, &visible, filter, leads(db, who.account, filter)?, MOST)?;
    let count = |test: &dyn Fn(&Hit) -> bool| hits.iter().filter(|hit| test(hit)).count() as i64;
    let counts = Counts {
        mine: count(&|hit| hit.assignee == Some(who.user)),
        unassigned: count(&|hit| hit.assignee.is_none()),
        all: hits.len() as i64,
    };
    let ids = if hits.len() < MOST { cut(hits, page) } else { sql::page_passing(db, &visible, filter, page)? };
    Ok(Found { ids, counts })
}

/// What finds the conversations of each group; `None` when one of them has to look at everything anyway.
fn leads(db: &Db, account: AccountId, filter: &Filter) -> Result<Option<Vec<Lead>>> {
    if filter.groups.is_empty() {
        return Ok(None);
    }
    filter.groups.iter().map(|group| lead(db, account, group).transpose()).collect::<Option<_>>().transpose()
}

/// The condition that finds the conversations of a group, if one does. Of labels and values it is asked how many they find.
fn lead(db: &Db, account: AccountId, group: &[Condition]) -> Result<Option<Lead>> {
    let sources = conditions::sources(group);
    for (source, place) in sources.iter().filter(|(source, _)| matches!(source, Source::Label | Source::Value)) {
        if let Some(condition) = group.get(*place)
            && sql::is_rare(db, account, *source, condition)?
        {
            return Ok(Some((*source, *place)));
        }
    }
    Ok(sources.into_iter().next().filter(|(source, _)| !conditions::is_walked(group, *source)))
}

fn cut(mut hits: Vec<Hit>, page: Page) -> Vec<ConversationId> {
    hits.sort_unstable_by_key(|hit| Reverse((hit.last_activity_at, hit.id)));
    let (skip, take) = (usize::try_from(page.offset()), usize::try_from(page.limit()));
    hits.into_iter().skip(skip.unwrap_or(usize::MAX)).take(take.unwrap_or_default()).map(|hit| hit.id).collect()
}

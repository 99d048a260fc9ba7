//! Which contacts a page shows, and how many there are in all.
//!
//! The search index folds cases as it likes, identifiers have one, and it knows nothing of wildcards: its candidates are looked
//! at, each row, while they are few. Of a common part it is only asked how many there are.

use super::order::Order;
use super::pattern::Pattern;
use super::sql::{self, Reach, Source, Wanted};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId};
use crate::store::{Db, Page};

/// Contacts of a page.
pub const PAGE: i64 = 15;
/// Counts are exact up to here; what lies beyond is not shown.
pub(super) const MOST: usize = 10_000;
/// So many hits are sorted; among more of them a page is found sooner by walking along its order.
pub(super) const FEW: usize = 1_000;
/// Candidates looked at for their hits.
pub(super) const MANY: usize = 30_000;

/// A page, and the number of all contacts that match.
#[derive(Debug, Default)]
pub struct Found {
    pub ids: Vec<ContactId>,
    pub count: i64,
}

/// Finds a page of the account's contacts.
pub fn find(db: &Db, account: AccountId, wanted: &Wanted, page: Page) -> Result<Found> {
    if wanted.pattern.as_ref().is_some_and(|pattern| !pattern.is_sane()) {
        return Ok(Found::default());
    }
    if wanted.pattern.is_none() && wanted.labels.is_empty() {
        let ids = sql::in_order(db, account, wanted.order, page)?;
        return Ok(Found { ids, count: sql::resolved(db, account)? });
    }
    if let Some(count) = many(db, account, wanted)? {
        return Ok(Found { count, ..cut(sql::walk(db, account, wanted, reach(page))?, page) });
    }
    for source in sources(wanted) {
        let hits = sql::hits(db, account, wanted, &source, Reach { candidates: MANY, hits: MOST })?;
        if hits.complete && hits.ids.len() <= FEW {
            return Ok(cut(sql::sorted(db, account, wanted.order, &hits.ids)?, page));
        }
        if hits.complete || hits.ids.len() == MOST {
            let shown = sql::walk(db, account, wanted, reach(page))?;
            return Ok(Found { count: hits.ids.len() as i64, ..cut(shown, page) });
        }
    }
    Ok(cut(sql::walk(db, account, wanted, MOST)?, page))
}

/// A page of the contacts that have a part of a text as the list's search finds it, whoever was here last first; nobody counts
/// them.
pub fn search(db: &Db, account: AccountId, text: &str, page: Page) -> Result<Vec<ContactId>> {
    let Some(pattern) = Pattern::new(text).filter(Pattern::is_sane) else { return Ok(Vec::new()) };
    let words = pattern.words();
    let order = Order::parse(Some("-last_activity_at"));
    let wanted = Wanted { pattern: Some(pattern), labels: Vec::new(), order };
    let reached = FEW.saturating_add(1);
    if let Some(words) = words
        && sql::count(db, account, &words, reached)? <= FEW
    {
        let few = Reach { candidates: reached, hits: reached };
        let hits = sql::hits(db, account, &wanted, &Source::Words(words), few)?;
        return Ok(cut(sql::sorted(db, account, order, &hits.ids)?, page).ids);
    }
    Ok(cut(sql::walk(db, account, &wanted, reach(page))?, page).ids)
}

/// How many contacts have the part, if the index alone can say it and they are many.
fn many(db: &Db, account: AccountId, wanted: &Wanted) -> Result<Option<i64>> {
    let pattern = wanted.pattern.as_ref().filter(|pattern| wanted.labels.is_empty() && !pattern.is_wild());
    let Some((pattern, words)) = pattern.and_then(|pattern| pattern.words().map(|words| (pattern, words))) else {
        return Ok(None);
    };
    let count = sql::count(db, account, &words, MOST)?;
    if count <= FEW {
        return Ok(None);
    }
    Ok(Some(count.saturating_sub(sql::in_other_case(db, account, pattern, &words, MOST)?) as i64))
}

/// Hits that a page needs: its own, and those before it.
fn reach(page: Page) -> usize {
    usize::try_from(page.offset().saturating_add(page.limit())).unwrap_or(MOST).min(MOST)
}

fn sources(wanted: &Wanted) -> Vec<Source> {
    let words = wanted.pattern.as_ref().and_then(|pattern| pattern.words()).map(Source::Words);
    let labels = (!wanted.labels.is_empty()).then_some(Source::Labels);
    words.into_iter().chain(labels).collect()
}

/// A page of all hits.
pub(super) fn cut(ids: Vec<ContactId>, page: Page) -> Found {
    let count = ids.len() as i64;
    let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(page.limit()).unwrap_or_default();
    Found { ids: ids.into_iter().skip(skip).take(take).collect(), count }
}

//! One page of the contacts that pass a filter of conditions.
//!
//! What passes is looked for first, in no order and as far as [`MOST`]: through an index of one condition of each group, else
//! among all. Few hits are sorted; among many a page is found sooner by walking along its order.

use super::conditions::{self, SCOPE, Source};
use super::listing::{FEW, Found, MANY, MOST, cut};
use super::order::Order;
use super::sql;
use crate::attributes;
use crate::attributes::filter::{self, Condition, Filter, Sent};
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::{Db, Page};

/// Reads conditions on contacts. 422 as [`filter::parse`].
pub fn parse(db: &Db, account: AccountId, sent: &[Sent]) -> Result<Filter> {
    filter::parse(sent, &SCOPE, &attributes::list(db, account)?, db.now)
}

/// Finds a page of the account's resolved contacts.
pub fn find(db: &Db, account: AccountId, filter: &Filter, order: Order, page: Page) -> Result<Found> {
    if filter.groups.is_empty() {
        return Ok(Found { ids: sql::in_order(db, account, order, page)?, count: sql::resolved(db, account)? });
    }
    let leads: Option<Vec<_>> = filter
        .groups
        .iter()
        .map(|group| lead(db, account, group).transpose())
        .collect::<Option<Result<_>>>()
        .transpose()?;
    let hits = sql::passing(db, account, filter, leads, MOST)?;
    if hits.len() <= FEW {
        return Ok(cut(sql::sorted(db, account, order, &hits)?, page));
    }
    Ok(Found { count: hits.len() as i64, ids: sql::page_passing(db, account, filter, order, page)? })
}

/// What finds the contacts of a group; `None` when all have to be looked at. Words that are everywhere find nobody.
fn lead(db: &Db, account: AccountId, group: &[Condition]) -> Result<Option<(Source, usize)>> {
    for (source, place) in conditions::sources(group) {
        match &source {
            Source::Words(words) if sql::count(db, account, words, MANY)? == MANY => {}
            _ => return Ok(Some((source, place))),
        }
    }
    Ok(None)
}

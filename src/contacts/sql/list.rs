//! The list of contacts: in the order of an index, or the hits of a search.
//!
//! A page without a filter is cut inside its index. With filters there are two ways: the hits of the search index or of the
//! labels, sorted while they are few; else a walk along the order, which ends as soon as enough is found.

use rusqlite::{Row, ToSql, named_params};

use super::super::order::{Order, Rank};
use super::super::pattern::{Pattern, Searched};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId};
use crate::store::{Db, Page};

/// Which contacts are wanted, in which order; only resolved ones ever are.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub pattern: Option<Pattern>,
    /// Any of these, unless there are none.
    pub labels: Vec<String>,
    pub order: Order,
}

impl Wanted {
    fn admits(&self, row: &Row) -> rusqlite::Result<bool> {
        let Some(pattern) = &self.pattern else { return Ok(true) };
        let text = |i| Ok::<_, rusqlite::Error>(row.get_ref(i)?.as_str_or_null()?.unwrap_or_default());
        Ok(pattern.matches(Searched {
            name_key: text(1)?,
            email: text(2)?,
            phone_number: text(3)?,
            identifier: text(4)?,
            company_name: text(5)?,
        }))
    }

    /// The labels as a bound value: null for no filter.
    fn labels(&self) -> Option<String> {
        (!self.labels.is_empty()).then(|| serde_json::json!(self.labels).to_string())
    }
}

/// What [`Wanted::admits`] reads, of a contact `c`.
const SEARCHED: &str = "c.id, c.name_key, c.email, c.phone_number, c.identifier, c.company_name";
pub(super) const RESOLVED: &str = "c.account_id = :account and c.is_resolved = 1";
const LABELLED: &str = "(:labels is null or exists (select 1 from contact_labels l where l.contact_id = c.id
    and l.account_id = :account and l.label in (select value from json_each(:labels))))";

/// How many contacts the whole list has.
pub fn resolved(db: &Db, account: AccountId) -> Result<i64> {
    let mut find = db.prepare_cached("select resolved_contacts from account_counters where account_id = ?")?;
    Ok(find.query_row([account], |row| row.get(0))?)
}

/// A page of the whole list.
pub fn in_order(db: &Db, account: AccountId, order: Order, page: Page) -> Result<Vec<ContactId>> {
    let mut list = db.prepare_cached(&in_order_sql(order))?;
    let reach = page.offset().saturating_add(page.limit());
    let params = named_params! {":account": account, ":reach": reach, ":limit": page.limit(), ":offset": page.offset()};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The ranks one after the other, each cut where the page ends: a later one is only looked at when those before are used up.
pub(super) fn in_order_sql(order: Order) -> String {
    let arm = |rank: Rank| format!("select * from (select c.id {} limit :reach)", from(&rank));
    let arms: Vec<String> = order.ranks().into_iter().map(arm).collect();
    format!("{} limit :limit offset :offset", arms.join(" union all "))
}

fn from(rank: &Rank) -> String {
    let Rank { index, condition, by } = rank;
    format!("from contacts c indexed by {index} where {RESOLVED} and {condition} order by {by}")
}

/// Looks at contacts in their order until there are so many hits.
pub fn walk(db: &Db, account: AccountId, wanted: &Wanted, most: usize) -> Result<Vec<ContactId>> {
    let mut hits = Vec::new();
    let labels = wanted.labels();
    for rank in wanted.order.ranks() {
        let mut list = db.prepare_cached(&walk_sql(&rank))?;
        let mut rows = list.query(named_params! {":account": account, ":labels": labels})?;
        while hits.len() < most
            && let Some(row) = rows.next()?
        {
            if wanted.admits(row)? {
                hits.push(row.get(0)?);
            }
        }
    }
    Ok(hits)
}

pub(super) fn walk_sql(rank: &Rank) -> String {
    let Rank { index, condition, by } = rank;
    format!(
        "select {SEARCHED} from contacts c indexed by {index} where {RESOLVED} and {condition} and {LABELLED} order by {by}"
    )
}

/// The account's part of the search index (schema.sql): a contact's place in it is its id below the account's.
pub(super) const IN_INDEX: &str = "select rowid & 0xffffffffff as id from contacts_fts
    where contacts_fts match :words and rowid between :account << 40 and (:account << 40) | 0xffffffffff";

/// How many contacts the index has for these words, up to `most`.
pub fn count(db: &Db, account: AccountId, words: &str, most: usize) -> Result<usize> {
    let mut count = db.prepare_cached(&count_sql())?;
    let params = named_params! {":account": account, ":words": words, ":most": most as i64};
    let n: i64 = count.query_row(params, |row| row.get(0))?;
    Ok(usize::try_from(n).unwrap_or_default())
}

pub(super) fn count_sql() -> String {
    format!("select count(*) from ({IN_INDEX} limit :most)")
}

/// How many of them have the words in nothing but an identifier, and there in another case: these are no hits.
pub fn in_other_case(db: &Db, account: AccountId, pattern: &Pattern, words: &str, most: usize) -> Result<usize> {
    let only_there = format!("{{identifier}} : {words} NOT {{name email phone_number company_name}} : {words}");
    let mut list = db.prepare_cached(&identifiers_sql())?;
    let params = named_params! {":account": account, ":words": only_there, ":most": most as i64};
    let in_case = list.query_map(params, |row| {
        Ok(row.get_ref(0)?.as_str_or_null()?.is_some_and(|identifier| pattern.is_in_identifier(identifier)))
    })?;
    let mut others = 0;
    for is_hit in in_case {
        others += usize::from(!is_hit?);
    }
    Ok(others)
}

pub(super) fn identifiers_sql() -> String {
    format!(
        "select c.identifier from ({IN_INDEX} limit :most) found cross join contacts c on c.id = found.id and {RESOLVED}"
    )
}

/// Where hits come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// Words of the search index.
    Words(String),
    /// The labels that are wanted.
    Labels,
}

/// Contacts found so far.
#[derive(Debug, Default)]
pub struct Hits {
    pub ids: Vec<ContactId>,
    /// False when the search was broken off before everything was looked at.
    pub complete: bool,
}

/// How far [`hits`] looks.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// Candidates of the source.
    pub candidates: usize,
    pub hits: usize,
}

/// Looks at the candidates of a source, in no order.
pub fn hits(db: &Db, account: AccountId, wanted: &Wanted, source: &Source, reach: Reach) -> Result<Hits> {
    let mut hits = Hits::default();
    let mut list = db.prepare_cached(&hits_sql(source))?;
    let labels = wanted.labels();
    let most = reach.candidates as i64;
    let mut params: Vec<(&str, &dyn ToSql)> = vec![(":account", &account), (":labels", &labels), (":most", &most)];
    if let Source::Words(words) = source {
        params.push((":words", words));
    }
    let mut rows = list.query(params.as_slice())?;
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        let id: Option<ContactId> = row.get(0)?;
        if let Some(id) = id
            && wanted.admits(row)?
        {
            hits.ids.push(id);
            if hits.ids.len() == reach.hits {
                return Ok(hits);
            }
        }
    }
    hits.complete = seen < reach.candidates;
    Ok(hits)
}

/// Candidates that are not wanted are rows of nothing: they count as looked at.
pub(super) fn hits_sql(source: &Source) -> String {
    let found = match source {
        Source::Words(_) => IN_INDEX,
        Source::Labels => {
            "select distinct contact_id as id from contact_labels
              where account_id = :account and label in (select value from json_each(:labels))"
        }
    };
    format!(
        "select {SEARCHED} from ({found} limit :most) found
           left join contacts c on c.id = found.id and {RESOLVED} and {LABELLED}"
    )
}

/// These contacts in their order.
pub fn sorted(db: &Db, account: AccountId, order: Order, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&sorted_sql(order))?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn sorted_sql(order: Order) -> String {
    format!(
        "select c.id from json_each(:ids) found cross join contacts c on c.id = found.value and {RESOLVED} order by {}",
        order.by()
    )
}

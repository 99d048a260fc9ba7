//! Contacts that pass a filter of conditions.

use super::super::conditions::Source;
use super::super::order::{Order, Rank};
use super::list::{IN_INDEX, RESOLVED};
use crate::attributes::filter::{Condition, Filter};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId};
use crate::store::{Bound, Db, Page};

/// What finds the contacts of a group, and the place of its condition.
pub type Lead = (Source, usize);

/// Those that pass, in no order, as far as `most` of them. Each group has a lead, or all contacts are looked at.
pub fn passing(
    db: &Db,
    account: AccountId,
    filter: &Filter,
    leads: Option<Vec<Lead>>,
    most: usize,
) -> Result<Vec<ContactId>> {
    passing_query(account, filter, leads, most).list(db, |row| row.get(0))
}

pub(super) fn passing_query(account: AccountId, filter: &Filter, leads: Option<Vec<Lead>>, most: usize) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    let select = match leads {
        Some(leads) => {
            let groups = filter.groups.iter().zip(leads);
            let arms: Vec<String> = groups.map(|(group, lead)| arm(group, lead, &mut bound)).collect();
            arms.join(" union ")
        }
        None => {
            let condition = filter.sql(&mut bound);
            format!("select c.id from contacts c indexed by contacts_list where {RESOLVED} and {condition}")
        }
    };
    bound.bind(":most", i64::try_from(most).unwrap_or(i64::MAX));
    bound.sql = format!("{select} limit :most");
    bound
}

/// The contacts of one group, found by one of its conditions.
fn arm(group: &[Condition], (source, place): Lead, bound: &mut Bound) -> String {
    let mut from = String::new();
    let mut conditions = Vec::new();
    for (n, condition) in group.iter().enumerate() {
        if n == place {
            let (table, found) = led(&source, condition, bound);
            from = table;
            conditions.insert(0, found);
        } else {
            conditions.push(condition.sql(bound));
        }
    }
    format!("select c.id from {from} where {RESOLVED} and {}", conditions.join(" and "))
}

/// The table or index that a condition finds contacts `c` in, and the condition as the index has it.
fn led(source: &Source, condition: &Condition, bound: &mut Bound) -> (String, String) {
    let by = |index: &str, condition: String| (format!("contacts c indexed by {index}"), condition);
    match source {
        Source::Email => by("contacts_by_email", format!("c.email is not null and {}", condition.sql(bound))),
        Source::PhoneNumber => {
            by("contacts_by_phone_number", format!("c.phone_number is not null and {}", condition.sql(bound)))
        }
        Source::Name => by("contacts_by_name", format!("c.name_is_phone in (0, 1) and {}", condition.sql(bound))),
        Source::LastActivity => {
            by("contacts_by_last_activity", format!("c.last_activity_at is not null and {}", condition.sql(bound)))
        }
        Source::Custom => by("contacts_custom", format!("c.custom_attributes <> '{{}}' and {}", condition.sql(bound))),
        Source::Label => {
            let labels = condition.one_of("label", bound);
            let hits = format!(
                "(select distinct contact_id as id from contact_labels where account_id = :account and {labels})"
            );
            (format!("{hits} found cross join contacts c on c.id = found.id"), "true".to_owned())
        }
        Source::Words(words) => {
            let words = bound.put(words.clone());
            let hits = IN_INDEX.replace(":words", &words);
            (format!("({hits}) found cross join contacts c on c.id = found.id"), condition.sql(bound))
        }
    }
}

/// A page of those that pass, in an order: walks the indexes of the order until the page is full.
pub fn page(db: &Db, account: AccountId, filter: &Filter, order: Order, page: Page) -> Result<Vec<ContactId>> {
    page_query(account, filter, order, page).list(db, |row| row.get(0))
}

pub(super) fn page_query(account: AccountId, filter: &Filter, order: Order, page: Page) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    let passes = filter.sql(&mut bound);
    let arm = |rank: Rank| {
        let Rank { index, condition, by } = rank;
        format!(
            "select * from (select c.id from contacts c indexed by {index} where {RESOLVED} and {condition} and {passes}
              order by {by} limit :reach)"
        )
    };
    let arms: Vec<String> = order.ranks().into_iter().map(arm).collect();
    bound.bind(":reach", page.offset().saturating_add(page.limit()));
    bound.bind(":limit", page.limit());
    bound.bind(":offset", page.offset());
    bound.sql = format!("{} limit :limit offset :offset", arms.join(" union all "));
    bound
}

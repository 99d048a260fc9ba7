//! Every statement on the answers to surveys.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::model::{Order, Response, Wanted};
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::{Db, Page};

/// The answers wanted; who wants no certain agents sends null.
const WANTED: &str = "from csat_survey_responses r indexed by csat_survey_responses_account
    cross join conversations c on c.id = r.conversation_id and c.status <> 9
    where r.account_id = :account and r.created_at >= :since and r.created_at < :until
      and (:rating is null or r.rating = :rating)
      and (:agents is null or r.assigned_agent_id in (select value from json_each(:agents)))
      and (:inbox is null or c.inbox_id = :inbox)
      and (:team is null or c.team_id = :team)";

pub fn page_sql(order: Order) -> String {
    let direction = match order {
        Order::Newest => "desc",
        Order::Oldest => "asc",
    };
    format!(
        "select r.id, c.display_id, r.message_id, r.contact_id, r.assigned_agent_id, r.rating, r.feedback_message, r.created_at
         {WANTED} order by r.created_at {direction}, r.id {direction} limit :limit offset :offset"
    )
}

pub fn counts_sql() -> String {
    format!("select r.rating, count(*) {WANTED} group by r.rating")
}

pub const SENT: &str = "select count(*) from messages m indexed by messages_csat
    where m.account_id = :account and m.content_type = 9 and m.created_at >= :since and m.created_at < :until";

/// The bindings of [`WANTED`], and more.
macro_rules! with {
    ($account:expr, $wanted:expr $(, $name:literal: $value:expr)*) => {
        named_params! {
            ":account": $account,
            ":since": $wanted.since.map_or(i64::MIN, |at| at.0),
            ":until": $wanted.until.map_or(i64::MAX, |at| at.0),
            ":rating": $wanted.rating,
            ":agents": agents($wanted),
            ":inbox": $wanted.inbox,
            ":team": $wanted.team,
            $($name: $value,)*
        }
    };
}

fn agents(wanted: &Wanted) -> Option<String> {
    (!wanted.agents.is_empty()).then(|| serde_json::to_string(&wanted.agents).unwrap_or_default())
}

fn from_row(row: &Row) -> rusqlite::Result<Response> {
    Ok(Response {
        id: row.get(0)?,
        conversation: row.get(1)?,
        message: row.get(2)?,
        contact: row.get(3)?,
        assigned_agent: row.get(4)?,
        rating: row.get(5)?,
        feedback_message: row.get(6)?,
        created_at: row.get(7)?,
    })
}

/// A page of the answers wanted.
pub fn page(db: &Db, account: AccountId, wanted: &Wanted, page: Page) -> Result<Vec<Response>> {
    let mut list = db.prepare_cached(&page_sql(wanted.order))?;
    let params = with!(account, wanted, ":limit": page.limit(), ":offset": page.offset());
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// How many answers there are of each rating; those of which there are none are left out.
pub fn counts(db: &Db, account: AccountId, wanted: &Wanted) -> Result<BTreeMap<i64, i64>> {
    let mut counts = db.prepare_cached(&counts_sql())?;
    let rows = counts.query_map(with!(account, wanted), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many surveys were sent in the time wanted.
pub fn sent(db: &Db, account: AccountId, wanted: &Wanted) -> Result<i64> {
    let params = named_params! {
        ":account": account,
        ":since": wanted.since.map_or(i64::MIN, |at| at.0),
        ":until": wanted.until.map_or(i64::MAX, |at| at.0),
    };
    Ok(db.prepare_cached(SENT)?.query_row(params, |row| row.get(0))?)
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn every_statement_walks_along_the_time_in_an_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::store::schema::SCHEMA).unwrap();
        for sql in [page_sql(Order::Newest), page_sql(Order::Oldest), counts_sql(), SENT.to_owned()] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            let range = "(account_id=? AND created_at>? AND created_at<?)";
            assert!(plan[0].ends_with(range), "{sql}\n{plan:#?}");
            let sorts = plan.iter().any(|line| line.contains("TEMP B-TREE"));
            assert_eq!(sorts, sql == counts_sql(), "{sql}\n{plan:#?}");
            assert!(
                !plan.iter().any(|line| line.starts_with("SCAN") && !line.contains("json_each")),
                "{sql}\n{plan:#?}"
            );
        }
    }
}

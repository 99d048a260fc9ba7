//! Every statement on kept filters. Each is of one person in one account.

use rusqlite::{Row, named_params};

use super::model::{CustomFilter, FilterType};
use crate::base::Result;
use crate::base::ids::{AccountId, CustomFilterId, UserId};
use crate::store::{Db, Tx};

const COLUMNS: &str = "id, account_id, user_id, name, filter_type, query, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<CustomFilter> {
    Ok(CustomFilter {
        id: row.get(0)?,
        account: row.get(1)?,
        user: row.get(2)?,
        name: row.get(3)?,
        filter_type: FilterType::from_number(row.get(4)?),
        query: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// The person's filter; 404 when they have none such.
pub fn find(db: &Db, account: AccountId, user: UserId, id: CustomFilterId) -> Result<CustomFilter> {
    let sql = format!("select {COLUMNS} from custom_filters where id = ? and account_id = ? and user_id = ?");
    let mut find = db.prepare_cached(&sql)?;
    Ok(find.query_row((id, account, user), from_row)?)
}

fn list_sql() -> String {
    format!("select {COLUMNS} from custom_filters where account_id = ? and user_id = ? and filter_type = ? order by id")
}

/// The person's filters of a type, oldest first.
pub fn list(db: &Db, account: AccountId, user: UserId, filter_type: FilterType) -> Result<Vec<CustomFilter>> {
    let mut list = db.prepare_cached(&list_sql())?;
    let rows = list.query_map((account, user, filter_type as i64), from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const COUNT: &str = "select count(*) from custom_filters where account_id = ? and user_id = ?";

pub(super) fn count(db: &Db, account: AccountId, user: UserId) -> Result<i64> {
    Ok(db.prepare_cached(COUNT)?.query_row((account, user), |row| row.get(0))?)
}

pub(super) fn insert(tx: &Tx, new: &CustomFilter) -> Result<CustomFilterId> {
    tx.prepare_cached(
        "insert into custom_filters(account_id, user_id, name, filter_type, query, created_at, updated_at)
         values (:account, :user, :name, :type, :query, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":user": new.user, ":name": new.name,
    ":type": new.filter_type as i64, ":query": new.query, ":now": tx.now})?;
    Ok(CustomFilterId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, filter: &CustomFilter) -> Result<()> {
    tx.prepare_cached(
        "update custom_filters set name = :name, filter_type = :type, query = :query, updated_at = :now
          where id = :id and account_id = :account and user_id = :user",
    )?
    .execute(named_params! {":name": filter.name, ":type": filter.filter_type as i64, ":query": filter.query,
    ":now": tx.now, ":id": filter.id, ":account": filter.account, ":user": filter.user})?;
    Ok(())
}

pub(super) fn delete(tx: &Tx, filter: &CustomFilter) -> Result<()> {
    tx.prepare_cached("delete from custom_filters where id = ? and account_id = ? and user_id = ?")?.execute((
        filter.id,
        filter.account,
        filter.user,
    ))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    #[test]
    fn lists_and_counts_are_read_by_an_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        for sql in [super::list_sql(), super::COUNT.to_owned()] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            assert!(plan.iter().all(|line| line.starts_with("SEARCH")), "{sql}\n{plan:#?}");
        }
    }
}

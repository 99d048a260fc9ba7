//! Contacts who are here now, in an order.

use rusqlite::named_params;

use super::super::order::Order;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId};
use crate::store::Db;

/// Those of these contacts whom the account has, in their order; also those whom nothing but a name is known of.
pub fn in_order(db: &Db, account: AccountId, order: Order, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&in_order_sql(order))?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn in_order_sql(order: Order) -> String {
    format!(
        "select c.id from json_each(:ids) found
          cross join contacts c on c.id = found.value and c.account_id = :account and c.deleted_at is null order by {}",
        order.by()
    )
}

//! The numbers of what is no more, removed in short steps.

use serde_json::json;

use super::model::Dimension;
use super::sql;
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::Tx;

/// Rows of one step: a few milliseconds.
const ROWS: usize = 500;

/// Queues the removal of a dimension's numbers.
pub fn forget(tx: &Tx, account: AccountId, dimension: Dimension) -> Result<()> {
    let (dimension, id) = dimension.columns();
    tx.enqueue("forget_reports", json!({"account_id": account, "dimension": dimension, "dimension_id": id}))
}

/// One step of removing the numbers of a dimension, by the columns it is stored in; says whether more is to be done.
pub fn step(tx: &Tx, account: AccountId, dimension: i64, id: i64) -> Result<bool> {
    Ok(sql::forget(tx, account, (dimension, id), ROWS)? == ROWS)
}

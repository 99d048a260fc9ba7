//! Which conversations have had no activity for long.

use rusqlite::named_params;

use crate::base::ids::{AccountId, ConversationId};
use crate::base::{Millis, Result};
use crate::store::Db;

const IDLE: &str = "select id from conversations indexed by conversations_list
    where account_id = :account and status = 0 and last_activity_at < :before and (not :spared or waiting_since is null)
    order by last_activity_at limit :most";

/// Open conversations without activity since then, the longest first; `spares_waiting` leaves out those whose contact waits.
pub fn idle(
    db: &Db,
    account: AccountId,
    before: Millis,
    spares_waiting: bool,
    most: usize,
) -> Result<Vec<ConversationId>> {
    let mut list = db.prepare_cached(IDLE)?;
    let params =
        named_params! {":account": account, ":before": before, ":spared": spares_waiting, ":most": most as i64};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_idle_come_by_an_index_in_its_order() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let mut explain = db.prepare(&format!("explain query plan {IDLE}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert!(plan.contains("account_id=? AND status=? AND last_activity_at<?"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}

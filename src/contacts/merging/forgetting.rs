//! After thirty days a merger is for ever: what was kept to undo it goes, with the hidden contact's row.

use serde_json::json;

use super::parting::discard_picture;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, MergeId};
use crate::contacts::sql;
use crate::store::Tx;

/// Rows of one step.
const ROWS: usize = 200;
/// When to look again at a merger that is not done, in milliseconds.
const LATER: i64 = 3_600_000;

/// One step of forgetting a merger; says whether more is to be done. The last step takes the hidden contact's row.
pub fn forget_step(tx: &Tx, account: AccountId, id: MergeId) -> Result<bool> {
    let Some(merge) = sql::merge(tx, account, id)? else { return Ok(false) };
    if merge.undone_at.is_some() {
        return Ok(false); // its last step back takes it
    }
    if merge.rest.is_some() {
        tx.enqueue_at("forget_merge", json!({"account_id": account, "merge_id": id}), tx.now.plus(LATER))?;
        return Ok(false);
    }
    if sql::forget_rows(tx, id, ROWS)? == ROWS {
        return Ok(true);
    }
    // who was merged into the hidden one belongs to its survivor
    sql::hand_on_merges(tx, account, merge.merged, merge.contact)?;
    discard_picture(tx, account, merge.merged)?;
    sql::remove(tx, account, merge.merged)?;
    Ok(false)
}

/// Forgets the mergers into a contact that is being deleted, and deletes who was merged; takes what it did off `budget`, and
/// stops when that is used up.
pub fn forget_all_into(tx: &Tx, account: AccountId, id: ContactId, budget: &mut usize) -> Result<()> {
    while *budget > 0
        && let Some(merge) = sql::any_merge_into(tx, account, id)?
    {
        let gone = sql::forget_rows(tx, merge.id, *budget)?;
        *budget = budget.saturating_sub(gone + 1);
        if *budget > 0 {
            sql::remove_merge(tx, account, merge.id)?;
            tx.enqueue("delete_contact", json!({"account_id": account, "contact_id": merge.merged}))?;
        }
    }
    Ok(())
}

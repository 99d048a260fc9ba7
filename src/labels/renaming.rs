//! A renamed label on the conversations and contacts that carry it, in short steps.

use super::sql;
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::Tx;

/// Rows of one step: a few milliseconds.
const ROWS: usize = 300;

/// One step of renaming a label wherever it is carried, silently: the label's own event tells of it. Says whether more is to
/// be done. Renames of one account are done in the order in which they were asked for.
pub fn rename_step(tx: &Tx, account: AccountId, from: &str, to: &str) -> Result<bool> {
    if sql::rename_on_conversations(tx, account, from, to, ROWS)? == ROWS {
        return Ok(true);
    }
    Ok(sql::rename_on_contacts(tx, account, from, to, ROWS)? == ROWS)
}

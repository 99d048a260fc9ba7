//! The steps of an export.

use serde_json::json;

use super::columns::Column;
use crate::base::cells;
use crate::base::ids::{AccountId, ExportId};
use crate::base::{Actor, Event, EventKind, Result};
use crate::contacts::imports::Status;
use crate::contacts::sql;
use crate::files;
use crate::store::Tx;

/// Contacts of one step: a few milliseconds.
const ROWS: usize = 200;
/// How long the file is kept, in milliseconds: seven days.
const KEPT: i64 = 7 * 24 * 3_600_000;

/// One step of writing contacts to a file; says whether more is to be done.
pub fn step(tx: &Tx, account: AccountId, id: ExportId) -> Result<bool> {
    let Some(mut export) = sql::export(tx, account, id)?.filter(|export| !export.status.is_over()) else {
        return Ok(false);
    };
    let mut lines = Vec::new();
    let blob = match export.blob {
        Some(blob) => blob,
        None => {
            lines.extend(cells::line(export.columns.iter().map(|column| column.name().into())));
            files::begin(tx, account, &format!("contacts-{id}.csv"), "text/csv")?.id
        }
    };
    (export.blob, export.status) = (Some(blob), Status::Processing);
    let found = sql::contacts_after(tx, account, export.label.as_deref(), export.last, ROWS)?;
    for contact in sql::by_ids(tx, account, &found)? {
        lines.extend(cells::line(export.columns.iter().map(|column: &Column| column.cell(&contact))));
        export.row_count += 1;
    }
    files::extend(tx, blob, &lines)?;
    export.last = found.last().copied().unwrap_or(export.last);
    let is_done = found.len() < ROWS;
    if is_done {
        (export.status, export.finished_at) = (Status::Completed, Some(tx.now));
        let job = json!({"account_id": account, "export_id": id});
        tx.enqueue_at("forget_export", job, tx.now.plus(KEPT))?;
        tx.emit(Event::new(account, EventKind::ContactExportUpdated, id.0, Actor::System))?;
    }
    sql::save_export(tx, &export)?;
    Ok(!is_done)
}

/// Removes an export with its file.
pub fn forget(tx: &Tx, account: AccountId, id: ExportId) -> Result<bool> {
    if let Some(export) = sql::export(tx, account, id)? {
        export.blob.map_or(Ok(()), |blob| files::delete(tx, blob))?;
        sql::delete_export(tx, account, id)?;
    }
    Ok(false)
}

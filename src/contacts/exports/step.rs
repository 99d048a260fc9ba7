//! The steps of an export.

use serde_json::json;

use super::columns::Column;
use super::model::Export;
use crate::base::cells;
use crate::base::ids::{AccountId, ContactId, ExportId};
use crate::base::{Actor, Error, Event, EventKind, Result};
use crate::contacts::imports::Status;
use crate::contacts::{filtering, sql};
use crate::files;
use crate::store::Tx;

/// Contacts of one step: a few milliseconds.
const ROWS: usize = 200;
/// Contacts that are looked at for those that meet conditions, in one step.
const CANDIDATES: usize = 500;
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
    let candidates = if export.conditions.is_empty() { ROWS } else { CANDIDATES };
    let found = sql::contacts_after(tx, account, export.label.as_deref(), export.last, candidates)?;
    let wanted = wanted(tx, &export, &found)?;
    if wanted.is_none() {
        export.status = Status::Failed;
    }
    for contact in sql::by_ids(tx, account, &wanted.unwrap_or_default())? {
        lines.extend(cells::line(export.columns.iter().map(|column: &Column| column.cell(&contact))));
        export.row_count += 1;
    }
    files::extend(tx, blob, &lines)?;
    export.last = found.last().copied().unwrap_or(export.last);
    if found.len() < candidates && export.status == Status::Processing {
        export.status = Status::Completed;
    }
    let is_done = export.status.is_over();
    if is_done {
        export.finished_at = Some(tx.now);
        let job = json!({"account_id": account, "export_id": id});
        tx.enqueue_at("forget_export", job, tx.now.plus(KEPT))?;
        tx.emit(Event::new(account, EventKind::ContactExportUpdated, id.0, Actor::System))?;
    }
    sql::save_export(tx, &export)?;
    Ok(!is_done)
}

/// Those of the contacts that meet the conditions; nothing when the conditions are none any more, since an attribute is gone.
fn wanted(tx: &Tx, export: &Export, found: &[ContactId]) -> Result<Option<Vec<ContactId>>> {
    if export.conditions.is_empty() || found.is_empty() {
        return Ok(Some(found.to_vec()));
    }
    match filtering::parse(tx, export.account, &export.conditions) {
        Ok(filter) => sql::passing_among(tx, export.account, &filter, found).map(Some),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes an export with its file.
pub fn forget(tx: &Tx, account: AccountId, id: ExportId) -> Result<bool> {
    if let Some(export) = sql::export(tx, account, id)? {
        export.blob.map_or(Ok(()), |blob| files::delete(tx, blob))?;
        sql::delete_export(tx, account, id)?;
    }
    Ok(false)
}

/// Removes all exports of the account with their files, also those that are still written.
pub fn forget_all(tx: &Tx, account: AccountId) -> Result<()> {
    for export in sql::exports(tx, account, i64::MAX, 0)? {
        forget(tx, account, export.id)?;
    }
    Ok(())
}

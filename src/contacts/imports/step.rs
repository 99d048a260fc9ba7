//! The steps of an import.

use std::borrow::Cow;

use serde_json::json;

use super::model::{Import, Status};
use super::reading::{self, Format, Page};
use super::row::{self, Column, Row};
use crate::base::cells;
use crate::base::ids::{AccountId, ContactId, ImportId};
use crate::base::{Actor, Error, Event, EventKind, Result};
use crate::contacts::model::Contact;
use crate::contacts::{service, sql};
use crate::files;
use crate::store::{Db, Tx};

/// Rows of one step: a few milliseconds.
const ROWS: usize = 25;
/// Bytes looked at for them at first, and at most: no row is longer than that.
const WINDOW: usize = 64 * 1024;
const LONGEST_ROW: usize = 1024 * 1024;
/// How long an import is remembered, in milliseconds: thirty days.
const REMEMBERED: i64 = 30 * 24 * 3_600_000;

/// One step of taking a file in; says whether more is to be done.
pub fn step(tx: &Tx, account: AccountId, id: ImportId) -> Result<bool> {
    let Some(mut import) = sql::import(tx, account, id)?.filter(|import| !import.status.is_over()) else {
        return Ok(false);
    };
    let before = (import.status, import.progress());
    if let Err(why) = advance(tx, &mut import)? {
        import.status = Status::Failed;
        import.error = Some(why);
    }
    if import.status.is_over() {
        import.finished_at = Some(tx.now);
        if let Some(blob) = import.blob.take() {
            files::delete(tx, blob)?;
        }
        let job = json!({"account_id": account, "import_id": id});
        tx.enqueue_at("forget_import", job, tx.now.plus(REMEMBERED))?;
    }
    sql::save_import(tx, &import)?;
    if before != (import.status, import.progress()) {
        tx.emit(Event::new(account, EventKind::ContactImportUpdated, id.0, Actor::System))?;
    }
    Ok(!import.status.is_over())
}

/// Takes in some rows; or says why no more of the file can be taken.
fn advance(tx: &Tx, import: &mut Import) -> Result<std::result::Result<(), String>> {
    if import.status == Status::Pending {
        import.status = Status::Processing;
        return begin(tx, import);
    }
    let Some(page) = next(tx, import, ROWS)? else {
        let row = import.processed + 2;
        return Ok(Err(format!("Row {row} does not end: perhaps a quote is missing")));
    };
    let columns = match row::columns(&import.columns) {
        Ok(columns) => columns,
        Err(why) => return Ok(Err(why)),
    };
    let mut refused = Vec::new();
    for values in page.rows {
        match take(tx, import.account, &columns, &values)? {
            Outcome::Created => import.created += 1,
            Outcome::Updated => import.updated += 1,
            Outcome::Refused(why) => {
                import.refused += 1;
                let values = (0..columns.len()).map(|at| values.get(at).map_or("", String::as_str).into());
                refused.extend(cells::line(values.chain([why.into()])));
            }
            Outcome::Blank => {}
        }
        import.processed += 1;
    }
    if !refused.is_empty() {
        keep_refused(tx, import, &refused)?;
    }
    import.next_byte = import.next_byte.saturating_add(page.used as i64);
    if import.next_byte >= import.byte_size {
        import.status = Status::Completed;
    }
    Ok(Ok(()))
}

/// Finds out how the file is to be read, and reads the names of its columns.
fn begin(tx: &Tx, import: &mut Import) -> Result<std::result::Result<(), String>> {
    let Some(blob) = import.blob else { return Ok(Err("The file is not there any more".to_owned())) };
    let first = files::read(tx, blob, 0, WINDOW)?;
    let (encoding, mark) = reading::sniff(&first);
    let delimiter = reading::delimiter(first.get(mark..).unwrap_or_default(), encoding);
    import.format = Format { encoding, delimiter };
    import.next_byte = mark as i64;
    let Some(page) = next(tx, import, 1)? else {
        return Ok(Err("The first row does not end: perhaps a quote is missing".to_owned()));
    };
    let Some(header) = page.rows.into_iter().next() else { return Ok(Err("The file is blank".to_owned())) };
    import.next_byte = import.next_byte.saturating_add(page.used as i64);
    if let Err(why) = row::columns(&header) {
        return Ok(Err(why));
    }
    import.columns = header;
    if import.next_byte >= import.byte_size {
        import.status = Status::Completed;
    }
    Ok(Ok(()))
}

/// The next rows; nothing when one is longer than any is.
fn next(tx: &Tx, import: &Import, most: usize) -> Result<Option<Page>> {
    let Some(blob) = import.blob else { return Ok(None) };
    let from = import.next_byte.unsigned_abs();
    let mut length = WINDOW;
    while length <= LONGEST_ROW {
        let window = files::read(tx, blob, from, length)?;
        let is_last = from.saturating_add(window.len() as u64) >= import.byte_size.unsigned_abs();
        let page = reading::rows(&window, is_last, import.format, most);
        if page.used > 0 || is_last {
            return Ok(Some(page));
        }
        length *= 4;
    }
    Ok(None)
}

/// What became of a row.
enum Outcome {
    Created,
    Updated,
    Refused(String),
    Blank,
}

fn take(tx: &Tx, account: AccountId, columns: &[Column], values: &[String]) -> Result<Outcome> {
    let row = match Row::read(columns, values) {
        Ok(Some(row)) => row,
        Ok(None) => return Ok(Outcome::Blank),
        Err(why) => return Ok(Outcome::Refused(why)),
    };
    let known = known(tx, account, &row)?;
    let (outcome, done) = match known {
        Some(contact) => (Outcome::Updated, service::alter(tx, contact, row.into_change()).map(drop)),
        None => (Outcome::Created, service::add(tx, account, row.into_change()).map(drop)),
    };
    match done {
        Ok(()) => Ok(outcome),
        Err(error @ Error::Invalid(_)) => Ok(Outcome::Refused(error.to_string())),
        Err(error) => Err(error),
    }
}

/// Whom the row is about: the contact with its id, identifier, e-mail address or phone number, in this order.
fn known(tx: &Tx, account: AccountId, row: &Row) -> Result<Option<Contact>> {
    let by_id = |id: ContactId| match sql::find(tx, account, id) {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    };
    if let Some(contact) = row.id.map(by_id).transpose()?.flatten() {
        return Ok(Some(contact));
    }
    type Find = fn(&Db, AccountId, &str) -> Result<Option<Contact>>;
    let ways: [(Option<&str>, Find); 3] = [
        (row.identifier.as_deref(), sql::by_identifier),
        (row.email.as_deref(), sql::by_email),
        (row.phone_number.as_deref(), sql::by_phone_number),
    ];
    for (value, find) in ways {
        if let Some(contact) = value.map(|value| find(tx, account, value)).transpose()?.flatten() {
            return Ok(Some(contact));
        }
    }
    Ok(None)
}

/// Adds rows to the file of those that were not taken; made with the first of them.
fn keep_refused(tx: &Tx, import: &mut Import, rows: &[u8]) -> Result<()> {
    let blob = match import.refused_blob {
        Some(blob) => blob,
        None => {
            let name = format!("failed-{}", import.filename);
            let file = files::begin(tx, import.account, &name, "text/csv")?;
            let header = import.columns.iter().map(|name| Cow::from(name.as_str()));
            files::extend(tx, file.id, &cells::line(header.chain(["errors".into()])))?;
            file.id
        }
    };
    import.refused_blob = Some(blob);
    files::extend(tx, blob, rows)
}

/// Forgets an import, and the rows it did not take.
pub fn forget(tx: &Tx, account: AccountId, id: ImportId) -> Result<bool> {
    if let Some(import) = sql::import(tx, account, id)? {
        for blob in [import.blob, import.refused_blob].into_iter().flatten() {
            files::delete(tx, blob)?;
        }
        sql::delete_import(tx, account, id)?;
    }
    Ok(false)
}

/// Removes the files of rows that were not taken, of all imports of the account that are over.
pub fn forget_refused(tx: &Tx, account: AccountId) -> Result<()> {
    for mut import in sql::imports(tx, account, i64::MAX, 0)? {
        if import.status.is_over()
            && let Some(blob) = import.refused_blob.take()
        {
            files::delete(tx, blob)?;
            sql::save_import(tx, &import)?;
        }
    }
    Ok(())
}

/// Whether a file is being taken in, which may have anybody in it.
pub fn is_going_on(db: &Db, account: AccountId) -> Result<bool> {
    Ok(sql::imports(db, account, i64::MAX, 0)?.iter().any(|import| !import.status.is_over()))
}

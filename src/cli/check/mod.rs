//! `check`: structure, references, and every kept number against its recount. Changes nothing, and keeps nobody from writing.

mod sql;
#[cfg(test)]
mod tests;

use rusqlite::Connection;
use serde_json::json;

use super::{Common, database};
use crate::base::{Error, Result};
use crate::store::backup;

/// Fails when anything is wrong, after it has said what.
pub fn run(common: &Common) -> Result<()> {
    let path = common.db();
    database::must_exist(path)?;
    let db = backup::examine(path).map_err(|error| database::explained(error, path))?;
    let found = problems(&db).map_err(|error| database::explained(error, path))?;
    common.output().show(&json!({"ok": found.is_empty(), "problems": found}), || {
        if found.is_empty() { format!("{} is sound", path.display()) } else { found.join("\n") }
    });
    match found.len() {
        0 => Ok(()),
        1 => Err(Error::refused(format!("{} has a problem", path.display()))),
        many => Err(Error::refused(format!("{} has {many} problems", path.display()))),
    }
}

/// Everything that is wrong, seen at one moment. Numbers are counted only in a file whose structure is sound.
fn problems(db: &Connection) -> Result<Vec<String>> {
    let snapshot = db.unchecked_transaction()?;
    let mut found = backup::problems(&snapshot)?;
    if found.is_empty() {
        for (name, recount) in sql::RECOUNTS {
            found.extend(sql::differences(&snapshot, name, recount)?);
        }
    }
    Ok(found)
}

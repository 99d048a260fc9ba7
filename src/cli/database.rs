//! Opens the database for a command, and says in one sentence why it cannot.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use rusqlite::ErrorCode;

use crate::base::{Error, Result};
use crate::store::{Env, Store};

/// Opens the file, or creates it.
pub fn open_or_create(path: &Path, env: Env) -> Result<Store> {
    can_be_there(path)?;
    Store::open(path, Arc::new(env)).map_err(|error| explained(error, path))
}

/// Opens a file that is there.
pub fn open(path: &Path) -> Result<Store> {
    must_exist(path)?;
    open_or_create(path, Env::default())
}

/// Refuses a file that is not there.
pub fn must_exist(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(Error::refused(format!("{} is a folder, not a database", path.display()))),
        Ok(_) => Ok(()),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::refused(format!("there is no database at {}", path.display())))
        }
        Err(why) => Err(Error::refused(format!("cannot open {}: {why}", path.display()))),
    }
}

/// Finds out before SQLite does, which would not say what is wrong.
fn can_be_there(path: &Path) -> Result<()> {
    let shown = path.display();
    if path.exists() {
        must_exist(path)?;
        let opened = File::options().read(true).write(true).open(path);
        return opened.map(drop).map_err(|why| Error::refused(format!("cannot open {shown}: {why}")));
    }
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => {
            Err(Error::refused(format!("cannot create {shown}: there is no folder {}", folder.display())))
        }
        _ => Ok(()),
    }
}

/// What SQLite says, with the file's name and in other words where its own are unclear.
pub fn explained(error: Error, path: &Path) -> Error {
    let Error::Internal(source) = &error else { return error };
    let Some(code) = source.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code) else {
        return error;
    };
    let reason = match code {
        ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            "no permission to write there".to_owned()
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => "another program keeps it locked".to_owned(),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => "it is damaged".to_owned(),
        ErrorCode::DiskFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    Error::refused(format!("cannot use {}: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_the_file_and_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let said = |path: &Path| open_or_create(path, Env::default()).err().unwrap().to_string();
        assert!(said(folder.path()).ends_with("is a folder, not a database"));
        assert!(said(&folder.path().join("a/b.db")).contains("there is no folder"));
        let text = folder.path().join("text");
        fs::write(&text, "hello").unwrap();
        assert!(said(&text).contains("is not a database of chatwoot-lite"));
        assert!(open(&folder.path().join("c.db")).err().unwrap().to_string().starts_with("there is no database at"));
        assert!(!folder.path().join("c.db").exists());
    }
}

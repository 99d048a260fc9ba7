//! `serve --demo`: a believable company in an empty database, and the logins to it.
//!
//! What is said is written down in text files and put together by fixed chance, so it is the same in every demo; times are
//! counted from the start. It is all written by the services of the contexts, with their clock in the past. Passwords and
//! tokens are random and kept with the demo, in the table installation: the one table written here. `stand_in` answers visitors while nobody is signed in.

mod acting;
mod company;
mod dialogue;
mod dice;
mod hours;
mod logins;
mod papers;
mod pdf;
mod people;
mod plan;
mod sql;
mod staff;
pub mod stand_in;
mod words;
mod writing;

use std::path::Path;

use serde_json::json;

use crate::base::{Error, Millis, Result};
use crate::store::Store;
use hours::{Calendar, DAY, PRESENT};
pub use logins::Logins;

/// The mark of a demo that is not complete.
const UNFINISHED: &str = "{}";

/// The logins of the demo in this database, which is filled first when it is empty. Refuses a database of somebody's own.
pub async fn prepare(store: &Store, path: &Path) -> Result<Logins> {
    let (mark, is_empty) = store.read(|db| Ok((sql::mark(db)?, sql::is_empty(db)?))).await?;
    let shown = path.display();
    match mark.as_deref() {
        Some(UNFINISHED) => Err(Error::refused(format!(
            "the demo in {shown} was interrupted while it was filled; delete the file and start again"
        ))),
        Some(mark) => serde_json::from_str(mark).map_err(Error::internal),
        None if is_empty => fill(store, Millis::now()).await,
        None => Err(Error::refused(format!(
            "{shown} holds accounts of its own; --demo takes an empty database, or none to use a temporary one"
        ))),
    }
}

/// Fills an empty database with the sixty days before this time.
async fn fill(store: &Store, present: Millis) -> Result<Logins> {
    let plan = plan::plan()?;
    let secrets = company::secrets()?;
    let founded = Millis(Calendar::ending(present.0).real(PRESENT - 55 * DAY));
    let (company, logins) = store
        .write(move |tx| {
            sql::set_mark(tx, UNFINISHED)?;
            company::found(tx, secrets, founded)
        })
        .await?;
    let company = writing::write(store, company, plan, present).await?;
    let mark = json!(logins).to_string();
    store
        .write(move |tx| {
            company::open_shop(tx, &company)?;
            sql::set_mark(tx, &mark)
        })
        .await?;
    Ok(logins)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_demo_that_was_interrupted_is_not_taken_for_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.db");
        let store = Store::open(&path, Arc::default()).unwrap();
        store.write(|tx| sql::set_mark(tx, UNFINISHED)).await.unwrap();
        let said = prepare(&store, &path).await.unwrap_err().to_string();
        assert!(said.contains("demo.db was interrupted") && !said.contains('\n'), "{said}");
    }
}

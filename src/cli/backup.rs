//! `backup`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Common, database};
use crate::base::{Error, Result};
use crate::store::backup;

/// Where to.
#[derive(Debug, Args)]
pub struct Backup {
    /// The new file; it must not exist yet
    file: PathBuf,
}

impl Backup {
    /// Copies, verifies, and only then says so.
    pub fn run(self, common: &Common) -> Result<()> {
        database::must_exist(common.db())?;
        backup::backup(common.db(), &self.file)?;
        let size = self.file.metadata().map_err(Error::internal)?.len();
        let shown = self.file.display().to_string();
        common.output().show(&json!({"file": shown, "byte_size": size}), || format!("{shown}: {size} bytes, verified"));
        Ok(())
    }
}

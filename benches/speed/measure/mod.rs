//! The experiments.

pub mod ask;
pub mod beside;
pub mod demands;
pub mod disk;
pub mod growth;
pub mod mergers;
pub mod sockets;
pub mod start;
mod tasks;
pub mod writes;

use std::path::{Path, PathBuf};
use std::time::Duration;

/// How much is measured, and where the databases are.
pub struct Plan {
    pub folder: PathBuf,
    /// Conversations in the three files.
    pub small: i64,
    pub middle: i64,
    pub big: i64,
    pub rounds: usize,
    /// For one side of writing, in one round.
    pub write: Duration,
    /// For one side of reading, in one round.
    pub read: Duration,
}

impl Plan {
    pub fn file(&self, name: &str) -> PathBuf {
        Path::new(&self.folder).join(name)
    }
}

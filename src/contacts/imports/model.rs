//! An import, and how far it is.

use super::reading::Format;
use crate::base::Millis;
use crate::base::ids::{AccountId, BlobId, ImportId, UserId};

/// How an import or an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    Processing,
    Completed,
    Failed,
}

impl Status {
    /// As it is stored.
    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn of_number(number: i64) -> Self {
        match number {
            0 => Status::Pending,
            1 => Status::Processing,
            2 => Status::Completed,
            _ => Status::Failed,
        }
    }

    /// As it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Processing => "processing",
            Status::Completed => "completed",
            Status::Failed => "failed",
        }
    }

    pub fn is_over(self) -> bool {
        matches!(self, Status::Completed | Status::Failed)
    }
}

/// A row of `contact_imports`.
#[derive(Debug, Clone)]
pub struct Import {
    pub id: ImportId,
    pub account: AccountId,
    /// Who sent the file.
    pub user: Option<UserId>,
    pub filename: String,
    pub status: Status,
    /// Why it failed.
    pub error: Option<String>,
    /// The file, until all of it is taken in.
    pub blob: Option<BlobId>,
    /// The rows that were not taken.
    pub refused_blob: Option<BlobId>,
    /// The address of those.
    pub refused_url: String,
    pub byte_size: i64,
    /// Where the next row begins.
    pub next_byte: i64,
    pub format: Format,
    /// The cells of the first row; none before it was read.
    pub columns: Vec<String>,
    /// Rows so far, and what became of them.
    pub processed: i64,
    pub created: i64,
    pub updated: i64,
    pub refused: i64,
    pub finished_at: Option<Millis>,
    pub created_at: Millis,
}

impl Import {
    /// How much of the file is done, in percent.
    pub fn progress(&self) -> i64 {
        match self.status {
            Status::Completed => 100,
            _ => (self.next_byte.saturating_mul(100) / self.byte_size.max(1)).clamp(0, 99),
        }
    }
}

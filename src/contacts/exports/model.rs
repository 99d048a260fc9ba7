//! An export, and how far it is.

use super::columns::Column;
use crate::attributes::filter::Sent;
use crate::base::Millis;
use crate::base::ids::{AccountId, BlobId, ContactId, ExportId, UserId};
use crate::contacts::imports::Status;

/// A row of `contact_exports`.
#[derive(Debug, Clone)]
pub struct Export {
    pub id: ExportId,
    pub account: AccountId,
    /// Who asked for it.
    pub user: Option<UserId>,
    pub status: Status,
    pub columns: Vec<Column>,
    /// Only contacts with it, if there is one.
    pub label: Option<String>,
    /// Only contacts that meet them, if there are any.
    pub conditions: Vec<Sent>,
    pub blob: Option<BlobId>,
    /// The address of the file.
    pub url: String,
    /// The last contact in it.
    pub last: ContactId,
    /// Contacts so far.
    pub row_count: i64,
    pub finished_at: Option<Millis>,
    pub created_at: Millis,
}

//! Imports and exports on the wire, and what clients send for them.

use std::collections::HashMap;

use poem_openapi::Object;
use serde::Serialize;

use super::super::exports::Export;
use super::super::imports::Import;
use crate::attributes::filter::wire::Condition;
use crate::base::ids::{ExportId, ImportId, UserId};
use crate::http::wire::Upload;
use crate::users::wire::Agent;

/// A file of contacts.
#[derive(Debug, Object)]
#[oai(rename = "contact_import_request")]
pub struct ImportRequest {
    /// CSV whose first row names the columns: `id`, `name`, `email`, `identifier`, `phone_number`, `company`, `city`; all
    /// others become custom attributes.
    pub import_file: Option<Upload>,
}

/// An import and how far it is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_import")]
pub struct ImportShown {
    pub id: ImportId,
    pub filename: String,
    /// `pending`, `processing`, `completed` or `failed`.
    pub status: String,
    /// How much of the file is done, in percent.
    pub progress: i64,
    /// Rows so far, without the first one.
    pub processed_records: i64,
    pub created_records: i64,
    pub updated_records: i64,
    pub failed_records: i64,
    /// The address of a CSV file of the rows that were not taken, each with the reason; empty without any, and before the end.
    pub failed_records_url: String,
    /// Why no more of the file was taken.
    pub error: Option<String>,
    /// Who sent the file; left out when they are no members any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Agent>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds; null before the end.
    pub finished_at: Option<i64>,
}

impl ImportShown {
    /// An import with its sender, who may be among these.
    pub fn new(import: Import, users: &HashMap<UserId, Agent>) -> Self {
        let is_over = import.status.is_over();
        ImportShown {
            id: import.id,
            progress: import.progress(),
            status: import.status.name().to_owned(),
            filename: import.filename,
            processed_records: import.processed,
            created_records: import.created,
            updated_records: import.updated,
            failed_records: import.refused,
            failed_records_url: if is_over { import.refused_url } else { String::new() },
            error: import.error,
            user: import.user.and_then(|user| users.get(&user)).cloned(),
            created_at: import.created_at.seconds(),
            finished_at: import.finished_at.map(|at| at.seconds()),
        }
    }
}

/// A page of imports.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_import_list")]
pub struct ImportList {
    /// Newest first.
    pub payload: Vec<ImportShown>,
}

/// An import under `payload`.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_import_payload")]
pub struct ImportPayload {
    pub payload: ImportShown,
}

/// Which contacts are wanted, and what of them.
#[derive(Debug, Object)]
#[oai(rename = "contact_export_request")]
pub struct ExportRequest {
    /// `id`, `name`, `email` and `phone_number` by default; also `identifier`, `blocked`, `company_name`, `city`, `country`,
    /// `additional_attributes`, `custom_attributes`, `last_activity_at`, `created_at`, `updated_at`.
    pub column_names: Option<Vec<String>>,
    /// Only contacts that meet these, as in the filter of contacts.
    pub payload: Option<Vec<Condition>>,
    /// Only contacts with this label; without conditions only.
    pub label: Option<String>,
}

/// An export and how far it is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_export")]
pub struct ExportShown {
    pub id: ExportId,
    /// `pending`, `processing` or `completed`.
    pub status: String,
    pub column_names: Vec<String>,
    pub label: Option<String>,
    /// Contacts so far.
    pub records: i64,
    /// The address of the CSV file, kept for seven days; empty before the end.
    pub file_url: String,
    /// Who asked for it; left out when they are no members any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Agent>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds; null before the end.
    pub finished_at: Option<i64>,
}

impl ExportShown {
    /// An export with whoever asked for it, who may be among these.
    pub fn new(export: Export, users: &HashMap<UserId, Agent>) -> Self {
        let is_over = export.status.is_over();
        ExportShown {
            id: export.id,
            status: export.status.name().to_owned(),
            column_names: export.columns.iter().map(|column| column.name().to_owned()).collect(),
            label: export.label,
            records: export.row_count,
            file_url: if is_over { export.url } else { String::new() },
            user: export.user.and_then(|user| users.get(&user)).cloned(),
            created_at: export.created_at.seconds(),
            finished_at: export.finished_at.map(|at| at.seconds()),
        }
    }
}

/// A page of exports.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_export_list")]
pub struct ExportList {
    /// Newest first.
    pub payload: Vec<ExportShown>,
}

//! Uploads in two steps: an operation announces a file and answers an address, to which the client then sends the bytes.

use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, Request, Response};
use poem_openapi::Object;
use serde::Serialize;

use super::methods::not_allowed;
use crate::base::Result;
use crate::base::ids::{AccountId, BlobId};
use crate::files::{self, Announced, Incoming};
use crate::http::wire::Json;
use crate::store::{Store, Tx};

/// The path under which the bytes are taken; the ticket follows.
pub const PATH: &str = "/rails/active_storage/disk";
/// The route of [`Uploads`].
pub const ROUTE: &str = "/rails/active_storage/disk/:ticket";

/// A file that is to be uploaded.
#[derive(Debug, Object)]
#[oai(rename = "direct_upload_blob")]
pub struct Blob {
    pub filename: Option<String>,
    pub content_type: Option<String>,
    /// In bytes.
    pub byte_size: i64,
    /// The MD5 of the file in base64: bytes that have another one are refused.
    pub checksum: Option<String>,
}

/// Announces a file.
#[derive(Debug, Object)]
#[oai(rename = "direct_upload_create")]
pub struct DirectUploadCreate {
    pub blob: Blob,
}

/// Where the bytes go.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "direct_upload_target")]
pub struct DirectUploadTarget {
    /// Takes the bytes by PUT, for an hour.
    pub url: String,
    /// What to send along.
    pub headers: Json,
}

/// A file that is to come.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "direct_upload")]
pub struct DirectUpload {
    pub id: BlobId,
    pub key: String,
    pub filename: String,
    pub content_type: String,
    pub byte_size: i64,
    pub checksum: Option<String>,
    /// ISO 8601.
    pub created_at: String,
    /// Stands for the file where an attachment is asked for.
    pub signed_id: String,
    pub direct_upload: DirectUploadTarget,
}

/// Makes a place for the file in the account.
pub fn reserve(tx: &Tx, account: AccountId, blob: Blob) -> Result<DirectUpload> {
    let declared = blob.content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    let what = Incoming { filename: blob.filename, content_type: Some(declared.clone()) };
    let checksum = blob.checksum.clone().filter(|checksum| !checksum.trim().is_empty());
    let reserved = files::reserve(tx, account, Announced { what, byte_size: blob.byte_size, checksum })?;
    let url = format!("{}{PATH}/{}", tx.env.base_url(), reserved.ticket);
    Ok(DirectUpload {
        id: reserved.file.id,
        key: reserved.file.key,
        filename: reserved.file.filename,
        content_type: declared.clone(),
        byte_size: reserved.file.byte_size,
        checksum: blob.checksum,
        created_at: tx.now.iso(),
        signed_id: reserved.signed_id,
        direct_upload: DirectUploadTarget { url, headers: serde_json::json!({"Content-Type": declared}).into() },
    })
}

/// The endpoint that takes the bytes.
pub struct Uploads(pub Store);

impl Endpoint for Uploads {
    type Output = Response;

    async fn call(&self, mut req: Request) -> poem::Result<Response> {
        const ALLOW: &str = "OPTIONS, PUT";
        match *req.method() {
            Method::PUT => {}
            Method::OPTIONS => {
                return Ok(Response::builder().status(StatusCode::NO_CONTENT).header(header::ALLOW, ALLOW).finish());
            }
            _ => return Ok(not_allowed(ALLOW)),
        }
        let ticket = req.raw_path_param("ticket").unwrap_or_default().to_owned();
        let declared = req.content_type().map(str::to_owned);
        let body = req.take_body().into_async_read();
        files::fill(&self.0, ticket, declared, body).await?;
        Ok(Response::builder().status(StatusCode::NO_CONTENT).finish())
    }
}

//! Canned responses on the wire (contract 7.5), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model;
use crate::base::ids::{AccountId, CannedResponseId};

crate::root_key!(CannedResponseRoot, "canned_response");

/// A text that agents write by a short code.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "canned_response")]
pub struct CannedResponse {
    pub id: CannedResponseId,
    pub account_id: AccountId,
    /// What agents type.
    pub short_code: String,
    /// What is sent in its place.
    pub content: String,
    /// `2021-03-01T10:00:00.000Z`
    pub created_at: String,
    pub updated_at: String,
}

impl From<model::CannedResponse> for CannedResponse {
    fn from(response: model::CannedResponse) -> Self {
        CannedResponse {
            id: response.id,
            account_id: response.account,
            short_code: response.short_code,
            content: response.content,
            created_at: response.created_at.iso(),
            updated_at: response.updated_at.iso(),
        }
    }
}

/// What a canned response is to be.
#[derive(Debug, Object)]
#[oai(rename = "canned_response_create_update_payload")]
pub struct CannedResponseChange {
    /// Required to create one, and unique in the account.
    pub short_code: MaybeUndefined<String>,
    /// Required to create one.
    pub content: MaybeUndefined<String>,
}

impl From<CannedResponseChange> for model::CannedResponseChange {
    fn from(sent: CannedResponseChange) -> Self {
        let text = |sent: MaybeUndefined<String>| Option::<Option<String>>::from(sent).map(Option::unwrap_or_default);
        model::CannedResponseChange { short_code: text(sent.short_code), content: text(sent.content) }
    }
}

//! Mergers on the wire, and what clients send about them.

use poem_openapi::Object;
use serde::Serialize;

use super::ContactShown;
use crate::base::ids::{ContactId, MergeId};
use crate::users;

/// Two contacts that are to become one.
#[derive(Debug, Object)]
#[oai(rename = "contact_merge")]
pub struct MergeRequest {
    /// The one that stays, and whose own values win.
    pub base_contact_id: Option<ContactId>,
    /// The one that goes.
    pub mergee_contact_id: Option<ContactId>,
}

/// A merger that can be undone.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "undoable_contact_merge")]
pub struct MergeShown {
    pub id: MergeId,
    /// The contact that stayed.
    pub base_contact_id: ContactId,
    /// The contact that went, as it was.
    pub mergee: ContactShown,
    /// Who did it; left out when nobody did, or they are no members any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<users::wire::Agent>,
    /// Unix seconds.
    pub created_at: i64,
    /// Until when it can be undone, in Unix seconds.
    pub undoable_until: i64,
}

/// Mergers that can be undone.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "undoable_contact_merges")]
pub struct MergeList {
    /// Newest first.
    pub payload: Vec<MergeShown>,
}

/// Which merger is to be undone.
#[derive(Debug, Object)]
#[oai(rename = "contact_merge_undo")]
pub struct MergeUndo {
    /// The last one into this contact when it is left out.
    pub merge_id: Option<MergeId>,
}

/// Two contacts that were one.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "parted_contacts")]
pub struct PartedContacts {
    pub contact: ContactShown,
    /// The one that is back.
    pub restored: ContactShown,
}

/// Two contacts that were one, under `payload`.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "parted_contacts_payload")]
pub struct PartedPayload {
    pub payload: PartedContacts,
}

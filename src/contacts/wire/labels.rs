//! Labels and attributes of a contact, and what clients send about them.

use poem_openapi::Object;
use serde::Serialize;

use super::ContactShown;

/// The labels of a contact.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_labels")]
pub struct ContactLabels {
    /// By name.
    pub payload: Vec<String>,
}

/// The labels a contact gets.
#[derive(Debug, Object)]
#[oai(rename = "contact_labels_change")]
pub struct ContactLabelsChange {
    /// The full new set; none clears it. Commas split.
    pub labels: Option<Vec<String>>,
}

/// Attributes that are to go.
#[derive(Debug, Object)]
#[oai(rename = "contact_attributes_removal")]
pub struct AttributesRemoval {
    /// The names of custom attributes.
    pub custom_attributes: Option<Vec<String>>,
}

/// A contact under `payload`.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_payload")]
pub struct ContactPayload {
    pub payload: ContactShown,
}

//! Labels on the wire (contract 7.5), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model;
use crate::base::ids::LabelId;

crate::root_key!(LabelRoot, "label");

/// A label of the account's list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "label")]
pub struct Label {
    pub id: LabelId,
    /// What conversations and contacts carry; always lower-case.
    pub title: String,
    pub description: Option<String>,
    /// For example `#1f93ff`.
    pub color: String,
    pub show_on_sidebar: bool,
}

impl From<model::Label> for Label {
    fn from(label: model::Label) -> Self {
        Label {
            id: label.id,
            title: label.title,
            description: label.description,
            color: label.color,
            show_on_sidebar: label.show_on_sidebar,
        }
    }
}

/// All labels of the account.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "label_list")]
pub struct LabelList {
    /// By title.
    pub payload: Vec<Label>,
}

/// What a label is to be.
#[derive(Debug, Object)]
#[oai(rename = "label_create_update_payload")]
pub struct LabelChange {
    /// At least two letters, digits, `_` or `-`, the first a letter or digit; lower-cased. Required to create a label, and
    /// unique in the account.
    pub title: MaybeUndefined<String>,
    pub description: MaybeUndefined<String>,
    /// `#1f93ff` by default.
    pub color: MaybeUndefined<String>,
    /// True by default.
    pub show_on_sidebar: Option<bool>,
}

impl From<LabelChange> for model::LabelChange {
    fn from(sent: LabelChange) -> Self {
        model::LabelChange {
            title: Option::<Option<String>>::from(sent.title).map(Option::unwrap_or_default),
            description: sent.description.into(),
            color: sent.color.into(),
            show_on_sidebar: sent.show_on_sidebar,
        }
    }
}

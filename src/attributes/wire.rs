//! Definitions of custom attributes on the wire (contract 7.7), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model::{self, DisplayType, Model};
use crate::base::ids::AttributeId;
use crate::base::{Error, Result};

crate::root_key!(DefinitionRoot, "custom_attribute_definition");

/// An attribute that contacts or conversations of the account may have.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "custom_attribute")]
pub struct Definition {
    pub id: AttributeId,
    pub attribute_display_name: String,
    /// `text`, `number`, `currency`, `percent`, `link`, `date`, `list` or `checkbox`.
    pub attribute_display_type: String,
    pub attribute_description: Option<String>,
    /// The key in `custom_attributes`.
    pub attribute_key: String,
    pub regex_pattern: Option<String>,
    /// What to say to somebody whose value does not fit the pattern.
    pub regex_cue: Option<String>,
    /// What can be chosen from, for lists.
    pub attribute_values: Vec<String>,
    /// `conversation_attribute` or `contact_attribute`.
    pub attribute_model: String,
    pub default_value: Option<i64>,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
}

impl From<model::Definition> for Definition {
    fn from(definition: model::Definition) -> Self {
        Definition {
            id: definition.id,
            attribute_display_name: definition.display_name,
            attribute_display_type: definition.display_type.name().to_owned(),
            attribute_description: definition.description,
            attribute_key: definition.key,
            regex_pattern: definition.regex_pattern,
            regex_cue: definition.regex_cue,
            attribute_values: definition.values,
            attribute_model: definition.model.name().to_owned(),
            default_value: definition.default_value,
            created_at: definition.created_at.iso(),
            updated_at: definition.updated_at.iso(),
        }
    }
}

/// What a definition is to be.
#[derive(Debug, Object)]
#[oai(rename = "custom_attribute_create_update_payload")]
pub struct DefinitionChange {
    /// Required to create a definition.
    pub attribute_display_name: MaybeUndefined<String>,
    /// A name or its number: `text` 0 (default), `number` 1, `currency` 2, `percent` 3, `link` 4, `date` 5, `list` 6,
    /// `checkbox` 7.
    pub attribute_display_type: Option<String>,
    pub attribute_description: MaybeUndefined<String>,
    /// Required to create a definition; unique among those of the same model, and none that everybody has.
    pub attribute_key: MaybeUndefined<String>,
    /// What can be chosen from, for lists.
    pub attribute_values: Option<Vec<String>>,
    /// `conversation_attribute` or 0 (default), `contact_attribute` or 1.
    pub attribute_model: Option<String>,
    pub default_value: MaybeUndefined<i64>,
    /// For the forms that ask for the value.
    pub regex_pattern: MaybeUndefined<String>,
    /// What to say to somebody whose value does not fit the pattern.
    pub regex_cue: MaybeUndefined<String>,
}

impl DefinitionChange {
    /// What was sent. 422 for a type or model that there is none of.
    pub fn read(self) -> Result<model::DefinitionChange> {
        let text = |text: MaybeUndefined<String>| Option::<Option<String>>::from(text).map(Option::unwrap_or_default);
        let display_type = self.attribute_display_type.map(|name| {
            DisplayType::parse(&name).ok_or_else(|| Error::not_a_valid(&echo(&name), "attribute_display_type"))
        });
        let model = self
            .attribute_model
            .map(|name| Model::parse(&name).ok_or_else(|| Error::not_a_valid(&echo(&name), "attribute_model")));
        Ok(model::DefinitionChange {
            display_name: text(self.attribute_display_name),
            display_type: display_type.transpose()?,
            description: self.attribute_description.into(),
            key: text(self.attribute_key),
            model: model.transpose()?,
            values: self.attribute_values,
            default_value: self.default_value.into(),
            regex_pattern: self.regex_pattern.into(),
            regex_cue: self.regex_cue.into(),
        })
    }
}

/// No more of a value than helps whoever sent it.
fn echo(text: &str) -> String {
    text.chars().take(60).collect()
}

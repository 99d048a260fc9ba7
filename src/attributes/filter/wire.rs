//! Conditions on the wire (contract 7.8).

use poem_openapi::Object;

use super::parse::Sent;

/// A condition on one attribute.
#[derive(Debug, Clone, Object)]
#[oai(rename = "filter_condition")]
pub struct Condition {
    /// A standard attribute, or the key of a custom one.
    pub attribute_key: Option<String>,
    /// `standard`, `additional` or `customAttributes`; not needed.
    pub attribute_model: Option<String>,
    /// `equal_to`, `not_equal_to`, `contains`, `does_not_contain`, `is_present`, `is_not_present`, `is_greater_than`,
    /// `is_less_than`, `days_before` or `starts_with`, as far as the attribute takes it.
    pub filter_operator: Option<String>,
    /// Any of them will do.
    pub values: Option<Vec<String>>,
    /// `AND` or `OR`: joins this condition with the next. AND binds closer.
    pub query_operator: Option<String>,
    /// Whose custom attribute it is: `conversation_attribute` or `contact_attribute`; that of the filtered things by default.
    pub custom_attribute_type: Option<String>,
}

impl From<Condition> for Sent {
    fn from(condition: Condition) -> Self {
        Sent {
            attribute_key: condition.attribute_key.unwrap_or_default(),
            filter_operator: condition.filter_operator.unwrap_or_default(),
            values: condition.values.unwrap_or_default(),
            query_operator: condition.query_operator,
            custom_attribute_type: condition.custom_attribute_type,
        }
    }
}

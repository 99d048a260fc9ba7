//! Kept filters on the wire (contract 7.7), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model::{self, FilterType};
use crate::base::ids::CustomFilterId;
use crate::base::{Error, Result};
use crate::http::wire::Json;

crate::root_key!(CustomFilterRoot, "custom_filter");

/// A filter that the caller kept.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "custom_filter")]
pub struct CustomFilter {
    pub id: CustomFilterId,
    pub name: String,
    /// `conversation`, `contact` or `report`.
    pub filter_type: String,
    /// As it was sent.
    pub query: Json,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
}

impl From<model::CustomFilter> for CustomFilter {
    fn from(filter: model::CustomFilter) -> Self {
        CustomFilter {
            id: filter.id,
            name: filter.name,
            filter_type: filter.filter_type.name().to_owned(),
            query: Json::from(filter.query),
            created_at: filter.created_at.iso(),
            updated_at: filter.updated_at.iso(),
        }
    }
}

/// What a filter is to be.
#[derive(Debug, Object)]
#[oai(rename = "custom_filter_create_update_payload")]
pub struct CustomFilterChange {
    /// Required to keep a filter.
    pub name: MaybeUndefined<String>,
    /// `conversation` (default), `contact` or `report`.
    pub filter_type: Option<String>,
    /// Free; for conversations and contacts the body of their filter.
    pub query: Option<Json>,
}

impl CustomFilterChange {
    /// What was sent. 422 for a type that there is none of.
    pub fn read(self) -> Result<model::CustomFilterChange> {
        let filter_type = self.filter_type.map(|name| {
            let echo = || name.chars().take(60).collect::<String>();
            FilterType::parse(&name).ok_or_else(|| Error::not_a_valid(&echo(), "filter_type"))
        });
        Ok(model::CustomFilterChange {
            name: Option::<Option<String>>::from(self.name).map(Option::unwrap_or_default),
            filter_type: filter_type.transpose()?,
            query: self.query.map(|query| query.as_str().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Millis;
    use crate::base::ids::{AccountId, UserId};
    use crate::http::wire::assert_same_json;

    #[test]
    fn what_is_documented_is_written() {
        let filter = model::CustomFilter::blank(AccountId(1), UserId(1), Millis(0));
        assert_same_json(&CustomFilter::from(filter));
    }
}

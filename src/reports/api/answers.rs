//! Answers that are one of several things.

use poem::http::StatusCode;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use serde_json::Map;

use super::super::wire::{AccountMetrics, AgentMetrics, AssigneeMetrics, AveragePoint, CountPoint, TeamMetrics};
use crate::http::Fast;

fn success(schema: MetaSchemaRef) -> MetaResponses {
    let content = vec![MetaMediaType { content_type: "application/json", schema }];
    let ok =
        MetaResponse { description: "Success", status: Some(200), status_range: None, content, headers: Vec::new() };
    MetaResponses { responses: vec![ok] }
}

fn one_of(schemas: Vec<MetaSchemaRef>) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema { any_of: schemas, ..MetaSchema::ANY }))
}

/// The points of a metric; an empty object for a metric that nobody knows.
pub enum Series {
    Counts(Vec<CountPoint>),
    Averages(Vec<AveragePoint>),
    Unknown,
}

impl IntoResponse for Series {
    fn into_response(self) -> Response {
        match self {
            Series::Counts(points) => Fast(points).into_response(),
            Series::Averages(points) => Fast(points).into_response(),
            Series::Unknown => Fast(Map::new()).into_response(),
        }
    }
}

impl ApiResponse for Series {
    fn meta() -> MetaResponses {
        let nothing = MetaSchemaRef::Inline(Box::new(MetaSchema::new("object")));
        let schemas = vec![Vec::<CountPoint>::schema_ref(), Vec::<AveragePoint>::schema_ref(), nothing];
        success(one_of(schemas))
    }

    fn register(registry: &mut Registry) {
        CountPoint::register(registry);
        AveragePoint::register(registry);
    }
}

/// Conversations of the account or of its agents; 422 without a body where neither was asked for.
pub enum Live {
    Account(AccountMetrics),
    Agents(Vec<AgentMetrics>),
    Neither,
}

impl IntoResponse for Live {
    fn into_response(self) -> Response {
        match self {
            Live::Account(metrics) => Fast(metrics).into_response(),
            Live::Agents(page) => Fast(page).into_response(),
            Live::Neither => Response::builder().status(StatusCode::UNPROCESSABLE_ENTITY).finish(),
        }
    }
}

impl ApiResponse for Live {
    fn meta() -> MetaResponses {
        success(one_of(vec![AccountMetrics::schema_ref(), Vec::<AgentMetrics>::schema_ref()]))
    }

    fn register(registry: &mut Registry) {
        AccountMetrics::register(registry);
        AgentMetrics::register(registry);
    }
}

/// Open conversations by what was asked for.
pub enum Groups {
    Teams(Vec<TeamMetrics>),
    Assignees(Vec<AssigneeMetrics>),
}

impl IntoResponse for Groups {
    fn into_response(self) -> Response {
        match self {
            Groups::Teams(groups) => Fast(groups).into_response(),
            Groups::Assignees(groups) => Fast(groups).into_response(),
        }
    }
}

impl ApiResponse for Groups {
    fn meta() -> MetaResponses {
        success(one_of(vec![Vec::<TeamMetrics>::schema_ref(), Vec::<AssigneeMetrics>::schema_ref()]))
    }

    fn register(registry: &mut Registry) {
        TeamMetrics::register(registry);
        AssigneeMetrics::register(registry);
    }
}

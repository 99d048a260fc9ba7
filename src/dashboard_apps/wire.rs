//! Dashboard apps on the wire, and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::Value;

use super::model;
use crate::base::ids::DashboardAppId;
use crate::http::wire::Json;

crate::root_key!(DashboardAppRoot, "dashboard_app");

/// A page that a dashboard shows in a frame beside a conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "dashboard_app")]
pub struct DashboardApp {
    pub id: DashboardAppId,
    pub title: String,
    /// The frames: `{"type": "frame", "url": "https://…"}`.
    pub content: Vec<Json>,
    /// `2021-03-01T10:00:00.000Z`
    pub created_at: String,
}

impl From<model::DashboardApp> for DashboardApp {
    fn from(app: model::DashboardApp) -> Self {
        let content = app.content.into_iter().map(Json::from).collect();
        DashboardApp { id: app.id, title: app.title, content, created_at: app.created_at.iso() }
    }
}

/// What a dashboard app is to be.
#[derive(Debug, Object)]
#[oai(rename = "dashboard_app_create_update_payload")]
pub struct DashboardAppChange {
    /// Required to create one.
    pub title: MaybeUndefined<String>,
    /// One frame at least, each `{"type": "frame", "url": "https://…"}`. Required to create an app.
    pub content: MaybeUndefined<Vec<Value>>,
}

impl From<DashboardAppChange> for model::DashboardAppChange {
    fn from(sent: DashboardAppChange) -> Self {
        model::DashboardAppChange {
            title: Option::<Option<String>>::from(sent.title).map(Option::unwrap_or_default),
            content: Option::<Option<Vec<Value>>>::from(sent.content).map(Option::unwrap_or_default),
        }
    }
}

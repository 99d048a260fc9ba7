//! How integrations and hooks look on the wire (contract 2.14), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::{Map, Value};

use super::catalogue::App;
use super::model::{self, HookChange, NewHook, is_enabled};
use super::settings;
use crate::base::ids::{AccountId, HookId, InboxId};
use crate::base::{Error, Result};
use crate::http::wire::Json;

crate::root_key!(NewHookRoot, "hook");
// Which hook is meant may be all there is, and a request without even that asks for one that is not there.
crate::root_key!(HookRoot, "hook", optional);

/// An integration, and how the account uses it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "integrations_app")]
pub struct IntegrationApp {
    /// The ID of the integration
    pub id: String,
    /// The name of the integration
    pub name: String,
    /// What it is good for.
    pub description: String,
    /// The same in a few words.
    pub short_description: String,
    /// Whether the integration is enabled for the account: it has a hook, or dashboard apps.
    pub enabled: bool,
    /// `account` or `inbox`: what a hook of it is for.
    pub hook_type: String,
    /// Whether multiple hooks can be created for the integration
    pub allow_multiple_hooks: bool,
    /// The hooks that the account has of it.
    pub hooks: Vec<Hook>,
    /// The name of a picture. This and what follows is for administrators only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Under which a front end keeps its texts.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub i18n_key: Option<String>,
    /// Where a front end sets it up.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The same as `action`.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<String>,
    /// The rules of `settings`, as a JSON schema.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_json_schema: Option<Json>,
    /// A form that asks for `settings`.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_form_schema: Option<Vec<Json>>,
    /// The `settings` that a list of hooks may show.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visible_properties: Option<Vec<String>>,
}

impl IntegrationApp {
    /// An integration with these hooks, in the eyes of an administrator or of an agent.
    pub(super) fn new(app: &App, hooks: Vec<Hook>, to_administrator: bool) -> Self {
        let secret = |text: &str| to_administrator.then(|| text.to_owned());
        let properties = app.settings.filter(|_| to_administrator);
        IntegrationApp {
            id: app.id.to_owned(),
            name: app.name.to_owned(),
            description: app.description.to_owned(),
            short_description: app.short_description.to_owned(),
            enabled: !hooks.is_empty(),
            hook_type: app.hook_type.name().to_owned(),
            allow_multiple_hooks: app.allow_multiple_hooks,
            hooks,
            logo: secret(app.logo),
            i18n_key: secret(app.i18n_key),
            action: secret(app.action),
            button: secret(app.action),
            settings_json_schema: properties.map(|p| settings::json_schema(p).into()),
            settings_form_schema: properties.map(|p| settings::form_schema(p).into_iter().map(Json::from).collect()),
            visible_properties: properties.map(settings::visible),
        }
    }
}

/// The inbox of a hook.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "integrations_hook_inbox")]
pub struct HookInbox {
    pub id: InboxId,
    pub name: String,
}

/// What connects an account or an inbox to an integration.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "integrations_hook")]
pub struct Hook {
    /// The ID of the integration hook
    pub id: HookId,
    /// The ID of the integration app
    pub app_id: String,
    /// Whether the integration hook is enabled for the account
    pub status: bool,
    /// The inbox it is for, null when it is for the account.
    pub inbox: Option<HookInbox>,
    /// The same by its ID.
    pub inbox_id: Option<InboxId>,
    /// Account ID of the integration
    pub account_id: AccountId,
    /// `account` or `inbox`.
    pub hook_type: String,
    /// The associated settings for the integration; for administrators only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Json>,
    /// Its name in the outside program; for administrators only.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub reference_id: MaybeUndefined<String>,
}

impl Hook {
    /// A hook in the eyes of an administrator or of an agent.
    pub(super) fn new(hook: model::Hook, to_administrator: bool) -> Self {
        Hook {
            id: hook.id,
            app_id: hook.app_id,
            status: hook.is_enabled,
            inbox: hook.inbox.zip(hook.inbox_name).map(|(id, name)| HookInbox { id, name }),
            inbox_id: hook.inbox,
            account_id: hook.account,
            hook_type: hook.hook_type.name().to_owned(),
            settings: to_administrator.then(|| hook.settings.into()),
            reference_id: to_administrator.then_some(hook.reference_id).into(),
        }
    }
}

fn fields(json: Json) -> Map<String, Value> {
    match json.to_value() {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// What to connect to.
#[derive(Debug, Object)]
#[oai(rename = "integrations_hook_create_payload")]
pub struct HookCreate {
    /// The ID of app for which integration hook is being created
    app_id: Option<String>,
    /// The inbox ID, if the hook is an inbox hook
    inbox_id: Option<InboxId>,
    /// The settings required by the integration: what its `settings_json_schema` says.
    settings: Option<Json>,
    /// `enabled` (default) or `disabled`.
    status: Option<String>,
}

impl HookCreate {
    pub(super) fn read(self) -> Result<NewHook> {
        Ok(NewHook {
            app_id: self.app_id.unwrap_or_default(),
            inbox: self.inbox_id,
            settings: self.settings.map(fields).unwrap_or_default(),
            is_enabled: self.status.map_or(Ok(true), |status| is_enabled(&status))?,
        })
    }
}

/// Which hook to change, and how; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "integrations_hook_update_payload")]
pub struct HookUpdate {
    #[oai(flatten)]
    pub which: WhichHook,
    /// The settings required by the integration; replace what was there.
    settings: Option<Json>,
    /// `enabled` or `disabled`.
    status: Option<String>,
}

impl HookUpdate {
    pub(super) fn read(self) -> Result<HookChange> {
        Ok(HookChange {
            settings: self.settings.map(fields),
            is_enabled: self.status.map(|status| is_enabled(&status)).transpose()?,
        })
    }
}

/// Which hook is meant: in the path (`…/integrations/hooks/7`), the query string or the body.
#[derive(Debug, Object)]
#[oai(rename = "integrations_hook_delete_payload")]
pub struct WhichHook {
    /// The numeric ID of the integration hook
    hook_id: Option<String>,
    /// The same, for want of `hook_id`.
    id: Option<String>,
}

impl WhichHook {
    /// 404 for what is no number, as in any path.
    pub(super) fn id(&self) -> Result<HookId> {
        let sent = [&self.hook_id, &self.id].into_iter().flatten().find(|id| !id.trim().is_empty());
        sent.and_then(|id| id.trim().parse().ok()).map(HookId).ok_or(Error::NotFound)
    }
}

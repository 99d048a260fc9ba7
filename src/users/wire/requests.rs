//! What clients send about users.

use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Enum, Object};
use serde_json::{Map, Value};

use super::super::agents;
use crate::access;
use crate::accounts::wire::Role;
use crate::base::ids::AccountId;
use crate::http::wire::{Json, Upload};

crate::root_key!(ProfileRoot, "profile");
crate::root_key!(AgentRoot, "agent");

/// What a person wants to appear as.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "availability", rename_all = "lowercase")]
pub enum Availability {
    Online,
    Offline,
    Busy,
}

impl From<Availability> for access::Availability {
    fn from(availability: Availability) -> Self {
        match availability {
            Availability::Online => access::Availability::Online,
            Availability::Offline => access::Availability::Offline,
            Availability::Busy => access::Availability::Busy,
        }
    }
}

/// The fields of a free object.
pub(in super::super) fn fields(json: Option<Json>) -> Map<String, Value> {
    match json.map(|json| json.to_value()) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// What a platform app says of a user.
#[derive(Debug, Object)]
#[oai(rename = "user_create_update_payload")]
pub struct UserChange {
    /// Name of the user; the part of the address before the `@` by default.
    pub name: Option<String>,
    pub display_name: MaybeUndefined<String>,
    /// Required to create a user.
    pub email: Option<String>,
    /// Required to create a user: 6 to 128 characters with an upper-case and a lower-case letter, a digit and a special
    /// character.
    pub password: Option<String>,
    /// Merged into those the user has.
    pub custom_attributes: Option<Json>,
}

/// What people say of themselves.
#[derive(Debug, Object)]
#[oai(rename = "profile_update_payload")]
pub struct ProfileChange {
    pub name: Option<String>,
    pub display_name: MaybeUndefined<String>,
    pub email: Option<String>,
    /// A PNG, JPEG or GIF picture of at most 15 MB.
    pub avatar: Option<Upload>,
    pub message_signature: MaybeUndefined<String>,
    /// Replaces what was there.
    pub ui_settings: Option<Json>,
    /// Kept among the custom attributes.
    pub phone_number: Option<String>,
    /// A new password; ends all other sessions.
    pub password: Option<String>,
    pub password_confirmation: Option<String>,
    /// Needed with a new password.
    pub current_password: Option<String>,
    /// In all accounts.
    pub availability: Option<Availability>,
}

/// What to appear as in an account.
#[derive(Debug, Object)]
#[oai(rename = "availability_payload")]
pub struct AvailabilityChange {
    pub account_id: AccountId,
    pub availability: Availability,
}

/// Whether to show as offline while absent.
#[derive(Debug, Object)]
#[oai(rename = "auto_offline_payload")]
pub struct AutoOffline {
    pub account_id: AccountId,
    /// False when left out.
    pub auto_offline: Option<bool>,
}

/// The account to work in.
#[derive(Debug, Object)]
#[oai(rename = "active_account_payload")]
pub struct ActiveAccount {
    pub account_id: AccountId,
}

/// Whom to invite.
#[derive(Debug, Object)]
#[oai(rename = "agent_create_payload")]
pub struct AgentCreate {
    /// Required.
    pub email: Option<String>,
    /// Of somebody new; the part of the address before the `@` by default.
    pub name: Option<String>,
    /// `agent` by default.
    pub role: Option<Role>,
    /// `online` by default.
    pub availability: Option<Availability>,
    /// True by default.
    pub auto_offline: Option<bool>,
}

impl From<AgentCreate> for agents::Invitation {
    fn from(sent: AgentCreate) -> Self {
        agents::Invitation {
            email: sent.email.unwrap_or_default(),
            name: sent.name.unwrap_or_default(),
            role: sent.role.map_or(access::Role::Agent, Into::into),
            availability: sent.availability.map_or(access::Availability::Online, Into::into),
            auto_offline: sent.auto_offline.unwrap_or(true),
        }
    }
}

/// What to change about a member.
#[derive(Debug, Object)]
#[oai(rename = "agent_update_payload")]
pub struct AgentUpdate {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub availability: Option<Availability>,
    pub auto_offline: Option<bool>,
}

impl From<AgentUpdate> for agents::AgentChange {
    fn from(sent: AgentUpdate) -> Self {
        agents::AgentChange {
            name: sent.name,
            role: sent.role.map(Into::into),
            availability: sent.availability.map(Into::into),
            auto_offline: sent.auto_offline,
        }
    }
}

/// Whom to invite, many at once.
#[derive(Debug, Object)]
#[oai(rename = "agents_bulk_create_payload")]
pub struct AgentsCreate {
    /// E-mail addresses.
    pub emails: Vec<String>,
}

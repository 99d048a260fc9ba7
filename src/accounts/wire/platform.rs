//! Accounts and their members to platform apps (contract 5.1 and 5.2).

use std::collections::BTreeMap;

use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Enum, Object};
use serde::Serialize;

use super::super::model;
use crate::access::{self, Membership};
use crate::base::ids::{AccountId, AccountUserId, UserId};
use crate::http::wire::Json;

/// Whether anybody may use an account.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "account_status", rename_all = "lowercase")]
pub enum Status {
    Active,
    Suspended,
}

impl From<Status> for model::Status {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => model::Status::Active,
            Status::Suspended => model::Status::Suspended,
        }
    }
}

/// What a member may do.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "role", rename_all = "lowercase")]
pub enum Role {
    Agent,
    Administrator,
}

impl From<Role> for access::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Agent => access::Role::Agent,
            Role::Administrator => access::Role::Administrator,
        }
    }
}

/// What a platform app wants an account to be.
#[derive(Debug, Object)]
#[oai(rename = "account_create_update_payload")]
pub struct AccountChange {
    /// Name of the account; required to create one.
    name: MaybeUndefined<String>,
    /// The language of the account: `en`, `pt_BR`, …
    locale: Option<String>,
    /// At most 100 characters.
    domain: MaybeUndefined<String>,
    support_email: MaybeUndefined<String>,
    status: Option<Status>,
    /// Features to switch on or off, by name; others keep their state.
    features: Option<BTreeMap<String, bool>>,
    /// `agents` and `inboxes`: kept and shown, not enforced. Replaces what was there.
    limits: Option<Json>,
    /// Replaces what was there.
    custom_attributes: Option<Json>,
}

impl From<AccountChange> for model::AccountChange {
    fn from(sent: AccountChange) -> Self {
        model::AccountChange {
            name: Option::<Option<String>>::from(sent.name).map(Option::unwrap_or_default),
            locale: sent.locale,
            domain: sent.domain.into(),
            support_email: sent.support_email.into(),
            status: sent.status.map(Into::into),
            features: sent.features.unwrap_or_default(),
            limits: sent.limits.map(|json| json.to_value()),
            custom_attributes: sent.custom_attributes.map(|json| json.to_value()),
            ..model::AccountChange::default()
        }
    }
}

/// An account as platform apps see it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "platform_account")]
pub struct PlatformAccount {
    /// Account ID
    pub id: AccountId,
    /// Name of the account
    pub name: String,
    pub locale: String,
    pub domain: Option<String>,
    /// The account's own address, or that of the installation.
    pub support_email: String,
    /// The features that are switched on.
    pub features: BTreeMap<String, bool>,
    pub custom_attributes: Json,
    pub limits: Json,
    /// `active` or `suspended`.
    pub status: String,
}

impl PlatformAccount {
    /// `base_url` is where the world reaches this server.
    pub fn new(account: model::Account, base_url: &str) -> Self {
        PlatformAccount {
            id: account.id,
            name: account.name,
            locale: account.locale,
            domain: account.domain,
            support_email: account.support_email.unwrap_or_else(|| support_address(base_url)),
            features: account.features,
            custom_attributes: account.custom_attributes.into(),
            limits: account.limits.into(),
            status: account.status.name().to_owned(),
        }
    }
}

/// The installation's address: `support` at the host of its base URL.
pub(super) fn support_address(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    format!("support@{}", if host.is_empty() { "localhost" } else { host })
}

/// Whom to make a member.
#[derive(Debug, Object)]
#[oai(rename = "account_user_create_payload")]
pub struct AccountUserCreate {
    /// The ID of the user
    pub user_id: Option<UserId>,
    /// whether user is an administrator or agent
    pub role: Option<Role>,
}

/// Whom to take out of the account.
#[derive(Debug, Object)]
#[oai(rename = "account_user_delete_payload")]
pub struct AccountUserDelete {
    /// The ID of the user
    pub user_id: UserId,
}

/// A membership as platform apps see it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "account_user")]
pub struct AccountUser {
    pub id: AccountUserId,
    /// The ID of the account
    pub account_id: AccountId,
    /// The ID of the user
    pub user_id: UserId,
    /// whether user is an administrator or agent
    pub role: String,
    pub inviter_id: Option<UserId>,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
    /// When the user last chose this account, ISO 8601.
    pub active_at: Option<String>,
    /// `online`, `offline` or `busy`, as chosen.
    pub availability: String,
    /// Whether the user shows as offline while absent.
    pub auto_offline: bool,
    /// Always null.
    pub custom_role_id: Option<i64>,
    /// Always null.
    pub agent_capacity_policy_id: Option<i64>,
}

impl From<Membership> for AccountUser {
    fn from(m: Membership) -> Self {
        AccountUser {
            id: m.id,
            account_id: m.account,
            user_id: m.user,
            role: m.role.name().to_owned(),
            inviter_id: m.inviter,
            created_at: m.created_at.iso(),
            updated_at: m.updated_at.iso(),
            active_at: m.active_at.map(|at| at.iso()),
            availability: m.availability.name().to_owned(),
            auto_offline: m.auto_offline,
            custom_role_id: None,
            agent_capacity_policy_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_installation_has_an_address() {
        assert_eq!(support_address("https://chat.example.com"), "support@chat.example.com");
        assert_eq!(support_address("http://127.0.0.1:3000/x"), "support@127.0.0.1");
        assert_eq!(support_address(""), "support@localhost");
    }
}

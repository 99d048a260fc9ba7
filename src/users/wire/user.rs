//! The user with secrets (contract 2.5), and the answers around signing in.

use poem_openapi::Object;
use serde::Serialize;

use super::super::model::{Profile, Seat};
use crate::base::ids::{AccountId, UserId};
use crate::http::wire::Json;

/// One of a user's accounts.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "account")]
pub struct UserAccount {
    /// Account ID
    pub id: AccountId,
    /// Name of the account
    pub name: String,
    /// `active` or `suspended`.
    pub status: String,
    /// When the user last chose this account, ISO 8601.
    pub active_at: Option<String>,
    /// The user role in the account: `administrator` or `agent`.
    pub role: String,
    /// The role again, as a list.
    pub permissions: Vec<String>,
    /// `online`, `offline` or `busy`, as chosen.
    pub availability: String,
    /// `online`, `offline` or `busy`, as it shows now.
    pub availability_status: String,
    /// Whether the user shows as offline while absent.
    pub auto_offline: bool,
}

impl From<Seat> for UserAccount {
    fn from(seat: Seat) -> Self {
        let m = seat.membership;
        UserAccount {
            id: m.account,
            name: m.account_name,
            status: if m.account_is_suspended { "suspended" } else { "active" }.to_owned(),
            active_at: m.active_at.map(|at| at.iso()),
            role: m.role.name().to_owned(),
            permissions: vec![m.role.name().to_owned()],
            availability: m.availability.name().to_owned(),
            availability_status: seat.availability_status.to_owned(),
            auto_offline: m.auto_offline,
        }
    }
}

/// Whose token it is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "user_token_owner")]
pub struct UserTokenOwner {
    pub id: UserId,
    pub name: String,
    pub display_name: Option<String>,
    pub email: String,
    /// For the websocket.
    pub pubsub_token: String,
}

/// What lets a program act as a user.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "user_token")]
pub struct UserToken {
    /// The user's `api_access_token`.
    pub access_token: String,
    /// Always null: it does not expire.
    pub expiry: Option<String>,
    pub user: UserTokenOwner,
}

impl From<Profile> for UserToken {
    fn from(profile: Profile) -> Self {
        let user = profile.user;
        let owner = UserTokenOwner {
            id: user.id,
            name: user.name,
            display_name: user.display_name,
            email: user.email,
            pubsub_token: user.pubsub_token,
        };
        UserToken { access_token: profile.access_token, expiry: None, user: owner }
    }
}

/// A user as they and platform apps see them, secrets included.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "user")]
pub struct User {
    /// The user's `api_access_token`.
    pub access_token: String,
    /// The account the user chose last.
    pub account_id: Option<AccountId>,
    /// The display name if there is one, else the name.
    pub available_name: String,
    /// Empty without a picture.
    pub avatar_url: String,
    pub confirmed: bool,
    pub display_name: Option<String>,
    pub message_signature: Option<String>,
    pub email: String,
    pub id: UserId,
    /// Who brought the user into `account_id`.
    pub inviter_id: Option<UserId>,
    pub name: String,
    /// Always `email`.
    pub provider: String,
    /// The realtime token.
    pub pubsub_token: String,
    /// Left out while empty.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Json>,
    /// `agent` or `administrator`, in `account_id`.
    pub role: Option<String>,
    pub ui_settings: Json,
    /// The e-mail address.
    pub uid: String,
    /// Always null.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `online`, `offline` or `busy`, in `account_id`.
    pub availability_status: String,
    pub accounts: Vec<UserAccount>,
    /// ISO 8601; only where a session is validated.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
}

impl From<Profile> for User {
    fn from(profile: Profile) -> Self {
        let active = profile.active().map(|seat| (seat.membership.clone(), seat.availability_status));
        let (membership, shown) = active.unzip();
        let user = profile.user;
        User {
            access_token: profile.access_token,
            account_id: membership.as_ref().map(|m| m.account),
            available_name: user.available_name().to_owned(),
            avatar_url: user.avatar_url,
            confirmed: user.confirmed_at.is_some(),
            display_name: user.display_name,
            message_signature: user.message_signature,
            uid: user.email.clone(),
            email: user.email,
            id: user.id,
            inviter_id: membership.as_ref().and_then(|m| m.inviter),
            name: user.name,
            provider: "email".to_owned(),
            pubsub_token: user.pubsub_token,
            custom_attributes: super::agent::unless_empty(user.custom_attributes.into()),
            role: membership.map(|m| m.role.name().to_owned()),
            ui_settings: user.ui_settings.into(),
            kind: None,
            availability_status: shown.unwrap_or("offline").to_owned(),
            accounts: profile.accounts.into_iter().map(Into::into).collect(),
            created_at: None,
        }
    }
}

/// Where a user signs in without a password, once, within five minutes.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "sso_url")]
pub struct SignOnUrl {
    /// SSO url to authenticate the user
    pub url: String,
}

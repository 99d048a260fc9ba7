//! A user as their account sees them (contract 2.4), and as the sender of a message (2.11). No secrets here.

use poem_openapi::Object;
use poem_openapi::types::Type;
use serde::Serialize;

use super::super::model::{self, AgentView};
use super::super::sql::Author;
use crate::base::ids::{AccountId, UserId};
use crate::http::wire::Json;

/// A member of an account.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent")]
pub struct Agent {
    pub id: UserId,
    pub account_id: AccountId,
    /// `online`, `offline` or `busy`, as it shows now.
    pub availability_status: String,
    /// Whether the user shows as offline while absent.
    pub auto_offline: bool,
    pub confirmed: bool,
    pub email: String,
    /// Always `email`.
    pub provider: String,
    /// The display name if there is one, else the name.
    pub available_name: String,
    /// Left out while empty.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Json>,
    pub name: String,
    /// `agent` or `administrator`.
    pub role: String,
    /// Empty without a picture.
    pub thumbnail: String,
    /// Always null.
    pub custom_role_id: Option<i64>,
}

impl From<AgentView> for Agent {
    fn from(agent: AgentView) -> Self {
        Agent {
            id: agent.id,
            account_id: agent.account,
            availability_status: agent.availability_status.to_owned(),
            auto_offline: agent.auto_offline,
            confirmed: agent.is_confirmed,
            available_name: agent.available_name().to_owned(),
            email: agent.email,
            provider: "email".to_owned(),
            custom_attributes: unless_empty(agent.custom_attributes.into()),
            name: agent.name,
            role: agent.role.name().to_owned(),
            thumbnail: agent.avatar_url,
            custom_role_id: None,
        }
    }
}

/// `None` for `{}`.
pub(super) fn unless_empty(json: Json) -> Option<Json> {
    if json.is_empty() { None } else { Some(json) }
}

/// The account a colleague is seen in.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "assignee_account")]
pub struct AssigneeAccount {
    /// Account ID
    pub id: AccountId,
    /// Name of the account
    pub name: String,
    /// The user role in the account: `administrator` or `agent`.
    pub role: String,
}

/// Who takes care of a conversation: the agent, and what the document of 2021 says of a user. Of their accounts only this one.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "assignee")]
pub struct Assignee {
    #[oai(flatten)]
    #[serde(flatten)]
    pub agent: Agent,
    /// The e-mail address.
    pub uid: String,
    pub display_name: Option<String>,
    /// The account of the conversation.
    pub accounts: Vec<AssigneeAccount>,
}

impl From<AgentView> for Assignee {
    fn from(agent: AgentView) -> Self {
        Assignee {
            uid: agent.email.clone(),
            display_name: agent.display_name.clone(),
            accounts: vec![AssigneeAccount {
                id: agent.account,
                name: agent.account_name.clone(),
                role: agent.role.name().to_owned(),
            }],
            agent: agent.into(),
        }
    }
}

/// A user as the sender of a message.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "user_sender")]
pub struct UserSender {
    pub id: UserId,
    pub name: String,
    /// The display name if there is one, else the name.
    pub available_name: String,
    /// Empty without a picture.
    pub avatar_url: String,
    /// Always `user`.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    pub kind: String,
    /// `online`, `offline` or `busy`.
    pub availability_status: String,
    /// The same as `avatar_url`.
    pub thumbnail: String,
}

impl From<Author> for UserSender {
    fn from(author: Author) -> Self {
        UserSender {
            id: author.id,
            available_name: model::available_name(&author.name, author.display_name.as_deref()).to_owned(),
            name: author.name,
            thumbnail: author.avatar_url.clone(),
            avatar_url: author.avatar_url,
            kind: "user".to_owned(),
            availability_status: author.availability_status.to_owned(),
        }
    }
}

//! Teams on the wire (contract 2.7), and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model::{self, Seen};
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Error, Result};

crate::root_key!(TeamRoot, "team");

/// A team as the caller sees it.
#[derive(Debug, Clone, PartialEq, Eq, Object, Serialize)]
#[oai(rename = "team")]
pub struct Team {
    /// The ID of the team
    pub id: TeamId,
    /// The name of the team, always lower-case.
    pub name: String,
    /// The description about the team
    pub description: Option<String>,
    /// Whether a conversation that is given to the team goes on to a member who is online.
    pub allow_auto_assign: bool,
    /// The ID of the account the team is a part of
    pub account_id: AccountId,
    /// Whether the caller is in the team.
    pub is_member: bool,
}

impl From<Seen> for Team {
    fn from(Seen { team, is_member }: Seen) -> Self {
        Team {
            id: team.id,
            name: team.name,
            description: team.description,
            allow_auto_assign: team.allow_auto_assign,
            account_id: team.account,
            is_member,
        }
    }
}

/// What a team is to be.
#[derive(Debug, Object)]
#[oai(rename = "team_create_update_payload")]
pub struct TeamChange {
    /// The name of the team; lower-cased. Required to create one, and unique in the account.
    pub name: MaybeUndefined<String>,
    /// The description of the team
    pub description: MaybeUndefined<String>,
    /// Whether a conversation that is given to the team goes on to a member who is online; true by default.
    pub allow_auto_assign: Option<bool>,
}

impl From<TeamChange> for model::TeamChange {
    fn from(sent: TeamChange) -> Self {
        model::TeamChange {
            name: Option::<Option<String>>::from(sent.name).map(Option::unwrap_or_default),
            description: sent.description.into(),
            allow_auto_assign: sent.allow_auto_assign,
        }
    }
}

/// Whom to put into a team, or to take out of it.
#[derive(Debug, Object)]
#[oai(rename = "team_members_payload")]
pub struct TeamMembers {
    /// IDs of members of the account. Required, though it may be empty.
    pub user_ids: Option<Vec<UserId>>,
}

impl TeamMembers {
    /// The IDs; a body without any is refused, so that none empties a team by accident.
    pub fn ids(self) -> Result<Vec<UserId>> {
        self.user_ids.ok_or_else(|| Error::missing("user_ids"))
    }
}

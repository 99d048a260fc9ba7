//! Lists of conversations, and the answers to what is done to one.

use poem_openapi::{Object, Union};
use serde::Serialize;

use super::super::model;
use super::super::sql::Counts;
use super::ConversationShow;
use crate::attributes::filter::wire::Condition;
use crate::base::Millis;
use crate::base::ids::{AccountId, DisplayId, TeamId};
use crate::bots::wire::AgentBotSlim;
use crate::http::wire::Json;
use crate::teams;
use crate::users::wire::{Assignee, UserSender};

/// How many conversations match, whoever the assignee.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_counts")]
pub struct ListCounts {
    pub mine_count: i64,
    pub assigned_count: i64,
    pub unassigned_count: i64,
    pub all_count: i64,
}

impl From<Counts> for ListCounts {
    fn from(counts: Counts) -> Self {
        ListCounts {
            mine_count: counts.mine,
            assigned_count: counts.all - counts.unassigned,
            unassigned_count: counts.unassigned,
            all_count: counts.all,
        }
    }
}

/// A page of conversations, with the counts of the whole list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_page")]
pub struct ListPage {
    pub meta: ListCounts,
    pub payload: Vec<ConversationShow>,
}

/// The counts above the list alone.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_list_meta")]
pub struct ConversationListMeta {
    pub meta: ListCounts,
}

/// The answer of the list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_list")]
pub struct ConversationList {
    pub data: ListPage,
}

/// Which conversations are wanted.
#[derive(Debug, Object)]
#[oai(rename = "conversation_filter")]
pub struct ConversationFilter {
    /// On `status`, `assignee_id`, `inbox_id`, `team_id`, `priority`, `display_id`, `campaign_id`, `labels`, `browser_language`,
    /// `conversation_language`, `referer`, `created_at`, `last_activity_at`, `mail_subject` or a custom attribute. None for all
    /// conversations.
    pub payload: Option<Vec<Condition>>,
    /// From 1.
    pub page: Option<i64>,
}

/// The latest conversations of a contact.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_conversations")]
pub struct ContactConversations {
    pub payload: Vec<ConversationShow>,
}

/// Labels of a conversation, by name.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_labels")]
pub struct ConversationLabels {
    pub payload: Vec<String>,
}

/// Nothing yet.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_status_toggle_meta")]
pub struct ToggleMeta {}

/// What a change of status came to.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_status_toggle_payload")]
pub struct Toggled {
    pub success: bool,
    pub conversation_id: DisplayId,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub current_status: String,
    /// ISO 8601.
    pub snoozed_until: Option<String>,
}

/// The answer to a change of status.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_status_toggle")]
pub struct StatusToggle {
    pub meta: ToggleMeta,
    pub payload: Toggled,
}

impl From<&model::Conversation> for StatusToggle {
    fn from(c: &model::Conversation) -> Self {
        let payload = Toggled {
            success: true,
            conversation_id: c.display_id,
            current_status: c.status.name().to_owned(),
            snoozed_until: c.snoozed_until.map(Millis::iso),
        };
        StatusToggle { meta: ToggleMeta {}, payload }
    }
}

/// A team as it is stored.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "team_record")]
pub struct TeamRecord {
    pub id: TeamId,
    pub name: String,
    pub description: Option<String>,
    pub allow_auto_assign: bool,
    pub account_id: AccountId,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
}

impl From<teams::Team> for TeamRecord {
    fn from(team: teams::Team) -> Self {
        TeamRecord {
            id: team.id,
            name: team.name,
            description: team.description,
            allow_auto_assign: team.allow_auto_assign,
            account_id: team.account,
            created_at: team.created_at.iso(),
            updated_at: team.updated_at.iso(),
        }
    }
}

/// Who was assigned: a person, a bot, or a team.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(rename = "conversation_assignment")]
#[serde(untagged)]
pub enum Assigned {
    User(Assignee),
    AgentBot(AgentBotSlim),
    Team(TeamRecord),
}

/// Custom attributes as they are now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_custom_attributes")]
pub struct CustomAttributes {
    pub custom_attributes: Json,
}

/// What the caller has begun to write.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_draft")]
pub struct Draft {
    pub has_draft: bool,
    /// Left out without a draft.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl From<Option<String>> for Draft {
    fn from(message: Option<String>) -> Self {
        Draft { has_draft: message.is_some(), message }
    }
}

/// A file that was uploaded for the text of an editor.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "uploaded_file")]
pub struct UploadedFile {
    /// An absolute address that needs no token.
    pub file_url: String,
    pub blob_key: String,
    pub blob_id: String,
}

/// Somebody who is at a conversation right now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_viewer")]
pub struct Viewer {
    #[oai(flatten)]
    #[serde(flatten)]
    pub user: UserSender,
    pub is_viewing: bool,
    pub is_typing: bool,
    /// Whether it is a private note that they type.
    pub is_private: bool,
}

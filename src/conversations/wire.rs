//! How conversations look on the wire (contract 2.8).

use poem_openapi::{Object, Union};
use serde::Serialize;

use super::model;
use super::sql::{Counts, ShownRow};
use crate::base::Millis;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::{AccountId, DisplayId, InboxId, TeamId};
use crate::bots::wire::AgentBotSlim;
use crate::contacts::wire::ContactShown;
use crate::http::wire::Json;
use crate::messages::wire::MessagePush;
use crate::teams::{self, wire::Team};
use crate::users::wire::Assignee;

/// A conversation without the people around it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation")]
pub struct Conversation {
    /// The conversation's number within its account: what every path takes.
    pub id: DisplayId,
    /// The same.
    pub display_id: DisplayId,
    /// The newest message of any kind, if there is one.
    pub messages: Vec<MessagePush>,
    pub account_id: AccountId,
    pub uuid: String,
    pub additional_attributes: Json,
    /// Unix seconds, 0 for never.
    pub agent_last_seen_at: i64,
    /// Unix seconds, 0 for never.
    pub assignee_last_seen_at: i64,
    /// Whether a reply reaches the contact.
    pub can_reply: bool,
    /// Unix seconds, 0 for never.
    pub contact_last_seen_at: i64,
    pub custom_attributes: Json,
    pub inbox_id: InboxId,
    pub labels: Vec<String>,
    /// Whether the contact is blocked.
    pub muted: bool,
    /// ISO 8601.
    pub snoozed_until: Option<String>,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds with their fraction.
    pub updated_at: f64,
    /// Unix seconds of the last activity.
    pub timestamp: i64,
    /// Unix seconds, 0 for never.
    pub first_reply_created_at: i64,
    /// Incoming messages since an agent looked, at most 10.
    pub unread_count: i64,
    pub last_non_activity_message: Option<MessagePush>,
    /// Unix seconds.
    pub last_activity_at: i64,
    /// `low`, `medium`, `high` or `urgent`.
    pub priority: Option<String>,
    /// Unix seconds since which the contact waits, 0 for not waiting.
    pub waiting_since: i64,
    pub sla_policy_id: Option<i64>,
}

/// What is loaded beside a conversation's row.
#[derive(Debug)]
pub struct Beside {
    pub last_message: Option<MessagePush>,
    pub last_non_activity_message: Option<MessagePush>,
    pub labels: Vec<String>,
    pub muted: bool,
}

impl Conversation {
    /// Shows a row with what is beside it, at this time.
    pub fn new(row: ShownRow, beside: Beside, now: Millis) -> Self {
        let c = row.conversation;
        Conversation {
            id: c.display_id,
            display_id: c.display_id,
            messages: beside.last_message.into_iter().collect(),
            account_id: c.account,
            can_reply: model::can_reply(row.reply_window, c.last_incoming_at, now),
            unread_count: c.unread_shown(),
            uuid: c.uuid,
            additional_attributes: Json::from(c.additional_attributes),
            agent_last_seen_at: seconds_or_zero(c.agent_last_seen_at),
            assignee_last_seen_at: seconds_or_zero(c.assignee_last_seen_at),
            contact_last_seen_at: seconds_or_zero(c.contact_last_seen_at),
            custom_attributes: Json::from(c.custom_attributes),
            inbox_id: c.inbox,
            labels: beside.labels,
            muted: beside.muted,
            snoozed_until: c.snoozed_until.map(Millis::iso),
            status: c.status.name().to_owned(),
            created_at: c.created_at.seconds(),
            updated_at: c.updated_at.float_seconds(),
            timestamp: c.last_activity_at.seconds(),
            first_reply_created_at: seconds_or_zero(c.first_reply_created_at),
            last_non_activity_message: beside.last_non_activity_message,
            last_activity_at: c.last_activity_at.seconds(),
            priority: c.priority.map(|p| p.name().to_owned()),
            waiting_since: seconds_or_zero(c.waiting_since),
            sla_policy_id: None,
        }
    }
}

/// Who takes care: a person, or a bot.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(rename = "conversation_assignee")]
#[serde(untagged)]
pub enum ShownAssignee {
    User(Assignee),
    AgentBot(AgentBotSlim),
}

/// The contact, with the channel repeated.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_sender")]
pub struct ShownSender {
    #[oai(flatten)]
    #[serde(flatten)]
    pub contact: ContactShown,
    /// As `meta.channel`.
    pub channel: String,
}

/// The people around a conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_meta")]
pub struct Meta {
    pub sender: ShownSender,
    /// For example `Channel::Api`.
    pub channel: String,
    /// Left out when nobody takes care.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<ShownAssignee>,
    /// `User` or `AgentBot`.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_type: Option<String>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    pub hmac_verified: bool,
}

/// A conversation with the people around it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_show")]
pub struct ConversationShow {
    pub meta: Meta,
    #[oai(flatten)]
    #[serde(flatten)]
    pub conversation: Conversation,
}

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

/// The answer of the list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_list")]
pub struct ConversationList {
    pub data: ListPage,
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

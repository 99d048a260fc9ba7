//! Notifications on the wire (contract 7.13, and 4.7 of the realtime one).

use poem_openapi::Object;
use serde::Serialize;
use serde_json::Value;

use super::model::{self, Counts, PRIMARY_ACTOR, SECONDARY_ACTOR};
use crate::base::Millis;
use crate::base::ids::{AccountId, ConversationId, MessageId, NotificationId, UserId};
use crate::conversations::wire::ConversationPush;
use crate::http::wire::{DataEnvelope, Json, MetaPayload};
use crate::messages::wire::MessagePush;
use crate::users::wire::UserSender;

/// Something that somebody is told of.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "notification")]
pub struct Notification {
    pub id: NotificationId,
    /// `conversation_creation`, `conversation_assignment`, `assigned_conversation_new_message`, `conversation_mention` or
    /// `participating_conversation_new_message`.
    pub notification_type: String,
    /// The same as `push_message_body`.
    pub push_message_title: String,
    /// Who said something, and the first words.
    pub push_message_body: String,
    /// Always `Conversation`.
    pub primary_actor_type: String,
    /// The conversation's row id, not its number in the account.
    pub primary_actor_id: ConversationId,
    pub primary_actor: ConversationPush,
    pub read_at: Option<String>,
    /// What was said, where they are told of that.
    pub secondary_actor: Option<MessagePush>,
    /// Who is told.
    pub user: UserSender,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub last_activity_at: i64,
    pub snoozed_until: Option<String>,
    pub meta: Json,
    pub account_id: AccountId,
}

impl Notification {
    /// A row with what is beside it.
    pub(super) fn new(
        n: model::Notification,
        text: String,
        conversation: ConversationPush,
        message: Option<MessagePush>,
        user: UserSender,
    ) -> Self {
        Notification {
            id: n.id,
            notification_type: n.kind.name().to_owned(),
            push_message_title: text.clone(),
            push_message_body: text,
            primary_actor_type: PRIMARY_ACTOR.to_owned(),
            primary_actor_id: n.conversation,
            primary_actor: conversation,
            read_at: n.read_at.map(Millis::iso),
            secondary_actor: message,
            user,
            created_at: n.created_at.seconds(),
            last_activity_at: n.last_activity_at.seconds(),
            snoozed_until: n.snoozed_until.map(Millis::iso),
            meta: Value::Object(n.meta).into(),
            account_id: n.account,
        }
    }
}

/// The record of a notification.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "notification_record")]
pub struct NotificationRecord {
    pub id: NotificationId,
    pub account_id: AccountId,
    pub user_id: UserId,
    pub notification_type: String,
    /// Always `Conversation`.
    pub primary_actor_type: String,
    /// The conversation's row id, not its number in the account.
    pub primary_actor_id: ConversationId,
    /// `Message`, where they are told of one.
    pub secondary_actor_type: Option<String>,
    pub secondary_actor_id: Option<MessageId>,
    /// ISO 8601, as all times here.
    pub read_at: Option<String>,
    pub snoozed_until: Option<String>,
    pub last_activity_at: String,
    pub meta: Json,
    pub created_at: String,
    pub updated_at: String,
}

impl From<model::Notification> for NotificationRecord {
    fn from(n: model::Notification) -> Self {
        NotificationRecord {
            id: n.id,
            account_id: n.account,
            user_id: n.user,
            notification_type: n.kind.name().to_owned(),
            primary_actor_type: PRIMARY_ACTOR.to_owned(),
            primary_actor_id: n.conversation,
            secondary_actor_type: n.message.map(|_| SECONDARY_ACTOR.to_owned()),
            secondary_actor_id: n.message,
            read_at: n.read_at.map(Millis::iso),
            snoozed_until: n.snoozed_until.map(Millis::iso),
            last_activity_at: n.last_activity_at.iso(),
            meta: Value::Object(n.meta).into(),
            created_at: n.created_at.iso(),
            updated_at: n.updated_at.iso(),
        }
    }
}

/// Numbers above the list.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "notification_list_meta")]
pub struct NotificationsMeta {
    /// How many of them nobody has read.
    pub unread_count: i64,
    pub count: i64,
    pub current_page: i64,
}

impl NotificationsMeta {
    pub(super) fn new(counts: Counts, current_page: i64) -> Self {
        NotificationsMeta { unread_count: counts.unread_count, count: counts.count, current_page }
    }
}

/// A page of notifications.
pub type NotificationList = DataEnvelope<MetaPayload<NotificationsMeta, Vec<Notification>>>;

/// What to mark read.
#[derive(Debug, Object)]
#[oai(rename = "notifications_read_payload")]
pub struct ReadAll {
    /// `Conversation`, to mark read only what is about one.
    pub primary_actor_type: Option<String>,
    /// Its row id.
    pub primary_actor_id: Option<i64>,
}

/// What to throw away.
#[derive(Debug, Object)]
#[oai(rename = "notifications_delete_payload")]
pub struct DeleteAll {
    /// `read` for those that were read; else all.
    #[oai(rename = "type")]
    pub kind: Option<String>,
}

/// Until when.
#[derive(Debug, Object)]
#[oai(rename = "notification_snooze_payload")]
pub struct Snooze {
    /// Unix seconds, or ISO 8601.
    pub snoozed_until: Option<String>,
}

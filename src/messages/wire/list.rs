//! The messages of a conversation, with what stands above them.

use poem_openapi::Object;
use serde::Serialize;

use super::Message;
use crate::contacts::wire::ContactSender;
use crate::http::wire::Json;
use crate::users::wire::UserSender;

/// The conversation, as its list of messages shows it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_list_meta")]
pub struct MessageListMeta {
    pub labels: Vec<String>,
    pub additional_attributes: Json,
    pub contact: ContactSender,
    /// Left out when no person takes care.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserSender>,
    /// ISO 8601.
    pub agent_last_seen_at: Option<String>,
    /// ISO 8601.
    pub assignee_last_seen_at: Option<String>,
}

/// Messages of a conversation, oldest first.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_list")]
pub struct MessageList {
    pub meta: MessageListMeta,
    pub payload: Vec<Message>,
}

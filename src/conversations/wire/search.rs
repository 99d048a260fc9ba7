//! Conversations as a search shows them: slim, with the messages that were found (contract 7.9).

use poem_openapi::Object;
use serde::Serialize;

use super::super::sql::Counts;
use crate::base::ids::{AccountId, ContactId, DisplayId, InboxId, MessageId};
use crate::messages::wire::{Message, Sender};

/// The counts of all that was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_search_meta")]
pub struct FoundCounts {
    pub mine_count: i64,
    pub unassigned_count: i64,
    pub all_count: i64,
}

impl From<Counts> for FoundCounts {
    fn from(counts: Counts) -> Self {
        FoundCounts { mine_count: counts.mine, unassigned_count: counts.unassigned, all_count: counts.all }
    }
}

/// The contact.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_found_contact")]
pub struct FoundContact {
    pub id: ContactId,
    pub name: Option<String>,
}

/// The inbox.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_found_inbox")]
pub struct FoundInbox {
    pub id: InboxId,
    pub name: String,
    /// For example `Channel::Api`.
    pub channel_type: String,
}

/// A message with the words.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_found_message")]
pub struct FoundMessage {
    pub content: Option<String>,
    pub id: MessageId,
    /// Left out when the sender is gone.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// 0 incoming, 1 outgoing.
    pub message_type: i64,
    /// Unix seconds.
    pub created_at: i64,
}

impl From<Message> for FoundMessage {
    fn from(message: Message) -> Self {
        let sender_name = message.sender.and_then(|sender| match sender {
            Sender::User(user) => Some(user.name),
            Sender::Contact(contact) => contact.name,
            Sender::AgentBot(bot) => bot.name,
        });
        FoundMessage {
            content: message.content,
            id: message.id,
            sender_name,
            message_type: message.message_type,
            created_at: message.created_at,
        }
    }
}

/// A conversation that was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_found")]
pub struct ConversationFound {
    /// The conversation's number within its account.
    pub id: DisplayId,
    pub uuid: String,
    /// Unix seconds.
    pub created_at: i64,
    pub contact: FoundContact,
    pub inbox: FoundInbox,
    /// The newest few that have the words, oldest first.
    pub messages: Vec<FoundMessage>,
    pub account_id: AccountId,
}

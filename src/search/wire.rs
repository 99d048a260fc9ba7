//! What a search answers (contract 7.9).

use poem_openapi::Object;
use serde::Serialize;

use crate::base::ids::{AccountId, ChannelId, ContactId, DisplayId, InboxId, UserId};
use crate::contacts::Contact;
use crate::http::wire::Json;
use crate::inboxes::wire::Inbox;
use crate::messages::wire::Message;
use crate::users::AgentView;

/// A contact that was found, or whose conversation was.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "search_contact")]
pub struct SearchContact {
    pub id: ContactId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub identifier: Option<String>,
    pub additional_attributes: Json,
    /// Unix seconds.
    pub last_activity_at: Option<i64>,
}

impl From<Contact> for SearchContact {
    fn from(contact: Contact) -> Self {
        SearchContact {
            id: contact.id,
            name: contact.name,
            email: contact.email,
            phone_number: contact.phone_number,
            identifier: contact.identifier,
            additional_attributes: contact.additional_attributes.into(),
            last_activity_at: contact.last_activity_at.map(|at| at.seconds()),
        }
    }
}

/// Where a conversation was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "search_inbox")]
pub struct SearchInbox {
    pub id: InboxId,
    pub channel_id: ChannelId,
    pub name: String,
    pub channel_type: String,
}

impl From<Inbox> for SearchInbox {
    fn from(inbox: Inbox) -> Self {
        let Inbox { id, channel_id, name, channel_type, .. } = inbox;
        SearchInbox { id, channel_id, name, channel_type }
    }
}

/// Who takes care of a conversation that was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "search_agent")]
pub struct SearchAgent {
    pub id: UserId,
    /// The display name if there is one, else the name.
    pub available_name: String,
    pub email: String,
    pub name: String,
    /// `agent` or `administrator`.
    pub role: String,
}

impl From<AgentView> for SearchAgent {
    fn from(agent: AgentView) -> Self {
        SearchAgent {
            id: agent.id,
            available_name: agent.available_name().to_owned(),
            role: agent.role.name().to_owned(),
            email: agent.email,
            name: agent.name,
        }
    }
}

/// A conversation that was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "search_conversation")]
pub struct SearchConversation {
    /// The number within the account.
    pub id: DisplayId,
    pub account_id: AccountId,
    /// Unix seconds.
    pub created_at: i64,
    /// The newest message with the words, or else the newest one; left out while there is none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<SearchContact>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbox: Option<SearchInbox>,
    /// Left out when no person takes care.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<SearchAgent>,
    /// Where only conversations are searched.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_attributes: Option<Json>,
}

/// A message that was found.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "search_message")]
pub struct SearchMessage {
    #[oai(flatten)]
    #[serde(flatten)]
    pub message: Message,
    /// The part of the content with the words, as HTML: they are in `<mark>`, all markup of the content itself is escaped.
    pub highlight: String,
}

/// A page of each kind that was searched.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "search_results")]
pub struct SearchResults {
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversations: Option<Vec<SearchConversation>>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<SearchContact>>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<SearchMessage>>,
    /// Always empty: there is no help centre.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<Vec<Json>>,
}

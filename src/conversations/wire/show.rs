//! A conversation with the people around it.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use poem_openapi::{Object, Union};
use serde::Serialize;
use serde_json::Value;

use super::Conversation;
use crate::bots::wire::AgentBotSlim;
use crate::contacts::wire::ContactShown;
use crate::teams::wire::Team;
use crate::users::wire::Assignee;

/// Who takes care: a person, or a bot.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(rename = "conversation_assignee")]
#[serde(untagged)]
pub enum ShownAssignee {
    User(Box<Assignee>),
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

/// A conversation with the people around it: `meta` beside the fields of the conversation.
#[derive(Debug, Clone, Serialize)]
pub struct ConversationShow {
    pub meta: Meta,
    #[serde(flatten)]
    pub conversation: Conversation,
}

/// What `meta` is documented by.
#[derive(Debug, Clone, Object)]
#[oai(rename = "conversation_people")]
struct People {
    /// The people around the conversation.
    meta: Meta,
}

/// Documented as all of `conversation` and `meta`, so that both names are in the document; `#[oai(flatten)]` would lose one.
impl Type for ConversationShow {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "conversation_show".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::name().into_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::name().into_owned(), |registry| {
            Conversation::register(registry);
            People::register(registry);
            MetaSchema {
                description: Some("A conversation with the people around it."),
                all_of: vec![Conversation::schema_ref(), People::schema_ref()],
                ..MetaSchema::ANY
            }
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for ConversationShow {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let people = People::parse_from_json(value.clone()).map_err(ParseError::propagate)?;
        let conversation = Conversation::parse_from_json(value).map_err(ParseError::propagate)?;
        Ok(ConversationShow { meta: people.meta, conversation })
    }
}

impl ToJSON for ConversationShow {
    fn to_json(&self) -> Option<Value> {
        let mut shown = self.conversation.to_json()?;
        shown.as_object_mut()?.insert("meta".to_owned(), self.meta.to_json()?);
        Some(shown)
    }
}

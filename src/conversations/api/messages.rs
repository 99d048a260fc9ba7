//! The messages of a conversation: the list, new ones, and what becomes of a deleted one. One struct, since the document has one
//! entry for their path.

use poem_openapi::param::Path;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Serialize;
use serde_json::Value;

use super::super::{Conversation, post, require, views};
use super::first_message::FirstMessage;
use crate::access::{Agent, AgentOrBot, scoped};
use crate::base::ids::{AgentBotId, DisplayId, MessageId};
use crate::base::text::presence;
use crate::base::{Error, Result};
use crate::http::wire::Text;
use crate::http::{Answer, Fast, Params, Position, Query, Root};
use crate::messages::{self, Draft, Window, wire};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// A message to be created.
#[derive(Debug, Object)]
#[oai(rename = "conversation_message_create")]
pub struct MessageCreate {
    #[oai(flatten)]
    pub message: FirstMessage,
    /// The client's own id of the message, repeated once in the answer and in the live event.
    pub echo_id: Option<String>,
    /// The message's id in an outside system.
    pub source_id: Option<String>,
    /// E-mail inboxes only: addresses separated by commas; as the next two.
    pub cc_emails: Option<String>,
    pub bcc_emails: Option<String>,
    pub to_emails: Option<String>,
    /// When the message was written in an outside system; kept in `content_attributes`.
    pub external_created_at: Option<Value>,
    /// The campaign that sends the message; kept in `additional_attributes`.
    pub campaign_id: Option<i64>,
    /// `AgentBot`, to write as the bot of `sender_id`.
    pub sender_type: Option<String>,
    pub sender_id: Option<i64>,
    /// The last message that the caller has seen. When somebody has said something since, nothing is posted.
    pub if_last_message_id: Option<MessageId>,
}

impl MessageCreate {
    /// The message to be posted; refuses types that do not exist.
    fn draft(self) -> Result<Draft> {
        let mut draft = self.message.draft()?;
        draft.echo_id = self.echo_id;
        draft.source_id = presence(self.source_id);
        let is_bot = self.sender_type.as_deref() == Some("AgentBot");
        draft.as_bot = self.sender_id.filter(|_| is_bot).map(AgentBotId);
        let addresses = [("cc_emails", self.cc_emails), ("bcc_emails", self.bcc_emails), ("to_emails", self.to_emails)];
        draft.addresses =
            addresses.into_iter().filter_map(|(attribute, text)| Some((attribute, presence(text)?))).collect();
        if let Some(at) = self.external_created_at {
            draft.content_attributes.insert("external_created_at".to_owned(), at);
        }
        if let Some(campaign) = self.campaign_id {
            draft.additional_attributes.insert("campaign_id".to_owned(), campaign.into());
        }
        Ok(draft)
    }
}

/// What the caller has not seen.
#[derive(Debug, Object, Serialize)]
#[oai(rename = "conversation_unseen_messages")]
pub struct Unseen {
    pub error: String,
    /// Those after the last one that was seen, oldest first, up to 100.
    pub messages: Vec<wire::Message>,
}

#[expect(clippy::large_enum_variant, reason = "it only lives while it is returned")]
#[derive(ApiResponse)]
enum Posted {
    /// The message.
    #[oai(status = 200)]
    Message(Fast<wire::Message>),
    /// Somebody has said something that the caller has not seen: nothing was posted.
    #[oai(status = 409)]
    Unseen(Fast<Unseen>),
}

/// Whatever is wrong with a message is said in one text.
pub struct OneText;

impl Root for OneText {
    const KEY: &'static str = "";
    const REQUIRED: bool = false;
    const IN_ONE_TEXT: bool = true;
}

const UNSEEN: &str = "The conversation has messages that you have not seen";

pub struct MessagesApi {
    pub store: Store,
}

#[OpenApi]
impl MessagesApi {
    /// List messages of a conversation, oldest first: the newest 20, the 20 before one, or up to 100 after one; with both, up to
    /// 1000 from `after` (with it) to `before` (without it).
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages",
        method = "get",
        operation_id = "list-all-messages",
        tag = "Tag::Messages"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        /// A message id.
        before: Position,
        /// A message id.
        after: Position,
        /// Any value leaves out private notes and activities.
        filter_internal_messages: Query<Option<Text>>,
    ) -> Answer<wire::MessageList> {
        let window = Window {
            before: before.0.map(MessageId),
            after: after.0.map(MessageId),
            only_public: presence(filter_internal_messages.0).is_some(),
        };
        let agent = account_id.0;
        let list = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            views::messages(db, &conversation, &window)
        });
        Ok(Fast(list.await?))
    }

    /// Create a message in a conversation, with files if the body is multipart: what the document of 2021 had as an operation of
    /// its own, `conversationNewMessageAttachment`.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages",
        method = "post",
        operation_id = "create-a-new-message-in-a-conversation",
        tag = "Tag::Messages"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<MessageCreate, OneText>,
    ) -> Result<Posted> {
        let (who, sent) = (account_id.0, params.into_inner());
        let create = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            create(tx, &who, &mut conversation, sent).map_err(Error::in_one_text)
        });
        create.await
    }

    /// Delete a message: its content and attachments go, its place in the conversation stays.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages/:message_id",
        method = "delete",
        operation_id = "delete-a-message",
        tag = "Tag::Messages"
    )]
    async fn delete(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        message_id: Path<MessageId>,
    ) -> Answer<wire::Message> {
        let agent = account_id.0;
        let delete = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            let message = messages::find(tx, agent.account, conversation.id, message_id.0)?;
            let message = messages::delete(tx, message, agent.actor())?;
            messages::rest_view(tx, conversation.display_id, message, None)
        });
        Ok(Fast(delete.await?))
    }
}

fn create(tx: &Tx, who: &AgentOrBot, conversation: &mut Conversation, sent: MessageCreate) -> Result<Posted> {
    let last_seen = sent.if_last_message_id;
    let draft = sent.draft()?;
    if let Some(last) = last_seen {
        let unseen = post::unseen(tx, who, conversation, &draft, last)?;
        if !unseen.is_empty() {
            let messages = messages::rest_views(tx, conversation.account, conversation.display_id, unseen)?;
            return Ok(Posted::Unseen(Fast(Unseen { error: UNSEEN.to_owned(), messages })));
        }
    }
    let echo_id = draft.echo_id.clone();
    let message = post::post(tx, who, conversation, draft)?;
    Ok(Posted::Message(Fast(messages::rest_view(tx, conversation.display_id, message, echo_id)?)))
}

//! One message: how far it got, and another attempt.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::super::{require, sql};
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::{DisplayId, MessageId};
use crate::base::text::presence;
use crate::http::{Answer, Fast, Params};
use crate::messages::{self, MessageStatus, wire};
use crate::store::Store;
use crate::tags::Tag;

/// Characters of the reason of a failure that are kept.
const LONGEST_PROBLEM: usize = 2000;

/// How far an outside channel says that a message got.
#[derive(Debug, Object)]
#[oai(rename = "conversation_message_update")]
pub struct MessageUpdate {
    /// `sent`, `delivered`, `read` or `failed`; anything else changes nothing.
    pub status: Option<String>,
    /// Why it failed.
    pub external_error: Option<String>,
}

/// Why this is not allowed.
#[derive(Debug, Object)]
#[oai(rename = "forbidden_error")]
pub struct Forbidden {
    pub error: String,
}

#[expect(clippy::large_enum_variant, reason = "it only lives while it is returned")]
#[derive(ApiResponse)]
enum Updated {
    /// The message.
    #[oai(status = 200)]
    Message(Fast<wire::Message>),
    /// Only outside programs that bring the messages of an API inbox know how far these got.
    #[oai(status = 403)]
    Forbidden(Json<Forbidden>),
}

const API_ONLY: &str = "Message status update is only allowed for API inboxes";

pub struct MessageApi {
    pub store: Store,
}

#[OpenApi]
impl MessageApi {
    /// Tell how far a message of an API inbox got. What was read stays so, unless it failed.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages/:message_id",
        method = "patch",
        operation_id = "update-status-of-a-message",
        tag = "Tag::Messages"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        message_id: Path<MessageId>,
        params: Params<MessageUpdate>,
    ) -> Result<Updated> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let update = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            let message = messages::find(tx, agent.account, conversation.id, message_id.0)?;
            if !sql::inbox_facts(tx, agent.account, conversation.inbox)?.is_api() {
                return Ok(Updated::Forbidden(Json(Forbidden { error: API_ONLY.to_owned() })));
            }
            let problem = presence(sent.external_error).map(|text| text.chars().take(LONGEST_PROBLEM).collect());
            let message = match sent.status.as_deref().and_then(MessageStatus::named) {
                Some(status) => messages::report(tx, message, status, problem, agent.actor())?,
                None => message,
            };
            let shown = messages::rest_view(tx, conversation.display_id, message, None)?;
            Ok(Updated::Message(Fast(shown)))
        });
        update.await
    }

    /// Send a message again that failed. One that did not stays as it is.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages/:message_id/retry",
        method = "post",
        operation_id = "retry-a-message",
        tag = "Tag::Messages"
    )]
    async fn retry(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        message_id: Path<MessageId>,
    ) -> Answer<wire::Message> {
        let agent = account_id.0;
        let retry = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            let message = messages::find(tx, agent.account, conversation.id, message_id.0)?;
            let message = messages::retry(tx, message, agent.actor())?;
            messages::rest_view(tx, conversation.display_id, message, None)
        });
        Ok(Fast(retry.await?))
    }
}

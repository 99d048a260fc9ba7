//! A copy of a conversation by mail.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::require;
use crate::access::{Agent, scoped};
use crate::base::Error;
use crate::base::ids::DisplayId;
use crate::base::text::presence;
use crate::http::{Done, Params};
use crate::store::Store;
use crate::tags::Tag;

/// Where the copy goes.
#[derive(Debug, Object)]
#[oai(rename = "conversation_transcript")]
pub struct Transcript {
    pub email: Option<String>,
}

pub struct TranscriptApi {
    pub store: Store,
}

#[OpenApi]
impl TranscriptApi {
    /// Ask for a copy of a conversation by mail. Refused: this server sends no mail yet.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/transcript",
        method = "post",
        operation_id = "send-a-transcript-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn send(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<Transcript>,
    ) -> Done {
        let agent = account_id.0;
        self.store.read(move |db| require(db, &agent, conversation_id.0)).await?;
        presence(params.into_inner().email).ok_or(Error::refused("email param missing"))?;
        Err(Error::refused("This server does not send mail yet"))
    }
}

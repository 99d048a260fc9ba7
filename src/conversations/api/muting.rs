//! Muting a conversation.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{muting, require};
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Done, Empty};
use crate::store::Store;
use crate::tags::Tag;

pub struct MutingApi {
    pub store: Store,
}

#[OpenApi]
impl MutingApi {
    /// Mute a conversation: resolve it and block its contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/mute",
        method = "post",
        operation_id = "mute-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn mute(&self, account_id: scoped::Path<Agent>, conversation_id: Path<DisplayId>) -> Done {
        let agent = account_id.0;
        let mute = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            muting::mute(tx, &mut conversation, &(&agent).into())
        });
        mute.await?;
        Ok(Empty)
    }

    /// Unmute a conversation: its contact is no longer blocked.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/unmute",
        method = "post",
        operation_id = "unmute-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn unmute(&self, account_id: scoped::Path<Agent>, conversation_id: Path<DisplayId>) -> Done {
        let agent = account_id.0;
        let unmute = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            muting::unmute(tx, &mut conversation, &(&agent).into())
        });
        unmute.await?;
        Ok(Empty)
    }
}

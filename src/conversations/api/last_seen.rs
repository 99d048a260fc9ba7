//! What agents have seen.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{require, seen, views, wire};
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Answer, Fast};
use crate::hub::Hub;
use crate::store::Store;
use crate::tags::Tag;

pub struct LastSeenApi {
    pub store: Store,
}

#[OpenApi]
impl LastSeenApi {
    /// Note that the caller has seen all messages of a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/update_last_seen",
        method = "post",
        operation_id = "update-last-seen-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        hub: Data<&Hub>,
    ) -> Answer<wire::ConversationShow> {
        let agent = account_id.0;
        let update = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            let is_news = seen::see(tx, &mut conversation, agent.user)?;
            let shown = views::one(tx, agent.account, Some(agent.user), conversation.id)?;
            Ok((shown, is_news.then_some(conversation)))
        });
        let (shown, news) = update.await?;
        if let Some(conversation) = news {
            let hub = hub.clone();
            self.store.read(move |db| seen::tell(db, &hub, &conversation)).await?;
        }
        Ok(Fast(shown))
    }

    /// Take back that agents have seen the last message of the contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/unread",
        method = "post",
        operation_id = "mark-a-conversation-unread",
        tag = "Tag::Conversation"
    )]
    async fn unread(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::ConversationShow> {
        let agent = account_id.0;
        let unread = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            seen::unsee(tx, &mut conversation)?;
            views::one(tx, agent.account, Some(agent.user), conversation.id)
        });
        Ok(Fast(unread.await?))
    }
}

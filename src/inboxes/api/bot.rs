//! The bot of an inbox.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{bot, sql, views, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::InboxId;
use crate::bots;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;

/// Bots of inboxes.
pub struct InboxBotApi {
    pub store: Store,
}

#[OpenApi]
impl InboxBotApi {
    /// Show the bot of an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/agent_bot",
        method = "get",
        operation_id = "getInboxAgentBot",
        tag = "Tag::Inbox"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<InboxId>) -> Answer<wire::InboxBot> {
        let read = move |db: &Db| {
            let inbox = views::visible(db, &account_id, id.0)?;
            let bot = sql::bot_of(db, inbox.account, inbox.id)?;
            bot.map(|bot| bots::view(db, inbox.account, bot)).transpose()
        };
        Ok(Fast(self.store.read(read).await?.into()))
    }

    /// Give an inbox a bot in place of any other, or take its bot away.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/set_agent_bot",
        method = "post",
        operation_id = "updateAgentBot",
        tag = "Tag::Inbox"
    )]
    async fn set(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<InboxId>,
        params: Params<wire::BotChange>,
    ) -> Done {
        let (account, by, bot) = (account_id.account, account_id.actor(), params.agent_bot);
        self.store.write(move |tx| bot::set(tx, account, id.0, bot, by)).await?;
        Ok(Empty)
    }
}

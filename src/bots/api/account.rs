//! Agent bots inside an account (contract 5.5 and 7.15).

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::model::{AgentBot, AgentBotChange};
use super::super::{service, sql, views, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::base::Result;
use crate::base::ids::AgentBotId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// The account's own bots, and the system bots to look at.
pub struct AccountAgentBotsApi {
    pub store: Store,
}

impl AccountAgentBotsApi {
    /// Does something that answers one of the account's own bots.
    async fn answer(
        &self,
        admin: Administrator,
        work: impl FnOnce(&Tx, &Administrator) -> Result<AgentBot> + Send + 'static,
    ) -> Answer<wire::AgentBot> {
        let account = admin.account;
        let bot = self.store.write(move |tx| work(tx, &admin)).await?;
        Ok(Fast(wire::AgentBot::seen_by(account, bot)))
    }

    /// Changes one of the account's own bots.
    async fn change(&self, admin: Administrator, id: AgentBotId, change: AgentBotChange) -> Answer<wire::AgentBot> {
        let work = move |tx: &Tx, admin: &Administrator| {
            let bot = sql::find_own(tx, admin.account, id)?;
            service::update(tx, bot, change, admin.actor())
        };
        self.answer(admin, work).await
    }
}

#[OpenApi]
impl AccountAgentBotsApi {
    /// List the account's bots and the system bots.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots",
        method = "get",
        operation_id = "list-all-account-agent-bots",
        tag = "Tag::AccountAgentBots"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Vec<wire::AgentBot>> {
        let account = account_id.account;
        let bots = self.store.read(move |db| sql::list(db, account)).await?;
        Ok(Fast(bots.into_iter().map(|bot| wire::AgentBot::seen_by(account, bot)).collect()))
    }

    /// Create a bot in the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots",
        method = "post",
        operation_id = "create-an-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::AgentBotSent>,
    ) -> Answer<wire::AgentBot> {
        let new = params.into_inner().read()?;
        let work = move |tx: &Tx, admin: &Administrator| service::create(tx, Some(admin.account), new, admin.actor());
        self.answer(account_id.0, work).await
    }

    /// Show a bot of the account, or a system bot.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots/:id",
        method = "get",
        operation_id = "get-details-of-a-single-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<AgentBotId>) -> Answer<wire::AgentBot> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| views::view(db, account, id.0)).await?))
    }

    /// Change a bot of the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots/:id",
        method = "patch",
        operation_id = "update-an-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AgentBotId>,
        params: Params<wire::AgentBotSent>,
    ) -> Answer<wire::AgentBot> {
        let change = params.into_inner().read()?;
        self.change(account_id.0, id.0, change).await
    }

    /// Delete a bot of the account. Its messages stay, without a sender.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots/:id",
        method = "delete",
        operation_id = "delete-an-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<AgentBotId>) -> Done {
        let write = move |tx: &Tx| {
            let bot = sql::find_own(tx, account_id.account, id.0)?;
            service::delete(tx, bot, account_id.actor())
        };
        self.store.write(write).await?;
        Ok(Empty)
    }

    /// Take the picture of one of the account's bots away.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots/:id/avatar",
        method = "delete",
        operation_id = "delete-the-avatar-of-an-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn delete_avatar(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AgentBotId>,
    ) -> Answer<wire::AgentBot> {
        let change = AgentBotChange { avatar: Some(None), ..AgentBotChange::default() };
        self.change(account_id.0, id.0, change).await
    }

    /// Replace the token of one of the account's bots; the old one is refused from now on.
    #[oai(
        path = "/api/v1/accounts/:account_id/agent_bots/:id/reset_access_token",
        method = "post",
        operation_id = "reset-the-access-token-of-an-account-agent-bot",
        tag = "Tag::AccountAgentBots"
    )]
    async fn reset_access_token(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AgentBotId>,
    ) -> Answer<wire::AgentBot> {
        let work = move |tx: &Tx, admin: &Administrator| service::reset_token(tx, admin.account, id.0);
        self.answer(account_id.0, work).await
    }
}

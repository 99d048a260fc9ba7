//! Agent bots of platform apps (contract 5.3 and 7.15).

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::model::{AgentBot, AgentBotChange};
use super::super::{service, sql, wire};
use crate::access::{self, Caller, PlatformApp};
use crate::base::ids::AgentBotId;
use crate::base::{Actor, Result};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// The bots a platform app made or was granted.
pub struct AgentBotsApi {
    pub store: Store,
}

impl AgentBotsApi {
    /// Changes a bot the app may touch.
    async fn change(&self, app: PlatformApp, id: AgentBotId, change: AgentBotChange) -> Result<AgentBot> {
        let write = move |tx: &Tx| {
            let bot = service::permitted(tx, &app, id)?;
            service::update(tx, bot, change, Actor::PlatformApp(app.id))
        };
        self.store.write(write).await
    }
}

#[OpenApi]
impl AgentBotsApi {
    /// List the bots the app may touch.
    #[oai(
        path = "/platform/api/v1/agent_bots",
        method = "get",
        operation_id = "list-all-agent-bots",
        tag = "Tag::AgentBots"
    )]
    async fn list(&self, app: Caller<PlatformApp>) -> Answer<Vec<wire::PlatformAgentBot>> {
        let bots = self.store.read(move |db| sql::granted(db, app.id)).await?;
        Ok(Fast(bots.into_iter().map(Into::into).collect()))
    }

    /// Create a bot of an account, or a system bot; the app may touch it from now on.
    #[oai(
        path = "/platform/api/v1/agent_bots",
        method = "post",
        operation_id = "create-an-agent-bot",
        tag = "Tag::AgentBots"
    )]
    async fn create(
        &self,
        app: Caller<PlatformApp>,
        params: Params<wire::PlatformAgentBotSent>,
    ) -> Answer<wire::PlatformAgentBot> {
        let (app, new) = (app.id, params.into_inner().read()?);
        let write = move |tx: &Tx| {
            let bot = service::create(tx, None, new, Actor::PlatformApp(app))?;
            access::grant(tx, app, "AgentBot", bot.id.0)?;
            Ok(bot)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Show a bot.
    #[oai(
        path = "/platform/api/v1/agent_bots/:id",
        method = "get",
        operation_id = "get-details-of-a-single-agent-bot",
        tag = "Tag::AgentBots"
    )]
    async fn show(&self, app: Caller<PlatformApp>, id: Path<AgentBotId>) -> Answer<wire::PlatformAgentBot> {
        Ok(Fast(self.store.read(move |db| service::permitted(db, &app, id.0)).await?.into()))
    }

    /// Change a bot.
    #[oai(
        path = "/platform/api/v1/agent_bots/:id",
        method = "patch",
        operation_id = "update-an-agent-bot",
        tag = "Tag::AgentBots"
    )]
    async fn update(
        &self,
        app: Caller<PlatformApp>,
        id: Path<AgentBotId>,
        params: Params<wire::PlatformAgentBotSent>,
    ) -> Answer<wire::PlatformAgentBot> {
        let change = params.into_inner().read()?;
        Ok(Fast(self.change(app.0, id.0, change).await?.into()))
    }

    /// Delete a bot. Its messages stay, without a sender.
    #[oai(
        path = "/platform/api/v1/agent_bots/:id",
        method = "delete",
        operation_id = "delete-an-agent-bot",
        tag = "Tag::AgentBots"
    )]
    async fn delete(&self, app: Caller<PlatformApp>, id: Path<AgentBotId>) -> Done {
        let write = move |tx: &Tx| {
            let bot = service::permitted(tx, &app, id.0)?;
            service::delete(tx, bot, Actor::PlatformApp(app.id))
        };
        self.store.write(write).await?;
        Ok(Empty)
    }

    /// Take a bot's picture away.
    #[oai(
        path = "/platform/api/v1/agent_bots/:id/avatar",
        method = "delete",
        operation_id = "delete-the-avatar-of-an-agent-bot",
        tag = "Tag::AgentBots"
    )]
    async fn delete_avatar(&self, app: Caller<PlatformApp>, id: Path<AgentBotId>) -> Answer<wire::PlatformAgentBot> {
        let change = AgentBotChange { avatar: Some(None), ..AgentBotChange::default() };
        Ok(Fast(self.change(app.0, id.0, change).await?.into()))
    }
}

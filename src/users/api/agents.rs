//! The members of an account, to the account (contract 7.4).

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::wire::{self, AgentRoot};
use super::super::{agents, links, sql};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::UserId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Agents.
pub struct AgentsApi {
    pub store: Store,
}

/// Addresses of one write.
const AT_ONCE: usize = 50;

#[OpenApi]
impl AgentsApi {
    /// List the members of the account, by name.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents",
        method = "get",
        operation_id = "list-all-agents",
        tag = "Tag::Agents"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Vec<wire::Agent>> {
        let account = account_id.account;
        let agents = self.store.read(move |db| sql::all_agents(db, account)).await?;
        Ok(Fast(agents.into_iter().map(Into::into).collect()))
    }

    /// Invite somebody into the account. Somebody new has no password until the operator sets one.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents",
        method = "post",
        operation_id = "create-an-agent",
        tag = "Tag::Agents"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::AgentCreate, AgentRoot>,
    ) -> Answer<wire::Agent> {
        let (admin, invitation) = (account_id.0, params.into_inner().into());
        let write = move |tx: &Tx| {
            let id = agents::invite(tx, &admin, invitation)?;
            sql::agent(tx, admin.account, id)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Change a member.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents/:id",
        method = "patch",
        operation_id = "update-an-agent",
        tag = "Tag::Agents"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<UserId>,
        params: Params<wire::AgentUpdate, AgentRoot>,
    ) -> Answer<wire::Agent> {
        let (admin, change) = (account_id.0, params.into_inner().into());
        let write = move |tx: &Tx| {
            agents::update(tx, &admin, id.0, change)?;
            sql::agent(tx, admin.account, id.0)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Take a member out of the account; a user who is in no other is deleted.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents/:id",
        method = "delete",
        operation_id = "delete-an-agent",
        tag = "Tag::Agents"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<UserId>) -> Done {
        self.store.write(move |tx| agents::dismiss(tx, &account_id.0, id.0)).await?;
        Ok(Empty)
    }

    /// Make a link by which somebody who was invited chooses a password, once, within six hours. Only while they have none and
    /// are in no other account.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents/:id/invitation_link",
        method = "post",
        operation_id = "create-an-invitation-link",
        tag = "Tag::Agents"
    )]
    async fn invitation_link(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<UserId>,
    ) -> Answer<wire::InvitationLink> {
        let url = self.store.write(move |tx| links::of_invitation(tx, &account_id.0, id.0)).await?;
        Ok(Fast(wire::InvitationLink { url }))
    }

    /// Invite many people; addresses that cannot be invited are skipped.
    #[oai(
        path = "/api/v1/accounts/:account_id/agents/bulk_create",
        method = "post",
        operation_id = "create-agents",
        tag = "Tag::Agents"
    )]
    async fn bulk_create(&self, account_id: scoped::Path<Administrator>, params: Params<wire::AgentsCreate>) -> Done {
        for emails in params.emails.chunks(AT_ONCE) {
            let (admin, emails) = (account_id.0.clone(), emails.to_vec());
            self.store.write(move |tx| agents::invite_all(tx, &admin, emails)).await?;
        }
        Ok(Empty)
    }
}

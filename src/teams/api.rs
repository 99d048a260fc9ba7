//! The endpoints of teams and of who is in them.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::wire::{self, TeamRoot};
use super::{deletion, members, service, sql, views};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::TeamId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;
use crate::users;

/// Teams.
pub struct TeamsApi {
    pub store: Store,
}

#[OpenApi]
impl TeamsApi {
    /// List all teams of the account, with whether the caller is in them.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams",
        method = "get",
        operation_id = "list-all-teams",
        tag = "Tag::Teams"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Vec<wire::Team>> {
        let agent = account_id.0;
        Ok(Fast(self.store.read(move |db| views::all(db, agent.account, agent.user)).await?))
    }

    /// Create a team nobody is in yet.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams",
        method = "post",
        operation_id = "create-a-team",
        tag = "Tag::Teams"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::TeamChange, TeamRoot>,
    ) -> Answer<wire::Team> {
        let (admin, new) = (account_id.0, params.into_inner().into());
        let write = move |tx: &Tx| {
            let team = service::create(tx, admin.account, new, admin.actor())?;
            views::one(tx, admin.account, admin.user, team.id)
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Show a team.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:id",
        method = "get",
        operation_id = "get-details-of-a-single-team",
        tag = "Tag::Teams"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<TeamId>) -> Answer<wire::Team> {
        let agent = account_id.0;
        Ok(Fast(self.store.read(move |db| views::one(db, agent.account, agent.user, id.0)).await?))
    }

    /// Change a team.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:id",
        method = "patch",
        operation_id = "update-a-team",
        tag = "Tag::Teams"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<TeamId>,
        params: Params<wire::TeamChange, TeamRoot>,
    ) -> Answer<wire::Team> {
        let (admin, change) = (account_id.0, params.into_inner().into());
        let write = move |tx: &Tx| {
            service::update(tx, admin.account, id.0, change, admin.actor())?;
            views::one(tx, admin.account, admin.user, id.0)
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Delete a team. Its conversations keep their assignee.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:id",
        method = "delete",
        operation_id = "delete-a-team",
        tag = "Tag::Teams"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<TeamId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| deletion::delete(tx, account, id.0, by)).await?;
        Ok(Empty)
    }
}

/// Who is in a team.
pub struct TeamMembersApi {
    pub store: Store,
}

#[OpenApi]
impl TeamMembersApi {
    /// List the members of a team, by name.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:team_id/team_members",
        method = "get",
        operation_id = "list-all-team-members",
        tag = "Tag::Teams"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, team_id: Path<TeamId>) -> Answer<Vec<users::wire::Agent>> {
        let account = account_id.account;
        let read = move |db: &Db| {
            let team = sql::find(db, account, team_id.0)?;
            users::agents(db, account, &Vec::from_iter(sql::member_ids(db, account, team.id)?))
        };
        let members = self.store.read(read).await?;
        Ok(Fast(members.into_iter().map(Into::into).collect()))
    }

    /// Put members of the account into a team. Answers those who are new in it.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:team_id/team_members",
        method = "post",
        operation_id = "add-team-members",
        tag = "Tag::Teams"
    )]
    async fn add(
        &self,
        account_id: scoped::Path<Administrator>,
        team_id: Path<TeamId>,
        params: Params<wire::TeamMembers>,
    ) -> Answer<Vec<users::wire::Agent>> {
        let (account, by, user_ids) = (account_id.account, account_id.actor(), params.into_inner().ids()?);
        let write = move |tx: &Tx| {
            let added = members::add(tx, account, team_id.0, &user_ids, by)?;
            users::agents(tx, account, &added)
        };
        let added = self.store.write(write).await?;
        Ok(Fast(added.into_iter().map(Into::into).collect()))
    }

    /// Replace the members of a team. Answers all of them.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:team_id/team_members",
        method = "patch",
        operation_id = "update-team-members",
        tag = "Tag::Teams"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<Administrator>,
        team_id: Path<TeamId>,
        params: Params<wire::TeamMembers>,
    ) -> Answer<Vec<users::wire::Agent>> {
        let (account, by, user_ids) = (account_id.account, account_id.actor(), params.into_inner().ids()?);
        let write = move |tx: &Tx| {
            let members = members::replace(tx, account, team_id.0, &user_ids, by)?;
            users::agents(tx, account, &members)
        };
        let members = self.store.write(write).await?;
        Ok(Fast(members.into_iter().map(Into::into).collect()))
    }

    /// Take members out of a team.
    #[oai(
        path = "/api/v1/accounts/:account_id/teams/:team_id/team_members",
        method = "delete",
        operation_id = "delete-team-members",
        tag = "Tag::Teams"
    )]
    async fn remove(
        &self,
        account_id: scoped::Path<Administrator>,
        team_id: Path<TeamId>,
        params: Params<wire::TeamMembers>,
    ) -> Done {
        let (account, by, user_ids) = (account_id.account, account_id.actor(), params.into_inner().ids()?);
        self.store.write(move |tx| members::remove(tx, account, team_id.0, &user_ids, by)).await?;
        Ok(Empty)
    }
}

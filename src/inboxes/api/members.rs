//! Who belongs to an inbox, and who can be given its conversations.

use std::collections::BTreeSet;

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{members, sql, views, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::InboxId;
use crate::base::{Error, Result};
use crate::http::wire::Payload;
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;
use crate::users::{self, AgentView};

/// Members of inboxes.
pub struct InboxMembersApi {
    pub store: Store,
}

type Agents = Payload<Vec<users::wire::Agent>>;

fn shown(agents: Vec<AgentView>) -> Answer<Agents> {
    Ok(Fast(Payload { payload: agents.into_iter().map(Into::into).collect() }))
}

/// The inbox a body names; 404 when it names none.
fn named(inbox: Option<InboxId>) -> Result<InboxId> {
    inbox.ok_or(Error::NotFound)
}

#[OpenApi]
impl InboxMembersApi {
    /// List the members of an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/inbox_members/:inbox_id",
        method = "get",
        operation_id = "list-all-inbox-members",
        tag = "Tag::Inbox"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, inbox_id: Path<InboxId>) -> Answer<Agents> {
        let read = move |db: &Db| {
            let inbox = views::visible(db, &account_id, inbox_id.0)?;
            views::members(db, inbox.account, inbox.id)
        };
        shown(self.store.read(read).await?)
    }

    /// Add members to an inbox; answers all members.
    #[oai(
        path = "/api/v1/accounts/:account_id/inbox_members",
        method = "post",
        operation_id = "add-inbox-members",
        tag = "Tag::Inbox"
    )]
    async fn add(&self, account_id: scoped::Path<Administrator>, params: Params<wire::MemberChange>) -> Answer<Agents> {
        let (admin, sent) = (account_id.0, params.into_inner());
        let write = move |tx: &Tx| {
            let inbox = named(sent.inbox_id)?;
            members::add(tx, admin.account, inbox, &sent.users()?, admin.actor())?;
            views::members(tx, admin.account, inbox)
        };
        shown(self.store.write(write).await?)
    }

    /// Set the members of an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/inbox_members",
        method = "patch",
        operation_id = "update-inbox-members",
        tag = "Tag::Inbox"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::MemberChange>,
    ) -> Answer<Agents> {
        let (admin, sent) = (account_id.0, params.into_inner());
        let write = move |tx: &Tx| {
            let inbox = named(sent.inbox_id)?;
            members::replace(tx, admin.account, inbox, &sent.users()?, admin.actor())?;
            views::members(tx, admin.account, inbox)
        };
        shown(self.store.write(write).await?)
    }

    /// Take members out of an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/inbox_members",
        method = "delete",
        operation_id = "delete-inbox-members",
        tag = "Tag::Inbox"
    )]
    async fn remove(&self, account_id: scoped::Path<Administrator>, params: Params<wire::MemberChange>) -> Done {
        let (admin, sent) = (account_id.0, params.into_inner());
        let write = move |tx: &Tx| {
            let inbox = named(sent.inbox_id)?;
            members::remove(tx, admin.account, inbox, &sent.users()?, admin.actor())
        };
        self.store.write(write).await?;
        Ok(Empty)
    }

    /// List who can be given conversations of all these inboxes: members of each of them, and administrators.
    #[oai(
        path = "/api/v1/accounts/:account_id/assignable_agents",
        method = "get",
        operation_id = "list-assignable-agents",
        tag = "Tag::Inbox"
    )]
    async fn assignable(
        &self,
        account_id: scoped::Path<Agent>,
        /// One or more inboxes.
        #[oai(name = "inbox_ids[]")]
        inbox_ids: Query<Vec<InboxId>>,
    ) -> Answer<Agents> {
        let read = move |db: &Db| {
            let inboxes: BTreeSet<InboxId> = inbox_ids.0.into_iter().collect();
            for inbox in &inboxes {
                views::visible(db, &account_id, *inbox)?;
            }
            if inboxes.is_empty() {
                return Err(Error::NotFound);
            }
            views::assignable(db, account_id.account, &Vec::from_iter(inboxes))
        };
        shown(self.store.read(read).await?)
    }

    /// List who can be given conversations of an inbox: its members, and administrators.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/assignable_agents",
        method = "get",
        operation_id = "list-assignable-agents-of-an-inbox",
        tag = "Tag::Inbox"
    )]
    async fn assignable_of_one(&self, account_id: scoped::Path<Agent>, id: Path<InboxId>) -> Answer<Agents> {
        let account = account_id.account;
        let read = move |db: &Db| {
            if !sql::exists(db, account, id.0)? {
                return Err(Error::NotFound);
            }
            views::assignable(db, account, &[id.0])
        };
        shown(self.store.read(read).await?)
    }
}

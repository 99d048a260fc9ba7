//! Inboxes: list, create, show, change, delete.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::wire::{self, NullTexts};
use super::super::{InboxChange, deletion, service, views};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::InboxId;
use crate::http::wire::Payload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Inboxes.
pub struct InboxesApi {
    pub store: Store,
}

const DELETION_ANSWER: &str = "Your inbox deletion request will be processed in some time.";

#[OpenApi]
impl InboxesApi {
    /// List the inboxes of the account, by name; agents see those they belong to.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes",
        method = "get",
        operation_id = "listAllInboxes",
        tag = "Tag::Inbox"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Payload<Vec<wire::Inbox>>> {
        let payload = self.store.read(move |db| views::all(db, &account_id)).await?;
        Ok(Fast(Payload { payload }))
    }

    /// Create an inbox with its channel. Nobody belongs to it yet.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes",
        method = "post",
        operation_id = "inboxCreation",
        tag = "Tag::Inbox"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::InboxChange, NullTexts>,
    ) -> Answer<wire::Inbox> {
        let (admin, new) = (account_id.0, params.into_inner().into_new()?);
        let write = move |tx: &Tx| {
            let inbox = service::create(tx, admin.account, new, admin.actor())?;
            Ok(views::to(tx, &admin, inbox))
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Show an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id",
        method = "get",
        operation_id = "get-details-of-an-inbox",
        tag = "Tag::Inbox"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<InboxId>) -> Answer<wire::Inbox> {
        let agent = account_id.0;
        let read = self.store.read(move |db| Ok(views::to(db, &agent, views::visible(db, &agent, id.0)?)));
        Ok(Fast(read.await?))
    }

    /// Change an inbox, its channel and its working hours.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id",
        method = "patch",
        operation_id = "updateInbox",
        tag = "Tag::Inbox"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<InboxId>,
        params: Params<wire::InboxChange, NullTexts>,
    ) -> Answer<wire::Inbox> {
        let (admin, change) = (account_id.0, params.into_inner().read()?);
        let write = move |tx: &Tx| {
            let inbox = service::update(tx, admin.account, id.0, change, admin.actor())?;
            Ok(views::to(tx, &admin, inbox))
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Delete an inbox with its conversations.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id",
        method = "delete",
        operation_id = "delete-an-inbox",
        tag = "Tag::Inbox"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<InboxId>) -> Answer<wire::InboxDeleted> {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| deletion::delete(tx, account, id.0, by)).await?;
        Ok(Fast(wire::InboxDeleted { message: DELETION_ANSWER.to_owned() }))
    }

    /// Take the picture of an inbox away.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/avatar",
        method = "delete",
        operation_id = "delete-avatar-of-an-inbox",
        tag = "Tag::Inbox"
    )]
    async fn delete_avatar(&self, account_id: scoped::Path<Administrator>, id: Path<InboxId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        let change = InboxChange { avatar: Some(None), ..InboxChange::default() };
        self.store.write(move |tx| service::update(tx, account, id.0, change, by)).await?;
        Ok(Empty)
    }
}

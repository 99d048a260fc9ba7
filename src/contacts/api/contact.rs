//! One contact: show, change, delete, and what single things of it are taken away.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{deletion, service, sql, views, wire};
use crate::access::{Administrator, Agent, scoped};
use crate::base::ids::ContactId;
use crate::http::wire::Text;
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Contacts one by one.
pub struct ContactApi {
    pub store: Store,
}

/// Whether the inboxes of contacts are shown: unless something else than `true` is asked for.
pub(super) fn with_inboxes(include: Option<&str>) -> bool {
    include.is_none_or(|text| text == "true")
}

#[OpenApi]
impl ContactApi {
    /// Show a contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id",
        method = "get",
        operation_id = "contactDetails",
        tag = "Tag::Contact"
    )]
    async fn show(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        /// `true` (default) shows where the contact can be reached.
        include_contact_inboxes: Query<Option<Text>>,
    ) -> Answer<wire::OneContact> {
        let (account, with_inboxes) = (account_id.account, with_inboxes(include_contact_inboxes.as_deref()));
        let read = self.store.read(move |db| views::one(db, sql::find(db, account, id.0)?, with_inboxes));
        Ok(Fast(read.await?.into()))
    }

    /// Change a contact; attributes are merged into those that are there.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id",
        method = "put",
        operation_id = "contactUpdate",
        tag = "Tag::Contact"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<wire::ContactUpdate, wire::ContactRoot>,
    ) -> Answer<wire::ChangedContact> {
        let (agent, change) = (account_id.0, params.into_inner().read()?);
        let write = move |tx: &Tx| {
            let contact = service::update(tx, agent.account, id.0, change, agent.actor())?;
            views::one(tx, contact, true)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Delete a contact with its conversations. Refused while the contact is online.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id",
        method = "delete",
        operation_id = "contactDelete",
        tag = "Tag::Contact"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<ContactId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| deletion::delete(tx, account, id.0, by)).await?;
        Ok(Empty)
    }

    /// Take custom attributes of these names away from a contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/destroy_custom_attributes",
        method = "post",
        operation_id = "delete-custom-attributes-of-a-contact",
        tag = "Tag::Contact"
    )]
    async fn drop_attributes(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<wire::AttributesRemoval, wire::ContactRoot>,
    ) -> Answer<wire::ContactPayload> {
        let (account, by) = (account_id.account, account_id.actor());
        let names = params.into_inner().custom_attributes.unwrap_or_default();
        let write = move |tx: &Tx| {
            let contact = service::drop_attributes(tx, account, id.0, &names, by)?;
            views::one(tx, contact, true)
        };
        Ok(Fast(wire::ContactPayload { payload: self.store.write(write).await? }))
    }

    /// Delete a contact's picture.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/avatar",
        method = "delete",
        operation_id = "delete-the-avatar-of-a-contact",
        tag = "Tag::Contact"
    )]
    async fn remove_picture(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
    ) -> Answer<wire::ContactPayload> {
        let (account, by) = (account_id.account, account_id.actor());
        let write = move |tx: &Tx| views::one(tx, service::remove_picture(tx, account, id.0, by)?, false);
        Ok(Fast(wire::ContactPayload { payload: self.store.write(write).await? }))
    }
}

//! Where a contact can be reached, and where it could be.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{addresses, sql, views, wire};
use crate::access::{self, Agent, scoped};
use crate::base::Error;
use crate::base::ids::ContactId;
use crate::http::{Answer, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// The addresses of contacts.
pub struct ContactInboxesApi {
    pub store: Store,
}

#[OpenApi]
impl ContactInboxesApi {
    /// Give a contact an address in an inbox; one that is there already is answered as it is.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/contact_inboxes",
        method = "post",
        operation_id = "contactInboxCreation",
        tag = "Tag::Contact"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<wire::ContactInboxCreate>,
    ) -> Answer<wire::ContactInbox> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let write = move |tx: &Tx| {
            let (account, by) = (agent.account, agent.actor());
            let contact = sql::find(tx, account, id.0)?;
            let inbox = sent.inbox_id.ok_or(Error::NotFound)?;
            sql::channel_of(tx, account, inbox)?;
            access::require_inbox(tx, &agent, inbox)?;
            let (source_id, verified) = (sent.source_id.as_deref(), sent.hmac_verified.unwrap_or_default());
            let address = addresses::find_or_create(tx, account, contact.id, inbox, source_id, verified, by)?;
            let mut shown = views::in_inboxes(tx, account, vec![(inbox, address.source_id)])?;
            shown.pop().ok_or(Error::NotFound)
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// List the inboxes in which the contact could be written to, each with the source id to use.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/contactable_inboxes",
        method = "get",
        operation_id = "contactableInboxesGet",
        tag = "Tag::Contact"
    )]
    async fn contactable(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
    ) -> Answer<wire::ContactableInboxes> {
        let agent = account_id.0;
        let read = self.store.read(move |db| {
            let offers = addresses::contactable(db, &agent, id.0)?;
            views::in_inboxes(db, agent.account, offers)
        });
        Ok(Fast(wire::ContactableInboxes { payload: read.await? }))
    }
}

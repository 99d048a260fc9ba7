//! The conversations of a contact.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{sql, views, wire};
use crate::access::{self, Agent, scoped};
use crate::base::ids::ContactId;
use crate::contacts;
use crate::http::{Answer, Fast};
use crate::store::Store;
use crate::tags::Tag;

/// Conversations shown at most.
const MOST: i64 = 20;

pub struct ContactConversationsApi {
    pub store: Store,
}

#[OpenApi]
impl ContactConversationsApi {
    /// List the latest conversations of a contact, in the inboxes that the caller may see.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/conversations",
        method = "get",
        operation_id = "contactConversations",
        tag = "Tag::Contact"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, id: Path<ContactId>) -> Answer<wire::ContactConversations> {
        let agent = account_id.0;
        let list = self.store.read(move |db| {
            let contact = contacts::find(db, agent.account, id.0)?;
            let inboxes = access::visible_inboxes(db, &agent)?;
            let ids = sql::of_contact(db, agent.account, contact.id, &inboxes, MOST)?;
            views::page(db, agent.account, Some(agent.user), &ids)
        });
        Ok(Fast(wire::ContactConversations { payload: list.await? }))
    }
}

//! The inbox that clients talk to.

use poem_openapi::OpenApi;

use super::super::{entrance, service, wire};
use crate::http::{Answer, Fast};
use crate::store::Store;
use crate::tags::Tag;

pub struct InboxApi {
    pub store: Store,
}

#[OpenApi]
impl InboxApi {
    /// Show an API inbox.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier",
        method = "get",
        operation_id = "get-details-of-a-inbox",
        tag = "Tag::InboxApi"
    )]
    async fn show(&self, inbox_identifier: entrance::Path) -> Answer<wire::PublicInbox> {
        let read = self.store.read(move |db| service::inbox(db, inbox_identifier.0));
        let (inbox, api) = read.await?;
        Ok(Fast(wire::PublicInbox::new(inbox, api)))
    }
}

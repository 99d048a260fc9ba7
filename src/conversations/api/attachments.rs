//! All attachments of a conversation.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::require;
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::wire::{Int, MetaPayload};
use crate::http::{Answer, Fast, Query};
use crate::messages::{self, wire};
use crate::store::{Page, Store};
use crate::tags::Tag;

/// Attachments of a page.
const PAGE: i64 = 100;

pub struct AttachmentsApi {
    pub store: Store,
}

#[OpenApi]
impl AttachmentsApi {
    /// List the attachments of a conversation, newest first, 100 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/attachments",
        method = "get",
        operation_id = "list-attachments-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<MetaPayload<wire::AttachmentCount, Vec<wire::GalleryItem>>> {
        let (agent, page) = (account_id.0, Page::new(page.0, PAGE));
        let list = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            messages::gallery(db, agent.account, conversation.id, page)
        });
        Ok(Fast(list.await?))
    }
}

//! Two contacts become one, and two again.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{merging, views, wire};
use crate::access::{Agent, scoped};
use crate::base::Error;
use crate::base::ids::ContactId;
use crate::http::wire::Int;
use crate::http::{Answer, Fast, Params, Query};
use crate::store::{Db, Page, Store, Tx};
use crate::tags::Tag;

/// Mergers of a page.
const PAGE: i64 = 25;

/// Merging contacts.
pub struct MergingApi {
    pub store: Store,
}

#[OpenApi]
impl MergingApi {
    /// Merge a contact into another, whose own values win. What the one had moves over, its conversations beyond a few soon
    /// after.
    #[oai(
        path = "/api/v1/accounts/:account_id/actions/contact_merge",
        method = "post",
        operation_id = "contact-merge",
        tag = "Tag::ContactMerging"
    )]
    async fn merge(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::MergeRequest>,
    ) -> Answer<wire::ContactShown> {
        let (account, by, sent) = (account_id.account, account_id.actor(), params.into_inner());
        let write = move |tx: &Tx| {
            let into = sent.base_contact_id.ok_or(Error::NotFound)?;
            let from = sent.mergee_contact_id.ok_or(Error::NotFound)?;
            views::one(tx, merging::merge(tx, account, into, from, by)?, false)
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// List the mergers of the last thirty days, which can be undone; newest first, 25 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/merges",
        method = "get",
        operation_id = "list-undoable-contact-merges",
        tag = "Tag::ContactMerging"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// Only those into this contact.
        contact_id: Query<Option<Int>>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<wire::MergeList> {
        let (account, contact) = (account_id.account, contact_id.0.map(ContactId));
        let page = Page::new(page.0, PAGE);
        let payload = self.store.read(move |db: &Db| views::merges(db, account, contact, page)).await?;
        Ok(Fast(wire::MergeList { payload }))
    }

    /// Undo a merger into a contact: the other one is back at once, with what moved and was not changed since; its
    /// conversations beyond a few follow soon after.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/undo_merge",
        method = "post",
        operation_id = "undo-contact-merge",
        tag = "Tag::ContactMerging"
    )]
    async fn undo(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<wire::MergeUndo>,
    ) -> Answer<wire::PartedPayload> {
        let (account, by, sent) = (account_id.account, account_id.actor(), params.into_inner());
        let write = move |tx: &Tx| {
            let parted = merging::undo(tx, account, id.0, sent.merge_id, by)?;
            let (contact, restored) = (views::one(tx, parted.contact, true)?, views::one(tx, parted.restored, true)?);
            Ok(wire::PartedPayload { payload: wire::PartedContacts { contact, restored } })
        };
        Ok(Fast(self.store.write(write).await?))
    }
}

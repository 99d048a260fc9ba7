//! Contacts who are here now.

use poem_openapi::OpenApi;

use super::super::order::Order;
use super::super::{listing, sql, views, wire};
use super::contact::with_inboxes;
use crate::access::{Agent, scoped};
use crate::base::ids::ContactId;
use crate::http::wire::{Int, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::{Db, Page, Store};
use crate::tags::Tag;

/// The list of contacts who are here.
pub struct ActiveContactsApi {
    pub store: Store,
}

#[OpenApi]
impl ActiveContactsApi {
    /// List the contacts whose widget is open now, 15 a page; also those whom nothing but a name is known of.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/active",
        method = "get",
        operation_id = "list-active-contacts",
        tag = "Tag::Contact"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// As in the list of contacts.
        sort: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
        /// `true` (default) shows where the contacts can be reached.
        include_contact_inboxes: Query<Option<Text>>,
    ) -> Answer<wire::ContactList> {
        let (account, order) = (account_id.account, Order::parse(sort.as_deref()));
        let with_inboxes = with_inboxes(include_contact_inboxes.as_deref());
        let page = Page::new(page.0, listing::PAGE);
        let read = move |db: &Db| {
            let here = db.env.presence.contacts_present(account, db.now);
            let found = sql::active_in_order(db, account, order, &here)?;
            let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
            let take = usize::try_from(page.limit()).unwrap_or_default();
            let shown: Vec<ContactId> = found.iter().copied().skip(skip).take(take).collect();
            let meta = wire::ListMeta { count: found.len() as i64, current_page: page.number };
            Ok(wire::ContactList { meta, payload: views::page(db, account, &shown, with_inboxes)? })
        };
        Ok(Fast(self.store.read(read).await?))
    }
}

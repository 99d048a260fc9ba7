//! Contacts by conditions, and the one contact behind an address.

use poem_openapi::{ApiResponse, OpenApi};

use super::super::order::Order;
use super::super::{filtering, listing, sql, views, wire};
use super::contact::with_inboxes;
use crate::access::{self, Agent, scoped};
use crate::attributes::filter::Sent;
use crate::base::{Error, Result};
use crate::http::wire::{Int, Text};
use crate::http::{Answer, Fast, Params, Query};
use crate::store::{Db, Page, Store};
use crate::tags::Tag;

/// Filters over all contacts of an account.
pub struct ContactFilterApi {
    pub store: Store,
}

/// The contact of an address, if there is one.
#[derive(ApiResponse)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
enum Owner {
    #[oai(status = 200)]
    Contact(Fast<wire::ContactShown>),
    /// Nobody has this address; without a body.
    #[oai(status = 404)]
    Nobody,
}

#[OpenApi]
impl ContactFilterApi {
    /// List the contacts that meet conditions, 15 a page; only those with an e-mail address, a phone number or an identifier.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/filter",
        method = "post",
        operation_id = "contactFilter",
        tag = "Tag::Contact"
    )]
    async fn filter(
        &self,
        account_id: scoped::Path<Agent>,
        /// From 1.
        page: Query<Option<Int>>,
        /// As in the list.
        sort: Query<Option<Text>>,
        /// `true` (default) shows where the contacts can be reached.
        include_contact_inboxes: Query<Option<Text>>,
        params: Params<wire::ContactFilter>,
    ) -> Answer<wire::ContactList> {
        let (account, sent) = (account_id.account, params.into_inner());
        let page = Page::new(page.0.or(sent.page), listing::PAGE);
        let order = Order::parse(sort.0.or(sent.sort).as_deref());
        let with_inboxes = with_inboxes(include_contact_inboxes.0.or(sent.include_contact_inboxes).as_deref());
        let conditions: Vec<Sent> =
            sent.payload.ok_or_else(|| Error::missing("payload"))?.into_iter().map(Into::into).collect();
        let read = move |db: &Db| {
            let filter = filtering::parse(db, account, &conditions)?;
            let found = filtering::find(db, account, &filter, order, page)?;
            let payload = views::page(db, account, &found.ids, with_inboxes)?;
            Ok(wire::ContactList { meta: wire::ListMeta { count: found.count, current_page: page.number }, payload })
        };
        Ok(Fast(self.store.read(read).await?))
    }

    /// Show the contact who has an address in an inbox.
    #[oai(
        path = "/api/v1/accounts/:account_id/contact_inboxes/filter",
        method = "post",
        operation_id = "contactInboxFilter",
        tag = "Tag::Contact"
    )]
    async fn owner(&self, account_id: scoped::Path<Agent>, params: Params<wire::ContactInboxFilter>) -> Result<Owner> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let read = move |db: &Db| {
            let inbox = sent.inbox_id.ok_or(Error::NotFound)?;
            sql::channel_of(db, agent.account, inbox)?;
            access::require_inbox(db, &agent, inbox)?;
            let source_id = sent.source_id.unwrap_or_default();
            match sql::by_source(db, agent.account, Some(inbox), &source_id) {
                Ok(address) => {
                    let contact = sql::find(db, agent.account, address.contact)?;
                    Ok(Owner::Contact(Fast(views::one(db, contact, true)?)))
                }
                Err(Error::NotFound) => Ok(Owner::Nobody),
                Err(error) => Err(error),
            }
        };
        self.store.read(read).await
    }
}

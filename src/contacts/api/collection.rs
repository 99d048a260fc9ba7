//! All contacts of an account: the list, the search in it, and new ones. One struct, since the document has one entry for their path.

use poem_openapi::OpenApi;

use super::super::listing;
use super::super::order::Order;
use super::super::pattern::Pattern;
use super::super::sql::Wanted;
use super::super::{addresses, service, views, wire};
use super::contact::with_inboxes;
use crate::access::{Agent, scoped};
use crate::base::ids::{AccountId, ContactId, InboxId};
use crate::base::text::label_list;
use crate::base::{Error, Result};
use crate::http::wire::{Int, List, Text};
use crate::http::{Answer, Fast, Params, Query};
use crate::inboxes;
use crate::store::{Db, Page, Store, Tx};
use crate::tags::Tag;

/// Contacts, in pages and new.
pub struct ContactsApi {
    pub store: Store,
}

#[OpenApi]
impl ContactsApi {
    /// List the contacts that have an e-mail address, a phone number or an identifier, 15 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts",
        method = "get",
        operation_id = "contactList",
        tag = "Tag::Contact"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// `name`, `email`, `phone_number`, `last_activity_at`, `created_at`, `company`, `city` or `country`, with `-` before it
        /// for the reverse; up to three of them, separated by commas.
        sort: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
        /// Contacts with any of these.
        labels: Query<Option<List>>,
        /// `true` (default) shows where the contacts can be reached.
        include_contact_inboxes: Query<Option<Text>>,
    ) -> Answer<wire::ContactList> {
        let wanted = Wanted {
            pattern: None,
            labels: label_list(labels.0.unwrap_or_default()),
            order: Order::parse(sort.as_deref()),
        };
        let (account, with_inboxes) = (account_id.account, with_inboxes(include_contact_inboxes.as_deref()));
        Ok(Fast(self.store.read(move |db| show(db, account, &wanted, page.0, with_inboxes)).await?))
    }

    /// Create a contact, with an address in an inbox if one is named.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts",
        method = "post",
        operation_id = "contactCreate",
        tag = "Tag::Contact"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::ContactCreate, wire::ContactRoot>,
    ) -> Answer<wire::CreatedContact> {
        let (agent, sent) = (account_id.0, params.into_inner());
        let (inbox, source_id, change) = (sent.inbox_id, sent.source_id, sent.contact.read()?);
        let write = move |tx: &Tx| {
            let contact = service::create(tx, agent.account, change, agent.actor())?;
            let contact_inbox = place(tx, &agent, contact.id, inbox, source_id.as_deref())?;
            let contact = views::one(tx, contact, true)?;
            let payload = wire::NewContact { contact: contact.clone(), contact_inbox };
            Ok(wire::CreatedContact { payload, contact })
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Search the same contacts for a part of their name, e-mail address, phone number, company or, in its own case, identifier.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/search",
        method = "get",
        operation_id = "contactSearch",
        tag = "Tag::Contact"
    )]
    async fn search(
        &self,
        account_id: scoped::Path<Agent>,
        /// In it `%` stands for any characters and `_` for one.
        q: Query<Option<Text>>,
        /// As in the list.
        sort: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
        /// Contacts with any of these.
        labels: Query<Option<List>>,
        /// `true` (default) shows where the contacts can be reached.
        include_contact_inboxes: Query<Option<Text>>,
    ) -> Answer<wire::ContactList> {
        let pattern = q.as_deref().and_then(Pattern::new);
        let pattern = pattern.ok_or_else(|| Error::refused("Specify search string with parameter q"))?;
        let (labels, order) = (label_list(labels.0.unwrap_or_default()), Order::parse(sort.as_deref()));
        let wanted = Wanted { pattern: Some(pattern), labels, order };
        let (account, with_inboxes) = (account_id.account, with_inboxes(include_contact_inboxes.as_deref()));
        Ok(Fast(self.store.read(move |db| show(db, account, &wanted, page.0, with_inboxes)).await?))
    }
}

fn show(
    db: &Db,
    account: AccountId,
    wanted: &Wanted,
    number: Option<i64>,
    with_inboxes: bool,
) -> Result<wire::ContactList> {
    let page = Page::new(number, listing::PAGE);
    let found = listing::find(db, account, wanted, page)?;
    let payload = views::page(db, account, &found.ids, with_inboxes)?;
    Ok(wire::ContactList { meta: wire::ListMeta { count: found.count, current_page: page.number }, payload })
}

/// Puts a new contact into an inbox, if one is named.
fn place(
    tx: &Tx,
    agent: &Agent,
    contact: ContactId,
    inbox: Option<InboxId>,
    source_id: Option<&str>,
) -> Result<wire::NewPlace> {
    let Some(inbox) = inbox else { return Ok(wire::NewPlace { inbox: None, source_id: None }) };
    let (account, by) = (agent.account, agent.actor());
    let address = addresses::find_or_create(tx, account, contact, inbox, source_id, false, by)?;
    let inbox = Some(inboxes::record(tx, account, inbox)?);
    Ok(wire::NewPlace { inbox, source_id: Some(address.source_id) })
}

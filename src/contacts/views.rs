//! Puts contacts together with what is shown beside them: a few statements for a whole page.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::model::Contact;
use super::{sql, wire};
use crate::base::ids::{AccountId, ContactId, InboxId};
use crate::base::{Error, Result};
use crate::inboxes;
use crate::store::Db;

/// These contacts as conversations show them, without their inboxes; those the account does not have are left out.
pub fn shown(db: &Db, account: AccountId, ids: &[ContactId]) -> Result<HashMap<ContactId, wire::ContactShown>> {
    Ok(sql::by_ids(db, account, ids)?.into_iter().map(|contact| (contact.id, contact.into())).collect())
}

/// These contacts as the senders of messages; those the account does not have are left out.
pub fn senders(db: &Db, account: AccountId, ids: &[ContactId]) -> Result<HashMap<ContactId, wire::ContactSender>> {
    Ok(sql::by_ids(db, account, ids)?.into_iter().map(|contact| (contact.id, contact.into())).collect())
}

/// The last object of a contact that goes.
pub fn snapshot(contact: Contact) -> Result<Value> {
    serde_json::to_value(wire::ContactShown::from(contact)).map_err(Error::internal)
}

/// A contact, with its inboxes if wanted.
pub fn one(db: &Db, contact: Contact, with_inboxes: bool) -> Result<wire::ContactShown> {
    let mut places = places(db, contact.account, &[contact.id], with_inboxes)?;
    Ok(show(contact, places.as_mut()))
}

/// These contacts in their order, each with the number of its conversations, and with its inboxes if wanted.
pub fn page(db: &Db, account: AccountId, ids: &[ContactId], with_inboxes: bool) -> Result<Vec<wire::ContactShown>> {
    let mut places = places(db, account, ids, with_inboxes)?;
    let listed = |contact: Contact| {
        let conversations_count = Some(contact.conversations_count);
        wire::ContactShown { conversations_count, ..show(contact, places.as_mut()) }
    };
    Ok(sql::by_ids(db, account, ids)?.into_iter().map(listed).collect())
}

/// Inboxes with the source ids to use there, in their order.
pub fn in_inboxes(db: &Db, account: AccountId, list: Vec<(InboxId, String)>) -> Result<Vec<wire::ContactInbox>> {
    let inboxes = inboxes_of(db, account, list.iter().map(|(inbox, _)| *inbox))?;
    let show = |(inbox, source_id): (InboxId, String)| {
        Some(wire::ContactInbox { source_id, inbox: inboxes.get(&inbox)?.clone() })
    };
    Ok(list.into_iter().filter_map(show).collect())
}

type Places = HashMap<ContactId, Vec<wire::ContactInbox>>;

fn show(contact: Contact, places: Option<&mut Places>) -> wire::ContactShown {
    let contact_inboxes = places.map(|places| places.remove(&contact.id).unwrap_or_default());
    wire::ContactShown { contact_inboxes, ..contact.into() }
}

/// Where these contacts can be reached; `None` when nobody wants to know.
fn places(db: &Db, account: AccountId, ids: &[ContactId], wanted: bool) -> Result<Option<Places>> {
    if !wanted {
        return Ok(None);
    }
    let addresses = sql::addresses_of(db, account, ids)?;
    let inboxes = inboxes_of(db, account, addresses.iter().map(|address| address.inbox))?;
    let mut places = Places::new();
    for address in addresses {
        if let Some(inbox) = inboxes.get(&address.inbox) {
            let place = wire::ContactInbox { source_id: address.source_id, inbox: inbox.clone() };
            places.entry(address.contact).or_default().push(place);
        }
    }
    Ok(Some(places))
}

/// Each inbox once, however many contacts are in it.
fn inboxes_of(
    db: &Db,
    account: AccountId,
    ids: impl Iterator<Item = InboxId>,
) -> Result<HashMap<InboxId, Arc<inboxes::wire::Inbox>>> {
    let mut distinct: Vec<InboxId> = ids.collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.is_empty() {
        return Ok(HashMap::new());
    }
    let shown = inboxes::views(db, account, &distinct)?;
    Ok(shown.into_iter().map(|inbox| (inbox.id, Arc::new(inbox))).collect())
}

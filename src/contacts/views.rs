//! Puts contacts together with what is shown beside them: a few statements for a whole page.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::exports::Export;
use super::imports::Import;
use super::merging::Merge;
use super::model::Contact;
use super::notes::Note;
use super::{merging, sql, wire};
use crate::base::ids::{AccountId, ContactId, ExportId, ImportId, InboxId, UserId};
use crate::base::{Error, Result};
use crate::inboxes;
use crate::store::{Db, Page};
use crate::users;

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

/// Notes with their authors, in their order.
pub fn notes(db: &Db, account: AccountId, notes: Vec<Note>) -> Result<Vec<wire::NoteShown>> {
    let authors = members(db, account, notes.iter().filter_map(|note| note.user))?;
    Ok(notes.into_iter().map(|note| wire::NoteShown::new(note, &authors)).collect())
}

/// A page of the mergers that can be undone, all or those into one contact.
pub fn merges(db: &Db, account: AccountId, contact: Option<ContactId>, page: Page) -> Result<Vec<wire::MergeShown>> {
    let since = db.now.plus(-merging::UNDOABLE);
    let merges = sql::merges(db, account, contact, since, (page.limit(), page.offset()))?;
    let users = members(db, account, merges.iter().filter_map(|merge| merge.user))?;
    let merged: Vec<ContactId> = merges.iter().map(|merge| merge.merged).collect();
    let merged = sql::hidden_by_ids(db, account, &merged)?;
    let mut merged: HashMap<ContactId, Contact> = merged.into_iter().map(|contact| (contact.id, contact)).collect();
    let show = |merge: Merge| {
        Some(wire::MergeShown {
            id: merge.id,
            base_contact_id: merge.contact,
            mergee: merged.remove(&merge.merged)?.into(),
            user: merge.user.and_then(|user| users.get(&user)).cloned(),
            created_at: merge.created_at.seconds(),
            undoable_until: merge.created_at.plus(merging::UNDOABLE).seconds(),
        })
    };
    Ok(merges.into_iter().filter_map(show).collect())
}

/// Imports as administrators see them, in their order.
pub fn imports(db: &Db, account: AccountId, imports: Vec<Import>) -> Result<Vec<wire::ImportShown>> {
    let users = members(db, account, imports.iter().filter_map(|import| import.user))?;
    Ok(imports.into_iter().map(|import| wire::ImportShown::new(import, &users)).collect())
}

/// These imports; those the account does not have are left out.
pub fn imports_by_ids(db: &Db, account: AccountId, ids: &[ImportId]) -> Result<HashMap<ImportId, wire::ImportShown>> {
    let found = ids.iter().map(|id| sql::import(db, account, *id)).collect::<Result<Vec<_>>>()?;
    let shown = imports(db, account, found.into_iter().flatten().collect())?;
    Ok(shown.into_iter().map(|import| (import.id, import)).collect())
}

/// Exports as administrators see them, in their order.
pub fn exports(db: &Db, account: AccountId, exports: Vec<Export>) -> Result<Vec<wire::ExportShown>> {
    let users = members(db, account, exports.iter().filter_map(|export| export.user))?;
    Ok(exports.into_iter().map(|export| wire::ExportShown::new(export, &users)).collect())
}

/// These exports; those the account does not have are left out.
pub fn exports_by_ids(db: &Db, account: AccountId, ids: &[ExportId]) -> Result<HashMap<ExportId, wire::ExportShown>> {
    let found = ids.iter().map(|id| sql::export(db, account, *id)).collect::<Result<Vec<_>>>()?;
    let shown = exports(db, account, found.into_iter().flatten().collect())?;
    Ok(shown.into_iter().map(|export| (export.id, export)).collect())
}

/// These people as far as they are members, each once.
fn members(
    db: &Db,
    account: AccountId,
    users: impl Iterator<Item = UserId>,
) -> Result<HashMap<UserId, users::wire::Agent>> {
    let mut distinct: Vec<UserId> = users.collect();
    distinct.sort_unstable();
    distinct.dedup();
    Ok(users::agents(db, account, &distinct)?.into_iter().map(|agent| (agent.id, agent.into())).collect())
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

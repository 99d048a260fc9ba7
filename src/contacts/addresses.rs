//! A contact's addresses in inboxes (contract 3.2), and where a contact could be written to.

use super::model::{Channel, Contact, ContactInbox};
use super::sql::{self, Offer};
use crate::access::{self, Agent};
use crate::accounts::too_long;
use crate::base::ids::{AccountId, ContactId, InboxId};
use crate::base::{Actor, Error, Event, EventKind, Result, token};
use crate::store::{Db, Tx};

/// The longest source id, in characters.
const LONGEST: usize = 20_000;

/// The contact's address with this source id in the inbox, made if there is none. Without a source id the channel decides: a
/// random one each time, or the contact's e-mail address. 404 for an unknown contact or inbox; 422 when the channel needs
/// what the contact does not have, or when the source id is another contact's.
pub fn find_or_create(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    inbox: InboxId,
    source_id: Option<&str>,
    hmac_verified: bool,
    by: Actor,
) -> Result<ContactInbox> {
    let contact = sql::find(tx, account, contact)?;
    let channel = sql::channel_of(tx, account, inbox)?;
    let source_id = match source_id.filter(|given| !given.trim().is_empty()) {
        Some(given) => given.to_owned(),
        None => generated(channel, &contact)?,
    };
    if let Some(error) = too_long("source_id", "Source", &source_id, LONGEST) {
        return Err(Error::Invalid(vec![error]));
    }
    if let Some((owned, owner_is_leaving)) = sql::by_address(tx, account, inbox, &source_id)? {
        if owned.contact == contact.id {
            return Ok(owned);
        }
        // An e-mail address belongs to whoever has it now.
        if channel != Channel::Email && !owner_is_leaving {
            return Err(Error::refused("source_id should be unique"));
        }
        sql::release(tx, &owned)?;
    }
    let fresh = token::secure();
    let made = sql::insert_address(tx, account, contact.id, inbox, &source_id, hmac_verified, &fresh)?;
    tx.emit(Event::new(account, EventKind::ContactInboxCreated, made.id.0, by))?;
    Ok(made)
}

/// The session with this source id in the inbox, if a contact has it who is not being deleted.
pub fn session(db: &Db, account: AccountId, inbox: InboxId, source_id: &str) -> Result<Option<ContactInbox>> {
    let found = sql::by_address(db, account, inbox, source_id)?;
    Ok(found.filter(|(_, owner_is_leaving)| !owner_is_leaving).map(|(session, _)| session))
}

/// Gives the contact a session under this source id, which no other contact has, with a token that is known already.
pub fn open_session(
    tx: &Tx,
    contact: &Contact,
    inbox: InboxId,
    source_id: &str,
    pubsub_token: &str,
    by: Actor,
) -> Result<ContactInbox> {
    if let Some((left_behind, _)) = sql::by_address(tx, contact.account, inbox, source_id)? {
        // its owner is being deleted, and its token is the same
        sql::release(tx, &left_behind)?;
    }
    let made = sql::insert_address(tx, contact.account, contact.id, inbox, source_id, false, pubsub_token)?;
    tx.emit(Event::new(contact.account, EventKind::ContactInboxCreated, made.id.0, by))?;
    Ok(made)
}

fn generated(channel: Channel, contact: &Contact) -> Result<String> {
    match channel {
        Channel::Website | Channel::Api => Ok(token::uuid()),
        Channel::Email => contact.email.clone().ok_or_else(|| Error::missing("contact email")),
    }
}

/// The inboxes that this agent may see and in which the contact could be written to, each with the source id to use.
pub(super) fn contactable(db: &Db, who: &Agent, contact: ContactId) -> Result<Vec<(InboxId, String)>> {
    let contact = sql::find(db, who.account, contact)?;
    let inboxes = access::visible_inboxes(db, who)?;
    let offers = sql::offers(db, who.account, contact.id, &inboxes)?;
    Ok(offers.into_iter().filter_map(|offer| Some((offer.inbox, usable(offer, &contact)?))).collect())
}

fn usable(offer: Offer, contact: &Contact) -> Option<String> {
    match offer.channel {
        Channel::Api => Some(offer.source_id.unwrap_or_else(token::uuid)),
        Channel::Website => offer.source_id.filter(|_| !offer.has_conversation),
        Channel::Email => contact.email.clone(),
    }
}

//! Muting a conversation: its contact is blocked, and nothing they write opens anything any more.

use super::model::{Conversation, Performer, Status};
use super::revision::Revision;
use super::status;
use crate::base::Result;
use crate::contacts::{self, ContactChange};
use crate::store::Tx;

/// Resolves the conversation and blocks its contact.
pub fn mute(tx: &Tx, conversation: &mut Conversation, by: &Performer) -> Result<()> {
    let mut revision = Revision::of(conversation);
    status::apply(tx, &mut revision, Status::Resolved, None, by)?;
    let said = block(tx, &revision, true, by)?.then(|| by.acting()).flatten();
    if let Some(name) = said {
        revision.say(format!("{name} has muted the conversation"));
    }
    revision.save(tx, by)
}

/// Unblocks the contact. The conversation keeps its status.
pub fn unmute(tx: &Tx, conversation: &mut Conversation, by: &Performer) -> Result<()> {
    let mut revision = Revision::of(conversation);
    let said = block(tx, &revision, false, by)?.then(|| by.acting()).flatten();
    if let Some(name) = said {
        revision.say(format!("{name} has unmuted the conversation"));
    }
    revision.save(tx, by)
}

/// Blocks the contact, or lets them in again; says whether that is new.
fn block(tx: &Tx, conversation: &Conversation, blocked: bool, by: &Performer) -> Result<bool> {
    let (account, contact) = (conversation.account, conversation.contact);
    if contacts::is_blocked(tx, account, contact)? == blocked {
        return Ok(false);
    }
    let change = ContactChange { blocked: Some(blocked), ..ContactChange::default() };
    contacts::update(tx, account, contact, change, by.actor()).map(|_| true)
}

//! Puts notifications together with what they are about: a few statements for a page.

use std::collections::HashMap;

use super::model::{self, Notification};
use super::{sql, wire};
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, MessageId, NotificationId};
use crate::conversations::views as conversations;
use crate::messages::wire::{MessagePush, Sender};
use crate::store::Db;
use crate::{messages, users};

/// These notifications as lists and events show them, in their order; without those whose conversation is being removed.
pub(super) fn shown(
    db: &Db,
    account: AccountId,
    notifications: Vec<Notification>,
) -> Result<Vec<(NotificationId, wire::Notification)>> {
    if notifications.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ConversationId> = distinct(notifications.iter().map(|n| n.conversation));
    let about: HashMap<_, _> = conversations::pushed(db, account, &ids)?.into_iter().collect();
    let glimpses = conversations::glimpses(db, account, &ids)?;
    let said = notifications.iter().filter_map(|n| Some((n.message?, glimpses.get(&n.conversation)?.clone())));
    let said: HashMap<MessageId, _> = said.collect();
    let said: Vec<_> = said.into_iter().collect();
    let said = if said.is_empty() { HashMap::new() } else { messages::push_views(db, account, &said)? };
    let people = users::senders(db, account, &distinct(notifications.iter().map(|n| n.user)))?;
    let show = |n: Notification| {
        let (conversation, user) = (about.get(&n.conversation)?.clone(), people.get(&n.user)?.clone());
        let said = n.message.and_then(|id| said.get(&id).cloned());
        let text = said.as_ref().or(conversation.messages.first()).map(line).unwrap_or_default();
        Some((n.id, wire::Notification::new(n, text, conversation, said, user)))
    };
    Ok(notifications.into_iter().filter_map(show).collect())
}

/// These notifications as events show them; without those that are gone.
pub fn by_ids(
    db: &Db,
    account: AccountId,
    ids: &[NotificationId],
) -> Result<Vec<(NotificationId, wire::Notification)>> {
    shown(db, account, sql::by_ids(db, account, ids)?)
}

fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<T> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn line(message: &MessagePush) -> String {
    let sender = message.sender.as_ref().map(|sender| match sender {
        Sender::User(person) => person.available_name.as_str(),
        Sender::Contact(contact) => contact.name.as_deref().unwrap_or_default(),
        Sender::AgentBot(bot) => bot.name.as_deref().unwrap_or_default(),
    });
    model::line(sender, message.content.as_deref(), message.attachments.is_some())
}

//! Puts messages together with their senders and attachments: a few statements for a whole page.

use std::collections::HashMap;

use super::model::{Attachment, ConversationGlimpse, Message, Sender};
use super::{sql, wire};
use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId, ContactId, ConversationId, DisplayId, InboxId, MessageId, UserId};
use crate::bots::wire::BotSender;
use crate::contacts::wire::ContactSender;
use crate::http::wire::MetaPayload;
use crate::store::{Db, Page};
use crate::users::wire::UserSender;
use crate::{bots, contacts, users};

/// These messages as conversations and events show them, each with a glimpse of its conversation; those the account does not
/// have are left out.
pub fn push_views(
    db: &Db,
    account: AccountId,
    wanted: &[(MessageId, ConversationGlimpse)],
) -> Result<HashMap<MessageId, wire::MessagePush>> {
    let ids: Vec<MessageId> = wanted.iter().map(|(id, _)| *id).collect();
    let messages = sql::by_ids(db, account, &ids)?;
    let mut beside = Beside::load(db, account, &messages)?;
    let mut glimpses: HashMap<MessageId, &ConversationGlimpse> = wanted.iter().map(|(id, of)| (*id, of)).collect();
    let show = |message: Message| {
        let (id, glimpse) = (message.id, glimpses.remove(&message.id)?.clone());
        let (sender, attachments) = beside.of(&message);
        Some((id, wire::MessagePush::new(message, glimpse, sender, attachments)))
    };
    Ok(messages.into_iter().filter_map(show).collect())
}

/// These messages of one conversation as answers show them, in their order.
pub fn rest_views(
    db: &Db,
    account: AccountId,
    conversation: DisplayId,
    messages: Vec<Message>,
) -> Result<Vec<wire::Message>> {
    let mut beside = Beside::load(db, account, &messages)?;
    let show = |message: Message| {
        let (sender, attachments) = beside.of(&message);
        wire::Message::new(message, conversation, sender, attachments)
    };
    Ok(messages.into_iter().map(show).collect())
}

/// These messages of several conversations as answers show them; those the account does not have are left out.
pub fn rest_views_of(
    db: &Db,
    account: AccountId,
    wanted: &[(MessageId, DisplayId)],
) -> Result<HashMap<MessageId, wire::Message>> {
    let ids: Vec<MessageId> = wanted.iter().map(|(id, _)| *id).collect();
    let messages = sql::by_ids(db, account, &ids)?;
    let mut beside = Beside::load(db, account, &messages)?;
    let conversations: HashMap<MessageId, DisplayId> = wanted.iter().copied().collect();
    let show = |message: Message| {
        let (sender, attachments) = beside.of(&message);
        let conversation = *conversations.get(&message.id)?;
        Some((message.id, wire::Message::new(message, conversation, sender, attachments)))
    };
    Ok(messages.into_iter().filter_map(show).collect())
}

/// One message, with the client's own id of it when it has just been created.
pub fn rest_view(db: &Db, conversation: DisplayId, message: Message, echo_id: Option<String>) -> Result<wire::Message> {
    let (sender, attachments) = Beside::load(db, message.account, std::slice::from_ref(&message))?.of(&message);
    Ok(wire::Message { echo_id, ..wire::Message::new(message, conversation, sender, attachments) })
}

/// A page of the attachments of a conversation, newest first, each with the sender of its message.
pub fn gallery(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    page: Page,
) -> Result<MetaPayload<wire::AttachmentCount, Vec<wire::GalleryItem>>> {
    let attachments = sql::attachments_of_conversation(db, account, conversation, page)?;
    let mut ids: Vec<MessageId> = attachments.iter().map(|attachment| attachment.message).collect();
    ids.dedup();
    let mut messages = sql::by_ids(db, account, &ids)?;
    for message in &mut messages {
        // their attachments are here already
        message.has_attachments = false;
    }
    let mut beside = Beside::load(db, account, &messages)?;
    let messages: HashMap<MessageId, Message> = messages.into_iter().map(|message| (message.id, message)).collect();
    let show = |attachment: Attachment| {
        let message = messages.get(&attachment.message)?;
        Some(wire::GalleryItem::new(attachment, message, beside.of(message).0))
    };
    Ok(MetaPayload {
        payload: attachments.into_iter().filter_map(show).collect(),
        meta: wire::AttachmentCount { total_count: sql::count_attachments(db, account, conversation)? },
    })
}

/// What is shown beside the messages of a page.
struct Beside {
    users: HashMap<UserId, UserSender>,
    contacts: HashMap<ContactId, ContactSender>,
    bots: HashMap<AgentBotId, BotSender>,
    /// For bots without one.
    pictures: HashMap<InboxId, String>,
    attachments: HashMap<MessageId, Vec<wire::Attachment>>,
}

impl Beside {
    /// Asks only for what these messages need.
    fn load(db: &Db, account: AccountId, messages: &[Message]) -> Result<Self> {
        let (mut people, mut customers, mut programs) = (Vec::new(), Vec::new(), Vec::new());
        for message in messages {
            match message.sender {
                Some(Sender::User(id)) => add(&mut people, id),
                Some(Sender::Contact(id)) => add(&mut customers, id),
                Some(Sender::AgentBot(id)) => add(&mut programs, id),
                None => {}
            }
        }
        let bots = unless_empty(&programs, || bots::senders(db, account, &programs))?;
        let mut places = Vec::new();
        for message in messages {
            if let Some(Sender::AgentBot(id)) = message.sender
                && bots.get(&id).is_some_and(|bot| bot.avatar_url.is_empty())
            {
                add(&mut places, message.inbox);
            }
        }
        let with_files: Vec<MessageId> = messages.iter().filter(|m| m.has_attachments).map(|m| m.id).collect();
        let mut attachments: HashMap<MessageId, Vec<wire::Attachment>> = HashMap::new();
        for attachment in sql::attachments_of(db, account, &with_files)? {
            attachments.entry(attachment.message).or_default().push(attachment.into());
        }
        Ok(Beside {
            users: unless_empty(&people, || users::senders(db, account, &people))?,
            contacts: unless_empty(&customers, || contacts::senders(db, account, &customers))?,
            bots,
            pictures: unless_empty(&places, || sql::inbox_pictures(db, account, &places))?,
            attachments,
        })
    }

    /// The sender of a message, unless they are gone, and its attachments, if it has any.
    fn of(&mut self, message: &Message) -> (Option<wire::Sender>, Option<Vec<wire::Attachment>>) {
        let sender = message.sender.and_then(|sender| match sender {
            Sender::User(id) => self.users.get(&id).cloned().map(wire::Sender::User),
            Sender::Contact(id) => self.contacts.get(&id).cloned().map(Box::new).map(wire::Sender::Contact),
            Sender::AgentBot(id) => self.bots.get(&id).cloned().map(|bot| self.with_picture(bot, message.inbox)),
        });
        (sender, self.attachments.remove(&message.id))
    }

    fn with_picture(&self, mut bot: BotSender, inbox: InboxId) -> wire::Sender {
        if bot.avatar_url.is_empty()
            && let Some(picture) = self.pictures.get(&inbox)
        {
            bot.avatar_url.clone_from(picture);
        }
        wire::Sender::AgentBot(bot)
    }
}

/// A page has few senders: a list is faster to look through than a set is to build.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Spares the statement that would look for nothing.
fn unless_empty<K, V>(ids: &[K], load: impl FnOnce() -> Result<HashMap<K, V>>) -> Result<HashMap<K, V>> {
    if ids.is_empty() { Ok(HashMap::new()) } else { load() }
}

//! What events show, read for a whole batch at once and made text once, however many events show it.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::drafts::{self, Draft, Subject};
use super::{Row, distinct, unless_empty};
use crate::base::ids::{AccountId, ContactId, ConversationId, ExportId, ImportId, MessageId, NotificationId, UserId};
use crate::base::{Error, Result};
use crate::conversations::merging::MERGEE;
use crate::conversations::views;
use crate::messages::{self, MessageType};
use crate::store::Db;
use crate::{accounts, contacts, hub, notifications, users};

/// What has to be read.
#[derive(Debug, Default)]
pub struct Wanted {
    messages: Vec<(MessageId, ConversationId)>,
    conversations: Vec<ConversationId>,
    contacts: Vec<ContactId>,
    performers: Vec<UserId>,
    imports: Vec<ImportId>,
    exports: Vec<ExportId>,
    notifications: Vec<NotificationId>,
    /// Whose numbers are shown.
    owners: Vec<UserId>,
    cache_keys: bool,
}

impl Wanted {
    /// What this event of this row shows.
    pub fn add(&mut self, row: &Row, draft: &Draft) {
        match (draft.subject, row.conversation) {
            (Subject::Message | Subject::NewMessage | Subject::ChangedMessage, Some(conversation)) => {
                self.messages.push((MessageId(row.subject), conversation));
            }
            (Subject::Conversation | Subject::MergedConversation, Some(conversation)) => {
                self.conversations.push(conversation)
            }
            (Subject::Contact, _) => self.contacts.push(ContactId(row.subject)),
            (Subject::ContactImport, _) => self.imports.push(ImportId(row.subject)),
            (Subject::ContactExport, _) => self.exports.push(ExportId(row.subject)),
            (Subject::CacheKeys, _) => self.cache_keys = true,
            (Subject::Notification, _) => {
                self.notifications.push(NotificationId(row.subject));
                self.owners.extend(drafts::owner(row));
            }
            (Subject::GoneNotification, _) => self.owners.extend(drafts::owner(row)),
            _ => {}
        }
        self.performers.extend(row.user);
    }
}

/// A message, and what decides who may see it.
#[derive(Debug)]
pub struct ShownMessage {
    text: String,
    pub is_public: bool,
    /// The content of a private note.
    pub note: Option<String>,
}

/// Everything as JSON.
#[derive(Debug)]
pub struct Payloads {
    messages: HashMap<MessageId, ShownMessage>,
    conversations: HashMap<ConversationId, String>,
    contacts: HashMap<ContactId, String>,
    performers: HashMap<UserId, String>,
    imports: HashMap<ImportId, String>,
    exports: HashMap<ExportId, String>,
    notifications: HashMap<NotificationId, String>,
    counts: HashMap<UserId, notifications::Counts>,
    cache_keys: String,
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn texts<K: std::hash::Hash + Eq, V: Serialize>(list: impl IntoIterator<Item = (K, V)>) -> Result<HashMap<K, String>> {
    list.into_iter().map(|(id, value)| Ok((id, text(&value)?))).collect()
}

impl Payloads {
    /// A few statements, however many rows.
    pub fn load(db: &Db, account: AccountId, wanted: Wanted) -> Result<Self> {
        let cache_keys = if wanted.cache_keys {
            let keys = accounts::wire::CacheKeys::from(accounts::cache_keys(db, account)?);
            text(&json!({"cache_keys": keys}))?
        } else {
            String::new()
        };
        let conversations = distinct(wanted.conversations);
        Ok(Payloads {
            messages: shown_messages(db, account, distinct(wanted.messages))?,
            conversations: unless_empty(&conversations, |ids| texts(views::pushed(db, account, ids)?))?,
            contacts: unless_empty(&distinct(wanted.contacts), |ids| texts(contacts::senders(db, account, ids)?))?,
            performers: unless_empty(&distinct(wanted.performers), |ids| texts(users::senders(db, account, ids)?))?,
            imports: unless_empty(&distinct(wanted.imports), |ids| texts(contacts::imports_by_ids(db, account, ids)?))?,
            exports: unless_empty(&distinct(wanted.exports), |ids| texts(contacts::exports_by_ids(db, account, ids)?))?,
            notifications: unless_empty(&distinct(wanted.notifications), |ids| {
                texts(notifications::by_ids(db, account, ids)?)
            })?,
            counts: counts(db, account, distinct(wanted.owners))?,
            cache_keys,
        })
    }

    pub fn message(&self, id: MessageId) -> Option<&ShownMessage> {
        self.messages.get(&id)
    }

    /// The data of an event; nothing when what it is about is gone.
    pub fn data(&self, row: &Row, draft: &Draft) -> Option<String> {
        let account = row.account.to_string();
        let echo_id = row.echo_id.as_ref().map(|id| Value::from(id.as_str()).to_string());
        let performer = row.user.and_then(|user| self.performers.get(&user));
        let mut members: Vec<(&str, &str)> = Vec::new();
        let (gone, mergee, told);
        let shown = match draft.subject {
            Subject::Message | Subject::NewMessage | Subject::ChangedMessage => {
                match draft.subject {
                    Subject::NewMessage => members.extend(echo_id.as_deref().map(|id| ("echo_id", id))),
                    Subject::ChangedMessage => members.push(("previous_changes", &row.changes)),
                    _ => {}
                }
                &self.message(MessageId(row.subject))?.text
            }
            Subject::Conversation => self.conversations.get(&row.conversation?)?,
            Subject::MergedConversation => {
                mergee = mergee_of(row)?;
                members.push((MERGEE, &mergee));
                self.conversations.get(&row.conversation?)?
            }
            Subject::Contact => self.contacts.get(&ContactId(row.subject))?,
            Subject::GoneContact => {
                gone = gone_contact(row.snapshot.as_deref()?)?;
                &gone
            }
            Subject::ContactImport => self.imports.get(&ImportId(row.subject))?,
            Subject::ContactExport => self.exports.get(&ExportId(row.subject))?,
            Subject::CacheKeys => &self.cache_keys,
            Subject::Notification => {
                told = self.notification(row, self.notifications.get(&NotificationId(row.subject))?)?;
                &told
            }
            Subject::GoneNotification => {
                told = self.notification(row, &json!({"id": drafts::gone_notification(row)}).to_string())?;
                &told
            }
        };
        // messages carry it by themselves
        if !matches!(draft.subject, Subject::Message | Subject::NewMessage | Subject::ChangedMessage) {
            members.push(("account_id", &account));
        }
        members.extend(performer.map(|performer| ("performer", performer.as_str())));
        Some(hub::with(shown, &members))
    }

    /// A notification between the numbers above its owner's list.
    fn notification(&self, row: &Row, shown: &str) -> Option<String> {
        let counts = self.counts.get(&drafts::owner(row)?)?;
        let (unread_count, count) = (counts.unread_count.to_string(), counts.count.to_string());
        Some(hub::with("{}", &[("notification", shown), ("unread_count", &unread_count), ("count", &count)]))
    }
}

/// The numbers above these people's lists.
fn counts(db: &Db, account: AccountId, owners: Vec<UserId>) -> Result<HashMap<UserId, notifications::Counts>> {
    owners.into_iter().map(|owner| Ok((owner, notifications::counts(db, account, owner)?))).collect()
}

fn shown_messages(
    db: &Db,
    account: AccountId,
    wanted: Vec<(MessageId, ConversationId)>,
) -> Result<HashMap<MessageId, ShownMessage>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let conversations = distinct(wanted.iter().map(|(_, conversation)| *conversation).collect());
    let glimpses = views::glimpses(db, account, &conversations)?;
    let wanted: Vec<_> =
        wanted.into_iter().filter_map(|(id, conversation)| Some((id, glimpses.get(&conversation)?.clone()))).collect();
    let show = |(id, message): (MessageId, messages::wire::MessagePush)| {
        let note = message.content.clone().filter(|_| message.private);
        let is_public = !message.private && message.message_type != MessageType::Activity as i64;
        Ok((id, ShownMessage { text: text(&message)?, is_public, note }))
    };
    messages::push_views(db, account, &wanted)?.into_iter().map(show).collect()
}

/// The number of the conversation that became a part of another.
fn mergee_of(row: &Row) -> Option<String> {
    let changes: Map<String, Value> = serde_json::from_str(&row.changes).ok()?;
    Some(changes.get(MERGEE)?.get(1)?.to_string())
}

/// What events show of a contact.
const CONTACT: [&str; 9] = [
    "additional_attributes",
    "custom_attributes",
    "email",
    "id",
    "identifier",
    "name",
    "phone_number",
    "thumbnail",
    "blocked",
];

/// The last object of a contact, as events show contacts.
fn gone_contact(snapshot: &str) -> Option<String> {
    let mut last: Map<String, Value> = serde_json::from_str(snapshot).ok()?;
    let mut shown: Map<String, Value> =
        CONTACT.into_iter().filter_map(|name| Some((name.to_owned(), last.remove(name)?))).collect();
    shown.insert("type".to_owned(), "contact".into());
    Some(Value::Object(shown).to_string())
}

//! Which events a row of the outbox is told as, in the order of their parts. Pure: a row always gives the same.

use serde_json::{Map, Value};

use super::Row;
use crate::base::ids::UserId;
use crate::conversations::{FIRST_REPLY, HAS_MENTIONS};
use crate::notifications::REPLACED;

/// What an event shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Message,
    /// With the client's own id of it.
    NewMessage,
    /// With what changed.
    ChangedMessage,
    Conversation,
    /// With the number of the one that became a part of it.
    MergedConversation,
    Contact,
    /// The last object of a contact who is gone.
    GoneContact,
    /// How far an import is.
    ContactImport,
    /// How far an export is.
    ContactExport,
    CacheKeys,
    /// Something that somebody is told of.
    Notification,
    /// One that is gone, or whose place another took.
    GoneNotification,
}

/// Whom an event is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The agents who see the conversation.
    Agents,
    /// And its contact, unless it is a note or an activity.
    Everybody,
    /// The people whom a note mentions.
    Mentioned,
    /// All agents of the account.
    Account,
    /// Its administrators.
    Administrators,
    /// Whose it is.
    Owner,
}

/// An event to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    pub event: &'static str,
    pub subject: Subject,
    pub to: To,
}

const fn draft(event: &'static str, subject: Subject, to: To) -> Draft {
    Draft { event, subject, to }
}

/// Changes of a conversation that are told by an event of their own only.
const APART: [&str; 2] = ["contact_id", "contact_last_seen_at"];

/// The events of a row.
pub fn of(row: &Row) -> Vec<Draft> {
    use Subject::{
        CacheKeys, ChangedMessage, Contact, ContactExport, ContactImport, Conversation, GoneContact, GoneNotification,
        MergedConversation, Message, NewMessage, Notification,
    };
    use To::{Account, Administrators, Agents, Everybody, Mentioned, Owner};
    match row.name.as_str() {
        "message_created" => {
            let mut drafts = vec![draft("message.created", NewMessage, Everybody)];
            let marks = changes(row);
            if marks.contains_key(FIRST_REPLY) {
                drafts.push(draft("first.reply.created", Message, Agents));
            }
            if marks.contains_key(HAS_MENTIONS) {
                drafts.push(draft("conversation.mentioned", Conversation, Mentioned));
            }
            drafts
        }
        "message_updated" => vec![draft("message.updated", ChangedMessage, Everybody)],
        "conversation_created" => vec![draft("conversation.created", Conversation, Everybody)],
        "conversation_updated" => of_conversation(&changes(row)),
        "conversation_merged" => vec![draft("conversation.merged", MergedConversation, Everybody)],
        "contact_created" | "contact_restored" => vec![draft("contact.created", Contact, Account)],
        "contact_updated" => vec![draft("contact.updated", Contact, Account)],
        "contact_merged" => vec![draft("contact.merged", Contact, Account)],
        "contact_deleted" => vec![draft("contact.deleted", GoneContact, Account)],
        "contact_import_updated" => vec![draft("contact.import.progress", ContactImport, Administrators)],
        "contact_export_updated" => vec![draft("contact.export.progress", ContactExport, Administrators)],
        "notification_created" => {
            let replaced = row.changes != "{}";
            let gone = replaced.then_some(draft("notification.deleted", GoneNotification, Owner));
            gone.into_iter().chain([draft("notification.created", Notification, Owner)]).collect()
        }
        "notification_updated" => vec![draft("notification.updated", Notification, Owner)],
        "notification_deleted" => vec![draft("notification.deleted", GoneNotification, Owner)],
        "label_created"
        | "label_updated"
        | "label_deleted"
        | "inbox_created"
        | "inbox_updated"
        | "inbox_deleted"
        | "inbox_members_changed"
        | "team_created"
        | "team_updated"
        | "team_deleted"
        | "team_members_changed" => {
            vec![draft("account.cache_invalidated", CacheKeys, Account)]
        }
        _ => Vec::new(),
    }
}

fn of_conversation(changes: &Map<String, Value>) -> Vec<Draft> {
    use To::{Agents, Everybody};
    let has = |names: &[&str]| names.iter().any(|name| changes.contains_key(*name));
    let told = [
        (has(&["status"]), "conversation.status_changed", Everybody),
        (has(&["assignee_id", "assignee_agent_bot_id"]), "assignee.changed", Agents),
        (has(&["team_id"]), "team.changed", Agents),
        (has(&["contact_id"]), "conversation.contact_changed", Agents),
        (has(&["contact_last_seen_at"]), "conversation.read", Agents),
        (changes.keys().any(|name| !APART.contains(&name.as_str())), "conversation.updated", Everybody),
    ];
    let told = told.into_iter().filter(|(is_told, ..)| *is_told);
    told.map(|(_, event, to)| draft(event, Subject::Conversation, to)).collect()
}

/// Whose notification it is.
pub fn owner(row: &Row) -> Option<UserId> {
    let snapshot: Value = serde_json::from_str(row.snapshot.as_deref()?).ok()?;
    Some(UserId(snapshot.get("user_id")?.as_i64()?))
}

/// The notification that is gone: the row's own, or the one whose place it took.
pub fn gone_notification(row: &Row) -> i64 {
    let replaced = || changes(row).get(REPLACED)?.get(0)?.as_i64();
    replaced().unwrap_or(row.subject)
}

fn changes(row: &Row) -> Map<String, Value> {
    // most messages change nothing
    if row.changes == "{}" { Map::new() } else { serde_json::from_str(&row.changes).unwrap_or_default() }
}

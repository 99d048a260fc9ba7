//! Erasures and rules on the wire.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model::{Erasure, Rule};
use crate::base::ids::{ContactId, ErasureId, InboxId, UserId};

/// The erasure of a contact, and how far it is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_erasure")]
pub struct ErasureShown {
    pub id: ErasureId,
    /// Nobody has this id again.
    pub contact_id: ContactId,
    /// `removing`, `overwriting` (what is left in the bytes of the file) or `completed`.
    pub status: String,
    /// What went with the contact.
    pub conversations_count: i64,
    pub messages_count: i64,
    pub attachments_count: i64,
    pub notes_count: i64,
    /// Who asked for it; null for a rule of an inbox.
    pub user_id: Option<UserId>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds; null before the end.
    pub finished_at: Option<i64>,
}

impl From<Erasure> for ErasureShown {
    fn from(erasure: Erasure) -> Self {
        ErasureShown {
            id: erasure.id,
            contact_id: erasure.contact,
            status: erasure.status.name().to_owned(),
            conversations_count: erasure.counts.conversations,
            messages_count: erasure.counts.messages,
            attachments_count: erasure.counts.attachments,
            notes_count: erasure.counts.notes,
            user_id: erasure.user,
            created_at: erasure.created_at.seconds(),
            finished_at: erasure.finished_at.map(|at| at.seconds()),
        }
    }
}

/// A page of erasures.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "contact_erasure_list")]
pub struct ErasureList {
    /// Newest first.
    pub payload: Vec<ErasureShown>,
}

/// For how many days an inbox keeps things; null for ever.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "inbox_retention")]
pub struct RetentionShown {
    pub inbox_id: InboxId,
    /// Resolved conversations, since their last activity.
    pub conversation_days: Option<i64>,
    /// Files that were sent.
    pub attachment_days: Option<i64>,
    /// Whether contacts are erased who have no conversation and showed no activity for as many days.
    pub erase_contacts: bool,
    /// How many conversations the next daily round will delete.
    pub due_conversations_count: i64,
}

impl RetentionShown {
    /// A rule, with what it would delete now.
    pub fn new(rule: Rule, due_conversations_count: i64) -> Self {
        RetentionShown {
            inbox_id: rule.inbox,
            conversation_days: rule.conversation_days,
            attachment_days: rule.attachment_days,
            erase_contacts: rule.erase_contacts,
            due_conversations_count,
        }
    }
}

/// What is to change; what is left out stays.
#[derive(Debug, Object)]
#[oai(rename = "inbox_retention_update")]
pub struct RetentionUpdate {
    /// 1 to 36500; null for ever.
    pub conversation_days: MaybeUndefined<i64>,
    /// 1 to 36500; null for ever.
    pub attachment_days: MaybeUndefined<i64>,
    /// Only together with `conversation_days`.
    pub erase_contacts: Option<bool>,
}

impl RetentionUpdate {
    /// The rule as it is to be.
    pub fn apply(self, rule: Rule) -> Rule {
        let changed = |sent: MaybeUndefined<i64>, before| Option::<Option<i64>>::from(sent).unwrap_or(before);
        Rule {
            conversation_days: changed(self.conversation_days, rule.conversation_days),
            attachment_days: changed(self.attachment_days, rule.attachment_days),
            erase_contacts: self.erase_contacts.unwrap_or(rule.erase_contacts),
            ..rule
        }
    }
}

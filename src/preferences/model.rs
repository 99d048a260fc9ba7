//! What people can be told of, and the devices they are told on.

use serde_json::Value;

use crate::base::ids::{AccountId, UserId};
use crate::base::{Error, FieldError, Millis, Result};

/// What happened that somebody may want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    ConversationCreation = 0,
    ConversationAssignment = 1,
    AssignedConversationNewMessage = 2,
    ConversationMention = 3,
    ParticipatingConversationNewMessage = 4,
}

impl Kind {
    /// All of them, by their bits.
    pub const ALL: [Kind; 5] = [
        Kind::ConversationCreation,
        Kind::ConversationAssignment,
        Kind::AssignedConversationNewMessage,
        Kind::ConversationMention,
        Kind::ParticipatingConversationNewMessage,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::ConversationCreation => "conversation_creation",
            Kind::ConversationAssignment => "conversation_assignment",
            Kind::AssignedConversationNewMessage => "assigned_conversation_new_message",
            Kind::ConversationMention => "conversation_mention",
            Kind::ParticipatingConversationNewMessage => "participating_conversation_new_message",
        }
    }

    fn bit(self) -> i64 {
        1 << (self as i64)
    }
}

/// Kinds, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(pub i64);

impl Kinds {
    /// Whether the kind is among them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Those named `email_conversation_creation` and the like, where `email_` is the prefix; other names are nothing.
    pub fn named(prefix: &str, names: &[String]) -> Self {
        let is_named = |kind: &Kind| names.iter().any(|name| name.strip_prefix(prefix) == Some(kind.name()));
        Kinds(Kind::ALL.into_iter().filter(is_named).map(Kind::bit).sum())
    }

    /// Their names with the prefix.
    pub fn names(self, prefix: &str) -> Vec<String> {
        let kinds = Kind::ALL.into_iter().filter(|kind| self.has(*kind));
        kinds.map(|kind| format!("{prefix}{}", kind.name())).collect()
    }
}

/// A row of `notification_settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub id: i64,
    pub account: AccountId,
    pub user: UserId,
    /// What a mail is sent of.
    pub email: Kinds,
    /// What shows on their devices.
    pub push: Kinds,
}

/// The longest texts about a device, in characters.
const LONGEST: usize = 4096;

/// A device that can be told of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// `browser_push` or `fcm`.
    pub kind: &'static str,
    /// What the device's own system gives us, a JSON object.
    pub attributes: Value,
}

impl Device {
    /// All rules at once.
    pub fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        if self.identifier().is_none() {
            errors.push(FieldError::new("identifier", "Identifier can't be blank", "blank"));
        }
        if self.attributes.to_string().chars().nth(LONGEST).is_some() {
            let text = format!("Subscription attributes is too long (maximum is {LONGEST} characters)");
            errors.push(FieldError::new("subscription_attributes", text, "too_long"));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.as_str().filter(|text| !text.trim().is_empty())
    }

    /// What makes it this device and no other.
    pub fn identifier(&self) -> Option<&str> {
        self.text(if self.kind == "fcm" { "device_id" } else { "endpoint" })
    }

    /// Under which a mobile app takes itself out again.
    pub fn push_token(&self) -> Option<&str> {
        self.text("push_token")
    }
}

/// A row of `notification_subscriptions`.
#[derive(Debug, Clone)]
pub struct Subscription {
    pub id: i64,
    pub user: UserId,
    pub kind: String,
    pub identifier: String,
    /// The text of a JSON object.
    pub attributes: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_have_names_and_bits() {
        let names = ["push_conversation_mention", "push_sla", "email_conversation_creation", "conversation_creation"];
        let kinds = Kinds::named("push_", &names.map(str::to_owned));
        assert_eq!(kinds, Kinds(8));
        assert!(kinds.has(Kind::ConversationMention) && !kinds.has(Kind::ConversationCreation));
        assert_eq!(Kinds(2).names("email_"), ["email_conversation_assignment"]);
        assert_eq!(Kinds::named("email_", &Kinds(31).names("email_")), Kinds(31));
    }

    #[test]
    fn a_device_is_known_by_its_system() {
        let device = |kind, attributes| Device { kind, attributes };
        let phone = device("fcm", json!({"device_id": "d", "push_token": "t"}));
        assert_eq!((phone.identifier(), phone.push_token(), phone.check().is_ok()), (Some("d"), Some("t"), true));
        let browser = device("browser_push", json!({"endpoint": "https://push.example.com"}));
        assert_eq!((browser.identifier(), browser.push_token()), (Some("https://push.example.com"), None));
        assert!(device("fcm", json!({"endpoint": "e"})).check().is_err());
        assert!(device("fcm", json!({"device_id": "d", "x": "x".repeat(5000)})).check().is_err());
    }
}

//! What is kept of a merger, and what the survivor is without it. Pure.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::model::Contact;
use crate::base::Millis;
use crate::base::ids::{AccountId, BlobId, ContactId, ConversationId, MergeId, MessageId, UserId};

/// A row of `contact_merges`.
#[derive(Debug, Clone)]
pub struct Merge {
    pub id: MergeId,
    pub account: AccountId,
    /// The survivor.
    pub contact: ContactId,
    /// The one that is hidden.
    pub merged: ContactId,
    /// The person who did it, if one did.
    pub user: Option<UserId>,
    /// The survivor's own values.
    pub before: Values,
    /// The survivor's values right after.
    pub after: Values,
    /// Labels the survivor was given.
    pub labels: Vec<String>,
    /// What is still to be moved; nothing when all is where it belongs.
    pub rest: Option<Rest>,
    /// Set when things move back.
    pub undone_at: Option<Millis>,
    pub created_at: Millis,
}

/// How far the moving is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Conversations that moved already and whose messages still name the other contact.
    #[serde(default)]
    pub conversations: Vec<ConversationId>,
    /// How far the first of them is done.
    #[serde(default)]
    pub after: Option<MessageId>,
    /// On the way back: the last conversation that moved of the address at hand.
    #[serde(default)]
    pub past: Option<ConversationId>,
}

/// Values of a contact that a merger may change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Values {
    name: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    identifier: Option<String>,
    pub avatar: Option<BlobId>,
    avatar_source_url: Option<String>,
    pub last_activity_at: Option<Millis>,
    additional_attributes: Map<String, Value>,
    custom_attributes: Map<String, Value>,
}

impl Values {
    pub fn of(contact: &Contact) -> Self {
        // the columns hold what was written as JSON
        let object = |stored: &str| serde_json::from_str(stored).unwrap_or_default();
        Values {
            name: contact.name.clone(),
            email: contact.email.clone(),
            phone_number: contact.phone_number.clone(),
            identifier: contact.identifier.clone(),
            avatar: contact.avatar,
            avatar_source_url: contact.avatar_source_url.clone(),
            last_activity_at: contact.last_activity_at,
            additional_attributes: object(&contact.additional_attributes),
            custom_attributes: object(&contact.custom_attributes),
        }
    }

    /// The contact with these values.
    pub fn give(self, contact: Contact) -> Contact {
        Contact {
            name: self.name,
            email: self.email,
            phone_number: self.phone_number,
            identifier: self.identifier,
            avatar: self.avatar,
            avatar_source_url: self.avatar_source_url,
            last_activity_at: self.last_activity_at,
            additional_attributes: Value::Object(self.additional_attributes).to_string(),
            custom_attributes: Value::Object(self.custom_attributes).to_string(),
            ..contact
        }
    }

    /// These values without what a merger brought, as far as nobody changed it since.
    pub fn without_merger(mut self, before: &Values, after: &Values) -> Self {
        fn restore<T: Clone + PartialEq>(now: &mut T, before: &T, after: &T) {
            if *now == *after {
                now.clone_from(before);
            }
        }
        restore(&mut self.name, &before.name, &after.name);
        restore(&mut self.email, &before.email, &after.email);
        restore(&mut self.phone_number, &before.phone_number, &after.phone_number);
        restore(&mut self.identifier, &before.identifier, &after.identifier);
        restore(&mut self.avatar, &before.avatar, &after.avatar);
        restore(&mut self.avatar_source_url, &before.avatar_source_url, &after.avatar_source_url);
        restore(&mut self.last_activity_at, &before.last_activity_at, &after.last_activity_at);
        take_back(&mut self.additional_attributes, &before.additional_attributes, &after.additional_attributes);
        take_back(&mut self.custom_attributes, &before.custom_attributes, &after.custom_attributes);
        self
    }
}

/// Removes what was added between two states and is unchanged since, inside objects too.
fn take_back(now: &mut Map<String, Value>, before: &Map<String, Value>, after: &Map<String, Value>) {
    for (key, added) in after {
        match (before.get(key), added, now.get_mut(key)) {
            (None, added, Some(value)) if value == added => {
                now.shift_remove(key);
            }
            (Some(Value::Object(before)), Value::Object(after), Some(Value::Object(now))) => {
                take_back(now, before, after);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::model::ContactChange;
    use super::*;

    fn contact(name: &str, email: Option<&str>, custom: Value) -> Contact {
        let change = ContactChange {
            name: Some(Some(name.to_owned())),
            email: Some(email.map(str::to_owned)),
            custom_attributes: custom.as_object().cloned().unwrap(),
            ..ContactChange::default()
        };
        change.apply(Contact::blank(AccountId(1), Millis(0)))
    }

    #[test]
    fn what_a_merger_brought_goes_and_what_changed_since_stays() {
        let jane = contact("Jane", None, json!({"plan": "pro", "deep": {"a": 1}}));
        let other =
            contact("Other", Some("o@x"), json!({"seats": 3, "city": "Oslo", "plan": "free", "deep": {"b": 2}}));
        let merged = jane.clone().completed_by(other);
        let (before, after) = (Values::of(&jane), Values::of(&merged));
        assert_eq!(after.clone().without_merger(&before, &after), before);
        let later = ContactChange {
            name: Some(Some("Janet".to_owned())),
            custom_attributes: json!({"city": "Rome", "new": 1}).as_object().cloned().unwrap(),
            ..ContactChange::default()
        };
        let now = Values::of(&later.apply(merged));
        let parted = now.without_merger(&before, &after).give(jane.clone());
        assert_eq!((parted.name.as_deref(), parted.email), (Some("Janet"), None));
        assert_eq!(parted.custom_attributes, r#"{"plan":"pro","deep":{"a":1},"city":"Rome","new":1}"#);
    }
}

//! A person, the rules they obey, and how an account sees them.

use serde_json::{Map, Value};

use crate::access::{Availability, Membership, Role};
use crate::accounts::too_long;
use crate::base::ids::{AccountId, BlobId, UserId};
use crate::base::{Changes, Error, FieldError, Millis, Result, text};

/// The longest name or address, in characters.
const LONGEST: usize = 255;
/// The longest signature, in characters.
const LONGEST_SIGNATURE: usize = 20_000;

/// A row of `users`, without its secrets but the realtime token.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub display_name: Option<String>,
    /// Lower-case.
    pub email: String,
    pub confirmed_at: Option<Millis>,
    pub pubsub_token: String,
    pub message_signature: Option<String>,
    /// A JSON object.
    pub ui_settings: Value,
    /// A JSON object.
    pub custom_attributes: Value,
    pub avatar: Option<BlobId>,
    /// Absolute; empty without a picture.
    pub avatar_url: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl User {
    /// What others call them.
    pub fn available_name(&self) -> &str {
        available_name(&self.name, self.display_name.as_deref())
    }

    /// What differs between this user and their later state, as far as others see it.
    pub(super) fn changes_to(&self, after: &User) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("display_name", self.display_name.as_deref(), after.display_name.as_deref());
        changes.note("email", self.email.as_str(), after.email.as_str());
        changes.note("confirmed", self.confirmed_at.is_some(), after.confirmed_at.is_some());
        changes.note("custom_attributes", self.custom_attributes.clone(), after.custom_attributes.clone());
        changes.note("avatar_url", self.avatar_url.as_str(), after.avatar_url.as_str());
        changes
    }

    /// All rules at once, those of a new password in their place.
    pub(super) fn check(&self, password: Option<&NewPassword>) -> Result<()> {
        let mut errors = check_email(&self.email);
        if let Some(NewPassword::Refused(refused)) = password {
            errors.extend(refused.iter().cloned());
        }
        if self.name.trim().is_empty() {
            errors.push(FieldError::new("name", "Name can't be blank", "blank"));
        }
        errors.extend(too_long("name", "Name", &self.name, LONGEST));
        let display_name = self.display_name.as_deref().unwrap_or_default();
        errors.extend(too_long("display_name", "Display name", display_name, LONGEST));
        let signature = self.message_signature.as_deref().unwrap_or_default();
        errors.extend(too_long("message_signature", "Message signature", signature, LONGEST_SIGNATURE));
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }
}

/// The display name where there is one, else the name.
pub fn available_name<'n>(name: &'n str, display_name: Option<&'n str>) -> &'n str {
    display_name.filter(|shown| !shown.trim().is_empty()).unwrap_or(name)
}

/// The form in which addresses are stored and compared.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The rules of an address.
pub(super) fn check_email(email: &str) -> Vec<FieldError> {
    if email.is_empty() {
        return vec![FieldError::new("email", "Email can't be blank", "blank")];
    }
    let mut errors = Vec::new();
    if !text::is_email(email) {
        errors.push(FieldError::new("email", "Email is invalid", "invalid"));
    }
    errors.extend(too_long("email", "Email", email, LONGEST));
    errors
}

/// A password somebody chose: hashed, or what is wrong with it. Made before the write, since hashing takes long.
#[derive(Debug, Clone)]
pub enum NewPassword {
    Hash(String),
    Refused(Vec<FieldError>),
}

impl NewPassword {
    pub(super) fn hash(self) -> Option<String> {
        match self {
            NewPassword::Hash(hash) => Some(hash),
            NewPassword::Refused(_) => None,
        }
    }
}

/// What a new user starts with.
#[derive(Debug, Clone, Default)]
pub struct NewUser {
    /// The part of the address before the `@` when it is blank.
    pub name: String,
    pub display_name: Option<String>,
    pub email: String,
    /// `None` for somebody who was invited and chooses one later.
    pub password: Option<NewPassword>,
    pub is_confirmed: bool,
    pub custom_attributes: Option<Map<String, Value>>,
}

impl NewUser {
    /// The user, not stored yet.
    pub(super) fn into_user(self, pubsub_token: String, now: Millis) -> User {
        let email = normal_email(&self.email);
        let before_at = email.split('@').next().unwrap_or_default().to_owned();
        User {
            id: UserId(0),
            name: if self.name.trim().is_empty() { before_at } else { self.name },
            display_name: text::presence(self.display_name),
            email,
            confirmed_at: self.is_confirmed.then_some(now),
            pubsub_token,
            message_signature: None,
            ui_settings: Value::Object(Map::new()),
            custom_attributes: Value::Object(self.custom_attributes.unwrap_or_default()),
            avatar: None,
            avatar_url: String::new(),
            created_at: now,
            updated_at: now,
        }
    }
}

/// What is to change about a user; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    pub name: Option<String>,
    pub display_name: Option<Option<String>>,
    pub email: Option<String>,
    pub password: Option<NewPassword>,
    pub message_signature: Option<Option<String>>,
    /// Replaces the object.
    pub ui_settings: Option<Value>,
    /// Merged into the object.
    pub custom_attributes: Map<String, Value>,
    /// A file that is not linked yet; `Some(None)` takes the picture away.
    pub avatar: Option<Option<BlobId>>,
    /// Confirms the address.
    pub confirm: bool,
}

impl UserChange {
    /// The user as they are to be, but for the picture's address.
    pub(super) fn apply(self, mut user: User, now: Millis) -> User {
        user.name = self.name.unwrap_or(user.name);
        user.display_name = self.display_name.map_or(user.display_name, text::presence);
        user.email = self.email.map_or(user.email, |email| normal_email(&email));
        user.message_signature = self.message_signature.map_or(user.message_signature, text::presence);
        user.ui_settings = self.ui_settings.unwrap_or(user.ui_settings);
        if let Value::Object(attributes) = &mut user.custom_attributes {
            attributes.extend(self.custom_attributes);
        }
        user.avatar = self.avatar.unwrap_or(user.avatar);
        user.confirmed_at = user.confirmed_at.or(self.confirm.then_some(now));
        user
    }
}

/// A user with their token and memberships: what they and platform apps see.
#[derive(Debug, Clone)]
pub struct Profile {
    pub user: User,
    pub access_token: String,
    pub accounts: Vec<Seat>,
}

impl Profile {
    /// The account used last; the oldest while none was.
    pub fn active(&self) -> Option<&Seat> {
        let used = self.accounts.iter().filter(|s| s.membership.active_at.is_some());
        used.max_by_key(|s| s.membership.active_at).or(self.accounts.first())
    }
}

/// A membership, and how its user shows there now.
#[derive(Debug, Clone)]
pub struct Seat {
    pub membership: Membership,
    /// `online`, `offline` or `busy`.
    pub availability_status: &'static str,
}

/// A user as the members of one account see them.
#[derive(Debug, Clone)]
pub struct AgentView {
    pub id: UserId,
    pub account: AccountId,
    pub account_name: String,
    pub name: String,
    pub display_name: Option<String>,
    pub email: String,
    pub is_confirmed: bool,
    /// The text of a JSON object.
    pub custom_attributes: String,
    /// Absolute; empty without a picture.
    pub avatar_url: String,
    pub role: Role,
    /// As chosen.
    pub availability: Availability,
    pub auto_offline: bool,
    /// As it shows now: `online`, `offline` or `busy`.
    pub availability_status: &'static str,
}

impl AgentView {
    /// What others call them.
    pub fn available_name(&self) -> &str {
        available_name(&self.name, self.display_name.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada() -> User {
        let new = NewUser { email: " Ada@X.org".into(), ..NewUser::default() };
        new.into_user("token".into(), Millis(1))
    }

    #[test]
    fn a_new_user_has_a_name_and_a_plain_address() {
        let user = ada();
        assert_eq!((user.name.as_str(), user.email.as_str()), ("ada", "ada@x.org"));
        assert!(user.check(None).is_ok() && user.confirmed_at.is_none());
    }

    #[test]
    fn all_errors_come_at_once() {
        let password = NewPassword::Refused(crate::base::password::check("Aa1!"));
        let user = UserChange { email: Some("x".into()), name: Some(" ".into()), ..UserChange::default() };
        let error = user.apply(ada(), Millis(2)).check(Some(&password)).unwrap_err().to_string();
        assert_eq!(error, "Email is invalid, Password is too short (minimum is 6 characters), Name can't be blank");
    }

    #[test]
    fn attributes_merge_and_settings_are_replaced() {
        let mut change = UserChange { ui_settings: Some(json!({"a": 1})), ..UserChange::default() };
        change.custom_attributes.insert("plan".into(), json!("pro"));
        let mut user = change.apply(ada(), Millis(2));
        let mut change = UserChange { ui_settings: Some(json!({"b": 1})), ..UserChange::default() };
        change.custom_attributes.insert("size".into(), json!(3));
        user = change.apply(user, Millis(3));
        assert_eq!(user.custom_attributes, json!({"plan": "pro", "size": 3}));
        assert_eq!(user.ui_settings, json!({"b": 1}));
        assert!(ada().changes_to(&user).0.contains_key("custom_attributes"));
        assert!(!ada().changes_to(&user).0.contains_key("ui_settings"));
    }

    #[test]
    fn a_blank_display_name_is_none() {
        assert_eq!(available_name("Ada", Some(" ")), "Ada");
        assert_eq!(available_name("Ada", Some("Countess")), "Countess");
    }
}

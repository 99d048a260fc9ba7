//! An inbox itself.

use serde_json::{Value, json};

use super::channel::{Channel, ChannelKind};
use super::hours::{Day, Hours, is_timezone};
use crate::accounts::too_long;
use crate::base::ids::{AccountId, BlobId, ChannelId, InboxId};
use crate::base::{Changes, FieldError, Millis};

/// The longest short text, in characters.
const LONGEST: usize = 255;
/// The longest automatic message, in characters.
const LONGEST_MESSAGE: usize = 10_000;

/// Whose name mail goes out under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderName {
    Friendly = 0,
    Professional = 1,
}

impl SenderName {
    /// `friendly` or `professional`.
    pub fn name(self) -> &'static str {
        match self {
            SenderName::Friendly => "friendly",
            SenderName::Professional => "professional",
        }
    }

    /// From the stored number.
    pub fn from_number(number: i64) -> Self {
        if number == 1 { SenderName::Professional } else { SenderName::Friendly }
    }
}

/// A row of `inboxes` with its channel and its opening hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbox {
    pub id: InboxId,
    pub account: AccountId,
    /// The id in the channel's own table.
    pub channel_id: ChannelId,
    pub channel: Channel,
    pub name: String,
    pub avatar: Option<BlobId>,
    /// Absolute; empty without a picture.
    pub avatar_url: String,
    pub greeting_enabled: bool,
    pub greeting_message: Option<String>,
    pub enable_email_collect: bool,
    pub csat_survey_enabled: bool,
    /// A JSON object as text.
    pub csat_config: String,
    pub enable_auto_assignment: bool,
    /// A JSON object as text.
    pub auto_assignment_config: String,
    pub working_hours_enabled: bool,
    pub out_of_office_message: Option<String>,
    pub hours: Hours,
    pub allow_messages_after_resolved: bool,
    pub lock_to_single_conversation: bool,
    pub sender_name_type: SenderName,
    pub business_name: Option<String>,
    pub portal_id: Option<i64>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Inbox {
    /// An inbox that is not stored yet, with the defaults.
    pub(in crate::inboxes) fn blank(account: AccountId, kind: ChannelKind, now: Millis) -> Self {
        Inbox {
            id: InboxId(0),
            account,
            channel_id: ChannelId(0),
            channel: Channel::blank(kind),
            name: String::new(),
            avatar: None,
            avatar_url: String::new(),
            greeting_enabled: false,
            greeting_message: None,
            enable_email_collect: true,
            csat_survey_enabled: false,
            csat_config: "{}".to_owned(),
            enable_auto_assignment: true,
            auto_assignment_config: "{}".to_owned(),
            working_hours_enabled: false,
            out_of_office_message: None,
            hours: Hours { timezone: "UTC".to_owned(), days: Day::week() },
            allow_messages_after_resolved: true,
            lock_to_single_conversation: false,
            sender_name_type: SenderName::Friendly,
            business_name: None,
            portal_id: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules that are broken, those of the channel last.
    pub(in crate::inboxes) fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.name.trim().is_empty() {
            errors.push(FieldError::new("name", "Name can't be blank", "blank"));
        }
        errors.extend(too_long("name", "Name", &self.name, LONGEST));
        if !is_timezone(&self.hours.timezone) {
            errors.push(FieldError::new("timezone", "Timezone is not included in the list", "inclusion"));
        }
        let mut short = |attribute, label, text: &Option<String>, most| {
            errors.extend(text.as_deref().and_then(|text| too_long(attribute, label, text, most)));
        };
        short("greeting_message", "Greeting message", &self.greeting_message, LONGEST_MESSAGE);
        short("out_of_office_message", "Out of office message", &self.out_of_office_message, LONGEST_MESSAGE);
        short("business_name", "Business name", &self.business_name, LONGEST);
        errors.extend(self.channel.errors());
        errors
    }

    /// What differs between this inbox and its later state, as far as it is shown.
    pub(in crate::inboxes) fn changes_to(&self, after: &Inbox) -> Changes {
        let mut changes = Changes::default();
        changes.note("name", self.name.as_str(), after.name.as_str());
        changes.note("avatar_url", self.avatar_url.as_str(), after.avatar_url.as_str());
        changes.note("greeting_message", self.greeting_message.as_deref(), after.greeting_message.as_deref());
        let away = |inbox: &Inbox| Value::from(inbox.out_of_office_message.as_deref());
        changes.note("out_of_office_message", away(self), away(after));
        changes.note("timezone", self.hours.timezone.as_str(), after.hours.timezone.as_str());
        changes.note("working_hours", json!(self.hours.days), json!(after.hours.days));
        changes.note("csat_config", tree(&self.csat_config), tree(&after.csat_config));
        let limits = |inbox: &Inbox| tree(&inbox.auto_assignment_config);
        changes.note("auto_assignment_config", limits(self), limits(after));
        changes.note("sender_name_type", self.sender_name_type.name(), after.sender_name_type.name());
        changes.note("business_name", self.business_name.as_deref(), after.business_name.as_deref());
        changes.note("portal_id", self.portal_id, after.portal_id);
        for ((attribute, before), (_, after)) in self.switches().into_iter().zip(after.switches()) {
            changes.note(attribute, before, after);
        }
        self.channel.note_changes(&after.channel, &mut changes);
        changes
    }

    fn switches(&self) -> [(&'static str, bool); 7] {
        [
            ("greeting_enabled", self.greeting_enabled),
            ("enable_email_collect", self.enable_email_collect),
            ("csat_survey_enabled", self.csat_survey_enabled),
            ("enable_auto_assignment", self.enable_auto_assignment),
            ("working_hours_enabled", self.working_hours_enabled),
            ("allow_messages_after_resolved", self.allow_messages_after_resolved),
            ("lock_to_single_conversation", self.lock_to_single_conversation),
        ]
    }
}

/// A column of JSON as a tree: it holds what was written as JSON, the schema checks it.
pub(super) fn tree(stored: &str) -> Value {
    serde_json::from_str(stored).unwrap_or_default()
}

/// What decides which automatic messages an inbox sends (contract 3.10).
#[derive(Debug, Clone)]
pub struct TemplateFacts {
    /// `Channel::WebWidget` and so on.
    pub channel_type: &'static str,
    pub greeting_enabled: bool,
    pub greeting_message: Option<String>,
    pub enable_email_collect: bool,
    pub working_hours_enabled: bool,
    pub out_of_office_message: Option<String>,
    pub hours: Hours,
}

impl TemplateFacts {
    /// Whether the inbox keeps hours and this is outside them.
    pub fn is_out_of_office(&self, at: Millis) -> bool {
        self.working_hours_enabled && !self.hours.is_open(at)
    }
}

impl From<Inbox> for TemplateFacts {
    fn from(inbox: Inbox) -> Self {
        TemplateFacts {
            channel_type: inbox.channel.type_name(),
            greeting_enabled: inbox.greeting_enabled,
            greeting_message: inbox.greeting_message,
            enable_email_collect: inbox.enable_email_collect,
            working_hours_enabled: inbox.working_hours_enabled,
            out_of_office_message: inbox.out_of_office_message,
            hours: inbox.hours,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::{CsatConfig, InboxChange};
    use super::*;

    fn blank() -> Inbox {
        Inbox::blank(AccountId(1), ChannelKind::Api, Millis(0))
    }

    #[test]
    fn all_errors_come_at_once() {
        let change = InboxChange {
            name: Some(" ".into()),
            timezone: Some("Mars/Olympus".into()),
            greeting_message: Some(Some("g".repeat(10_001))),
            ..InboxChange::default()
        };
        assert_eq!(
            crate::base::error::join(&change.apply(blank()).errors()),
            "Name can't be blank, Timezone is not included in the list, \
             Greeting message is too long (maximum is 10000 characters)"
        );
    }

    #[test]
    fn a_survey_is_stored_in_full() {
        let config = CsatConfig { values: vec!["vip".into()], ..CsatConfig::default() };
        let before = blank();
        let after = InboxChange { csat_config: Some(config), ..InboxChange::default() }.apply(before.clone());
        let full = json!({"display_type": "emoji", "message": "", "button_text": "Please rate us", "language": "en",
            "survey_rules": {"operator": "contains", "values": ["vip"]}});
        assert_eq!(Value::Object(before.changes_to(&after).0), json!({"csat_config": [{}, full]}));
    }

    #[test]
    fn out_of_office_means_outside_hours_that_are_kept() {
        let sunday = Millis::parse("2024-01-07T12:00:00Z").unwrap();
        let facts = |working_hours_enabled| TemplateFacts::from(Inbox { working_hours_enabled, ..blank() });
        assert!(facts(true).is_out_of_office(sunday));
        assert!(!facts(false).is_out_of_office(sunday));
        assert!(!facts(true).is_out_of_office(sunday.plus(24 * 60 * 60 * 1000)));
    }
}

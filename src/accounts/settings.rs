//! What an account wants done by itself, kept as one object by Chatwoot's names.

use serde_json::{Map, Value};

use super::model::too_long;
use crate::base::FieldError;

/// After how many minutes without activity an open conversation may be resolved: ten, to 999 days.
const MINUTES: std::ops::RangeInclusive<i64> = 10..=1_439_856;
/// The longest closing text, in characters.
const LONGEST_MESSAGE: usize = 10_000;
/// The longest label, in characters.
const LONGEST_LABEL: usize = 255;

const AFTER: &str = "auto_resolve_after";
const MESSAGE: &str = "auto_resolve_message";
const IGNORE_WAITING: &str = "auto_resolve_ignore_waiting";
const LABEL: &str = "auto_resolve_label";

/// How open conversations without activity are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoResolve {
    /// Minutes without activity.
    pub after: i64,
    /// What the contact is told.
    pub message: Option<String>,
    /// Whether contacts who wait for an answer keep their conversation open.
    pub ignores_waiting: bool,
    pub label: Option<String>,
}

impl AutoResolve {
    /// Reads the settings; none while it is switched off.
    pub(super) fn of(settings: &Value) -> Option<Self> {
        let text = |name: &str| settings.get(name)?.as_str().filter(|t| !t.trim().is_empty()).map(str::to_owned);
        Some(AutoResolve {
            after: settings.get(AFTER)?.as_i64()?,
            message: text(MESSAGE),
            ignores_waiting: settings.get(IGNORE_WAITING).and_then(Value::as_bool).unwrap_or(false),
            label: text(LABEL),
        })
    }
}

/// What is to change about the settings; `None` stays as it is, `Some(None)` becomes null.
#[derive(Debug, Clone, Default)]
pub struct SettingsChange {
    pub auto_resolve_after: Option<Option<i64>>,
    pub auto_resolve_message: Option<Option<String>>,
    pub auto_resolve_ignore_waiting: Option<Option<bool>>,
    pub auto_resolve_label: Option<Option<String>>,
}

impl SettingsChange {
    /// The settings as they are to be.
    pub(super) fn apply(self, settings: &mut Value) {
        if !settings.is_object() {
            *settings = Value::Object(Map::new());
        }
        let mut put = |name: &str, value: Option<Value>| {
            if let (Some(settings), Some(value)) = (settings.as_object_mut(), value) {
                settings.insert(name.to_owned(), value);
            }
        };
        put(AFTER, self.auto_resolve_after.map(Into::into));
        put(MESSAGE, self.auto_resolve_message.map(Into::into));
        put(IGNORE_WAITING, self.auto_resolve_ignore_waiting.map(Into::into));
        put(LABEL, self.auto_resolve_label.map(Into::into));
    }
}

/// All rules at once.
pub(super) fn errors(settings: &Value) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let after = settings.get(AFTER).and_then(Value::as_i64);
    if after.is_some_and(|minutes| !MINUTES.contains(&minutes)) {
        let text = format!("Auto resolve after must be between {} and {} minutes", MINUTES.start(), MINUTES.end());
        errors.push(FieldError::new(AFTER, text, "inclusion"));
    }
    let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default();
    errors.extend(too_long(MESSAGE, "Auto resolve message", text(MESSAGE), LONGEST_MESSAGE));
    errors.extend(too_long(LABEL, "Auto resolve label", text(LABEL), LONGEST_LABEL));
    errors
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changed(mut settings: Value, change: SettingsChange) -> Value {
        change.apply(&mut settings);
        settings
    }

    #[test]
    fn settings_change_one_by_one() {
        let first = SettingsChange {
            auto_resolve_after: Some(Some(60)),
            auto_resolve_message: Some(Some("Bye".into())),
            ..SettingsChange::default()
        };
        let settings = changed(json!({}), first);
        assert_eq!(settings, json!({"auto_resolve_after": 60, "auto_resolve_message": "Bye"}));
        let wanted = AutoResolve { after: 60, message: Some("Bye".into()), ignores_waiting: false, label: None };
        assert_eq!(AutoResolve::of(&settings), Some(wanted));
        let off = SettingsChange {
            auto_resolve_after: Some(None),
            auto_resolve_ignore_waiting: Some(Some(true)),
            ..SettingsChange::default()
        };
        let settings = changed(settings, off);
        let expected =
            json!({"auto_resolve_after": null, "auto_resolve_message": "Bye", "auto_resolve_ignore_waiting": true});
        assert_eq!((AutoResolve::of(&settings), settings), (None, expected));
    }

    #[test]
    fn the_time_has_its_bounds() {
        let of = |minutes: i64| errors(&json!({"auto_resolve_after": minutes})).len();
        assert_eq!([9, 10, 1_439_856, 1_439_857].map(of), [1, 0, 0, 1]);
        assert!(errors(&json!({"auto_resolve_after": null, "auto_resolve_message": "x"})).is_empty());
        let long = json!({"auto_resolve_message": "x".repeat(10_001), "auto_resolve_label": "x".repeat(256)});
        assert_eq!(errors(&long).len(), 2);
    }
}

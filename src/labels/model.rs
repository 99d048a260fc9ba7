//! A label and the rules it obeys (contract 7.5).

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, LabelId};
use crate::base::{Changes, Error, FieldError, Millis, Result, text};

/// The longest short text, in characters.
const LONGEST: usize = 255;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 20_000;
/// The colour of a label that nobody chose one for.
const COLOR: &str = "#1f93ff";

/// A row of `labels`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub id: LabelId,
    pub account: AccountId,
    /// Lower-case.
    pub title: String,
    pub description: Option<String>,
    pub color: String,
    pub show_on_sidebar: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Label {
    /// A label that is not stored yet, with the defaults.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        Label {
            id: LabelId(0),
            account,
            title: String::new(),
            description: None,
            color: COLOR.to_owned(),
            show_on_sidebar: true,
            created_at: now,
            updated_at: now,
        }
    }

    /// All rules at once, but for the title being taken.
    pub(super) fn check(&self) -> Result<()> {
        let refused = |message: &str, code| Some(FieldError::new("title", message, code));
        let title = match self.title.as_str() {
            title if title.trim().is_empty() => refused("Title must not be blank", "blank"),
            title if !text::is_label_title(title) => refused("Title is invalid", "invalid"),
            title => too_long("title", "Title", title, LONGEST),
        };
        let description = self.description.as_deref().unwrap_or_default();
        let description = too_long("description", "Description", description, LONGEST_DESCRIPTION);
        let color = too_long("color", "Color", &self.color, LONGEST);
        let errors: Vec<FieldError> = [title, description, color].into_iter().flatten().collect();
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this label and its later state.
    pub(super) fn changes_to(&self, after: &Label) -> Changes {
        let mut changes = Changes::default();
        changes.note("title", self.title.as_str(), after.title.as_str());
        changes.note("description", self.description.as_deref(), after.description.as_deref());
        changes.note("color", self.color.as_str(), after.color.as_str());
        changes.note("show_on_sidebar", self.show_on_sidebar, after.show_on_sidebar);
        changes
    }

    /// What is told of a label that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "title": self.title, "description": self.description,
            "color": self.color, "show_on_sidebar": self.show_on_sidebar})
    }
}

/// What a caller wants a label to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct LabelChange {
    pub title: Option<String>,
    pub description: Option<Option<String>>,
    /// A blank one is the default colour.
    pub color: Option<Option<String>>,
    pub show_on_sidebar: Option<bool>,
}

impl LabelChange {
    /// The label as it is to be.
    pub(super) fn apply(self, mut label: Label) -> Label {
        if let Some(title) = self.title {
            label.title = title.to_lowercase();
        }
        if let Some(color) = self.color {
            label.color = text::presence(color).unwrap_or_else(|| COLOR.to_owned());
        }
        label.description = self.description.unwrap_or(label.description);
        label.show_on_sidebar = self.show_on_sidebar.unwrap_or(label.show_on_sidebar);
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Label {
        let change = LabelChange { title: Some(title.to_owned()), ..LabelChange::default() };
        change.apply(Label::blank(AccountId(1), Millis(0)))
    }

    #[test]
    fn titles_are_lower_cased_and_checked() {
        assert_eq!(titled("VIP-Kunden_ÄÖ2").title, "vip-kunden_äö2");
        for (title, refusal) in [
            ("", "Title must not be blank"),
            (" ", "Title must not be blank"),
            ("a b", "Title is invalid"),
            ("a", "Title is invalid"),
            ("_ab", "Title is invalid"),
        ] {
            assert_eq!(titled(title).check().unwrap_err().to_string(), refusal, "{title:?}");
        }
        assert!(titled(&"x".repeat(255)).check().is_ok());
        let long = Label { color: "c".repeat(256), description: Some("d".repeat(20_001)), ..titled(&"x".repeat(256)) };
        let Err(Error::Invalid(errors)) = long.check() else { panic!("accepted") };
        assert_eq!(errors.iter().map(|e| e.attribute.as_ref()).collect::<Vec<_>>(), ["title", "description", "color"]);
    }

    #[test]
    fn a_cleared_colour_is_the_default_one() {
        let label = Label { color: "#000000".into(), ..titled("ab") };
        let kept = LabelChange::default().apply(label.clone());
        assert_eq!(kept, label);
        let cleared = LabelChange { color: Some(None), ..LabelChange::default() }.apply(label.clone());
        assert_eq!(cleared.color, "#1f93ff");
        assert_eq!(json!(label.changes_to(&cleared).0), json!({"color": ["#000000", "#1f93ff"]}));
    }
}

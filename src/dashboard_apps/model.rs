//! A dashboard app and the rules it obeys.

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, DashboardAppId, UserId};
use crate::base::text::is_http_url;
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest title, in characters.
const LONGEST: usize = 255;
/// The longest address, in characters.
const LONGEST_URL: usize = 2048;
/// Frames of an app at most.
const MOST: usize = 20;

/// A row of `dashboard_apps`.
#[derive(Debug, Clone, PartialEq)]
pub struct DashboardApp {
    pub id: DashboardAppId,
    pub account: AccountId,
    pub title: String,
    /// Objects of a `type`, which is `frame`, and a `url`.
    pub content: Vec<Value>,
    /// Who made it.
    pub user: Option<UserId>,
    pub created_at: Millis,
}

impl DashboardApp {
    /// One that is not stored yet.
    pub(super) fn blank(account: AccountId, user: UserId, now: Millis) -> Self {
        let (title, content) = (String::new(), Vec::new());
        DashboardApp { id: DashboardAppId(0), account, title, content, user: Some(user), created_at: now }
    }

    /// All rules at once.
    pub(super) fn check(&self) -> Result<()> {
        let blank = self.title.trim().is_empty();
        let mut errors: Vec<FieldError> = Vec::new();
        if blank {
            errors.push(FieldError::new("title", "Title can't be blank", "blank"));
        }
        errors.extend(too_long("title", "Title", &self.title, LONGEST));
        let is_fine = !self.content.is_empty() && self.content.len() <= MOST && self.content.iter().all(is_frame);
        if !is_fine {
            errors.push(FieldError::new("content", "Content : Invalid data", "invalid"));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this app and its later state.
    pub(super) fn changes_to(&self, after: &DashboardApp) -> Changes {
        let mut changes = Changes::default();
        changes.note("title", self.title.as_str(), after.title.as_str());
        changes.note("content", self.content.as_slice(), after.content.as_slice());
        changes
    }

    /// What is told of an app that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "title": self.title, "content": self.content})
    }
}

/// Whether this is a frame with the address of a page, which a browser can open without running anything of ours.
fn is_frame(item: &Value) -> bool {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let has_address = text("url").is_some_and(|url| is_http_url(url) && url.chars().count() <= LONGEST_URL);
    text("type") == Some("frame") && has_address
}

/// What a caller wants an app to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct DashboardAppChange {
    pub title: Option<String>,
    pub content: Option<Vec<Value>>,
}

impl DashboardAppChange {
    /// The app as it is to be. Of its frames only what is known of frames is kept.
    pub(super) fn apply(self, mut app: DashboardApp) -> DashboardApp {
        let known = |item: Value| match item.as_object() {
            Some(item) => json!({"url": item.get("url"), "type": item.get("type")}),
            None => item,
        };
        app.title = self.title.unwrap_or(app.title);
        app.content = self.content.map_or(app.content, |content| content.into_iter().map(known).collect());
        app
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(content: Value) -> DashboardApp {
        let change = DashboardAppChange { title: Some("CRM".into()), content: content.as_array().cloned() };
        change.apply(DashboardApp::blank(AccountId(1), UserId(1), Millis(0)))
    }

    #[test]
    fn frames_have_the_address_of_a_page() {
        let fine = app(json!([{"type": "frame", "url": "https://crm.example.com/x?y=z", "more": 1}]));
        assert!(fine.check().is_ok());
        assert_eq!(fine.content, [json!({"url": "https://crm.example.com/x?y=z", "type": "frame"})]);
        for content in [
            json!([]),
            json!([{}]),
            json!(["https://crm.example.com"]),
            json!([{"type": "frame", "url": "javascript:alert(1)"}]),
            json!([{"type": "frame", "url": "crm.example.com"}]),
            json!([{"type": "script", "url": "https://crm.example.com"}]),
            json!([{"type": "frame", "url": "https://crm.example.com"}, {"type": "frame"}]),
        ] {
            assert_eq!(app(content.clone()).check().unwrap_err().to_string(), "Content : Invalid data", "{content}");
        }
        let nameless = DashboardApp { title: " ".into(), ..fine };
        assert_eq!(nameless.check().unwrap_err().to_string(), "Title can't be blank");
    }
}

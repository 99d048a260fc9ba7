//! A notification, which of them a list shows, and what it says in a line.

use serde_json::{Map, Value};

use crate::base::Millis;
use crate::base::ids::{AccountId, ConversationId, MessageId, NotificationId, UserId};
use crate::preferences::Kind;

/// The name of what a notification is about.
pub const PRIMARY_ACTOR: &str = "Conversation";
/// The name of what was said in it.
pub const SECONDARY_ACTOR: &str = "Message";
/// Where `meta` keeps until when the person slept last.
const LAST_SNOOZED_AT: &str = "last_snoozed_at";
/// How many words of a message are shown.
const WORDS: usize = 10;

/// A row of `notifications`.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification {
    pub id: NotificationId,
    pub account: AccountId,
    /// Who is told.
    pub user: UserId,
    pub conversation: ConversationId,
    pub kind: Kind,
    /// What was said, where they are told of that. It may be gone.
    pub message: Option<MessageId>,
    pub meta: Map<String, Value>,
    pub read_at: Option<Millis>,
    pub snoozed_until: Option<Millis>,
    /// The order of the list.
    pub last_activity_at: Millis,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Notification {
    /// The same, read at this time; what was read before stays as it was.
    pub(super) fn read(mut self, at: Millis) -> Self {
        self.read_at = self.read_at.or(Some(at));
        self
    }

    /// The same, as if nobody had read it.
    pub(super) fn unread(mut self) -> Self {
        self.read_at = None;
        self
    }

    /// The same, put off until then.
    pub(super) fn snoozed(mut self, until: Millis) -> Self {
        self.snoozed_until = Some(until);
        self.meta.insert(LAST_SNOOZED_AT.to_owned(), Value::Null);
        self
    }

    /// The same, unread and as new as its waking; `None` when it is not time yet, or nobody put it off.
    pub(super) fn woken(mut self, now: Millis) -> Option<Self> {
        let until = self.snoozed_until.take().filter(|until| *until <= now)?;
        self.meta.insert(LAST_SNOOZED_AT.to_owned(), until.iso().into());
        self.last_activity_at = until;
        self.read_at = None;
        Some(self)
    }
}

/// Which notifications are meant, besides those that are neither read nor put off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Includes {
    pub read: bool,
    pub snoozed: bool,
}

impl Includes {
    /// Of the names `read` and `snoozed`; others are nothing.
    pub(super) fn named(names: &[String]) -> Self {
        let has = |wanted: &str| names.iter().any(|name| name.trim() == wanted);
        Includes { read: has("read"), snoozed: has("snoozed") }
    }
}

/// Numbers above a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub count: i64,
    pub unread_count: i64,
}

/// Who speaks, and the first words; mentions are shown by their names. A message without text has a file.
pub(super) fn line(sender: Option<&str>, content: Option<&str>, has_files: bool) -> String {
    let plain = without_links(content.unwrap_or_default());
    let mut words = plain.split_whitespace();
    let mut said = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        said.push_str("...");
    }
    if said.is_empty() && has_files {
        said.push_str("Attachment");
    }
    match sender {
        Some(sender) => format!("{sender}: {said}"),
        None => said,
    }
}

/// `[@Bob](mention://user/2/Bob)` is `@Bob`.
fn without_links(content: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(content.len()), content);
    while let Some((before, link)) = rest.split_once("](mention://") {
        let Some((_, after)) = link.split_once(')') else { break };
        let (lead, name) = before.rsplit_once('[').unwrap_or((before, ""));
        plain.push_str(lead);
        plain.push_str(name);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_ten_words() {
        assert_eq!(line(Some("Jane"), Some("one  two\nthree"), false), "Jane: one two three");
        assert_eq!(line(None, Some("1 2 3 4 5 6 7 8 9 10 11"), true), "1 2 3 4 5 6 7 8 9 10...");
        assert_eq!(line(Some("Jane"), None, true), "Jane: Attachment");
        assert_eq!(line(Some("Jane"), Some(" "), false), "Jane: ");
    }

    #[test]
    fn mentions_are_shown_by_name() {
        let of = |text: &str| line(None, Some(text), false);
        assert_eq!(of("Ask [@Bob](mention://user/2/Bob) or [@Eve](mention://user/3/Eve) [x]"), "Ask @Bob or @Eve [x]");
        for odd in ["[@Bob](mention://user/2/Bob", "](mention://", "[a](b)"] {
            assert_eq!(of(odd), odd);
        }
    }

    #[test]
    fn what_is_put_off_wakes_as_if_it_were_new() {
        let asleep = Notification {
            id: NotificationId(1),
            account: AccountId(1),
            user: UserId(1),
            conversation: ConversationId(1),
            kind: Kind::ConversationMention,
            message: None,
            meta: Map::new(),
            read_at: Some(Millis(5)),
            snoozed_until: None,
            last_activity_at: Millis(5),
            created_at: Millis(5),
            updated_at: Millis(5),
        }
        .snoozed(Millis(1000));
        assert_eq!(asleep.clone().woken(Millis(999)), None);
        let awake = asleep.woken(Millis(2000)).unwrap();
        assert_eq!((awake.read_at, awake.snoozed_until, awake.last_activity_at), (None, None, Millis(1000)));
        assert_eq!(awake.meta["last_snoozed_at"], "1970-01-01T00:00:01.000Z");
        assert_eq!(awake.clone().read(Millis(7)).read(Millis(9)).read_at, Some(Millis(7)));
        assert_eq!(awake.woken(Millis(9999)), None);
    }

    #[test]
    fn lists_include_what_is_named() {
        let named = |names: &[&str]| Includes::named(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(named(&["read", "x"]), Includes { read: true, snoozed: false });
        assert_eq!(named(&["snoozed", "read"]), Includes { read: true, snoozed: true });
        assert_eq!(named(&[]), Includes::default());
    }
}

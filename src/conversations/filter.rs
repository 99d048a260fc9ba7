//! What a conversation list is asked for. Pure.

use super::model::Status;
use crate::base::Millis;
use crate::base::ids::{InboxId, TeamId, UserId};

/// Words of a search that count; further ones are left out.
const MOST_WORDS: usize = 32;
/// Characters of a search that count.
const LONGEST: usize = 255;

/// Which conversations of an account, and in which order.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Whose list it is: "me".
    pub user: UserId,
    /// Any of these; none of them means an empty list.
    pub statuses: Vec<Status>,
    /// Only in these inboxes: what the caller may see and asked for.
    pub inboxes: Vec<InboxId>,
    pub assignee: Assignee,
    pub parts: Vec<Part>,
    /// Only with activity after this time. Does not count for the counts.
    pub active_since: Option<Millis>,
    pub sort: Sort,
}

/// Whose conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    Anybody,
    Me,
    Nobody,
    Somebody,
}

impl Assignee {
    /// Reads `assignee_type`; anything unknown means everybody's.
    pub fn parse(text: Option<&str>) -> Self {
        match text {
            Some("me") => Assignee::Me,
            Some("unassigned") => Assignee::Nobody,
            Some("assigned") => Assignee::Somebody,
            _ => Assignee::Anybody,
        }
    }

    /// Whether a conversation of this assignee is meant.
    pub fn admits(self, assignee: Option<UserId>, me: UserId) -> bool {
        match self {
            Assignee::Anybody => true,
            Assignee::Me => assignee == Some(me),
            Assignee::Nobody => assignee.is_none(),
            Assignee::Somebody => assignee.is_some(),
        }
    }
}

/// Filters that the kept counters do not know. Each is found through an index of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The contact's address in the inbox.
    SourceId(String),
    /// Words of incoming or outgoing messages, as the index wants them: see [`match_words`].
    Words(String),
    /// The caller was mentioned.
    Mentioned,
    /// The caller follows it.
    Participating,
    /// Any of these labels.
    Labels(Vec<String>),
    Team(TeamId),
    /// Not answered by a person yet, or waiting again.
    Unattended,
}

/// The order of a list. Conversations without the value come last in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    LastActivity(Direction),
    CreatedAt(Direction),
    /// Then latest activity first.
    Priority(Direction),
    /// Then oldest first.
    WaitingSince(Direction),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    /// As SQL writes it.
    pub fn word(self) -> &'static str {
        if self == Direction::Ascending { "asc" } else { "desc" }
    }
}

impl Sort {
    /// Reads `sort_by`, old names included; anything unknown means latest activity first.
    pub fn parse(text: Option<&str>) -> Self {
        use Direction::{Ascending, Descending};
        match text.unwrap_or_default() {
            "last_activity_at_asc" => Sort::LastActivity(Ascending),
            "created_at_asc" | "sort_on_created_at" => Sort::CreatedAt(Ascending),
            "created_at_desc" => Sort::CreatedAt(Descending),
            "priority_asc" => Sort::Priority(Ascending),
            "priority_desc" | "sort_on_priority" => Sort::Priority(Descending),
            "waiting_since_asc" | "sort_on_waiting_since" => Sort::WaitingSince(Ascending),
            "waiting_since_desc" => Sort::WaitingSince(Descending),
            _ => Sort::LastActivity(Descending),
        }
    }
}

/// The statuses of a `status` parameter: open without one, every one for `all`, none for an unknown one.
pub fn statuses(text: Option<&str>) -> Vec<Status> {
    match text.map(str::trim) {
        None | Some("") => vec![Status::Open],
        Some("all") => Status::ALL.to_vec(),
        Some(name) => Status::parse(name).into_iter().collect(),
    }
}

/// A search text as the message index wants it: every word, the last one as the beginning of a word. Words are quoted, so that
/// nothing in them is an operator. `None` when there is no word in it.
pub fn match_words(text: &str) -> Option<String> {
    // what is long is no word that anybody said; the index ends a text at a NUL
    let text: String = text.chars().take(LONGEST).map(|c| if c == '\0' { ' ' } else { c }).collect();
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(MOST_WORDS);
    let quoted: Vec<String> = words.map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    (!quoted.is_empty()).then(|| format!("{}*", quoted.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_the_last_is_a_prefix() {
        assert_eq!(match_words("  refund  ord").unwrap(), r#""refund" "ord"*"#);
        assert_eq!(match_words(r#"a" OR b* -c"#).unwrap(), r#""a""" "OR" "b*" "-c"*"#);
        assert_eq!(match_words(" ?! - "), None);
        assert_eq!(match_words(&"a ".repeat(99)).unwrap().matches("\"a\"").count(), MOST_WORDS);
        assert_eq!(match_words("a\0b").unwrap(), r#""a" "b"*"#);
        assert_eq!(match_words(&"x".repeat(10_000)).unwrap().len(), LONGEST + 3);
    }

    #[test]
    fn parameters_have_their_defaults() {
        assert_eq!(statuses(None), [Status::Open]);
        assert_eq!(statuses(Some("bot")), [Status::Pending]);
        assert_eq!(statuses(Some("all")).len(), 4);
        assert!(statuses(Some("x")).is_empty());
        assert_eq!(Sort::parse(Some("latest")), Sort::LastActivity(Direction::Descending));
        assert_eq!(Sort::parse(Some("sort_on_priority")), Sort::Priority(Direction::Descending));
        assert_eq!(Assignee::parse(Some("x")), Assignee::Anybody);
    }
}

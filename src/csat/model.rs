//! Which answers are meant, and in which order.

use crate::base::ids::{ContactId, DisplayId, InboxId, MessageId, TeamId, UserId};
use crate::base::{Error, Millis, Result};

/// The answers that are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// From this time on.
    pub since: Option<Millis>,
    /// Before this time.
    pub until: Option<Millis>,
    /// Who took care of the conversation when the answer came; empty for anybody.
    pub agents: Vec<UserId>,
    pub inbox: Option<InboxId>,
    pub team: Option<TeamId>,
    pub rating: Option<i64>,
    pub order: Order,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
}

impl Order {
    /// Reads `created_at` or `-created_at`; anything else is the newest first.
    pub fn parse(text: Option<&str>) -> Self {
        if text.map(str::trim) == Some("created_at") { Order::Oldest } else { Order::Newest }
    }
}

/// A time of the query string, in seconds.
pub fn time(text: Option<&str>, name: &'static str) -> Result<Option<Millis>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let shown = || text.chars().filter(|c| !c.is_control()).take(60).collect::<String>();
    Millis::parse(text).map(Some).ok_or_else(|| Error::not_a_valid(&shown(), name))
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    pub id: i64,
    pub conversation: DisplayId,
    pub message: MessageId,
    pub contact: ContactId,
    pub assigned_agent: Option<UserId>,
    pub rating: i64,
    pub feedback_message: Option<String>,
    pub created_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_and_times_are_read() {
        assert_eq!(Order::parse(Some("created_at")), Order::Oldest);
        assert_eq!([None, Some("-created_at"), Some("mood")].map(Order::parse), [Order::Newest; 3]);
        assert_eq!(time(Some("2"), "since").unwrap(), Some(Millis(2000)));
        assert_eq!(time(Some(" "), "since").unwrap(), None);
        assert_eq!(time(Some("soon"), "since").unwrap_err().to_string(), "'soon' is not a valid since");
    }
}

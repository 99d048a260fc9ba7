//! A canned response, the rules it obeys, and how one is searched for (contract 7.5).

use serde_json::{Value, json};

use crate::accounts::too_long;
use crate::base::ids::{AccountId, CannedResponseId};
use crate::base::{Changes, Error, FieldError, Millis, Result};

/// The longest short code, in characters.
const LONGEST: usize = 255;
/// The longest text, in characters.
const LONGEST_CONTENT: usize = 20_000;

/// A row of `canned_responses`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedResponse {
    pub id: CannedResponseId,
    pub account: AccountId,
    /// What agents type.
    pub short_code: String,
    /// What is sent in its place.
    pub content: String,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl CannedResponse {
    /// One that is not stored yet.
    pub(super) fn blank(account: AccountId, now: Millis) -> Self {
        let (short_code, content) = (String::new(), String::new());
        CannedResponse { id: CannedResponseId(0), account, short_code, content, created_at: now, updated_at: now }
    }

    /// All rules at once, but for the short code being taken.
    pub(super) fn check(&self) -> Result<()> {
        let blank = |text: &str, attribute: &'static str, message: &str| {
            text.trim().is_empty().then(|| FieldError::new(attribute, message, "blank"))
        };
        let errors: Vec<FieldError> = [
            blank(&self.content, "content", "Content can't be blank"),
            too_long("content", "Content", &self.content, LONGEST_CONTENT),
            blank(&self.short_code, "short_code", "Short code can't be blank"),
            too_long("short_code", "Short code", &self.short_code, LONGEST),
        ]
        .into_iter()
        .flatten()
        .collect();
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// What differs between this response and its later state.
    pub(super) fn changes_to(&self, after: &CannedResponse) -> Changes {
        let mut changes = Changes::default();
        changes.note("short_code", self.short_code.as_str(), after.short_code.as_str());
        changes.note("content", self.content.as_str(), after.content.as_str());
        changes
    }

    /// What is told of a response that goes.
    pub(super) fn snapshot(&self) -> Value {
        json!({"id": self.id, "account_id": self.account, "short_code": self.short_code, "content": self.content})
    }
}

/// What a caller wants a response to be; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct CannedResponseChange {
    pub short_code: Option<String>,
    pub content: Option<String>,
}

impl CannedResponseChange {
    /// The response as it is to be.
    pub(super) fn apply(self, mut response: CannedResponse) -> CannedResponse {
        response.short_code = self.short_code.unwrap_or(response.short_code);
        response.content = self.content.unwrap_or(response.content);
        response
    }
}

/// Those that have this part in their short code or text, in any case. First whose code begins with it, then who has it in the
/// code, then the rest; the order of the list within each.
pub(super) fn found(list: Vec<CannedResponse>, part: &str) -> Vec<CannedResponse> {
    let part = part.trim().to_lowercase();
    if part.is_empty() {
        return list;
    }
    let rank = |response: &CannedResponse| match response.short_code.to_lowercase().find(&part) {
        Some(0) => Some(0),
        Some(_) => Some(1),
        None => response.content.to_lowercase().contains(&part).then_some(2),
    };
    let mut hits: Vec<(i32, CannedResponse)> =
        list.into_iter().filter_map(|response| rank(&response).map(|rank| (rank, response))).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().map(|(_, response)| response).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(short_code: &str, content: &str) -> CannedResponse {
        let change = CannedResponseChange { short_code: Some(short_code.into()), content: Some(content.into()) };
        change.apply(CannedResponse::blank(AccountId(1), Millis(0)))
    }

    #[test]
    fn both_texts_are_needed() {
        let blank = response(" ", "").check().unwrap_err();
        assert_eq!(blank.to_string(), "Content can't be blank, Short code can't be blank");
        let long = response(&"x".repeat(256), &"x".repeat(20_001)).check().unwrap_err();
        let Error::Invalid(fields) = long else { panic!("{long}") };
        assert_eq!(fields.iter().map(|f| f.attribute.as_ref()).collect::<Vec<_>>(), ["content", "short_code"]);
        assert!(response(&"x".repeat(255), &"x".repeat(20_000)).check().is_ok());
    }

    #[test]
    fn a_search_finds_codes_before_texts() {
        let list = || vec![response("bye", "Hello and goodbye"), response("oh-hello", "x"), response("HELLO", "y")];
        let codes = |part: &str| found(list(), part).into_iter().map(|r| r.short_code).collect::<Vec<_>>();
        assert_eq!(codes("Hello "), ["HELLO", "oh-hello", "bye"]);
        assert_eq!(codes(" "), ["bye", "oh-hello", "HELLO"]);
        assert_eq!(codes("%"), Vec::<String>::new());
    }
}

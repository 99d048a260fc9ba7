//! The one error type. `http::errors` alone knows which status and body each case becomes.

use std::borrow::Cow;

/// What every fallible function of the project returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A rule that refused one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The attribute as it is named on the wire, for example `email`.
    pub attribute: Cow<'static, str>,
    /// The whole sentence, for example `Email has already been taken`.
    pub message: String,
    /// A word for programs: `blank`, `taken`, `invalid`, `too_long`, …
    pub code: &'static str,
}

impl FieldError {
    /// Names the attribute, the full sentence shown to people, and the code for programs.
    pub fn new(attribute: impl Into<Cow<'static, str>>, message: impl Into<String>, code: &'static str) -> Self {
        Self { attribute: attribute.into(), message: message.into(), code }
    }
}

/// Everything that can go wrong, by what the caller has to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No credentials were sent at all (401, `errors` list).
    #[error("You need to sign in or sign up before continuing.")]
    Unauthenticated,
    /// Credentials are unknown, or do not reach this far (401, `error`): wrong token, role, account or inbox.
    #[error("{0}")]
    Forbidden(Cow<'static, str>),
    /// The record does not exist, or belongs to another account (404).
    #[error("Resource could not be found")]
    NotFound,
    /// A model rule refused the values (422, `message` and `attributes`).
    #[error("{}", join(.0))]
    Invalid(Vec<FieldError>),
    /// The action was refused (422, `error`).
    #[error("{0}")]
    Refused(Cow<'static, str>),
    /// Rules refused the values of attributes which the wire names one by one (422, `error` as an object). The messages are
    /// no sentences: the attribute stands before them.
    #[error("{}", join(.0))]
    Broken(Vec<FieldError>),
    /// The request cannot be read at all (400).
    #[error("{0}")]
    BadRequest(Cow<'static, str>),
    /// The body is of a kind nobody reads here (415).
    #[error("{0}")]
    UnsupportedMedia(Cow<'static, str>),
    /// The state moved on since the caller looked (409).
    #[error("{0}")]
    Conflict(Cow<'static, str>),
    /// A file or body above its limit (413).
    #[error("{0}")]
    TooLarge(Cow<'static, str>),
    /// A rate limit (429); the seconds to wait go into `Retry-After`.
    #[error("Too many requests, try again in {0} seconds")]
    TooMany(u64),
    /// The sign-in endpoints' own refusal (`{"success": false, "errors": [..]}`) with its status.
    #[error("{1}")]
    SignIn(u16, Cow<'static, str>),
    /// Ours, not the caller's (500): logged with an id, shown as nothing more than that id.
    #[error("{0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Unknown `api_access_token`.
    pub const INVALID_TOKEN: Error = Error::Forbidden(Cow::Borrowed("Invalid Access Token"));
    /// Role or inbox access refused.
    pub const NOT_ALLOWED: Error = Error::Forbidden(Cow::Borrowed("You are not authorized to do this action"));

    /// One rule refused one attribute.
    pub fn invalid(attribute: &'static str, message: impl Into<String>, code: &'static str) -> Self {
        Error::Invalid(vec![FieldError::new(attribute, message, code)])
    }

    /// The action was refused for a reason the caller should read.
    pub fn refused(text: impl Into<Cow<'static, str>>) -> Self {
        Error::Refused(text.into())
    }

    /// A value outside an enumeration: `'x' is not a valid status`.
    pub fn not_a_valid(value: &str, attribute: &str) -> Self {
        Error::Refused(format!("'{value}' is not a valid {attribute}").into())
    }

    /// A required parameter is absent: `param is missing or the value is empty: team`.
    pub fn missing(name: &str) -> Self {
        Error::Refused(format!("param is missing or the value is empty: {name}").into())
    }

    /// Broken rules as one refusal: `Validation failed: …`.
    pub fn in_one_text(self) -> Self {
        match self {
            Error::Invalid(fields) => Error::refused(format!("Validation failed: {}", join(&fields))),
            other => other,
        }
    }

    /// Something that should not happen.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error::Internal(source.into())
    }
}

/// Full sentences, joined as Chatwoot joins them.
pub fn join(fields: &[FieldError]) -> String {
    fields.iter().map(|f| f.message.as_str()).collect::<Vec<_>>().join(", ")
}

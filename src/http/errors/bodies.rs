//! The bodies of the contract (1.4), and their place in the document.

use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::base::{Error, FieldError, error::join};

/// One attribute that was refused.
#[derive(Debug, Object, Serialize)]
#[oai(rename = "request_error")]
pub struct RequestError {
    /// The attribute, `base` when the whole request is meant.
    field: String,
    /// The full sentence.
    message: String,
    /// A word for programs, such as `blank`, `taken` or `invalid`.
    code: String,
}

/// The request was understood and refused: a rule (`message`, `attributes`) or an action (`error`).
#[derive(Debug, Object, Serialize)]
#[oai(rename = "bad_request_error", skip_serializing_if_is_none)]
pub struct UnprocessableBody {
    /// Why the action was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// All rules that were broken, joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The attributes that broke them.
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Vec<String>>,
    /// The same text as `error` or `message`.
    description: String,
    /// Rule by rule.
    errors: Vec<RequestError>,
}

impl UnprocessableBody {
    /// A failed validation.
    pub fn invalid(fields: &[FieldError]) -> Self {
        let mut attributes: Vec<String> = Vec::new();
        for field in fields {
            if !attributes.iter().any(|known| *known == field.attribute) {
                attributes.push(field.attribute.to_string());
            }
        }
        let message = join(fields);
        Self {
            error: None,
            description: message.clone(),
            message: Some(message),
            attributes: Some(attributes),
            errors: details(fields),
        }
    }

    /// A refused action.
    pub fn refused(text: &str) -> Self {
        let detail = RequestError { field: "base".to_owned(), message: text.to_owned(), code: "refused".to_owned() };
        Self {
            error: Some(text.to_owned()),
            message: None,
            attributes: None,
            description: text.to_owned(),
            errors: vec![detail],
        }
    }
}

/// Rules that were broken, by attribute.
#[derive(Debug, Serialize)]
pub struct BrokenBody {
    error: Map<String, Value>,
    description: String,
    errors: Vec<RequestError>,
}

impl BrokenBody {
    /// These rules.
    pub fn new(fields: &[FieldError]) -> Self {
        let mut error = Map::new();
        for field in fields {
            let list = error.entry(field.attribute.as_ref()).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(field.message.as_str().into());
            }
        }
        Self { error, description: join(fields), errors: details(fields) }
    }
}

fn details(fields: &[FieldError]) -> Vec<RequestError> {
    let detail = |f: &FieldError| RequestError {
        field: f.attribute.to_string(),
        message: f.message.clone(),
        code: f.code.to_owned(),
    };
    fields.iter().map(detail).collect()
}

/// The caller is unknown (`errors`), or may not do this (`error`).
#[derive(Debug, Object, Serialize)]
#[oai(rename = "unauthorized_error", skip_serializing_if_is_none)]
pub struct UnauthorizedBody {
    /// Which right is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Set instead of `error` when no credentials were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<String>>,
}

impl UnauthorizedBody {
    /// Credentials that do not reach this far.
    pub fn one(text: &str) -> Self {
        Self { error: Some(text.to_owned()), errors: None }
    }

    /// No credentials at all.
    pub fn list(text: String) -> Self {
        Self { error: None, errors: Some(vec![text]) }
    }
}

/// There is no such record in this account.
#[derive(Debug, Object, Serialize)]
#[oai(rename = "not_found_error")]
pub struct NotFoundBody {
    error: String,
}

impl NotFoundBody {
    /// With the one text there is.
    pub fn new(error: String) -> Self {
        Self { error }
    }
}

/// Every other refusal.
#[derive(Debug, Serialize)]
pub struct PlainBody {
    error: String,
}

impl PlainBody {
    /// With this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { error: text.into() }
    }
}

/// A refused sign-in.
#[derive(Debug, Serialize)]
pub struct SignInBody<'t> {
    success: bool,
    errors: [&'t str; 1],
}

impl<'t> SignInBody<'t> {
    /// With this text.
    pub fn new(text: &'t str) -> Self {
        Self { success: false, errors: [text] }
    }
}

/// Our own failure.
#[derive(Debug, Serialize)]
pub struct InternalBody<'t> {
    error: &'static str,
    request_id: &'t str,
}

impl<'t> InternalBody<'t> {
    /// With the id under which it was logged.
    pub fn new(request_id: &'t str) -> Self {
        Self { error: "Internal Server Error", request_id }
    }
}

fn documented<T: Type>(status: u16, description: &'static str) -> MetaResponse {
    let content = vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }];
    MetaResponse { description, status: Some(status), status_range: None, content, headers: Vec::new() }
}

impl ApiResponse for Error {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![
                documented::<UnauthorizedBody>(401, "Not signed in, or not allowed"),
                documented::<NotFoundBody>(404, "Not found"),
                documented::<UnprocessableBody>(422, "Understood and refused"),
            ],
        }
    }

    fn register(registry: &mut Registry) {
        UnauthorizedBody::register(registry);
        NotFoundBody::register(registry);
        UnprocessableBody::register(registry);
    }
}

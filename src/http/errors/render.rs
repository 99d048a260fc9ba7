//! Errors that poem and poem-openapi raise themselves, in our words.

use poem::Response;
use poem::error::MethodNotAllowedError;
use poem::http::{StatusCode, header};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};

use super::bodies::PlainBody;
use crate::base::Error;
use crate::http::fast::json_response;
use crate::http::words::field_error;

/// The answer to any error that reached the outside of the router.
///
/// Ours answer for themselves. Answers below 400 (304) and JSON bodies made elsewhere are left alone; everything else keeps
/// its status and headers and gets a body of the contract.
pub fn render(error: poem::Error) -> Response {
    if error.is::<Error>() || error.status().as_u16() < 400 {
        return error.into_response();
    }
    if let Some(ours) = translate(&error) {
        return poem::Error::from(ours).into_response();
    }
    let (status, text) = (error.status(), error.to_string());
    let theirs = error.into_response();
    if is_json(&theirs) {
        return theirs;
    }
    let mut response = if status.is_server_error() {
        poem::Error::from(Error::internal(text)).into_response()
    } else {
        json_response(status, &PlainBody::new(words(status)))
    };
    for (name, value) in theirs.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}

/// The case of ours that an error of poem's means, where its type says it.
pub(super) fn translate(error: &poem::Error) -> Option<Error> {
    if error.is::<ParsePathError>() || error.is::<poem::error::ParsePathError>() {
        // An id that is no 64-bit number names no record.
        return Some(Error::NotFound);
    }
    if let Some(param) = error.downcast_ref::<ParseParamError>() {
        let name = param.name.trim_end_matches("[]");
        return Some(Error::Invalid(vec![field_error(name, "has a value of the wrong kind", "invalid")]));
    }
    if error.is::<ContentTypeError>() {
        return Some(Error::UnsupportedMedia("Content type not supported".into()));
    }
    if error.is_from_response() || error.is::<MethodNotAllowedError>() {
        return None;
    }
    match error.status() {
        StatusCode::NOT_FOUND => Some(Error::NotFound),
        StatusCode::BAD_REQUEST => Some(Error::BadRequest(words(StatusCode::BAD_REQUEST).into())),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Error::UnsupportedMedia("Content type not supported".into())),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::TooLarge(words(StatusCode::PAYLOAD_TOO_LARGE).into())),
        _ => None,
    }
}

fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Resource could not be found",
        StatusCode::BAD_REQUEST => "The request could not be read",
        other => other.canonical_reason().unwrap_or("Refused"),
    }
}

fn is_json(response: &Response) -> bool {
    response.content_type().is_some_and(|kind| kind.starts_with("application/json"))
}

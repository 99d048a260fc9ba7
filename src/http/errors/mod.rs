//! What a failure looks like on the wire. The only place that knows the HTTP statuses of [`Error`].

mod bodies;
mod guard;
mod render;

use poem::Response;
use poem::error::ResponseError;
use poem::http::{HeaderValue, StatusCode, header};

use crate::base::Error;
use crate::http::fast::json_response;
use bodies::{BrokenBody, NotFoundBody, PlainBody, SignInBody, UnauthorizedBody, UnprocessableBody};
pub use guard::{RequestId, RequestIds, as_request, guard, panicked, request_id};
pub use render::render;

/// The status each case is answered with.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated | Error::Forbidden(_) => StatusCode::UNAUTHORIZED,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Invalid(_) | Error::Refused(_) | Error::Broken(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::BadRequest(_) => StatusCode::BAD_REQUEST,
        Error::UnsupportedMedia(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::SignIn(status, _) => StatusCode::from_u16(*status).unwrap_or(StatusCode::UNAUTHORIZED),
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl ResponseError for Error {
    fn status(&self) -> StatusCode {
        status(self)
    }

    fn as_response(&self) -> Response {
        let status = status(self);
        match self {
            Error::Unauthenticated => json_response(status, &UnauthorizedBody::list(self.to_string())),
            Error::Forbidden(text) => json_response(status, &UnauthorizedBody::one(text)),
            Error::NotFound => json_response(status, &NotFoundBody::new(self.to_string())),
            Error::Invalid(fields) => json_response(status, &UnprocessableBody::invalid(fields)),
            Error::Broken(fields) => json_response(status, &BrokenBody::new(fields)),
            Error::Refused(text) => json_response(status, &UnprocessableBody::refused(text)),
            Error::SignIn(_, text) => json_response(status, &SignInBody::new(text)),
            Error::TooMany(seconds) => {
                let mut response = json_response(status, &PlainBody::new(self.to_string()));
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
                response
            }
            Error::Internal(source) => internal(source.as_ref()),
            Error::BadRequest(text) | Error::UnsupportedMedia(text) | Error::Conflict(text) | Error::TooLarge(text) => {
                json_response(status, &PlainBody::new(text.as_ref()))
            }
        }
    }
}

/// Logs what went wrong under the request's id and shows no more than that id.
fn internal(source: &(dyn std::error::Error + 'static)) -> Response {
    let id = request_id();
    let mut causes = source.to_string();
    let mut next = source.source();
    while let Some(cause) = next {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        next = cause.source();
    }
    tracing::error!(request_id = %id, "{causes}");
    json_response(StatusCode::INTERNAL_SERVER_ERROR, &bodies::InternalBody::new(&id))
}

impl From<poem::Error> for Error {
    /// Gets back an error that travelled through poem; what poem raised itself becomes the nearest case.
    fn from(error: poem::Error) -> Self {
        match error.downcast::<Error>() {
            Ok(ours) => ours,
            Err(theirs) => render::translate(&theirs).unwrap_or_else(|| Error::internal(theirs.to_string())),
        }
    }
}

#[cfg(test)]
mod tests;

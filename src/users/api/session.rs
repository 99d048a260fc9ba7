//! Answers that bring session headers.

use poem::http::StatusCode;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;

use super::super::links::Arrival;
use super::super::sign_in::Entrance;
use super::super::wire;
use crate::access::sessions::NewSession;
use crate::access::write_session;
use crate::http::Fast;
use crate::http::wire::DataEnvelope;

/// JSON with the headers of a session, where there is a new one.
pub struct WithSession<T> {
    pub body: T,
    pub session: Option<NewSession>,
}

impl<T: Serialize + Send> IntoResponse for WithSession<T> {
    fn into_response(self) -> Response {
        let mut response = Fast(self.body).into_response();
        if let Some(session) = &self.session {
            write_session(response.headers_mut(), session);
        }
        response
    }
}

impl<T: Type> ApiResponse for WithSession<T> {
    fn meta() -> MetaResponses {
        Fast::<T>::meta()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

type Data = DataEnvelope<wire::User>;

/// JSON with a status of its own.
fn with_status<T: Serialize + Send>(status: StatusCode, body: T) -> Response {
    let mut response = Fast(body).into_response();
    response.set_status(status);
    response
}

/// 200 with the user and the session's headers, or 206 where the second factor is asked for.
impl IntoResponse for Entrance {
    fn into_response(self) -> Response {
        match self {
            Entrance::In(signed_in) => {
                let body = DataEnvelope { data: wire::User::from(signed_in.profile) };
                WithSession { body, session: Some(signed_in.session) }.into_response()
            }
            Entrance::Half(mfa_token) => {
                with_status(StatusCode::PARTIAL_CONTENT, wire::SecondFactorAsked { mfa_required: true, mfa_token })
            }
        }
    }
}

impl ApiResponse for Entrance {
    fn meta() -> MetaResponses {
        let mut meta = Fast::<Data>::meta();
        meta.responses.push(described::<wire::SecondFactorAsked>(206, "The second factor is asked for"));
        meta
    }

    fn register(registry: &mut Registry) {
        Data::register(registry);
        wire::SecondFactorAsked::register(registry);
    }
}

fn described<T: Type>(status: u16, description: &'static str) -> MetaResponse {
    let content = vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }];
    MetaResponse { description, status: Some(status), status_range: None, content, headers: Vec::new() }
}

/// As an [`Entrance`], or 422 where the link is no good.
impl IntoResponse for Arrival {
    fn into_response(self) -> Response {
        match self {
            Arrival::At(entrance) => entrance.into_response(),
            Arrival::Refused(why) => {
                let body = wire::LinkRefused { message: why.to_owned(), redirect_url: "/".to_owned() };
                with_status(StatusCode::UNPROCESSABLE_ENTITY, body)
            }
        }
    }
}

impl ApiResponse for Arrival {
    fn meta() -> MetaResponses {
        let mut meta = Entrance::meta();
        meta.responses.push(described::<wire::LinkRefused>(422, "The link is no good"));
        meta
    }

    fn register(registry: &mut Registry) {
        Entrance::register(registry);
        wire::LinkRefused::register(registry);
    }
}

/// What is told of a request for a new password: 200, or 404 where nobody has the address.
pub enum Told {
    Known,
    Unknown,
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Told::Known => {
                (StatusCode::OK, "Woot! Request for password reset is successful. Check your mail for instructions.")
            }
            Told::Unknown => (StatusCode::NOT_FOUND, "Uh ho! We could not find any user with the specified email."),
        };
        with_status(status, wire::Message { message: text.to_owned() })
    }
}

impl ApiResponse for Told {
    fn meta() -> MetaResponses {
        let mut meta = Fast::<wire::Message>::meta();
        meta.responses.push(described::<wire::Message>(404, "Nobody has this address"));
        meta
    }

    fn register(registry: &mut Registry) {
        wire::Message::register(registry);
    }
}

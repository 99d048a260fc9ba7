//! An answer that brings session headers.

use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;

use crate::access::sessions::NewSession;
use crate::access::write_session;
use crate::http::Fast;

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

//! The session headers of an answer: written at a sign-in, and repeated on every answer to a caller who was proven by them.

use std::sync::{Arc, OnceLock};

use base64::Engine;
use poem::http::{HeaderMap, HeaderName, HeaderValue, header};
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};
use serde_json::json;

use super::credentials::{Credentials, SessionHeaders};
use super::sessions::NewSession;
use crate::base::Millis;

/// Filled with the end of the session by the proof of the caller, when a session proved them.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot(Arc<OnceLock<Millis>>);

impl Slot {
    /// Notes that this request's session headers are good until then.
    pub fn fill(&self, expires_at: Millis) {
        let _ = self.0.set(expires_at);
    }
}

/// Writes the headers of devise_token_auth: `access-token`, `token-type`, `client`, `expiry`, `uid`, `authorization`.
pub fn write_session(into: &mut HeaderMap, session: &NewSession) {
    let SessionHeaders { access_token, client, uid } = &session.headers;
    let expiry = session.expires_at.seconds().to_string();
    let all =
        json!({"access-token": access_token, "token-type": "Bearer", "client": client, "expiry": expiry, "uid": uid});
    let bearer = format!("Bearer {}", base64::engine::general_purpose::STANDARD.encode(all.to_string()));
    let mut put = |name: HeaderName, value: &str| {
        // An address may hold characters beyond ASCII: they go as the bytes they are.
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            into.insert(name, value);
        }
    };
    put(HeaderName::from_static("access-token"), access_token);
    put(HeaderName::from_static("token-type"), "Bearer");
    put(HeaderName::from_static("client"), client);
    put(HeaderName::from_static("expiry"), &expiry);
    put(HeaderName::from_static("uid"), uid);
    put(header::AUTHORIZATION, &bearer);
}

/// Repeats the session headers on answers below 400 to callers who were proven by them. An answer that carries headers of its
/// own (a new session) keeps those.
#[derive(Debug, Clone, Copy)]
pub struct SessionEcho;

impl<E: Endpoint> Middleware<E> for SessionEcho {
    type Output = Echoing<E>;
    fn transform(&self, inner: E) -> Echoing<E> {
        Echoing(inner)
    }
}

/// The endpoint [`SessionEcho`] makes.
#[derive(Debug)]
pub struct Echoing<E>(E);

impl<E: Endpoint> Endpoint for Echoing<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        // Most callers show a token: they cost two look-ups of a header.
        if request.header("access-token").is_none() && request.header(header::AUTHORIZATION).is_none() {
            return self.0.call(request).await.map(IntoResponse::into_response);
        }
        let Credentials::Session(headers) = Credentials::of(&request) else {
            return self.0.call(request).await.map(IntoResponse::into_response);
        };
        let slot = Slot::default();
        request.extensions_mut().insert(slot.clone());
        let mut response = self.0.call(request).await?.into_response();
        let is_fine = response.status().as_u16() < 400 && !response.headers().contains_key("access-token");
        if let (Some(expires_at), true) = (slot.0.get(), is_fine) {
            write_session(response.headers_mut(), &NewSession { headers, expires_at: *expires_at });
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use poem::EndpointExt;

    use super::*;

    async fn answer(proven: bool, own: bool) -> Response {
        let endpoint = poem::endpoint::make(move |request: Request| async move {
            if let Some(slot) = request.extensions().get::<Slot>().filter(|_| proven) {
                slot.fill(Millis(5_000));
            }
            let response = Response::builder();
            if own { response.header("access-token", "fresh").finish() } else { response.finish() }
        });
        let request =
            Request::builder().header("access-token", "a").header("client", "c").header("uid", "ü@x").finish();
        endpoint.with(SessionEcho).call(request).await.unwrap()
    }

    #[tokio::test]
    async fn headers_return_only_when_they_proved_the_caller() {
        let proven = answer(true, false).await;
        assert_eq!(proven.header("access-token"), Some("a"));
        assert_eq!(proven.header("expiry"), Some("5"));
        assert_eq!(proven.headers().get("uid").unwrap().as_bytes(), "ü@x".as_bytes());
        let Credentials::Session(again) = Credentials::of(
            &Request::builder().header("authorization", proven.headers().get("authorization").unwrap()).finish(),
        ) else {
            panic!("no session headers");
        };
        assert_eq!(again.uid, "ü@x");
        assert!(answer(false, false).await.header("access-token").is_none());
        assert_eq!(answer(true, true).await.header("access-token"), Some("fresh"));
    }
}

//! Reads the credentials of a request: one token, or the session headers of devise_token_auth. Proves nothing.

use base64::Engine;
use percent_encoding::percent_decode_str;
use poem::Request;
use serde_json::Value;

use super::sessions::Device;
use crate::http::limits::ClientAddress;

/// What the caller shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// An `api_access_token`, however its header was spelt.
    Token(String),
    /// The session headers.
    Session(SessionHeaders),
    None,
}

/// The three session headers that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHeaders {
    pub access_token: String,
    pub client: String,
    /// The person's e-mail address.
    pub uid: String,
}

impl Credentials {
    /// A token header decides alone; then `Authorization: Bearer` (a plain token, or the session headers as base64 of JSON);
    /// then the session headers themselves.
    pub fn of(request: &Request) -> Credentials {
        if let Some(token) = token_header(request) {
            return Credentials::Token(token);
        }
        // An e-mail address may hold characters beyond ASCII.
        let text = |name: &str| Some(std::str::from_utf8(request.headers().get(name)?.as_bytes()).ok()?.to_owned());
        if let Some(bearer) = text("authorization").and_then(|a| bearer(&a)) {
            return bearer;
        }
        match (text("access-token"), text("client"), text("uid")) {
            (Some(access_token), Some(client), Some(uid)) => {
                Credentials::Session(SessionHeaders { access_token, client, uid })
            }
            _ => Credentials::None,
        }
    }
}

/// The session headers of a request, if it proves its caller by them.
pub fn session_of(request: &Request) -> Option<SessionHeaders> {
    match Credentials::of(request) {
        Credentials::Session(headers) => Some(headers),
        _ => None,
    }
}

/// From where a request comes.
pub fn device_of(request: &Request) -> Device {
    let user_agent =
        request.headers().get("user-agent").map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned());
    let ip_address = request.data::<ClientAddress>().map(|client| client.0.to_string());
    Device { user_agent, ip_address }
}

/// The cookie in which the dashboard keeps its session headers.
const COOKIE: &str = "cw_d_session_info=";

/// The session a socket is opened in: by headers or, since a browser sends none there, by the dashboard's cookie. It proves
/// nothing that the socket's own token does not; the socket only ends with the session.
pub fn session_of_socket(request: &Request) -> Option<SessionHeaders> {
    let from_cookie = || {
        let lines = request.headers().get_all("cookie").into_iter().filter_map(|line| line.to_str().ok());
        let value = lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(COOKIE))?;
        session_from_json(&percent_decode_str(value).collect::<Vec<u8>>())
    };
    session_of(request).or_else(from_cookie)
}

/// `api_access_token` with `-` and `_` alike; header names arrive in lower case.
fn token_header(request: &Request) -> Option<String> {
    const NAME: &[u8] = b"api_access_token";
    let value = request.headers().iter().find(|(name, _)| {
        let name = name.as_str().as_bytes();
        name.len() == NAME.len() && name.iter().zip(NAME).all(|(a, b)| a == b || (*a == b'-' && *b == b'_'))
    })?;
    Some(value.1.to_str().unwrap_or_default().to_owned())
}

fn bearer(header: &str) -> Option<Credentials> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return None;
    }
    Some(session_from_base64(token).map_or_else(|| Credentials::Token(token.to_owned()), Credentials::Session))
}

fn session_from_base64(token: &str) -> Option<SessionHeaders> {
    session_from_json(&base64::engine::general_purpose::STANDARD.decode(token).ok()?)
}

fn session_from_json(bytes: &[u8]) -> Option<SessionHeaders> {
    let json: Value = serde_json::from_slice(bytes).ok()?;
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(SessionHeaders { access_token: text("access-token")?, client: text("client")?, uid: text("uid")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headers: &[(&str, &str)]) -> Credentials {
        let mut builder = Request::builder();
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        Credentials::of(&builder.finish())
    }

    #[test]
    fn every_spelling_of_the_token_header_counts_and_decides_alone() {
        for name in ["api_access_token", "api-access-token", "Api-Access-Token", "api_access-token"] {
            assert_eq!(
                read(&[(name, "t"), ("access-token", "a"), ("client", "c"), ("uid", "u")]),
                Credentials::Token("t".into())
            );
        }
        assert_eq!(read(&[("authorization", "Bearer abc")]), Credentials::Token("abc".into()));
        assert_eq!(read(&[("authorization", "Basic abc")]), Credentials::None);
    }

    #[test]
    fn a_socket_is_opened_in_the_session_of_the_dashboards_cookie() {
        let of = |name: &str, value: &str| session_of_socket(&Request::builder().header(name, value).finish());
        let json = "%7B%22access-token%22%3A%22a%22%2C%22client%22%3A%22c%22%2C%22uid%22%3A%22u%40x%22%7D";
        let session = SessionHeaders { access_token: "a".into(), client: "c".into(), uid: "u@x".into() };
        assert_eq!(of("cookie", &format!("theme=dark; cw_d_session_info={json}")), Some(session));
        for other in ["", "cw_d_session_info=", "cw_d_session_info=%7B%7D", "theme=dark"] {
            assert_eq!(of("cookie", other), None, "{other}");
        }
    }

    #[test]
    fn session_headers_come_plain_or_as_base64() {
        let session = SessionHeaders { access_token: "a".into(), client: "c".into(), uid: "u@x".into() };
        assert_eq!(
            read(&[("access-token", "a"), ("client", "c"), ("uid", "u@x")]),
            Credentials::Session(session.clone())
        );
        let json = r#"{"access-token":"a","client":"c","uid":"u@x","token-type":"Bearer"}"#;
        let header = format!("Bearer {}", base64::engine::general_purpose::STANDARD.encode(json));
        assert_eq!(read(&[("authorization", &header)]), Credentials::Session(session));
        assert_eq!(read(&[("access-token", "a"), ("client", "c")]), Credentials::None);
    }
}

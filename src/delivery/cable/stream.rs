//! The websocket below the words: its handshake, its small buffers, and long texts in pieces.
//!
//! What is written is copied into a buffer that never shrinks, one for each socket. Texts longer than a piece are sent as several
//! frames of one message, which costs a client nothing, so that a single long message cannot fill the memory.

use std::future::poll_fn;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{OnUpgrade, Request, Response, Upgraded};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

/// The one dialect spoken here.
pub const PROTOCOL: &str = "actioncable-v1-json";
/// The longest message of a client.
const LONGEST: usize = 64 * 1024;
/// What a socket holds for reading: most of what clients say is shorter.
const READ_BUFFER: usize = 2048;
/// The longest frame that is sent: most events are shorter.
const PIECE: usize = 4096;

/// What a request is answered with to become a socket; nothing when it does not ask for that.
pub fn handshake(request: &Request) -> Option<(Response, OnUpgrade)> {
    let headers = request.headers();
    let asks = request.method() == Method::GET
        && names(headers, header::CONNECTION, "upgrade")
        && names(headers, header::UPGRADE, "websocket")
        && names(headers, header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks)?;
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()?;
    let mut response = Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, accept)
        .finish();
    if headers.contains_key(header::SEC_WEBSOCKET_PROTOCOL) {
        response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
    }
    Some((response, request.take_upgrade().ok()?))
}

/// Whether our dialect is among those offered, if any are.
pub fn speaks(headers: &HeaderMap) -> bool {
    let offered = header::SEC_WEBSOCKET_PROTOCOL;
    !headers.contains_key(&offered) || names(headers, offered, PROTOCOL)
}

/// Whether a header names this among what it lists.
fn names(headers: &HeaderMap, header: HeaderName, wanted: &str) -> bool {
    let lines = headers.get_all(header).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|name| name.trim().eq_ignore_ascii_case(wanted))
}

/// What a client says.
#[derive(Debug)]
pub enum Heard {
    Text(String),
    /// What means nothing here: pings, their answers, bytes.
    Other,
    /// The client says goodbye.
    Goodbye,
    /// The connection broke.
    Gone,
    /// Too long, or no websocket's words.
    Nonsense,
}

/// A text that many share, as bytes.
struct SharedText(Arc<str>);

impl AsRef<[u8]> for SharedText {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A websocket.
pub struct Stream {
    socket: WebSocketStream<Upgraded>,
    /// What is left of the text that is being sent, the last first, and as what its next piece goes.
    rest: Vec<Bytes>,
    kind: Data,
}

impl Stream {
    /// Over a connection that shook hands.
    pub async fn over(connection: Upgraded) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(LONGEST))
            .max_frame_size(Some(LONGEST));
        let socket = WebSocketStream::from_raw_socket(connection, Role::Server, Some(config)).await;
        Stream { socket, rest: Vec::new(), kind: Data::Text }
    }

    /// Sends a text. May be given up half-way: what is left goes before the next.
    pub async fn send(&mut self, text: String) -> Result<(), Error> {
        self.send_parts(vec![text.into()]).await
    }

    /// Sends a text between two others. A long one is not copied for each socket.
    pub async fn send_around(&mut self, before: &str, text: &Arc<str>, after: &'static str) -> Result<(), Error> {
        if before.len() + text.len() + after.len() <= PIECE {
            return self.send([before, text, after].concat()).await;
        }
        let text = Bytes::from_owner(SharedText(text.clone()));
        self.send_parts(vec![Bytes::from_static(after.as_bytes()), text, before.to_owned().into()]).await
    }

    async fn send_parts(&mut self, parts: Vec<Bytes>) -> Result<(), Error> {
        self.send_rest().await?;
        (self.rest, self.kind) = (parts, Data::Text);
        self.send_rest().await
    }

    async fn send_rest(&mut self) -> Result<(), Error> {
        while !self.rest.is_empty() {
            poll_fn(|cx| self.socket.poll_ready_unpin(cx)).await?;
            let Some(mut part) = self.rest.pop() else { break };
            let piece = part.split_to(part.len().min(PIECE));
            if !part.is_empty() {
                self.rest.push(part);
            }
            let frame = Frame::message(piece, OpCode::Data(self.kind), self.rest.is_empty());
            self.kind = Data::Continue;
            self.socket.start_send_unpin(Message::Frame(frame))?;
        }
        self.rest = Vec::new();
        self.socket.flush().await
    }

    /// The next thing the client says.
    pub async fn hear(&mut self) -> Heard {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Heard::Text(text.as_str().to_owned()),
            Some(Ok(Message::Close(_))) => Heard::Goodbye,
            Some(Ok(_)) => Heard::Other,
            Some(Err(Error::Capacity(_) | Error::Utf8(_))) => Heard::Nonsense,
            Some(Err(Error::Protocol(problem))) => match problem {
                tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake => Heard::Gone,
                _ => Heard::Nonsense,
            },
            Some(Err(_)) | None => Heard::Gone,
        }
    }

    /// Says that this is the end.
    pub async fn close(&mut self, code: CloseCode, reason: &'static str) -> Result<(), Error> {
        self.socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await
    }

    /// Waits until the client has nothing more to say, and so for its answer to our goodbye; or sends ours to its.
    pub async fn hear_out(&mut self) {
        while let Some(Ok(_)) = self.socket.next().await {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(headers: &[(&'static str, &'static str)]) -> Request {
        headers.iter().fold(Request::builder(), |request, (name, value)| request.header(*name, *value)).finish()
    }

    #[test]
    fn our_dialect_is_found_among_others() {
        for (offered, speaks_it) in
            [("actioncable-v1-json", true), ("x, actioncable-v1-json", true), ("actioncable-v1", false), ("", false)]
        {
            assert_eq!(speaks(asking(&[("sec-websocket-protocol", offered)]).headers()), speaks_it, "{offered}");
        }
        assert!(speaks(asking(&[]).headers()));
    }

    #[test]
    fn what_does_not_ask_for_a_socket_gets_none() {
        let all = [
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "WebSocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "x"),
        ];
        for missing in 0..all.len() {
            let headers: Vec<_> =
                all.iter().enumerate().filter(|(n, _)| *n != missing).map(|(_, header)| *header).collect();
            assert!(handshake(&asking(&headers)).is_none(), "{missing}");
        }
        // complete, but of no connection that could be taken over
        assert!(handshake(&asking(&all)).is_none());
    }
}

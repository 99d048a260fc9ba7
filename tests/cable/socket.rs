//! A client of `/cable`.

use std::io::{ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Error, Message, WebSocket};

use crate::support::json::assert_same;
use crate::support::server::Server;

/// How long an awaited frame may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long nothing must come for it to count as nothing.
const SILENCE: Duration = Duration::from_millis(400);

/// A websocket to a server. Pings are kept out of the way.
pub struct Socket {
    stream: WebSocket<TcpStream>,
}

/// Shakes hands, offering these protocols.
pub fn shake_hands(server: &Server, protocols: Option<&str>) -> Result<(Socket, Response), Box<Error>> {
    shake_hands_with(server, protocols, None)
}

/// The same with a cookie of the browser's.
fn shake_hands_with(
    server: &Server,
    protocols: Option<&str>,
    cookie: Option<&str>,
) -> Result<(Socket, Response), Box<Error>> {
    let mut request = format!("ws://{}/cable", server.address()).into_client_request().unwrap();
    if let Some(protocols) = protocols {
        request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
    }
    if let Some(cookie) = cookie {
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
    }
    let tcp = TcpStream::connect(server.address()).unwrap();
    tcp.set_nodelay(true).unwrap();
    let (stream, response) = tungstenite::client(request, tcp).map_err(|error| match error {
        tungstenite::HandshakeError::Failure(error) => Box::new(error),
        tungstenite::HandshakeError::Interrupted(_) => panic!("interrupted"),
    })?;
    Ok((Socket { stream }, response))
}

impl Socket {
    /// Connects and is welcomed.
    #[track_caller]
    pub fn open(server: &Server) -> Socket {
        let (mut socket, _) = shake_hands(server, Some("actioncable-v1-json, actioncable-unsupported")).unwrap();
        assert_eq!(socket.next(), json!({"type": "welcome"}));
        socket
    }

    /// Connects as a browser that keeps this cookie, and subscribes.
    #[track_caller]
    pub fn with_cookie(server: &Server, identifier: &str, cookie: &str) -> Socket {
        let (mut socket, _) = shake_hands_with(server, Some("actioncable-v1-json"), Some(cookie)).unwrap();
        assert_eq!(socket.next(), json!({"type": "welcome"}));
        socket.subscribe(identifier);
        assert_eq!(socket.message()["event"], "presence.update");
        socket
    }

    /// Connects and subscribes; answers the number in the confirmation, too.
    #[track_caller]
    pub fn subscribed(server: &Server, identifier: &str) -> (Socket, i64) {
        let mut socket = Socket::open(server);
        let seq = socket.subscribe(identifier);
        (socket, seq)
    }

    pub fn send_text(&mut self, text: &str) {
        // fails when the server has ended the connection, which the next read tells
        let _ = self.stream.send(Message::text(text));
    }

    pub fn send(&mut self, command: &str, identifier: &str) {
        self.send_text(&json!({"command": command, "identifier": identifier}).to_string());
    }

    /// Subscribes and waits for the confirmation; answers the number in it.
    #[track_caller]
    pub fn subscribe(&mut self, identifier: &str) -> i64 {
        self.send("subscribe", identifier);
        let confirmation = self.next();
        let expected = json!({"identifier": identifier, "type": "confirm_subscription", "seq": confirmation["seq"]});
        assert_same("confirmation", &confirmation, &expected);
        confirmation["seq"].as_i64().unwrap()
    }

    /// Subscribes and takes the picture of who is here off.
    #[track_caller]
    pub fn listen(server: &Server, identifier: &str) -> Socket {
        let (mut socket, _) = Socket::subscribed(server, identifier);
        assert_eq!(socket.message()["event"], "presence.update");
        socket
    }

    pub fn perform(&mut self, identifier: &str, data: Value) {
        self.send_text(&json!({"command": "message", "identifier": identifier, "data": data}).to_string());
    }

    /// The next frame, pings included; nothing when none comes in time, or the error.
    pub fn read(&mut self, patience: Duration) -> Result<Option<Message>, Box<Error>> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            self.stream.get_ref().set_read_timeout(Some(left)).unwrap();
            match self.stream.read() {
                Ok(message) => return Ok(Some(message)),
                Err(Error::Io(error)) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if Instant::now() >= until {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The next frame that is no ping.
    pub fn try_next(&mut self, patience: Duration) -> Result<Option<Value>, Box<Error>> {
        let until = Instant::now() + patience;
        loop {
            match self.read(until.saturating_duration_since(Instant::now()))? {
                Some(Message::Text(text)) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["type"] != "ping" {
                        return Ok(Some(frame));
                    }
                }
                Some(Message::Close(_)) => return Err(Error::ConnectionClosed.into()),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    /// The next frame that is no ping; it must come.
    #[track_caller]
    pub fn next(&mut self) -> Value {
        match self.try_next(PATIENCE) {
            Ok(Some(frame)) => frame,
            other => panic!("awaited a frame: {other:?}"),
        }
    }

    /// The next message: event, data and place.
    #[track_caller]
    pub fn message(&mut self) -> Value {
        let frame = self.next();
        assert!(frame["identifier"].is_string() && frame["message"].is_object(), "{frame:#}");
        frame["message"].clone()
    }

    /// The next message is this event; answers its data.
    #[track_caller]
    pub fn event(&mut self, name: &str) -> Value {
        let message = self.message();
        assert_eq!(message["event"], name, "{message:#}");
        message["data"].clone()
    }

    /// The events of the next messages are these.
    #[track_caller]
    pub fn events(&mut self, names: &[&str]) {
        let heard: Vec<Value> = names.iter().map(|_| self.message()["event"].clone()).collect();
        assert_eq!(heard, names);
    }

    /// Nothing comes.
    #[track_caller]
    pub fn assert_silent(&mut self) {
        match self.try_next(SILENCE) {
            Ok(None) => {}
            other => panic!("awaited nothing: {other:?}"),
        }
    }

    /// The server ends the connection, saying why.
    #[track_caller]
    pub fn assert_disconnected(&mut self, reason: &str, reconnect: bool) {
        let expected = json!({"type": "disconnect", "reason": reason, "reconnect": reconnect});
        assert_eq!(self.next(), expected);
        match self.read(PATIENCE) {
            Ok(Some(Message::Close(_))) | Err(_) => {}
            other => panic!("awaited the end: {other:?}"),
        }
    }

    /// Ends the connection as a client should.
    pub fn close(mut self) -> Option<CloseCode> {
        self.stream.close(None).unwrap();
        loop {
            match self.read(PATIENCE) {
                Ok(Some(Message::Close(frame))) => return frame.map(|frame| frame.code),
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => panic!("the server did not say goodbye"),
            }
        }
    }

    /// Ends the connection as a broken cable does.
    pub fn cut(self) {
        let _ = self.stream.get_ref().shutdown(Shutdown::Both);
    }

    /// Writes these bytes without any frame around them.
    pub fn write_raw(&mut self, bytes: &[u8]) {
        let _ = self.stream.get_mut().write_all(bytes);
    }
}

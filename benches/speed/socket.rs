//! The smallest websocket that listens to `/cable`: one subscription out, texts in.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

const HELLO: &[u8] = b"GET /cable HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
    sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    sec-websocket-protocol: actioncable-v1-json\r\n\r\n";

/// A socket that is subscribed.
pub struct Socket {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Socket {
    /// Connects, subscribes with this identifier, and waits for the confirmation.
    pub async fn subscribe(address: SocketAddr, identifier: &str) -> Outcome<Socket> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut socket = Socket { stream, received: Vec::new() };
        socket.stream.write_all(HELLO).await?;
        let head = socket.until(b"\r\n\r\n").await?;
        if !socket.received.starts_with(b"HTTP/1.1 101") {
            return Err(format!("no websocket: {}", String::from_utf8_lossy(&socket.received)).into());
        }
        socket.received.drain(..head);
        let command = serde_json::json!({"command": "subscribe", "identifier": identifier}).to_string();
        socket.send(command.as_bytes()).await?;
        loop {
            let text = socket.receive().await?;
            if text.windows(20).any(|bytes| bytes == b"confirm_subscription") {
                return Ok(socket);
            }
        }
    }

    /// The end of the first place where these bytes stand.
    async fn until(&mut self, bytes: &[u8]) -> Outcome<usize> {
        loop {
            if let Some(at) = self.received.windows(bytes.len()).position(|window| window == bytes) {
                return Ok(at.saturating_add(bytes.len()));
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err("the server hung up".into()),
            _ => Ok(()),
        }
    }

    /// One text, masked with zeros.
    async fn send(&mut self, text: &[u8]) -> Outcome<()> {
        let mut frame = vec![0x81, 0xfe];
        frame.extend_from_slice(&u16::try_from(text.len())?.to_be_bytes());
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text);
        Ok(self.stream.write_all(&frame).await?)
    }

    /// The next frame's bytes; long texts come in several.
    pub async fn receive(&mut self) -> Outcome<Vec<u8>> {
        self.hold(2).await?;
        let (head, length) = match self.received.get(1).map_or(0, |byte| byte & 0x7f) {
            126 => (4, self.number(2, 4).await?),
            127 => (10, self.number(2, 10).await?),
            short => (2, usize::from(short)),
        };
        let end = head + length;
        self.hold(end).await?;
        let frame: Vec<u8> = self.received.drain(..end).collect();
        Ok(frame.get(head..).unwrap_or_default().to_vec())
    }

    async fn number(&mut self, from: usize, to: usize) -> Outcome<usize> {
        self.hold(to).await?;
        let bytes = self.received.get(from..to).unwrap_or_default();
        Ok(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    }

    async fn hold(&mut self, length: usize) -> Outcome<()> {
        while self.received.len() < length {
            self.more().await?;
        }
        Ok(())
    }
}

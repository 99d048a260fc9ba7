//! The smallest HTTP/1.1 client that keeps its connection: prepared bytes out, the answer's length in.
//!
//! It costs the machine a fraction of what a client library does, so that the server is measured and not its caller.

use std::net::SocketAddr;
use std::str;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Outcome;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// One connection.
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Outcome<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and waits for the whole answer; answers its body. Anything but 200 is an error.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<&[u8]> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let head = loop {
            self.receive().await?;
            if let Some(at) = self.received.windows(END_OF_HEAD.len()).position(|bytes| bytes == END_OF_HEAD) {
                break at;
            }
        };
        let body = head.saturating_add(END_OF_HEAD.len());
        let (is_ok, length) = parse(self.received.get(..head).unwrap_or_default())?;
        let whole = body.saturating_add(length);
        while self.received.len() < whole {
            self.receive().await?;
        }
        if !is_ok {
            return Err(format!(
                "{}\nwas answered with\n{}",
                String::from_utf8_lossy(request),
                String::from_utf8_lossy(&self.received)
            )
            .into());
        }
        Ok(self.received.get(body..whole).unwrap_or_default())
    }

    async fn receive(&mut self) -> Outcome<()> {
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err("the server hung up".into()),
            _ => Ok(()),
        }
    }
}

/// Whether the answer is a 200, and how long its body is.
fn parse(head: &[u8]) -> Outcome<(bool, usize)> {
    let head = str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let is_ok = lines.next().is_some_and(|status| status.starts_with("HTTP/1.1 200"));
    let length =
        lines.filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = length.ok_or_else(|| format!("an answer without a length: {head}"))?;
    Ok((is_ok, length.trim().parse()?))
}

/// Appends a GET request.
pub fn get(request: &mut Vec<u8>, path: &str) {
    write(request, "GET", path, "");
}

/// Appends a POST request with a JSON body.
pub fn post(request: &mut Vec<u8>, path: &str, body: &str) {
    write(request, "POST", path, body);
}

fn write(request: &mut Vec<u8>, method: &str, path: &str, body: &str) {
    let length = body.len().to_string();
    let parts = [
        method,
        " ",
        path,
        " HTTP/1.1\r\nhost: localhost\r\napi_access_token: ",
        crate::seed::TOKEN,
        "\r\ncontent-type: application/json\r\ncontent-length: ",
        &length,
        "\r\n\r\n",
        body,
    ];
    for part in parts {
        request.extend_from_slice(part.as_bytes());
    }
}

//! All of the web but the server under test: the pages of the sites, on names of their own. What else is asked for is remembered,
//! for nobody should ask.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::driver::RUNTIME;

/// A page: headers of its answer, each with its line's end, and HTML.
type Page = (String, String);

#[derive(Default)]
struct Known {
    /// By host.
    pages: HashMap<String, Page>,
    strays: Vec<String>,
}

/// A web of a test's own.
pub struct Web {
    pub port: u16,
    known: Arc<Mutex<Known>>,
}

impl Web {
    pub fn start() -> Web {
        let listener = RUNTIME.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let known = Arc::<Mutex<Known>>::default();
        let shared = known.clone();
        RUNTIME.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let known = shared.clone();
                tokio::spawn(async move { answer(stream, &known).await });
            }
        });
        Web { port, known }
    }

    /// Puts a page on a host.
    pub fn put(&self, host: &str, headers: &str, html: &str) {
        self.known.lock().unwrap().pages.insert(host.to_owned(), (headers.to_owned(), html.to_owned()));
    }

    /// What was asked for that is no page, since it was asked last.
    pub fn strays(&self) -> Vec<String> {
        std::mem::take(&mut self.known.lock().unwrap().strays)
    }
}

async fn answer(mut stream: TcpStream, known: &Mutex<Known>) -> io::Result<()> {
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut chunk).await?;
        head.extend_from_slice(&chunk[..count]);
        let is_tls = head.first() == Some(&22);
        if is_tls {
            let name = server_name(&head);
            if !is_own(&name) {
                known.lock().unwrap().strays.push(format!("https://{name}"));
            }
        }
        if count == 0 || is_tls {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let host = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned));
    let host = host.unwrap_or_default();
    let page = known.lock().unwrap().pages.get(&host).cloned();
    let response = match page {
        Some((headers, html)) if !path.contains("favicon") => format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{html}",
            html.len()
        ),
        Some(_) => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned(),
        None if is_own(&host) => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned(),
        None => {
            known.lock().unwrap().strays.push(format!("{host}{path}"));
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned()
        }
    };
    stream.write_all(response.as_bytes()).await
}

/// What Chromium asks for by itself: the time, and updates of its parts.
fn is_own(host: &str) -> bool {
    host.ends_with(".google.com") || host.ends_with(".googleapis.com")
}

/// The host in the first words of a TLS connection.
fn server_name(hello: &[u8]) -> String {
    let number = |at: usize| usize::from(hello[at]) << 8 | usize::from(hello[at + 1]);
    // extension 0: its length, the list's, a name of type 0, its length, the name
    let starts = (0..hello.len().saturating_sub(9)).filter(|at| {
        let (whole, list, name) = (number(at + 2), number(at + 4), number(at + 7));
        number(*at) == 0 && hello[at + 6] == 0 && whole == list + 2 && list == name + 3 && name > 0
    });
    let names = starts.filter_map(|at| std::str::from_utf8(hello.get(at + 9..at + 9 + number(at + 7))?).ok());
    names.last().unwrap_or("an unknown host").to_owned()
}

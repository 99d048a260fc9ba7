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
        if count == 0 || is_tls {
            if is_tls {
                let readable = head.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte));
                known.lock().unwrap().strays.push(format!("https: {}", readable.collect::<String>()));
            }
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
        None => {
            known.lock().unwrap().strays.push(format!("{host}{path}"));
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned()
        }
    };
    stream.write_all(response.as_bytes()).await
}

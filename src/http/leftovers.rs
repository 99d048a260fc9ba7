//! Reads what an endpoint left of a body, outermost of all layers.
//!
//! A refusal may come before the body was read, or in its middle. The connection would then be closed under a client that is
//! still sending, who would not see the answer; or under the next request that is already on its way.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::Context;
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::poll_fn;
use poem::http::header;
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response};

/// How much is read without looking, in bytes.
const MOST: usize = 128 * 1024 * 1024;
/// And for how long.
const LONGEST: Duration = Duration::from_secs(20);

/// The layer.
#[derive(Debug, Clone, Copy)]
pub struct Leftovers;

impl<E: Endpoint> Middleware<E> for Leftovers {
    type Output = Reading<E>;
    fn transform(&self, inner: E) -> Reading<E> {
        Reading(inner)
    }
}

/// The endpoint [`Leftovers`] makes.
#[derive(Debug)]
pub struct Reading<E>(E);

impl<E: Endpoint> Endpoint for Reading<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        if !is_sending(&request) {
            return self.0.call(request).await.map(IntoResponse::into_response);
        }
        let body = Arc::new(Mutex::new(Box::pin(request.take_body().into_bytes_stream())));
        let rest = body.clone();
        let next =
            move |cx: &mut Context<'_>| body.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_next(cx);
        request.set_body(Body::from_bytes_stream(poll_fn(next)));
        let answer = self.0.call(request).await.map(IntoResponse::into_response);
        let reading = async {
            let mut room = MOST;
            let next = || {
                std::future::poll_fn(|cx| rest.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_next(cx))
            };
            while let Some(Ok(bytes)) = next().await {
                let Some(left) = room.checked_sub(bytes.len()) else { break };
                room = left;
            }
        };
        // Whether it ended, broke off or took too long: the answer is the same.
        let _ = tokio::time::timeout(LONGEST, reading).await;
        answer
    }
}

/// Whether a body is on its way. A client that waits to be asked for it (`Expect`) is not asked.
fn is_sending(request: &Request) -> bool {
    let has = |name| request.headers().contains_key(name);
    let length = request.header(header::CONTENT_LENGTH).unwrap_or("0");
    (has(header::TRANSFER_ENCODING) || length != "0") && !has(header::EXPECT)
}

#[cfg(test)]
mod tests {
    use poem::EndpointExt;
    use poem::endpoint::make;
    use poem::http::StatusCode;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn what_reads_the_body_gets_all_of_it() {
        let echo = make(|mut request: Request| async move { request.take_body().into_string().await }).with(Leftovers);
        for text in ["", "hello"] {
            let request = Request::builder().header("content-length", text.len().to_string()).body(text.to_owned());
            assert_eq!(echo.call(request).await.unwrap().into_body().into_string().await.unwrap(), text);
        }
    }

    #[tokio::test]
    async fn a_refused_sender_sees_the_answer_and_may_ask_again() {
        let refuse = make(|_| async { Err::<Response, _>(poem::Error::from_status(StatusCode::UNAUTHORIZED)) });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(crate::http::server::serve(listener, refuse.with(Leftovers), std::future::pending()));
        let mut client = TcpStream::connect(address).await.unwrap();
        let chunk = vec![b'x'; 1 << 20];
        for _ in 0..2 {
            client.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 8388608\r\n\r\n").await.unwrap();
            for _ in 0..8 {
                client.write_all(&chunk).await.unwrap();
            }
            let mut head = [0; 12];
            client.read_exact(&mut head).await.unwrap();
            assert_eq!(&head, b"HTTP/1.1 401");
            let mut rest = Vec::new();
            while !rest.ends_with(b"\r\n\r\n") {
                rest.push(client.read_u8().await.unwrap());
            }
            let head = String::from_utf8(rest).unwrap();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            let mut body = vec![0; length.parse().unwrap()];
            client.read_exact(&mut body).await.unwrap();
        }
    }

    #[tokio::test]
    async fn who_waits_to_be_asked_is_not_asked() {
        let never = poll_fn(|_| std::task::Poll::<Option<std::io::Result<Vec<u8>>>>::Pending);
        let request = Request::builder().header("content-length", "9").header("expect", "100-continue");
        let request = request.body(Body::from_bytes_stream(never));
        let refuse = make(|_| async { StatusCode::UNAUTHORIZED }).with(Leftovers);
        assert_eq!(refuse.call(request).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
}

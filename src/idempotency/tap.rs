//! The body of a request on its way to the endpoint, summed up as it passes.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::poll_fn;
use poem::http::header;
use poem::{Body, Request};

use super::fingerprint::Fingerprint;

/// How much of a body that no endpoint read is read for its sum, in bytes: several files of the largest size.
const MOST: usize = 640 * 1024 * 1024;
/// And for how long.
const LONGEST: Duration = Duration::from_secs(60);

/// What a piece of a body is.
type Piece = io::Result<Vec<u8>>;

/// Taps the body of a request. Cheap to clone.
#[derive(Clone)]
pub struct Tap(Arc<Mutex<Tapped>>);

struct Tapped {
    /// Gone when it ended.
    source: Option<Pin<Box<dyn Stream<Item = Piece> + Send>>>,
    is_broken: bool,
    print: Option<Fingerprint>,
}

impl Tapped {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
        let Some(source) = self.source.as_mut() else { return Poll::Ready(None) };
        let piece = std::task::ready!(source.as_mut().poll_next(cx));
        match (&piece, &mut self.print) {
            (Some(Ok(bytes)), Some(print)) => print.add(bytes),
            (Some(Ok(_)), None) => {}
            (Some(Err(_)), _) => self.is_broken = true,
            (None, _) => self.source = None,
        }
        Poll::Ready(piece)
    }
}

impl Tap {
    /// Puts a tap between a request and its body.
    pub fn on(request: &mut Request) -> Self {
        let content_type = request.content_type().unwrap_or_default();
        let print = Fingerprint::of(request.uri().path(), request.uri().query().unwrap_or_default(), content_type);
        let has = |name| request.headers().contains_key(name);
        let length = request.header(header::CONTENT_LENGTH).unwrap_or("0");
        if !has(header::TRANSFER_ENCODING) && length == "0" {
            return Tap(Arc::new(Mutex::new(Tapped { source: None, is_broken: false, print: Some(print) })));
        }
        let mut body = Box::pin(request.take_body().into_bytes_stream());
        let source = poll_fn(move |cx| {
            let piece = std::task::ready!(body.as_mut().poll_next(cx));
            Poll::Ready(piece.map(|piece| piece.map(|bytes| bytes.to_vec())))
        });
        let tapped = Tapped { source: Some(Box::pin(source)), is_broken: false, print: Some(print) };
        let tap = Tap(Arc::new(Mutex::new(tapped)));
        let passing = tap.clone();
        request.set_body(Body::from_bytes_stream(poll_fn(move |cx| passing.lock().poll(cx))));
        tap
    }

    fn lock(&self) -> MutexGuard<'_, Tapped> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is left of the body and answers the sum of the whole request; nothing when the body breaks off or is too much.
    pub async fn sum(&self) -> Option<String> {
        let rest = async {
            let mut room = MOST;
            while let Some(piece) = std::future::poll_fn(|cx| self.lock().poll(cx)).await {
                room = room.checked_sub(piece.ok()?.len())?;
            }
            Some(())
        };
        tokio::time::timeout(LONGEST, rest).await.ok()??;
        let mut tapped = self.lock();
        if tapped.is_broken { None } else { tapped.print.take().map(Fingerprint::finish) }
    }
}

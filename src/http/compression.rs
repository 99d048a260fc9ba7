//! Compresses answers for clients who ask for it, where it pays: text of a kilobyte and more, by gzip, which every client that
//! compresses knows.
//!
//! What can be asked for in parts (`accept-ranges`: uploads) is left as it is, and so is what is kept compressed (`assets`).

use std::io::Write;

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use poem::http::{HeaderMap, HeaderValue, header};
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response};

use crate::base::Error;

/// Fewer bytes fit in one packet anyway.
const WORTH_IT: usize = 1024;

/// The layer.
pub struct Compression;

impl<E: Endpoint> Middleware<E> for Compression {
    type Output = Compressing<E>;
    fn transform(&self, inner: E) -> Compressing<E> {
        Compressing(inner)
    }
}

/// The endpoint [`Compression`] makes.
pub struct Compressing<E>(E);

impl<E: Endpoint> Endpoint for Compressing<E> {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        let is_asked = takes(req.headers(), "gzip");
        let mut response = self.0.call(req).await?.into_response();
        if !is_text(response.headers()) {
            return Ok(response);
        }
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !is_asked {
            return Ok(response);
        }
        let body = response.take_body().into_bytes().await?;
        if body.len() < WORTH_IT {
            response.set_body(Body::from_bytes(body));
            return Ok(response);
        }
        response.set_body(gzip(&body).map_err(Error::internal)?);
        let headers = response.headers_mut();
        weaken(headers);
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Ok(response)
    }
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Level::fast());
    writer.write_all(body)?;
    writer.finish()
}

/// Whether the client takes answers in this coding.
pub(super) fn takes(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING);
    let mut codings = lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    codings.any(|one| wanted(one).is_some_and(|name| name.eq_ignore_ascii_case(coding)))
}

/// The coding's name, unless its weight forbids it.
fn wanted(coding: &str) -> Option<&str> {
    let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
    let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
    (weight > 0.0).then_some(name.trim())
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_text = kind.starts_with("text/")
        || kind == "image/svg+xml"
        || matches!(kind.strip_prefix("application/"), Some("json" | "javascript" | "manifest+json"));
    is_text && !headers.contains_key(header::CONTENT_ENCODING) && !headers.contains_key(header::ACCEPT_RANGES)
}

/// The compressed bytes are others than those the tag was made for.
fn weaken(headers: &mut HeaderMap) {
    let strong = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| tag.starts_with('"'));
    if let Some(weak) = strong.and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use poem::EndpointExt;
    use poem::endpoint::make_sync;

    use super::*;

    async fn ask(encodings: &'static str, kind: &'static str, length: usize) -> Response {
        let inner = make_sync(move |_| {
            let answer = Response::builder().content_type(kind).header("etag", "\"a\"");
            answer.header("content-length", length).body("x".repeat(length))
        });
        let request = Request::builder().header("accept-encoding", encodings).finish();
        inner.with(Compression).call(request).await.unwrap()
    }

    #[tokio::test]
    async fn long_text_is_compressed_for_those_who_ask() {
        let answer = ask("br, deflate, GZIP;q=0.5", "application/json; charset=utf-8", 5000).await;
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert_eq!(answer.header("etag"), Some("W/\"a\""));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("content-length"), None);
        assert!(answer.into_body().into_bytes().await.unwrap().len() < 500);
        let answer = ask("br, gzip;q=0", "text/css", 5000).await;
        assert_eq!(answer.header("content-encoding"), None);
    }

    #[tokio::test]
    async fn the_rest_stays_as_it_is() {
        for (encodings, kind, length) in
            [("gzip", "application/json", 1000), ("", "application/json", 5000), ("gzip", "image/png", 5000)]
        {
            let answer = ask(encodings, kind, length).await;
            assert_eq!(answer.header("content-encoding"), None);
            assert_eq!(answer.header("etag"), Some("\"a\""));
            assert_eq!(answer.into_body().into_bytes().await.unwrap().len(), length);
        }
    }
}

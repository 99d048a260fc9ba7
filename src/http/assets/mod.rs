//! The files of `static/`, embedded in the executable (read from disk in debug builds: edit, reload).

mod files;

use std::borrow::Cow;

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::web::Redirect;
use poem::{Body, Endpoint, IntoResponse, Request, Response};

use super::methods::not_allowed;
use super::{compression, conditional};
use crate::base::Error;
use files::File;

/// Own scripts and styles only, no plug-ins, no foreign frames, forms go nowhere else.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// A file's text, if it is there and is one.
pub fn text(path: &str) -> Option<String> {
    Some(String::from_utf8_lossy(&File::find(path)?.plain()).into_owned())
}

/// Serves one file under another path than its own, to GET and HEAD.
pub struct At {
    /// The path of the file.
    pub file: &'static str,
    /// How long it may be kept: the value of `Cache-Control`.
    pub cache: &'static str,
    /// Whether pages of any origin may read it.
    pub is_open: bool,
}

impl Endpoint for At {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Ok(not_allowed("GET, HEAD"));
        }
        let mut response = answer(&req, self.file, File::find(self.file).ok_or(Error::NotFound)?);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache));
        if self.is_open {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        Ok(response)
    }
}

/// Serves the file the request's path names, to GET and HEAD. Mount it below everything else.
pub struct Assets {
    /// Where the root leads.
    pub home: &'static str,
    /// Whether the files of the demo are there.
    pub with_demo: bool,
}

impl Endpoint for Assets {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        let path = req.uri().path().trim_start_matches('/');
        if path.is_empty() && req.uri().path() == "/" {
            return Ok(Redirect::temporary(self.home).into_response());
        }
        let is_there = self.with_demo || !path.starts_with("demo/");
        let file = File::find(path).filter(|_| is_there).ok_or(Error::NotFound)?;
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Ok(not_allowed("GET, HEAD"));
        }
        Ok(answer(&req, path, file))
    }
}

/// What is kept compressed goes out as it is, to those who take it.
fn answer(req: &Request, path: &str, file: File) -> Response {
    let as_it_is = file.is_compressed && compression::takes(req.headers(), "br");
    let etag = if as_it_is { format!("W/{}", file.etag) } else { file.etag.clone() };
    let mut response = Response::builder()
        .header(header::ETAG, &etag)
        .header(header::CACHE_CONTROL, cache(path))
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "same-origin");
    if as_it_is {
        response = response.header(header::CONTENT_ENCODING, "br").header(header::VARY, "accept-encoding");
    }
    if conditional::is_known(req.headers(), &etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    let kind = content_type(&file.kind);
    let data = if as_it_is { file.data } else { file.plain() };
    let response = response.content_type(kind).header(header::CONTENT_LENGTH, data.len());
    match data {
        _ if req.method() == Method::HEAD => response.finish(),
        Cow::Borrowed(data) => response.body(data),
        Cow::Owned(data) => response.body(Body::from_vec(data)),
    }
}

/// What others wrote lies under names with versions and stays; our own files are asked for again.
fn cache(path: &str) -> &'static str {
    if path.starts_with("vendor/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(kind: &str) -> String {
    let is_text = kind.starts_with("text/") || ["application/javascript", "application/json"].contains(&kind);
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(method: Method, path: &str, etag: Option<&str>) -> poem::Result<Response> {
        let request = Request::builder().method(method).uri_str(path);
        let request = match etag {
            Some(etag) => request.header("if-none-match", etag),
            None => request,
        };
        Assets { home: "/swagger", with_demo: false }.call(request.finish()).await
    }

    #[tokio::test]
    async fn a_file_is_served_once_and_then_known() {
        let answer = ask(Method::GET, "/robots.txt", None).await.unwrap();
        assert_eq!(answer.content_type(), Some("text/plain; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
        let etag = answer.header("etag").unwrap().to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'));
        let length = answer.header("content-length").unwrap().to_owned();
        assert_eq!(answer.into_body().into_string().await.unwrap().len().to_string(), length);

        let head = ask(Method::HEAD, "/robots.txt", None).await.unwrap();
        assert_eq!(head.header("content-length"), Some(length.as_str()));
        assert!(head.into_body().is_empty());
        assert_eq!(ask(Method::GET, "/robots.txt", Some(&etag)).await.unwrap().status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        let home = ask(Method::GET, "/", None).await.unwrap();
        assert_eq!((home.status().as_u16(), home.header("location")), (307, Some("/swagger")));
        for path in ["/nothing", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd"] {
            assert_eq!(ask(Method::GET, path, None).await.unwrap_err().status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(ask(Method::POST, "/robots.txt", None).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[test]
    fn caches_and_types() {
        assert!(cache("vendor/preact-10.mjs").contains("immutable"));
        assert_eq!(content_type("text/javascript"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("image/png"), "image/png");
    }
}

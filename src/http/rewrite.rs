//! One layer before the router, for the API's paths only: other spellings of a request become the declared one.
//!
//! Trailing and doubled slashes and `.json` go; PUT and PATCH become what the table declares, HEAD becomes GET; the two paths of the
//! profile and of a hook are joined. What the table knows by another method is answered here: 405, or OPTIONS.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use poem::http::uri::PathAndQuery;
use poem::http::{Method, StatusCode, Uri, header};
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};

use super::methods::{Table, allow_header, not_allowed, served_by};
use crate::base::Error;

/// First segments of the API's paths.
pub const ROOTS: [&str; 6] = ["api", "platform", "auth", "profile", "public", "health"];

/// The layer. Give it the table of everything the router below serves under the API's paths.
pub struct Rewrite(pub Arc<Table>);

impl<E: Endpoint> Middleware<E> for Rewrite {
    type Output = Rewriting<E>;
    fn transform(&self, inner: E) -> Rewriting<E> {
        Rewriting { inner, table: self.0.clone() }
    }
}

/// The endpoint [`Rewrite`] makes.
pub struct Rewriting<E> {
    inner: E,
    table: Arc<Table>,
}

impl<E: Endpoint> Endpoint for Rewriting<E> {
    type Output = Response;

    async fn call(&self, mut req: Request) -> poem::Result<Response> {
        match judge(&self.table, req.method(), req.uri().path(), req.uri().query()) {
            Verdict::Pass => {}
            Verdict::Send { method, target } => {
                req.set_method(method);
                if let Some(uri) = target.and_then(|target| with_target(req.uri(), target)) {
                    *req.uri_mut() = uri;
                }
            }
            Verdict::Unknown => return Err(Error::NotFound.into()),
            Verdict::Refuse(allow) => return Ok(not_allowed(&allow)),
            Verdict::Options(allow) => {
                return Ok(Response::builder().status(StatusCode::NO_CONTENT).header(header::ALLOW, allow).finish());
            }
        }
        self.inner.call(req).await.map(IntoResponse::into_response)
    }
}

fn with_target(uri: &Uri, target: String) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

/// What becomes of a request.
#[derive(Debug, PartialEq)]
enum Verdict {
    Pass,
    /// On with this method and, where it changes, this path and query.
    Send {
        method: Method,
        target: Option<String>,
    },
    /// No path of anything: its escapes make no text.
    Unknown,
    /// The path is known, the method is not: the value of `Allow`.
    Refuse(String),
    /// OPTIONS of a known path: the value of `Allow`.
    Options(String),
}

/// One spelling under which the table may know the request.
struct Candidate<'p> {
    path: Cow<'p, str>,
    /// What the spelling carries in its path and the declared one in its query.
    extra: Option<String>,
    /// The only methods this spelling exists for, when it is not for all.
    only: Option<&'static [Method]>,
}

impl Candidate<'_> {
    /// The methods the table declares for this spelling; `None` when it does not know the path.
    fn declared(&self, table: &Table) -> Option<Vec<Method>> {
        let methods = table.allowed(&self.path)?.iter();
        Some(methods.filter(|method| self.only.is_none_or(|only| only.contains(method))).cloned().collect())
    }
}

fn judge(table: &Table, method: &Method, path: &str, query: Option<&str>) -> Verdict {
    let squeezed = squeeze(path);
    let trimmed = trim(&squeezed);
    let first = trimmed.strip_prefix('/').and_then(|rest| rest.split('/').next());
    if !first.is_some_and(|first| ROOTS.contains(&first)) {
        return Verdict::Pass;
    }
    // The router would leave such a segment out, and the next would be taken for it.
    if percent_decode_str(trimmed).decode_utf8().is_err() {
        return Verdict::Unknown;
    }
    let mut known: Option<Vec<Method>> = None;
    for candidate in candidates(trimmed) {
        let Some(declared) = candidate.declared(table) else { continue };
        if let Some(served) = served_by(&declared, method) {
            return send(method, path, query, served, &candidate);
        }
        known.get_or_insert_default().extend(declared);
    }
    match known.filter(|methods| !methods.is_empty()) {
        Some(_) if !candidates(trimmed).any(|candidate| table.fits(&candidate.path)) => Verdict::Unknown,
        Some(methods) if *method == Method::OPTIONS => Verdict::Options(allow_header(&methods)),
        Some(methods) => Verdict::Refuse(allow_header(&methods)),
        None if trimmed == path => Verdict::Pass,
        None => Verdict::Send { method: method.clone(), target: Some(joined(trimmed, query)) },
    }
}

fn send(asked: &Method, path: &str, query: Option<&str>, served: Method, to: &Candidate) -> Verdict {
    let target = match &to.extra {
        Some(extra) => Some(joined(&to.path, Some(&with_extra(query, extra)))),
        None if to.path == path => None,
        None => Some(joined(&to.path, query)),
    };
    if target.is_none() && served == *asked { Verdict::Pass } else { Verdict::Send { method: served, target } }
}

fn joined(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}

/// The path's own parameter in place of one of the same name in the query.
fn with_extra(query: Option<&str>, extra: &str) -> String {
    let name = extra.split('=').next().unwrap_or_default();
    let others = query.unwrap_or_default().split('&').filter(|pair| pair.split('=').next() != Some(name));
    others.filter(|pair| !pair.is_empty()).chain([extra]).collect::<Vec<_>>().join("&")
}

/// Without empty segments: clients put a path behind a base that ends with a slash.
fn squeeze(path: &str) -> Cow<'_, str> {
    if !path.contains("//") {
        return Cow::Borrowed(path);
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    Cow::Owned(format!("/{}", segments.join("/")))
}

/// Without slashes and `.json` at the end.
fn trim(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.strip_suffix(".json").map_or(path, |path| path.trim_end_matches('/'))
}

/// The path as it is, then its other spelling.
fn candidates(path: &str) -> impl Iterator<Item = Candidate<'_>> {
    let itself = Candidate { path: Cow::Borrowed(path), extra: None, only: None };
    [Some(itself), profile(path), hook(path)].into_iter().flatten()
}

/// `/profile` and `/api/v1/profile`, and what lies below the latter.
fn profile(path: &str) -> Option<Candidate<'_>> {
    let other = match path {
        "/api/v1/profile" => Cow::Borrowed("/profile"),
        _ if path == "/profile" || path.starts_with("/profile/") => Cow::Owned(format!("/api/v1{path}")),
        _ => return None,
    };
    Some(Candidate { path: other, extra: None, only: None })
}

/// What a path may hold and a query may not, or means something else there. Escapes stay as they are.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'%').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `…/integrations/hooks/7` for `…/integrations/hooks?hook_id=7`.
fn hook(path: &str) -> Option<Candidate<'_>> {
    let (hooks, id) = path.rsplit_once('/')?;
    let account = hooks.strip_prefix("/api/v1/accounts/")?.strip_suffix("/integrations/hooks")?;
    if account.contains('/') || id.is_empty() {
        return None;
    }
    let id = utf8_percent_encode(id, IN_QUERY);
    const ONLY: &[Method] = &[Method::PATCH, Method::PUT, Method::DELETE];
    Some(Candidate { path: Cow::Borrowed(hooks), extra: Some(format!("hook_id={id}")), only: Some(ONLY) })
}

#[cfg(test)]
mod tests;

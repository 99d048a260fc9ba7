//! Pages of other origins may call the API: no cookie is read there, so any origin may.
//!
//! Wrap this around everything, the rendering of errors included, so that scripts can read a refusal too.

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};

/// Paths that answer any origin.
const OPEN: [&str; 7] = ["/api", "/auth", "/public", "/profile", "/packs", "/audio", "/rails/active_storage/disk"];

/// The session's headers and our own, which scripts of other origins would not see otherwise.
const EXPOSED: &str = "access-token, client, uid, expiry, token-type, idempotent-replayed";

/// The layer.
pub struct Cors;

impl<E: Endpoint> Middleware<E> for Cors {
    type Output = CorsEndpoint<E>;
    fn transform(&self, inner: E) -> CorsEndpoint<E> {
        CorsEndpoint(inner)
    }
}

/// The endpoint [`Cors`] makes.
pub struct CorsEndpoint<E>(E);

impl<E: Endpoint> Endpoint for CorsEndpoint<E> {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if !req.headers().contains_key(header::ORIGIN) || !is_open(req.uri().path()) {
            return self.0.call(req).await.map(IntoResponse::into_response);
        }
        let is_preflight =
            req.method() == Method::OPTIONS && req.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let asked = req.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
        let mut response = self.0.get_response(req).await;
        if is_preflight && response.status() == StatusCode::NO_CONTENT {
            permit(response.headers_mut(), asked);
        }
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        Ok(response)
    }
}

/// The preflight's own answer: the methods of the path, and every header that was asked for.
fn permit(headers: &mut HeaderMap, asked: Option<HeaderValue>) {
    if let Some(allow) = headers.get(header::ALLOW).cloned() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allow);
    }
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
}

fn is_open(path: &str) -> bool {
    OPEN.iter().any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.'])))
}

#[cfg(test)]
mod tests {
    use poem::EndpointExt;
    use poem::endpoint::make_sync;

    use super::*;

    async fn ask(method: Method, path: &str, origin: bool) -> Response {
        let inner = make_sync(|req: Request| match *req.method() {
            Method::OPTIONS => {
                Response::builder().status(StatusCode::NO_CONTENT).header("allow", "GET, OPTIONS").finish()
            }
            _ => Response::builder().status(StatusCode::UNAUTHORIZED).finish(),
        });
        let mut request = Request::builder().method(method).uri_str(path);
        if origin {
            request = request
                .header("origin", "https://shop.example")
                .header("access-control-request-method", "GET")
                .header("access-control-request-headers", "api_access_token");
        }
        inner.with(Cors).get_response(request.finish()).await
    }

    #[tokio::test]
    async fn a_preflight_is_told_what_is_possible() {
        let answer = ask(Method::OPTIONS, "/api/v1/profile", true).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-allow-methods"), Some("GET, OPTIONS"));
        assert_eq!(answer.header("access-control-allow-headers"), Some("api_access_token"));
    }

    #[tokio::test]
    async fn refusals_can_be_read_and_other_paths_are_closed() {
        let answer = ask(Method::GET, "/auth/validate_token", true).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-expose-headers"), Some(EXPOSED));
        assert_eq!(answer.header("access-control-allow-methods"), None);
        for path in ["/platform/api/v1/users", "/apis", "/"] {
            assert_eq!(ask(Method::GET, path, true).await.header("access-control-allow-origin"), None, "{path}");
        }
        assert_eq!(ask(Method::GET, "/api", false).await.header("access-control-allow-origin"), None);
    }
}

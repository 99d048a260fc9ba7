//! Around every request: an id, and a net under panics.

use std::any::Any;
use std::sync::Arc;

use poem::http::HeaderValue;
use poem::middleware::CatchPanic;
use poem::{Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Middleware, Request, Response};

use super::render::render;
use crate::base::Error;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of one request: in the log, in the header `x-request-id`, and in the body of a 500.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    fn random() -> Self {
        RequestId(format!("{:016x}", rand::random::<u64>()).into())
    }

    /// The id itself, 16 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of the request this task works on; a new one outside of any request.
pub fn request_id() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_else(|_| RequestId::random()).0.to_string()
}

/// Works in the name of this request, in a task of its own perhaps.
pub async fn as_request<F: Future>(id: RequestId, work: F) -> F::Output {
    CURRENT.scope(id, work).await
}

impl Default for RequestId {
    fn default() -> Self {
        RequestId::random()
    }
}

/// Gives each request its id: as extension [`RequestId`], for [`request_id`], and as header of the answer.
#[derive(Debug, Clone, Copy)]
pub struct RequestIds;

impl<E: Endpoint> Middleware<E> for RequestIds {
    type Output = WithRequestId<E>;

    fn transform(&self, inner: E) -> Self::Output {
        WithRequestId(inner)
    }
}

/// The endpoint of [`RequestIds`].
#[derive(Debug)]
pub struct WithRequestId<E>(E);

impl<E: Endpoint> Endpoint for WithRequestId<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let id = RequestId::random();
        request.extensions_mut().insert(id.clone());
        let answer = CURRENT.scope(id.clone(), self.0.call(request)).await;
        let mut response = answer?.into_response();
        if let Ok(value) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert("x-request-id", value);
        }
        Ok(response)
    }
}

/// Turns a panic in a handler into a 500 with the request's id; for `CatchPanic::with_handler`.
pub fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no text");
    poem::Error::from(Error::internal(format!("a handler panicked: {text}"))).into_response()
}

/// The whole net in its order: request id outside, then errors made bodies, then panics caught.
pub fn guard<E>(endpoint: E) -> impl Endpoint<Output = Response>
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
{
    endpoint
        .into_endpoint()
        .with(CatchPanic::new().with_handler(panicked))
        .catch_all_error(|error| async move { render(error) })
        .with(RequestIds)
}

//! Answers: JSON straight from serde, or nothing at all.

use poem::http::{StatusCode, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use serde::Serialize;

use crate::base::Error;

/// What an endpoint with a body returns.
pub type Answer<T> = Result<Fast<T>, Error>;

/// What an endpoint without a body returns.
pub type Done = Result<Empty, Error>;

/// Documented as JSON of `T`, serialised by serde straight to bytes: no tree in between.
#[derive(Debug, Clone)]
pub struct Fast<T>(pub T);

/// 204.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

/// 200 with an empty body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Empty;

/// A table as a file to be saved.
#[derive(Debug, Clone)]
pub struct Csv {
    /// What the file is to be called: a plain word.
    pub filename: &'static str,
    pub bytes: Vec<u8>,
}

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// A response with this status and this value as JSON.
pub(super) fn json_response<T: Serialize>(status: StatusCode, value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => Response::builder().status(status).header(header::CONTENT_TYPE, JSON).body(Body::from(bytes)),
        Err(error) => poem::Error::from(Error::internal(error)).into_response(),
    }
}

impl<T: Serialize + Send> IntoResponse for Fast<T> {
    fn into_response(self) -> Response {
        json_response(StatusCode::OK, &self.0)
    }
}

impl<T: Type> Payload for Fast<T> {
    const CONTENT_TYPE: &'static str = JSON;

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type> ApiResponse for Fast<T> {
    fn meta() -> MetaResponses {
        success("Success", vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }])
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl IntoResponse for Empty {
    fn into_response(self) -> Response {
        Response::default()
    }
}

impl ApiResponse for Empty {
    fn meta() -> MetaResponses {
        success("Success, with an empty body", Vec::new())
    }

    fn register(_registry: &mut Registry) {}
}

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        Response::builder()
            .header(header::CONTENT_TYPE, CSV)
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename={}", self.filename))
            .body(self.bytes)
    }
}

impl ApiResponse for Csv {
    fn meta() -> MetaResponses {
        success("Success", vec![MetaMediaType { content_type: "text/csv", schema: String::schema_ref() }])
    }

    fn register(_registry: &mut Registry) {}
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        Response::builder().status(StatusCode::NO_CONTENT).finish()
    }
}

impl ApiResponse for NoContent {
    fn meta() -> MetaResponses {
        let mut meta = success("Success, without a body", Vec::new());
        meta.responses.iter_mut().for_each(|response| response.status = Some(204));
        meta
    }

    fn register(_registry: &mut Registry) {}
}

fn success(description: &'static str, content: Vec<MetaMediaType>) -> MetaResponses {
    let ok = MetaResponse { description, status: Some(200), status_range: None, content, headers: Vec::new() };
    MetaResponses { responses: vec![ok] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn answers() {
        let response = Fast(vec![1_i64, 2]).into_response();
        assert_eq!(response.header("content-type"), Some("application/json; charset=utf-8"));
        assert_eq!(response.into_body().into_string().await.unwrap(), "[1,2]");
        let response = Empty.into_response();
        assert!(response.is_success() && response.header("content-type").is_none());
        assert_eq!(response.into_body().into_string().await.unwrap(), "");
        assert_eq!(NoContent.into_response().status(), StatusCode::NO_CONTENT);
        let response = Csv { filename: "a.csv", bytes: b"a,b\n".to_vec() }.into_response();
        assert_eq!(response.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(response.header("content-disposition"), Some("attachment; filename=a.csv"));
        assert_eq!(response.into_body().into_string().await.unwrap(), "a,b\n");
        assert_eq!(<Fast<i64> as ApiResponse>::meta().responses.len(), 1);
    }
}

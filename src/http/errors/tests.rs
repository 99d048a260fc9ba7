use poem::error::{MethodNotAllowedError, NotFoundError};
use poem::{Endpoint, Request};
use serde_json::{Value, json};

use super::*;
use crate::base::FieldError;

async fn body_of(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.into_body().into_string().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}")))
}

async fn shown(error: Error) -> (u16, Value) {
    body_of(render(error.into())).await
}

#[tokio::test]
async fn bodies_of_the_contract() {
    assert_eq!(
        shown(Error::Unauthenticated).await,
        (401, json!({"errors": ["You need to sign in or sign up before continuing."]}))
    );
    assert_eq!(shown(Error::INVALID_TOKEN).await, (401, json!({"error": "Invalid Access Token"})));
    assert_eq!(shown(Error::NotFound).await, (404, json!({"error": "Resource could not be found"})));
    assert_eq!(shown(Error::BadRequest("no".into())).await, (400, json!({"error": "no"})));
    assert_eq!(
        shown(Error::SignIn(401, "Invalid login".into())).await,
        (401, json!({"success": false, "errors": ["Invalid login"]}))
    );
    let taken = FieldError::new("email", "Email has already been taken", "taken");
    let blank = FieldError::new("email", "Email can't be blank", "blank");
    assert_eq!(
        shown(Error::Invalid(vec![taken, blank])).await,
        (
            422,
            json!({
                "message": "Email has already been taken, Email can't be blank",
                "attributes": ["email"],
                "description": "Email has already been taken, Email can't be blank",
                "errors": [
                    {"field": "email", "message": "Email has already been taken", "code": "taken"},
                    {"field": "email", "message": "Email can't be blank", "code": "blank"},
                ],
            })
        )
    );
    let rules = [("conditions", "one"), ("conditions", "two"), ("name", "can't be blank")];
    let rules = rules.map(|(attribute, message)| FieldError::new(attribute, message, "invalid"));
    assert_eq!(
        shown(Error::Broken(rules.to_vec())).await,
        (
            422,
            json!({
                "error": {"conditions": ["one", "two"], "name": ["can't be blank"]},
                "description": "one, two, can't be blank",
                "errors": [
                    {"field": "conditions", "message": "one", "code": "invalid"},
                    {"field": "conditions", "message": "two", "code": "invalid"},
                    {"field": "name", "message": "can't be blank", "code": "invalid"},
                ],
            })
        )
    );
    let (status, body) = shown(Error::missing("team")).await;
    assert_eq!((status, &body["error"]), (422, &json!("param is missing or the value is empty: team")));
}

#[tokio::test]
async fn rate_limits_say_when_to_come_back() {
    let response = render(Error::TooMany(7).into());
    assert_eq!(response.header("retry-after"), Some("7"));
    assert_eq!(response.status().as_u16(), 429);
}

#[tokio::test]
async fn what_poem_raises_is_put_into_our_words() {
    assert_eq!(body_of(render(NotFoundError.into())).await.0, 404);
    assert_eq!(body_of(render(MethodNotAllowedError.into())).await, (405, json!({"error": "Method Not Allowed"})));
    let path = poem_openapi::error::ParsePathError { name: "param1", reason: "x".to_owned() };
    assert_eq!(body_of(render(path.into())).await.0, 404);
    let param = poem_openapi::error::ParseParamError { name: "labels[]", reason: "optional_integer".to_owned() };
    let (status, body) = body_of(render(param.into())).await;
    assert_eq!((status, &body["attributes"]), (422, &json!(["labels"])));
    let payload = poem_openapi::error::ParseRequestPayloadError { reason: "secret wording".to_owned() };
    let (status, body) = body_of(render(payload.into())).await;
    assert!(status == 400 && !body.to_string().contains("secret"));
    assert_eq!(render(poem::Error::from_status(StatusCode::NOT_MODIFIED)).status().as_u16(), 304);
    let allow = Response::builder().status(StatusCode::METHOD_NOT_ALLOWED).header("allow", "GET").body("x");
    let allow = render(poem::Error::from_response(allow));
    assert_eq!(allow.header("allow"), Some("GET"));
    assert_eq!(body_of(allow).await, (405, json!({"error": "Method Not Allowed"})));
}

#[tokio::test]
async fn errors_come_back_from_poem() {
    assert!(matches!(Error::from(poem::Error::from(Error::NotFound)), Error::NotFound));
    assert!(matches!(Error::from(poem::Error::from(NotFoundError)), Error::NotFound));
    assert!(matches!(Error::from(poem::Error::from_status(StatusCode::BAD_GATEWAY)), Error::Internal(_)));
}

#[tokio::test]
async fn panics_and_failures_show_their_id_only() {
    let endpoint = guard(poem::endpoint::make(|request: Request| async move {
        if request.uri().path() == "/panic" {
            panic!("a secret");
        }
        Err::<Response, _>(poem::Error::from(Error::internal("a secret")))
    }));
    for path in ["/panic", "/fail"] {
        let request = Request::builder().uri(path.parse().unwrap()).finish();
        let response = endpoint.get_response(request).await;
        let id = response.header("x-request-id").unwrap().to_owned();
        assert_eq!(
            body_of(response).await,
            (500, json!({"error": "Internal Server Error", "request_id": id})),
            "{path}"
        );
    }
}

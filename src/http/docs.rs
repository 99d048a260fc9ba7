//! The documentation: `/swagger` for people, `/swagger/swagger.json` for programs.
//!
//! The page is Swagger UI from `static/`: no request leaves the machine.

use std::sync::OnceLock;

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Body, Endpoint, Request, Response};
use serde_json::{Map, Value, json};

use super::methods::not_allowed;
use super::{assets, conditional};
use crate::base::{Error, token};

/// The tag groups of the API we follow; tags beyond them are gathered under [`OTHERS`].
const GROUPS: [(&str, &[&str]); 4] = [
    ("Platform", &["Accounts", "Account Users", "AgentBots", "Users"]),
    (
        "Application",
        &[
            "Account AgentBots",
            "Contact",
            "Conversation",
            "Conversation Assignment",
            "Conversation Labels",
            "Inbox",
            "Messages",
            "Integrations",
            "Profile",
            "Teams",
        ],
    ),
    ("Client", &["Inbox API", "Contacts API", "Conversations API", "Messages API", "CSAT Survey Page"]),
    ("Widget", &["Widget"]),
];

const OTHERS: &str = "Others";

/// The page asks nobody but this server. Swagger UI writes styles into its elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The page's file.
const PAGE: &str = "docs/index.html";

/// The document as it is published: that of poem-openapi with `x-tagGroups`, and with `nullable` where null may stand. Text
/// that is no object stays as it is.
pub fn document(spec_json: String) -> String {
    let Ok(Value::Object(mut spec)) = serde_json::from_str(&spec_json) else { return spec_json };
    let groups = tag_groups(&spec);
    spec.insert("x-tagGroups".to_owned(), groups);
    may_be_repeated(&mut spec);
    let schemas = spec.get_mut("components").and_then(|c| c.get_mut("schemas")).and_then(Value::as_object_mut);
    schemas.into_iter().flat_map(Map::values_mut).for_each(allow_null);
    serde_json::to_string_pretty(&spec).unwrap_or(spec_json)
}

/// Adds the header under which a POST may be sent again.
fn may_be_repeated(spec: &mut Map<String, Value>) {
    const ROOTS: [&str; 3] = ["/api/", "/platform/", "/public/"];
    let Some(Value::Object(paths)) = spec.get_mut("paths") else { return };
    let paths = paths.iter_mut().filter(|(path, _)| ROOTS.iter().any(|root| path.starts_with(root)));
    for operation in paths.filter_map(|(_, item)| item.get_mut("post")?.as_object_mut()) {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(json!({"$ref": "#/components/parameters/idempotency_key"}));
        }
    }
    let components = spec.entry("components").or_insert_with(|| json!({}));
    if let Some(components) = components.as_object_mut() {
        let parameters = components.entry("parameters").or_insert_with(|| json!({}));
        let header = json!({
            "name": "Idempotency-Key", "in": "header", "required": false, "schema": {"type": "string", "maxLength": 255},
            "description": "A word of the caller's own, new for each request. A request that is sent again under its key \
                within a day takes effect once and is answered as the first time; another request under the same key is \
                refused (422), and so is one whose first attempt is still worked on or was cut off (409).",
        });
        parameters.as_object_mut().map(|parameters| parameters.insert("idempotency_key".to_owned(), header));
    }
}

/// What is not required may be null, in answers as in what is sent: poem-openapi only says that it may be left out.
fn allow_null(schema: &mut Value) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if required.iter().any(|required| required == name) {
            continue;
        }
        match property.as_object_mut() {
            // a reference takes nothing beside it
            Some(object) if object.contains_key("$ref") => *property = json!({"allOf": [property], "nullable": true}),
            Some(object) => drop(object.insert("nullable".to_owned(), true.into())),
            None => {}
        }
    }
}

fn tag_groups(spec: &Map<String, Value>) -> Value {
    let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, tags)| tags.iter().copied()).collect();
    let tags = spec.get("tags").and_then(Value::as_array).into_iter().flatten();
    let names = tags.filter_map(|tag| tag.get("name")?.as_str());
    let others: Vec<&str> = names.filter(|name| !grouped.contains(name)).collect();
    let groups = GROUPS.iter().map(|(name, tags)| json!({"name": name, "tags": tags}));
    let others = (!others.is_empty()).then(|| json!({"name": OTHERS, "tags": others}));
    groups.chain(others).collect()
}

/// The endpoint: mount it with `at`, not nested, at `/swagger` and `/swagger/swagger.json`.
pub struct Docs {
    make: fn() -> String,
    made: OnceLock<Made>,
}

struct Made {
    document: String,
    etag: String,
}

impl Docs {
    /// For a document as [`document`] makes it. It is made when somebody asks for it: few do, and it takes memory.
    pub fn new(make: fn() -> String) -> Self {
        Docs { make, made: OnceLock::new() }
    }

    fn made(&self) -> &Made {
        self.made.get_or_init(|| {
            let document = (self.make)();
            let etag = format!("\"{}\"", token::digest(&document));
            Made { document, etag }
        })
    }
}

impl Endpoint for Docs {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if !matches!(*req.method(), Method::GET | Method::HEAD) {
            return Ok(not_allowed("GET, HEAD"));
        }
        let is_page = match req.uri().path().trim_end_matches('/') {
            "/swagger" => true,
            "/swagger/swagger.json" => false,
            _ => return Err(Error::NotFound.into()),
        };
        let made = self.made();
        let response = Response::builder()
            .header(header::ETAG, &made.etag)
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        if conditional::is_known(req.headers(), &made.etag) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        let (kind, body) = if is_page {
            ("text/html; charset=utf-8", assets::text(PAGE).ok_or(Error::NotFound)?)
        } else {
            ("application/json; charset=utf-8", made.document.clone())
        };
        let response = response.content_type(kind).header(header::CONTENT_LENGTH, body.len());
        Ok(if req.method() == Method::HEAD { response.finish() } else { response.body(Body::from_string(body)) })
    }
}

#[cfg(test)]
mod tests {
    use poem_openapi::{OpenApi, OpenApiService, Tags};

    use super::*;

    #[derive(Tags)]
    enum Tag {
        Inbox,
        Health,
    }

    struct Api;

    #[OpenApi]
    impl Api {
        /// Zebra first
        #[oai(path = "/zebra", method = "get", tag = "Tag::Inbox")]
        async fn zebra(&self) {}
        #[oai(path = "/ant", method = "get", tag = "Tag::Health")]
        async fn ant(&self) {}
    }

    fn published() -> String {
        document(OpenApiService::new(Api, "Test", "1").spec())
    }

    #[test]
    fn the_document_gets_its_groups_and_keeps_its_order() {
        let text = published();
        let spec: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(spec["x-tagGroups"][0]["tags"], json!(["Accounts", "Account Users", "AgentBots", "Users"]));
        assert_eq!(spec["x-tagGroups"][1]["tags"].as_array().unwrap().len(), 10);
        assert_eq!(spec["x-tagGroups"][4], json!({"name": "Others", "tags": ["Health"]}));
        assert!(text.find("/zebra").unwrap() < text.find("/ant").unwrap());
        assert_eq!(document("nonsense".to_owned()), "nonsense");
    }

    #[tokio::test]
    async fn page_and_document_are_served() {
        let docs = Docs::new(published);
        let ask = |method: Method, path: &str| docs.call(Request::builder().method(method).uri_str(path).finish());
        let json = ask(Method::GET, "/swagger/swagger.json").await.unwrap();
        assert_eq!(json.content_type(), Some("application/json; charset=utf-8"));
        assert_eq!(json.into_body().into_string().await.unwrap(), published());

        let page = ask(Method::GET, "/swagger/").await.unwrap();
        assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
        let page = page.into_body().into_string().await.unwrap();
        let asked_for = page.split(['"']).filter(|part| part.starts_with('/') && part.contains('.'));
        let asked_for: Vec<&str> = asked_for.map(|path| path.trim_start_matches('/')).collect();
        assert!(asked_for.iter().any(|path| path.starts_with("vendor/swagger-ui-")), "{page}");
        for path in asked_for.into_iter().filter(|path| *path != "swagger/swagger.json") {
            assert!(assets::text(path).is_some(), "{path}");
        }
        assert!(!page.contains("//"), "{page}");
        let head = ask(Method::HEAD, "/swagger").await.unwrap();
        assert_eq!(head.header("content-length"), Some(page.len().to_string().as_str()));
        assert_eq!(ask(Method::GET, "/swagger/x").await.unwrap_err().status(), StatusCode::NOT_FOUND);
    }
}

use poem::http::Method;
use poem::{Endpoint, EndpointExt, Route};
use poem_openapi::{Object, OpenApi, OpenApiService};
use proptest::prelude::*;
use serde_json::{Map, json};

use super::form::{Form, MOST_DEPTH, MOST_KEYS};
use super::reading::MOST_TEXT;
use super::*;
use crate::http::wire::{Int, List};
use crate::http::{Answer, Fast, errors};

crate::root_key!(Team, "team");
crate::root_key!(Contact, "contact", optional);

#[derive(Debug, Object)]
struct Change {
    name: Option<String>,
    size: Option<i64>,
    labels: Option<Vec<String>>,
    #[oai(rename = "custom_attributes")]
    custom: Option<Value>,
}

impl Change {
    fn shown(self) -> Answer<Value> {
        Ok(Fast(json!([self.name, self.size, self.labels, self.custom])))
    }
}

struct Api;

#[OpenApi]
impl Api {
    #[oai(path = "/flat", method = "post")]
    async fn flat(&self, params: Params<Change>) -> Answer<Value> {
        params.into_inner().shown()
    }

    #[oai(path = "/team", method = "post")]
    async fn team(&self, params: Params<Change, Team>) -> Answer<Value> {
        params.into_inner().shown()
    }

    #[oai(path = "/contact", method = "post")]
    async fn contact(&self, params: Params<Change, Contact>) -> Answer<Value> {
        params.into_inner().shown()
    }

    #[oai(path = "/list", method = "get")]
    async fn list(
        &self,
        page: Query<Option<Int>>,
        #[oai(name = "labels[]")] labels: Query<List>,
        #[oai(default)] private: Query<bool>,
    ) -> Answer<Value> {
        Ok(Fast(json!([page.0, labels.0, private.0])))
    }

    #[oai(path = "/needed", method = "get")]
    async fn needed(&self, q: Query<String>) -> Answer<Value> {
        Ok(Fast(json!(q.0)))
    }
}

async fn send(method: Method, path: &str, kind: &str, body: impl Into<poem::Body>) -> (u16, Value) {
    let service = OpenApiService::new(Api, "test", "1");
    let endpoint = errors::guard(Route::new().nest("/", service).map_to_response());
    let mut request = Request::builder().method(method).uri(path.parse().unwrap());
    if !kind.is_empty() {
        request = request.content_type(kind);
    }
    let response = endpoint.get_response(request.body(body)).await;
    let status = response.status().as_u16();
    let text = response.into_body().into_string().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text:?}")))
}

async fn post(path: &str, kind: &str, body: impl Into<poem::Body>) -> (u16, Value) {
    send(Method::POST, path, kind, body).await
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

#[tokio::test]
async fn the_three_encodings_mean_the_same() {
    let wanted = (200, json!(["Ada", 3, ["a", "b"], {"plan": "pro"}]));
    let multipart = "--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n\
        --X\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n3\r\n\
        --X\r\nContent-Disposition: form-data; name=\"labels[]\"\r\n\r\na\r\n\
        --X\r\nContent-Disposition: form-data; name=\"labels[]\"\r\n\r\nb\r\n\
        --X\r\nContent-Disposition: form-data; name=\"custom_attributes[plan]\"\r\n\r\npro\r\n--X--\r\n";
    let json = r#"{"name":"Ada","size":"3","labels":"a,b","custom_attributes":{"plan":"pro"},"unknown":[{}]}"#;
    let form = "name=Ada&size=3&labels[]=a&labels%5B%5D=b&custom_attributes[plan]=pro&unknown=1";
    for path in ["/flat", "/team", "/contact"] {
        assert_eq!(post(path, JSON, json).await, wanted);
        assert_eq!(post(path, "", json).await, wanted);
        assert_eq!(post(path, "application/vnd.api+json", json).await, wanted);
        assert_eq!(post(path, FORM, form).await, wanted);
        assert_eq!(post(path, "", form).await, wanted);
        assert_eq!(post(path, "multipart/form-data; boundary=X", multipart).await, wanted);
        assert_eq!(post(&format!("{path}?{form}"), JSON, "").await, wanted);
        assert_eq!(post(&format!("{path}?{form}&name=Eve"), JSON, r#"{"name":"Ada"}"#).await, wanted);
    }
}

#[tokio::test]
async fn root_keys() {
    let wanted = (200, json!(["Ada", 3, null, null]));
    assert_eq!(post("/team", JSON, r#"{"team":{"name":"Ada"},"name":"Eve","size":3}"#).await, wanted);
    assert_eq!(post("/team", FORM, "team[name]=Ada&team[size]=3").await, wanted);
    assert_eq!(post("/team", FORM, "team={\"name\":\"Ada\",\"size\":3}").await, wanted);
    for nothing in ["", "{}", r#"{"team":{}}"#, r#"{"team":null}"#, r#"{"team":""}"#, r#"{"unknown":1}"#] {
        let (status, body) = post("/team?account_id=1", JSON, nothing).await;
        assert_eq!(
            (status, &body["error"]),
            (422, &json!("param is missing or the value is empty: team")),
            "{nothing}"
        );
        assert_eq!(post("/contact", JSON, nothing).await.0, 200);
    }
    let (status, body) = post("/team", JSON, r#"{"team":[1]}"#).await;
    assert_eq!((status, &body["message"]), (422, &json!("Team must be an object")));
}

#[tokio::test]
async fn what_cannot_be_read() {
    let cases: [(&str, &str, Vec<u8>, u16); 17] = [
        ("/flat", JSON, b"{".to_vec(), 400),
        ("/flat", JSON, b"[]".to_vec(), 400),
        ("/flat", JSON, b"\"x\"".to_vec(), 400),
        ("/flat", JSON, br#"{"size":1e400}"#.to_vec(), 400),
        ("/flat", JSON, br#"{"name":"\ud800"}"#.to_vec(), 400),
        ("/flat", JSON, b"{\"name\":\"\xff\"}".to_vec(), 400),
        ("/flat", JSON, [b"[".repeat(500), b"]".repeat(500)].concat(), 400),
        ("/flat", JSON, br#"{"name":"a\u0000b"}"#.to_vec(), 422),
        ("/flat", JSON, br#"{"x":{"a\u0000":1}}"#.to_vec(), 422),
        ("/flat", JSON, br#"{"size":9223372036854775808}"#.to_vec(), 422),
        ("/flat", FORM, b"name=%ff".to_vec(), 400),
        ("/flat", FORM, b"name=a%00".to_vec(), 422),
        ("/flat", FORM, b"name=1&name[x]=2".to_vec(), 400),
        ("/flat", "text/plain", b"name=1".to_vec(), 415),
        ("/flat", "multipart/form-data", b"name=1".to_vec(), 400),
        ("/flat", "multipart/form-data; boundary=X", b"name=1".to_vec(), 400),
        ("/flat?name=%00", JSON, b"".to_vec(), 422),
    ];
    for (path, kind, body, status) in cases {
        let answer = post(path, kind, body.clone()).await;
        assert_eq!(answer.0, status, "{}: {}", String::from_utf8_lossy(&body), answer.1);
    }
    assert_eq!(post("/flat", JSON, br#"{"name":"literal \\u0000"}"#.to_vec()).await.0, 200);
    let (_, body) = post("/flat", JSON, br#"{"name":"a\u0000b"}"#.to_vec()).await;
    assert_eq!(body["attributes"], json!(["name"]));
}

#[tokio::test]
async fn size_limits() {
    let long = "x".repeat(MOST_TEXT);
    assert_eq!(post("/flat", JSON, format!(r#"{{"name":"{long}"}}"#)).await.0, 413);
    assert_eq!(post("/flat", FORM, format!("name={long}")).await.0, 413);
    let part = |text: &str| format!("--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{text}\r\n");
    let half = "x".repeat(MOST_TEXT / 2);
    let kind = "multipart/form-data; boundary=X";
    assert_eq!(post("/flat", kind, format!("{}{}--X--", part(&half), part(&half))).await.0, 200);
    assert_eq!(post("/flat", kind, format!("{}{}--X--", part(&half), part(&format!("{half}y")))).await.0, 413);
    let nested = format!("a{}=1", "[b]".repeat(MOST_DEPTH));
    assert_eq!(post("/flat", FORM, nested).await.0, 400);
    assert_eq!(post("/flat", FORM, "a=1&".repeat(MOST_KEYS + 1)).await.0, 400);
    assert_eq!(post("/flat", FORM, "a=1&".repeat(MOST_KEYS)).await.0, 200);
}

#[tokio::test]
async fn one_parameter_of_the_address() {
    let get = |query: &'static str| async move { send(Method::GET, query, "", "").await };
    assert_eq!(get("/list").await, (200, json!([null, [], false])));
    for labels in ["labels[]=a&labels[]=b", "labels=a&labels=b", "labels=a,b", "labels%5B%5D=a&labels[]=b"] {
        assert_eq!(
            get(Box::leak(format!("/list?page=2&private=1&{labels}").into())).await,
            (200, json!([2, ["a", "b"], true]))
        );
    }
    assert_eq!(get("/list?page=").await.0, 200);
    assert_eq!(get("/list?other=%00&x=%ff&y=1&y[z]=2").await.0, 200);
    for (query, message) in
        [("/list?page=two", "Page must be an integer"), ("/list?page[a]=1", "Page must be an integer")]
    {
        let (status, body) = get(query).await;
        assert_eq!((status, &body["message"], &body["attributes"]), (422, &json!(message), &json!(["page"])));
    }
    assert_eq!(get("/needed").await.1["error"], json!("param is missing or the value is empty: q"));
    assert_eq!(get("/needed?q=a+b%20c").await, (200, json!("a b c")));
}

fn tree(text: &str) -> Value {
    Value::Object(Form::urlencoded(text.as_bytes()).unwrap())
}

#[test]
fn names_nest_as_in_rails() {
    assert_eq!(tree("a[b][c]=1&a[b][d]=2"), json!({"a": {"b": {"c": "1", "d": "2"}}}));
    assert_eq!(tree("a[][b]=1&a[][c]=2&a[][b]=3"), json!({"a": [{"b": "1", "c": "2"}, {"b": "3"}]}));
    assert_eq!(tree("a[][b][]=1&a[][b][]=2"), json!({"a": [{"b": ["1", "2"]}]}));
    assert_eq!(tree("a[0][b]=1&a[1][b]=2"), json!({"a": {"0": {"b": "1"}, "1": {"b": "2"}}}));
    assert_eq!(tree("a[b=1&[c]=2&d]=3&e[f]g=4"), json!({"a[b": "1", "[c]": "2", "d]": "3", "e[f]g": "4"}));
    assert_eq!(tree("=1&&a&b=c=d"), json!({"a": "", "b": "c=d"}));
    assert_eq!(tree("a=1&a[]=2"), json!({"a": ["1", "2"]}));
}

proptest! {
    #[test]
    fn any_bytes_are_a_form_or_refused(bytes in prop::collection::vec(prop_oneof![Just(b'['), Just(b']'), Just(b'&'), Just(b'='), Just(b'a'), Just(b'%'), any::<u8>()], 0..200)) {
        match Form::urlencoded(&bytes) {
            Ok(_) | Err(Error::BadRequest(_) | Error::Invalid(_)) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn any_bytes_are_json_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let _ = super::body::json(&bytes);
    }

    #[test]
    fn plain_pairs_come_back(pairs in prop::collection::btree_map("[a-z]{1,8}", "[^\0]{0,20}", 0..10)) {
        let encoded: Vec<String> = pairs.iter()
            .map(|(name, value)| format!("{name}={}", percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC)))
            .collect();
        let read = Form::urlencoded(encoded.join("&").as_bytes()).unwrap();
        let wanted: Map<String, Value> = pairs.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        prop_assert_eq!(read, wanted);
    }
}

//! Which methods each path of the API takes: the API's own table, read from its document.
//!
//! From it come 405 with `Allow`, the answer to OPTIONS, and the choice between PUT and PATCH (`rewrite`).

use std::collections::{BTreeSet, HashMap, HashSet};

use poem::http::{Method, StatusCode, header};
use poem::{Body, Response};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaOperationParam, MetaParamIn, MetaSchemaRef};

/// Path patterns with their methods, as a tree of segments.
#[derive(Debug, Default)]
pub struct Table {
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    /// What follows a segment that stands for a value.
    value: Option<Box<Node>>,
    /// Whether that value is a number.
    is_number: bool,
    methods: Vec<Method>,
}

impl Table {
    /// The table of an API, or of a tuple of them.
    pub fn of<T: OpenApi>() -> Self {
        let mut table = Table::default();
        for path in T::meta().into_iter().flat_map(|api| api.paths) {
            let numbers: HashSet<String> = path.operations.iter().flat_map(|o| &o.params).filter_map(number).collect();
            let is_number = |name: &str| numbers.contains(name.trim_matches(['{', '}', ':']));
            table.insert(&path.path, path.operations.into_iter().map(|operation| operation.method), is_number);
        }
        table
    }

    /// Adds a pattern, its values written `{name}` or `:name`; a trailing slash does not matter.
    pub fn add(&mut self, pattern: &str, methods: impl IntoIterator<Item = Method>) {
        self.insert(pattern, methods, |_| false);
    }

    fn insert(&mut self, pattern: &str, methods: impl IntoIterator<Item = Method>, is_number: impl Fn(&str) -> bool) {
        let mut node = &mut self.root;
        for segment in segments(pattern) {
            node = if segment.starts_with(['{', ':']) {
                node.is_number = is_number(segment);
                node.value.get_or_insert_default()
            } else {
                node.literals.entry(segment.to_owned()).or_default()
            };
        }
        for method in methods {
            if !node.methods.contains(&method) {
                node.methods.push(method);
            }
        }
    }

    /// The methods declared for a path; `None` when no pattern matches it.
    pub fn allowed(&self, path: &str) -> Option<&[Method]> {
        let path: Vec<&str> = segments(path).collect();
        self.root.find(&path, false)
    }

    /// Whether a pattern matches the path with numbers where it wants numbers: `/contacts/filter` is no contact.
    pub fn fits(&self, path: &str) -> bool {
        let path: Vec<&str> = segments(path).collect();
        self.root.find(&path, true).is_some()
    }
}

impl Node {
    /// A literal segment goes before a value, as in the router.
    fn find(&self, path: &[&str], strictly: bool) -> Option<&[Method]> {
        let Some((first, rest)) = path.split_first() else {
            return (!self.methods.is_empty()).then_some(self.methods.as_slice());
        };
        let literal = self.literals.get(*first).and_then(|node| node.find(rest, strictly));
        let is_value = !first.is_empty() && (!strictly || !self.is_number || first.parse::<i64>().is_ok());
        literal.or_else(|| self.value.as_ref().filter(|_| is_value).and_then(|node| node.find(rest, strictly)))
    }
}

/// The name of a parameter in the path that is a number.
fn number(param: &MetaOperationParam) -> Option<String> {
    let is_number = matches!(&param.schema, MetaSchemaRef::Inline(schema) if schema.ty == "integer");
    (param.in_type == MetaParamIn::Path && is_number).then(|| param.name.clone())
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/')
}

/// The method with which the table serves a request of `asked`: itself, GET for HEAD, PUT and PATCH for one another.
pub fn served_by(declared: &[Method], asked: &Method) -> Option<Method> {
    let twin = match *asked {
        Method::HEAD => Some(Method::GET),
        Method::PUT => Some(Method::PATCH),
        Method::PATCH => Some(Method::PUT),
        _ => None,
    };
    [Some(asked.clone()), twin].into_iter().flatten().find(|method| declared.contains(method))
}

/// All methods that [`served_by`] would serve, and OPTIONS: the value of `Allow`.
pub fn allow_header<'m>(declared: impl IntoIterator<Item = &'m Method>) -> String {
    let mut names = BTreeSet::from(["OPTIONS"]);
    for method in declared {
        names.insert(method.as_str());
        match method.as_str() {
            "GET" => names.extend(["HEAD"]),
            "PUT" | "PATCH" => names.extend(["PATCH", "PUT"]),
            _ => {}
        }
    }
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// 405 with `Allow` and a JSON body.
pub fn not_allowed(allow: &str) -> Response {
    Response::builder()
        .status(StatusCode::METHOD_NOT_ALLOWED)
        .header(header::ALLOW, allow)
        .content_type("application/json; charset=utf-8")
        .body(Body::from_string(r#"{"error":"Method Not Allowed"}"#.to_owned()))
}

#[cfg(test)]
mod tests {
    use poem_openapi::param::Path;

    use super::*;

    struct Api;

    #[OpenApi]
    impl Api {
        #[oai(path = "/api/v1/accounts/:account_id/inboxes/", method = "post")]
        async fn create(&self, account_id: Path<i64>) {
            let _ = account_id;
        }
        #[oai(path = "/api/v1/accounts/:account_id/inboxes/:id", method = "patch")]
        async fn update(&self, account_id: Path<i64>, id: Path<i64>) {
            let _ = (account_id, id);
        }
    }

    #[test]
    fn the_table_is_read_from_the_document() {
        let table = Table::of::<Api>();
        assert_eq!(table.allowed("/api/v1/accounts/1/inboxes"), Some(&[Method::POST][..]));
        assert_eq!(table.allowed("/api/v1/accounts/1/inboxes/7"), Some(&[Method::PATCH][..]));
        assert!(table.fits("/api/v1/accounts/1/inboxes/7") && !table.fits("/api/v1/accounts/1/inboxes/search"));
        for unknown in ["/", "", "/api", "/api/v1/accounts/1", "/api/v1/accounts//inboxes", "/api/v1/accounts/1/2/3"] {
            assert_eq!(table.allowed(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_literal_goes_before_a_value_and_a_dead_end_goes_back() {
        let mut table = Table::default();
        table.add("/contacts/search", [Method::GET]);
        table.add("/contacts/{id}", [Method::PUT]);
        table.add("/contacts/{id}/labels", [Method::POST]);
        assert_eq!(table.allowed("/contacts/search"), Some(&[Method::GET][..]));
        assert_eq!(table.allowed("/contacts/5"), Some(&[Method::PUT][..]));
        assert_eq!(table.allowed("/contacts/search/labels"), Some(&[Method::POST][..]));
    }

    #[test]
    fn put_and_patch_are_one_and_head_is_get() {
        assert_eq!(served_by(&[Method::PATCH], &Method::PUT), Some(Method::PATCH));
        assert_eq!(served_by(&[Method::PUT, Method::PATCH], &Method::PUT), Some(Method::PUT));
        assert_eq!(served_by(&[Method::GET], &Method::HEAD), Some(Method::GET));
        assert_eq!(served_by(&[Method::GET], &Method::POST), None);
        assert_eq!(allow_header(&[Method::GET, Method::PATCH]), "GET, HEAD, OPTIONS, PATCH, PUT");
    }
}

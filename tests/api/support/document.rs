//! The API document: its operations, and how one is called with real ids.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The methods a document describes.
pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Row ids by the segment of a path before them: `contacts` to the id of a contact.
pub type Things = BTreeMap<&'static str, i64>;

/// One operation of a document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// In capitals.
    pub method: String,
    pub path: String,
    /// The operation object.
    pub object: Value,
}

impl Operation {
    /// `GET /path`
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether it is there to change something.
    pub fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// The path with the ids in their places.
    pub fn at(&self, things: &Things) -> String {
        let mut before = "";
        let filled = self.path.split('/').map(|segment| {
            let kind = std::mem::replace(&mut before, segment);
            if !segment.starts_with('{') {
                return segment.to_owned();
            }
            let id = things.get(kind).unwrap_or_else(|| panic!("{}: there is no {kind} to put into it", self.path));
            id.to_string()
        });
        filled.collect::<Vec<_>>().join("/")
    }

    /// Names of the parameters in the query.
    pub fn query(&self) -> Vec<String> {
        let parameters = self.object["parameters"].as_array().into_iter().flatten();
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The schema of a JSON body, if it takes one.
    pub fn body<'d>(&'d self, document: &'d Value) -> Option<&'d Value> {
        let media = self.object["requestBody"]["content"].as_object()?;
        let (_, json) = media.iter().find(|(name, _)| name.starts_with("application/json"))?;
        Some(resolved(document, &json["schema"]))
    }
}

/// All operations of a document, in its order.
pub fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = METHODS.into_iter().filter(|method| item.get(method).is_some());
        let operation = |method: &str| {
            let mut object = item[method].clone();
            // parameters may stand beside the methods, for all of them
            let shared = item["parameters"].as_array().into_iter().flatten().cloned();
            let own = object["parameters"].as_array().into_iter().flatten().cloned();
            object["parameters"] = own.chain(shared).map(|parameter| resolved(document, &parameter).clone()).collect();
            let path = format!("/{}", path.trim_matches('/'));
            Operation { method: method.to_uppercase(), path, object }
        };
        methods.map(operation).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// A path with its parameters unnamed.
pub fn place(path: &str) -> String {
    let unnamed = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    unnamed.collect::<Vec<_>>().join("/")
}

/// What a `$ref` refers to; everything else as it is.
pub fn resolved<'d>(document: &'d Value, mut node: &'d Value) -> &'d Value {
    while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(reference.trim_start_matches('#'));
        node = target.unwrap_or_else(|| panic!("{reference} leads nowhere"));
    }
    node
}

/// The members of an object's schema, `allOf` included, with their schemas.
pub fn members<'d>(document: &'d Value, schema: &'d Value) -> BTreeMap<String, &'d Value> {
    let schema = resolved(document, schema);
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|name| schema[name].as_array().into_iter().flatten());
    let mut all: BTreeMap<String, &Value> = parts.flat_map(|part| members(document, part)).collect();
    let own = schema["properties"].as_object().into_iter().flatten();
    all.extend(own.map(|(name, member)| (name.clone(), resolved(document, member))));
    all
}

/// The values of an enum, also of one with a description around it.
pub fn values<'d>(document: &'d Value, schema: &'d Value) -> Option<&'d Vec<Value>> {
    let schema = resolved(document, schema);
    let inner = || schema["allOf"].as_array()?.iter().find_map(|part| values(document, part));
    schema["enum"].as_array().or_else(inner)
}

/// A value a schema describes. `fill` says what goes into a member of this name, where it knows better.
pub fn sample(document: &Value, schema: &Value, fill: &dyn Fn(&str) -> Option<Value>) -> Value {
    let schema = resolved(document, schema);
    if let Some(value) = values(document, schema).and_then(|values| values.first()) {
        return value.clone();
    }
    let members = members(document, schema);
    if !members.is_empty() {
        let member = |(name, schema): (String, &Value)| {
            let value = fill(&name).unwrap_or_else(|| sample(document, schema, fill));
            (name, value)
        };
        return Value::Object(members.into_iter().map(member).collect());
    }
    match schema["type"].as_str() {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([sample(document, &schema["items"], fill)]),
        Some("object") => json!({}),
        _ => json!("x"),
    }
}

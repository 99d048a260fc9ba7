//! The document the program has of itself, against the specification (`tests/fixtures/swagger.json`): nothing of the latter is
//! missing, and what is there is in order.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::document::{Operation, operations, place, resolved};
use crate::support::server;

const SPECIFICATION: &str = include_str!("../fixtures/swagger.json");

fn specification() -> Value {
    serde_json::from_str(SPECIFICATION).unwrap()
}

fn document() -> Value {
    server::shared().nobody().get("/swagger/swagger.json").ok()
}

/// Dotted names of the properties of a schema, `limit` levels below the first. Items of lists are entered without a mark.
struct Properties<'d> {
    document: &'d Value,
    limit: usize,
    found: BTreeSet<String>,
}

impl<'d> Properties<'d> {
    fn of(document: &'d Value, limit: usize, schemas: impl IntoIterator<Item = &'d Value>) -> BTreeSet<String> {
        let mut properties = Properties { document, limit, found: BTreeSet::new() };
        for schema in schemas {
            properties.walk(schema, "", 0, &[]);
        }
        properties.found
    }

    fn walk(&mut self, schema: &'d Value, prefix: &str, depth: usize, seen: &[&'d str]) {
        // the specification writes items as a list once
        if let Some(schemas) = schema.as_array() {
            return schemas.iter().for_each(|schema| self.walk(schema, prefix, depth, seen));
        }
        let reference = schema["$ref"].as_str();
        if depth > 6 || reference.is_some_and(|reference| seen.contains(&reference)) {
            return;
        }
        let seen: Vec<&str> = seen.iter().copied().chain(reference).collect();
        let schema = resolved(self.document, schema);
        for parts in ["allOf", "oneOf", "anyOf"] {
            for part in schema[parts].as_array().into_iter().flatten() {
                self.walk(part, prefix, depth, &seen);
            }
        }
        if let Some(items) = schema.get("items") {
            self.walk(items, prefix, depth, &seen);
        }
        // the specification has a text for a schema once
        let own = schema["properties"].as_object().into_iter().flatten();
        for (name, property) in own.filter(|(_, property)| property.is_object()) {
            let path = format!("{prefix}{name}");
            if depth < self.limit {
                self.walk(property, &format!("{path}."), depth + 1, &seen);
            }
            self.found.insert(path);
        }
    }
}

/// The schemas of a body in all its encodings.
fn schemas<'d>(document: &'d Value, body: &'d Value) -> Vec<&'d Value> {
    let media = resolved(document, body)["content"].as_object().into_iter().flatten();
    media.map(|(_, media)| &media["schema"]).collect()
}

/// What the document says of the operations at one method and path.
struct Described {
    ids: String,
    parameters: BTreeSet<String>,
    body: BTreeSet<String>,
    answer: BTreeSet<String>,
}

impl Described {
    fn by(document: &Value, operation: &Operation) -> Described {
        let object = &operation.object;
        let answers = object["responses"].as_object().into_iter().flatten();
        let answers =
            answers.filter(|(status, _)| status.starts_with('2')).flat_map(|(_, answer)| schemas(document, answer));
        Described {
            ids: object.to_string(),
            parameters: operation.query().into_iter().collect(),
            // a wrapper adds levels
            body: Properties::of(document, 5, schemas(document, &object["requestBody"])),
            answer: Properties::of(document, 5, answers),
        }
    }

    fn answers_with(&self, property: &str) -> bool {
        let without = |envelope: &str| {
            self.answer.iter().any(|found| found.split_once(envelope).is_some_and(|(_, rest)| rest == property))
        };
        self.answer.contains(property) || without("payload.") || without("data.")
    }
}

/// What the specification asks for and the document lacks.
fn missing(specification: &Value, document: &Value) -> Vec<String> {
    let ours: BTreeMap<(String, String), Described> = operations(document)
        .iter()
        .map(|operation| ((operation.method.clone(), place(&operation.path)), Described::by(document, operation)))
        .collect();
    let mut missing = Vec::new();
    for operation in operations(specification) {
        let name = operation.name();
        let Some(described) = ours.get(&(operation.method.clone(), place(&operation.path))) else {
            missing.push(format!("{name}: operation missing"));
            continue;
        };
        let mut lacks = |is_there: bool, what: String| {
            if !is_there {
                missing.push(format!("{name}: {what}"));
            }
        };
        // two of its operations share a method and a path: one is named in the description of the other
        let id = operation.object["operationId"].as_str().unwrap();
        lacks(described.ids.contains(id), format!("operation id {id}"));
        for parameter in operation.object["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let either = |set: &BTreeSet<String>| set.contains(name) || set.contains(&format!("{name}[]"));
            match parameter["in"].as_str() {
                Some("query") => lacks(either(&described.parameters), format!("query parameter {name}")),
                Some("formData") => lacks(either(&described.body), format!("form field {name}")),
                Some("body") => {
                    for property in Properties::of(specification, 3, [&parameter["schema"]]) {
                        lacks(described.body.contains(&property), format!("body property {property}"));
                    }
                }
                _ => {}
            }
        }
        for (status, answer) in operation.object["responses"].as_object().unwrap() {
            if !status.starts_with('2') {
                continue;
            }
            for property in Properties::of(specification, 3, [&answer["schema"]]) {
                lacks(described.answers_with(&property), format!("response property {property}"));
            }
        }
    }
    missing
}

#[test]
fn all_of_the_specification_is_served() {
    let specification = specification();
    assert_eq!(operations(&specification).len(), 56);
    let missing = missing(&specification, &document());
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_comparison_finds_what_is_missing() {
    let specification = specification();
    let mut poorer = document();
    let at = |path: &str| format!("/paths/{}", path.replace('/', "~1"));
    let teams = poorer.pointer_mut(&at("/api/v1/accounts/{account_id}/teams")).unwrap();
    teams.as_object_mut().unwrap().remove("post");
    teams["get"]["operationId"] = "other".into();
    let contacts = poorer.pointer_mut(&at("/api/v1/accounts/{account_id}/contacts/search")).unwrap();
    contacts["get"]["parameters"].as_array_mut().unwrap().retain(|parameter| parameter["name"] != "q");
    poorer["components"]["schemas"]["platform_account"]["properties"].as_object_mut().unwrap().remove("name");
    poorer["components"]["schemas"]["user_create_update_payload"]["properties"].as_object_mut().unwrap().remove("name");
    let found = missing(&specification, &poorer);
    for expected in [
        "POST /api/v1/accounts/{account_id}/teams: operation missing",
        "GET /api/v1/accounts/{account_id}/teams: operation id list-all-teams",
        "GET /api/v1/accounts/{account_id}/contacts/search: query parameter q",
        "POST /platform/api/v1/accounts: response property name",
        "POST /platform/api/v1/users: body property name",
    ] {
        assert!(found.iter().any(|line| line == expected), "{expected}\nis not in\n{}", found.join("\n"));
    }
}

/// The schemes an operation takes; the document's own where it says none.
fn schemes(document: &Value, operation: &Operation) -> BTreeSet<String> {
    let own = operation.object.get("security").or(document.get("security"));
    let requirements = own.and_then(Value::as_array).into_iter().flatten();
    requirements.flat_map(|one| one.as_object().unwrap().keys().cloned()).collect()
}

#[test]
fn tags_and_security_are_those_of_the_specification() {
    let (specification, document) = (specification(), document());
    let ours: BTreeMap<String, Operation> = operations(&document)
        .into_iter()
        .map(|operation| (format!("{} {}", operation.method, place(&operation.path)), operation))
        .collect();
    let mut wrong = Vec::new();
    for theirs in operations(&specification) {
        let name = theirs.name();
        let Some(ours) = ours.get(&format!("{} {}", theirs.method, place(&theirs.path))) else { continue };
        if ours.object["tags"] != theirs.object["tags"] {
            wrong.push(format!("{name}: tags {} instead of {}", ours.object["tags"], theirs.object["tags"]));
        }
        let (here, there) = (schemes(&document, ours), schemes(&specification, &theirs));
        if !here.is_superset(&there) {
            wrong.push(format!("{name}: security {here:?} instead of {there:?}"));
        }
    }
    let declared = &document["components"]["securitySchemes"];
    for (name, scheme) in specification["securityDefinitions"].as_object().unwrap() {
        for member in ["type", "in", "name"] {
            if declared[name][member] != scheme[member] {
                wrong.push(format!("security scheme {name}: {member} is {}", declared[name][member]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_document_is_in_order() {
    let document = document();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for operation in operations(&document) {
        let (name, object) = (operation.name(), &operation.object);
        let id = object["operationId"].as_str().unwrap_or_else(|| panic!("{name} has no operation id"));
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        assert!(object["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{name} has no summary");
        let tag = object["tags"][0].as_str().unwrap_or_else(|| panic!("{name} has no tag"));
        assert!(tags.contains(tag), "{name}: the tag {tag} is not declared");
        for scheme in schemes(&document, &operation) {
            assert!(document["components"]["securitySchemes"][&scheme].is_object(), "{name}: no scheme {scheme}");
        }
        let in_path = operation.path.matches('{').count();
        let declared = object["parameters"].as_array().unwrap().iter().filter(|parameter| parameter["in"] == "path");
        assert_eq!(declared.count(), in_path, "{name}: parameters of the path");
    }
    assert!(ids.len() >= 55);
    // every reference leads somewhere
    let text = document.to_string();
    for (at, _) in text.match_indices("\"$ref\":\"#") {
        let reference = text[at + 9..].split('"').next().unwrap();
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[test]
fn the_command_line_prints_the_same_document() {
    let server = server::shared();
    let printed = server.command(&["openapi"]).stdout;
    let printed: Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(printed, document());
}

//! Conditions that would like to be SQL (as of CVE-2025-21628), in every place of a condition: each is refused or an ordinary
//! answer, and shows nobody else's.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::clients::Answer;

const THINGS: [&str; 2] = ["contacts", "conversations"];

/// What is tried.
const TRICKS: &[&str] = &[
    "'",
    "\"",
    "' OR '1'='1",
    "' OR 1=1 --",
    "1 OR 1=1",
    "1) OR (1=1",
    "x') OR 1=1) --",
    "OR 1=1) UNION SELECT id, token, null FROM access_tokens --",
    "AND 1=(SELECT count(*) FROM users) --",
    "'; DROP TABLE contacts; --",
    "; delete from conversations",
    "status' = 'open' OR 'a' = 'a",
    "custom_attributes ->> 'plan') is null or (1",
    "$.plan\"') or 1=1 --",
    "$.\"plan\".x",
    "$[0]",
    "[#-1]",
    "name) = 'x' or lower(c.name",
    "c.account_id",
    "account_id",
    "(select token from access_tokens limit 1)",
    "randomblob(1000000000)",
    "zanzibar",
    "%",
    "_",
    "\\",
    ":account",
    ":p0",
    "?1",
    "@x",
    "{}",
    "[]",
    "null",
    "-1",
    "0x1",
    "1e999",
    "9223372036854775808",
    "\u{feff}status",
    "sta\u{200b}tus",
    "ſtatus",
    "\u{1F600}",
    "/* */",
    "-- ",
    "\t\n",
    "name;name",
    "name,email",
    "labels\" : \"x",
    "name : \"x\" OR email : \"a",
    "NEAR(\"a\" \"b\")",
];

/// A condition that is sound.
fn sound(key: &str, operator: &str, value: &str) -> Value {
    json!({
        "attribute_key": key, "filter_operator": operator, "values": [value], "query_operator": "AND",
        "attribute_model": "standard", "custom_attribute_type": "",
    })
}

/// Conditions with a trick in one of their places.
fn conditions(trick: &str) -> Vec<Value> {
    let mut conditions = Vec::new();
    for (key, operator, value) in [
        ("status", "equal_to", "open"),
        ("assignee_id", "not_equal_to", "1"),
        ("labels", "equal_to", "acme"),
        ("display_id", "contains", "1"),
        ("referer", "does_not_contain", "x"),
        ("created_at", "is_greater_than", "2020-01-01"),
        ("last_activity_at", "days_before", "0"),
        ("name", "contains", "acme"),
        ("email", "equal_to", "x"),
        ("phone_number", "starts_with", "49"),
        ("identifier", "equal_to", "x"),
        ("company", "contains", "acme"),
        ("blocked", "equal_to", "false"),
        ("plan", "not_equal_to", "x"),
        ("seats", "is_less_than", "5"),
    ] {
        for values in [json!([trick]), json!([value, trick]), json!(trick)] {
            let mut condition = sound(key, operator, value);
            condition["values"] = values;
            conditions.push(condition);
        }
    }
    for key in ["labels", "plan"] {
        for place in ["attribute_key", "filter_operator", "query_operator", "attribute_model", "custom_attribute_type"]
        {
            let mut condition = sound(key, "not_equal_to", "x");
            condition[place] = json!(trick);
            conditions.push(condition);
        }
    }
    conditions
}

#[test]
fn conditions_are_never_sql() {
    let (acme, theirs) = (Company::named("Acme"), Company::named("Zanzibar"));
    acme.furnish("acme", 2);
    theirs.furnish("zanzibar", 2);
    for company in [&acme, &theirs] {
        for model in [0, 1] {
            for (key, kind) in [("plan", "text"), ("seats", "number")] {
                let new = json!({
                    "attribute_display_name": key, "attribute_key": key, "attribute_model": model, "attribute_display_type": kind,
                });
                company.ada.post(&company.at("/custom_attribute_definitions"), new).ok();
            }
        }
    }
    let everything = |company: &Company| {
        THINGS.map(|things| company.ada.post(&company.at(&format!("/{things}/filter")), json!({"payload": []})).ok())
    };
    let before = (everything(&acme), everything(&theirs));
    let assert_harmless = |answer: &Answer, whole: &Value, asked: &Value| {
        assert!(matches!(answer.status, 200 | 422), "{asked}: {} {}", answer.status, answer.text());
        if answer.status == 200 {
            let shown = answer.body["payload"].as_array().unwrap();
            let known = whole["payload"].as_array().unwrap();
            assert!(
                shown.iter().all(|one| known.iter().any(|other| other["id"] == one["id"])),
                "{asked}: {}",
                answer.text()
            );
            assert!(!answer.text().to_lowercase().contains("zanzibar"), "{asked}: {}", answer.text());
        }
    };
    for trick in TRICKS {
        for (things, whole) in THINGS.iter().zip(&before.0) {
            let path = acme.at(&format!("/{things}/filter"));
            for condition in conditions(trick) {
                let payload = json!([condition, sound("labels", "is_present", "")]);
                let answer = acme.ada.post(&path, json!({ "payload": payload }));
                assert_harmless(&answer, whole, &payload);
            }
            for name in ["sort", "page", "include_contact_inboxes", "account_id", "user_id"] {
                let asked = json!({"payload": [], name: trick});
                let answer = acme.ada.post(&path, asked.clone());
                assert_harmless(&answer, whole, &asked);
            }
        }
    }
    assert_eq!((everything(&acme), everything(&theirs)), before);
}

#[test]
fn a_key_of_any_kind_is_a_key_and_no_more() {
    let acme = Company::new();
    let things = acme.furnish("acme", 1).things;
    let keys = ["it's", "a.b", "$.plan", "a') or 1=1 --", "[0]", "$", "größe", "a b", "*", "#", "%"];
    let attributes: Value =
        keys.iter().map(|key| ((*key).to_owned(), json!("x"))).collect::<serde_json::Map<_, _>>().into();
    let contact = acme.at(&format!("/contacts/{}", things["contacts"]));
    acme.ada.patch(&contact, json!({"custom_attributes": attributes})).ok();
    for key in keys {
        let new = json!({"attribute_display_name": key, "attribute_key": key, "attribute_model": 1});
        acme.ada.post(&acme.at("/custom_attribute_definitions"), new).ok();
        for (values, count) in [(json!(["X"]), 1), (json!(["y"]), 0)] {
            let condition = json!({"attribute_key": key, "filter_operator": "equal_to", "values": values});
            let found = acme.ada.post(&acme.at("/contacts/filter"), json!({"payload": [condition]})).ok();
            assert_eq!(found["meta"]["count"], count, "{key}");
        }
    }
}

#[test]
fn too_much_is_refused_or_answered() {
    let acme = Company::new();
    acme.furnish("acme", 1);
    let one = |values: Value| json!({"attribute_key": "labels", "filter_operator": "equal_to", "values": values, "query_operator": "OR"});
    for (payload, status) in [
        (json!(vec![one(json!(["acme"])); 100]), 200),
        (json!(vec![one(json!(["acme"])); 101]), 422),
        (json!([one(json!(vec!["acme"; 500]))]), 200),
        (json!([one(json!(vec!["x"; 100_000]))]), 422),
        (json!([one(json!(["x".repeat(1_000_000)]))]), 200),
    ] {
        let answer = acme.ada.post(&acme.at("/conversations/filter"), json!({ "payload": payload }));
        assert_eq!(answer.status, status, "{}", answer.text());
    }
}

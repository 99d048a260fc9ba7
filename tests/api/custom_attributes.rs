//! Definitions of custom attributes (beyond the swagger).

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::form;
use crate::support::json::{any_id, any_iso_time, at_least, merged};

const CONFLICT: &str = "Attribute key The provided key is not allowed as it might conflict with default attributes.";

fn definition(id: impl Into<Value>, name: &str, key: &str) -> Value {
    json!({
        "id": id.into(), "attribute_display_name": name, "attribute_display_type": "text", "attribute_description": null,
        "attribute_key": key, "regex_pattern": null, "regex_cue": null, "attribute_values": [],
        "attribute_model": "conversation_attribute", "default_value": null, "created_at": any_iso_time(),
        "updated_at": any_iso_time(),
    })
}

fn path(company: &Company) -> String {
    company.at("/custom_attribute_definitions")
}

#[test]
fn attributes_are_defined_listed_and_shown() {
    let acme = Company::new();
    let path = path(&acme);
    acme.bob.get(&path).assert(200, json!([]));
    let mut events = acme.events();
    let order = acme.bob.post(&path, json!({"attribute_display_name": "Order", "attribute_key": "order"}));
    order.assert(200, definition(any_id(), "Order", "order"));
    events.assert(json!([at_least(json!({
        "name": "custom_attribute_definition_created", "subject_id": order.body["id"], "actor": ["User", acme.bob.id],
    }))]));
    let full = json!({
        "attribute_display_name": "Plan", "attribute_display_type": "list", "attribute_description": "What they pay for",
        "attribute_key": "plan", "attribute_values": ["free", "pro"], "attribute_model": "contact_attribute",
        "regex_pattern": "^[a-z]+$", "regex_cue": "lower case", "default_value": 1,
    });
    let plan = acme.ada.post(&path, json!({"custom_attribute_definition": full}));
    let shown = merged(definition(any_id(), "Plan", "plan"), full);
    plan.assert(200, shown.clone());
    // numbers are names
    let pairs = [
        ("attribute_display_name", "Since"),
        ("attribute_key", "since"),
        ("attribute_display_type", "5"),
        ("attribute_model", "1"),
    ];
    let since =
        acme.ada.post(&path, form(pairs.map(|(name, value)| (format!("custom_attribute_definition[{name}]"), value))));
    let dated = json!({"attribute_display_type": "date", "attribute_model": "contact_attribute"});
    since.assert(200, merged(definition(any_id(), "Since", "since"), dated));

    let (order, plan, since) = (order.body, plan.body, since.body);
    for (query, expected) in [
        ("", json!([order, plan, since])),
        ("?attribute_model=", json!([order, plan, since])),
        ("?attribute_model=0", json!([order])),
        ("?attribute_model=conversation_attribute", json!([order])),
        ("?attribute_model=1", json!([plan, since])),
        ("?attribute_model=contact_attribute", json!([plan, since])),
        ("?attribute_model=7", json!([])),
    ] {
        acme.bob.get(&format!("{path}{query}")).assert(200, expected);
    }
    acme.bob.get(&format!("{path}/{}", plan["id"])).assert(200, shown);
}

#[test]
fn a_definition_obeys_the_rules() {
    let acme = Company::new();
    let path = path(&acme);
    let plan = json!({"attribute_display_name": "Plan", "attribute_key": "plan"});
    acme.ada.post(&path, plan.clone()).ok();
    let mut events = acme.events();
    let refused = |change: Value, errors: &[(&str, &str)]| {
        acme.ada.post(&path, merged(plan.clone(), change)).assert_invalid(errors)
    };
    refused(json!({}), &[("attribute_key", "Attribute key has already been taken")]);
    refused(
        json!({"attribute_key": " ", "attribute_display_name": null}),
        &[
            ("attribute_display_name", "Attribute display name can't be blank"),
            ("attribute_key", "Attribute key can't be blank"),
        ],
    );
    for key in ["status", "priority", "labels", "created_at"] {
        refused(json!({"attribute_key": key}), &[("attribute_key", CONFLICT)]);
    }
    for key in ["email", "phone_number", "city"] {
        refused(json!({"attribute_key": key, "attribute_model": 1}), &[("attribute_key", CONFLICT)]);
    }
    refused(json!({"attribute_key": "a\"b"}), &[("attribute_key", "Attribute key is invalid")]);
    let cue = "Regex cue is too long (maximum is 255 characters)";
    refused(json!({"attribute_key": "new", "regex_cue": "x".repeat(256)}), &[("regex_cue", cue)]);
    let wrong = |name: &str, value: Value, text: &str| {
        acme.ada.post(&path, merged(plan.clone(), json!({ name: value }))).assert_error(422, text)
    };
    wrong("attribute_display_type", json!("colour"), "'colour' is not a valid attribute_display_type");
    wrong("attribute_display_type", json!(8), "'8' is not a valid attribute_display_type");
    wrong("attribute_model", json!("team"), "'team' is not a valid attribute_model");
    acme.ada
        .post(&path, json!({}))
        .assert_error(422, "param is missing or the value is empty: custom_attribute_definition");
    events.assert_none();
    // each model has its own keys
    acme.ada.post(&path, merged(plan, json!({"attribute_model": 1}))).ok();
    acme.ada.post(&path, json!({"attribute_display_name": "E-mail", "attribute_key": "email"})).ok();
}

#[test]
fn a_definition_changes_and_goes() {
    let acme = Company::new();
    let path = path(&acme);
    let plan = json!({"attribute_display_name": "Plan", "attribute_key": "plan"});
    let id = acme.ada.post(&path, plan.clone()).id();
    acme.ada.post(&path, json!({"attribute_display_name": "Seats", "attribute_key": "seats"})).ok();
    let one = format!("{path}/{id}");
    let mut events = acme.events();
    acme.bob.patch(&one, plan).assert(200, definition(id, "Plan", "plan"));
    events.assert_none();
    let change = json!({"attribute_display_name": "Tariff", "attribute_values": ["a"], "attribute_display_type": "6"});
    let listed = json!({"attribute_values": ["a"], "attribute_display_type": "list"});
    acme.bob.put(&one, change).assert(200, merged(definition(id, "Tariff", "plan"), listed));
    events.assert(json!([at_least(json!({
        "name": "custom_attribute_definition_updated", "subject_id": id, "actor": ["User", acme.bob.id],
        "changes": {
            "attribute_display_name": ["Plan", "Tariff"], "attribute_display_type": ["text", "list"],
            "attribute_values": [[], ["a"]],
        },
    }))]));
    let taken = [("attribute_key", "Attribute key has already been taken")];
    acme.bob.patch(&one, json!({"attribute_key": "seats"})).assert_invalid(&taken);
    acme.bob.patch(&one, json!({"attribute_key": "status"})).assert_invalid(&[("attribute_key", CONFLICT)]);
    let gone = acme.bob.delete(&one, ());
    assert_eq!((gone.status, gone.text()), (204, String::new()));
    events.assert(json!([at_least(json!({"name": "custom_attribute_definition_deleted", "subject_id": id}))]));
    for answer in [acme.bob.get(&one), acme.bob.delete(&one, ()), acme.bob.patch(&one, json!({"regex_cue": "x"}))] {
        answer.assert_not_found();
    }
}

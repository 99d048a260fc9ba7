//! Contacts by conditions, and the one behind an address.

use serde_json::{Value, json};

use super::{NONE, make, named, names};
use crate::support::clients::Client;
use crate::support::json::{any_uuid, merged};
use crate::support::shapes::{api_inbox, contact};
use crate::support::{Company, Talk};

fn condition(key: &str, operator: &str, values: Value) -> Value {
    json!({"attribute_key": key, "filter_operator": operator, "values": values})
}

fn joined(mut condition: Value, word: &str) -> Value {
    condition["query_operator"] = json!(word);
    condition
}

/// The names of those who pass, with a query of the path.
#[track_caller]
fn passing(company: &Company, who: &Client, query: &str, payload: &Value) -> Vec<String> {
    let found = who.post(&company.at(&format!("/contacts/filter{query}")), json!({ "payload": payload })).ok();
    let names =
        found["payload"].as_array().unwrap().iter().map(|shown| shown["name"].as_str().unwrap_or_default().to_owned());
    names.collect()
}

#[test]
fn a_filter_answers_like_the_list() {
    let talk = Talk::new();
    talk.hear("Hello");
    named(&talk, "Joe");
    make(&talk, json!({"name": "Nobody"}));
    for query in ["", "?include_contact_inboxes=false&sort=-name", "?page=2"] {
        let list = talk.bob.get(&talk.at(&format!("/contacts{query}"))).ok();
        let path = talk.at(&format!("/contacts/filter{query}"));
        talk.bob.post(&path, json!({"payload": []})).assert(200, list.clone());
        let not_blocked = json!({"payload": [condition("blocked", "equal_to", json!([false]))]});
        talk.bob.post(&path, not_blocked).assert(200, list);
    }
    let path = talk.at("/contacts/filter");
    talk.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: payload");
}

/// Ärger (Acme in Berlin, pro), Bea (blocked, labelled), Cem (a phone number), Dan (active, free).
fn people() -> Talk {
    let talk = Talk::new();
    talk.ada
        .patch(
            &talk.at(&format!("/contacts/{}", talk.contact)),
            json!({"name": "Dan", "custom_attributes": {"plan": "free"}}),
        )
        .ok();
    talk.hear("Hello");
    make(
        &talk,
        json!({
            "name": "Ärger GmbH", "identifier": "CRM-42", "custom_attributes": {"plan": "PRO", "seats": 7},
            "additional_attributes": {"company_name": "Acme \"North\"", "city": "Köln", "country_code": "DE"},
        }),
    );
    let bea = make(&talk, json!({"name": "Bea", "email": "bea@shop.example", "blocked": true}));
    make(&talk, json!({"name": "Cem", "phone_number": "+4930123456"}));
    talk.server.alter(&format!(
        "insert into contact_labels(contact_id, label, account_id) values ({bea}, 'vip', {})",
        talk.company.id
    ));
    for (key, kind) in [("plan", "list"), ("seats", "number")] {
        let new = json!({"attribute_display_name": key, "attribute_key": key, "attribute_display_type": kind, "attribute_model": 1});
        talk.ada.post(&talk.at("/custom_attribute_definitions"), new).ok();
    }
    talk
}

#[test]
fn every_key_and_operator_finds_what_it_says() {
    let talk = people();
    let (a, b, c, d) = ("Ärger GmbH", "Bea", "Cem", "Dan");
    for (key, operator, value, expected) in [
        ("name", "equal_to", json!("äRGER gmbh"), vec![a]),
        ("name", "not_equal_to", json!("bea"), vec![a, c, d]),
        ("name", "contains", json!("gmb"), vec![a]),
        ("name", "contains", json!("e"), vec![a, b, c]),
        ("name", "does_not_contain", json!("ea"), vec![a, c, d]),
        ("phone_number", "equal_to", json!("4930123456"), vec![c]),
        ("phone_number", "equal_to", json!("+4930123456"), vec![c]),
        ("phone_number", "not_equal_to", json!("49301"), vec![c]),
        ("phone_number", "starts_with", json!("4930"), vec![c]),
        ("phone_number", "starts_with", json!("30"), vec![]),
        ("phone_number", "contains", json!("123"), vec![c]),
        ("email", "equal_to", json!("BEA@shop.example"), vec![b]),
        ("email", "contains", json!("SHOP"), vec![b]),
        ("email", "does_not_contain", json!("shop"), vec![d]),
        ("identifier", "equal_to", json!("crm-42"), vec![a]),
        ("identifier", "not_equal_to", json!("crm-1"), vec![a]),
        ("country_code", "equal_to", json!("de"), vec![a]),
        ("city", "contains", json!("KÖ"), vec![a]),
        ("city", "equal_to", json!("köln"), vec![a]),
        ("company", "equal_to", json!("acme \"north\""), vec![a]),
        ("company", "contains", json!("\"NORTH"), vec![a]),
        ("labels", "equal_to", json!("vip"), vec![b]),
        ("labels", "not_equal_to", json!("vip"), vec![a, c, d]),
        ("labels", "is_present", json!(null), vec![b]),
        ("labels", "is_not_present", json!(null), vec![a, c, d]),
        ("created_at", "is_greater_than", json!("2024-01-01"), vec![a, b, c, d]),
        ("created_at", "days_before", json!("1"), vec![]),
        ("last_activity_at", "is_greater_than", json!("2024-01-01"), vec![d]),
        ("last_activity_at", "is_less_than", json!("2024-01-01"), vec![]),
        ("blocked", "equal_to", json!(true), vec![b]),
        ("blocked", "not_equal_to", json!("true"), vec![a, c, d]),
        ("plan", "equal_to", json!("pro"), vec![a]),
        ("plan", "not_equal_to", json!("pro"), vec![b, c, d]),
        ("plan", "is_present", json!(null), vec![a, d]),
        ("seats", "is_less_than", json!(8), vec![a]),
    ] {
        // the first value counts
        let values = if value.is_null() { json!([]) } else { json!([value, "Bea"]) };
        let one = condition(key, operator, values.clone());
        let found = passing(&talk, &talk.bob, "?sort=email,name", &json!([one]));
        let mut sorted = found.clone();
        sorted.sort_by_key(|name| if name == a { "A".to_owned() } else { name.clone() });
        assert_eq!(sorted, expected, "{key} {operator} {values}");
        // whichever way it is looked for
        let both = json!([joined(one, "OR"), condition("city", "equal_to", json!(["-"]))]);
        assert_eq!(passing(&talk, &talk.bob, "?sort=email,name", &both), found, "{key} {operator} {values}");
    }
}

#[test]
fn conditions_are_joined_sorted_and_paged() {
    let acme = Company::new();
    for n in 0..20 {
        make(&acme, json!({"name": format!("Person {n:02}"), "identifier": n.to_string(), "blocked": n % 2 == 0}));
    }
    let payload = json!([
        joined(condition("blocked", "equal_to", json!([true])), "AND"),
        joined(condition("name", "contains", json!(["person"])), "or"),
        condition("name", "equal_to", json!(["person 19"])),
    ]);
    let expected: Vec<String> = (0..20).filter(|n| n % 2 == 0 || *n == 19).map(|n| format!("Person {n:02}")).collect();
    assert_eq!(passing(&acme, &acme.bob, "?sort=name", &payload), expected);
    let everybody = json!([condition("name", "contains", json!(["person"]))]);
    let all = names(&acme.bob, &acme.at("/contacts?sort=-name"));
    assert_eq!(passing(&acme, &acme.bob, "?sort=-name", &everybody), all);
    let path = acme.at("/contacts/filter?page=2&sort=name");
    let second = acme.bob.post(&path, json!({ "payload": everybody })).ok();
    assert_eq!(second["meta"], json!({"count": 20, "current_page": 2}));
    assert_eq!(second["payload"].as_array().unwrap().len(), 5);
    assert_eq!(second["payload"][0]["name"], "Person 15");
    // more than are sorted
    acme.server.alter(&format!(
        "insert into contacts(account_id, name, name_key, identifier, created_at, updated_at)
         with recursive n(i) as (select 100 union all select i + 1 from n where i < 1200)
         select {}, 'Person ' || i, 'person ' || i, i, 0, 0 from n",
        acme.id
    ));
    let found = acme.bob.post(&acme.at("/contacts/filter?sort=-name"), json!({ "payload": everybody })).ok();
    assert_eq!((&found["meta"]["count"], &found["payload"][0]["name"]), (&json!(1121), &json!("Person 999")));
}

#[test]
fn what_is_no_condition_is_refused() {
    let talk = people();
    let refused = |one: Value, text: &str| {
        talk.bob.post(&talk.at("/contacts/filter"), json!({"payload": [one]})).assert_error(422, text)
    };
    refused(
        condition("status", "equal_to", json!(["open"])),
        "Invalid attribute key - [status]. The key should be one of [name,phone_number,email,identifier,country_code,city,\
         company,labels,created_at,last_activity_at,blocked] or a custom attribute defined in the account.",
    );
    refused(
        condition("blocked", "contains", json!(["x"])),
        "Invalid operator. The allowed operators for blocked are [equal_to,not_equal_to].",
    );
    refused(condition("name", "equal_to", json!([])), "Invalid value. The values provided for name are invalid");
    refused(
        joined(condition("name", "equal_to", json!(["x"])), "NAND"),
        r#"Query operator must be either "AND" or "OR"."#,
    );
}

#[test]
fn an_address_leads_to_its_contact() {
    let talk = Talk::new();
    let path = talk.at("/contact_inboxes/filter");
    let shown = talk.ada.get(&talk.at(&format!("/contacts/{}", talk.contact))).ok()["payload"].clone();
    let source_id = shown["contact_inboxes"][0]["source_id"].clone();
    let jane = contact(talk.contact, "Jane");
    let inboxes = json!({"contact_inboxes": [{"source_id": any_uuid(), "inbox": api_inbox(talk.inbox, "App")}]});
    for who in [&talk.ada, &talk.bob] {
        let answer = who.post(&path, json!({"inbox_id": talk.inbox, "source_id": source_id}));
        answer.assert(200, merged(jane.clone(), inboxes.clone()));
    }
    for unknown in [json!("nobody"), json!(""), json!(null)] {
        let answer = talk.bob.post(&path, json!({"inbox_id": talk.inbox, "source_id": unknown}));
        assert_eq!((answer.status, answer.text()), (404, String::new()), "{unknown}");
    }
    let asked = json!({"inbox_id": talk.inbox, "source_id": source_id});
    talk.agent("Cleo").post(&path, asked).assert_not_allowed();
    talk.ada.post(&path, json!({"inbox_id": i64::MAX, "source_id": source_id})).assert_not_found();
    talk.ada.post(&path, json!({"source_id": source_id})).assert_not_found();
    let theirs = Company::named("Theirs");
    theirs
        .ada
        .post(&theirs.at("/contact_inboxes/filter"), json!({"inbox_id": talk.inbox, "source_id": source_id}))
        .assert_not_found();
    assert_eq!(names(&theirs.ada, &theirs.at("/contacts")), NONE);
}

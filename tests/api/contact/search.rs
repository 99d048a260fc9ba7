//! The search.

use serde_json::json;

use super::{NONE, make, named, names};
use crate::support::Company;
use crate::support::json::merged;
use crate::support::shapes::{contact, listed_contact};

/// Three contacts; the third cannot be told apart from others.
fn crowd() -> Company {
    let acme = Company::new();
    make(
        &acme,
        json!({
            "name": "Jane Doe", "email": "Jane@Shop.example", "phone_number": "+14155550100", "identifier": "CRM-42",
            "additional_attributes": {"company_name": "Heron & Sons", "city": "Paris"},
        }),
    );
    make(&acme, json!({"name": "Joe 100%", "email": "joe@shop.example", "identifier": "crm_43"}));
    make(&acme, json!({"name": "Jane Anonymous"}));
    acme
}

#[test]
fn a_part_of_a_word_finds_whoever_has_it() {
    let acme = crowd();
    for (q, expected) in [
        ("jane", vec!["Jane Doe"]),
        ("ANE%20D", vec!["Jane Doe"]),
        ("%20%20doe%20", vec!["Jane Doe"]),
        ("SHOP.exam", vec!["Jane Doe", "Joe 100%"]),
        ("4155550", vec!["Jane Doe"]),
        ("%2B1415", vec!["Jane Doe"]),
        ("heron%20%26", vec!["Jane Doe"]),
        // the city is not searched
        ("paris", vec![]),
        // identifiers in their own case
        ("CRM", vec!["Jane Doe"]),
        ("crm", vec!["Joe 100%"]),
        // wildcards
        ("j%25e", vec!["Jane Doe", "Joe 100%"]),
        ("j_ne", vec!["Jane Doe"]),
        ("e", vec!["Jane Doe", "Joe 100%"]),
        ("nobody", vec![]),
        ("'%20or%201=1", vec![]),
    ] {
        assert_eq!(names(&acme.bob, &acme.at(&format!("/contacts/search?q={q}"))), expected, "{q}");
        let count = acme.bob.get(&acme.at(&format!("/contacts/search?q={q}"))).ok()["meta"]["count"].clone();
        assert_eq!(count, expected.len(), "{q}");
    }
}

#[test]
fn hits_look_like_the_list() {
    let acme = Company::new();
    let jane = make(&acme, json!({"name": "Jane", "email": "jane@shop.example"}));
    let hit = listed_contact(contact(jane, "Jane"), 0);
    let path = acme.at("/contacts/search?q=jane");
    acme.bob.get(&path).assert(200, json!({"meta": {"count": 1, "current_page": 1}, "payload": [hit]}));
    let mut slim = merged(hit, json!({}));
    slim.as_object_mut().unwrap().remove("contact_inboxes");
    let expected = json!({"meta": {"count": 1, "current_page": 1}, "payload": [slim]});
    acme.bob.get(&format!("{path}&include_contact_inboxes=false")).assert(200, expected);
}

#[test]
fn hits_come_in_pages_and_orders() {
    let acme = Company::new();
    let all: Vec<String> = (10..27).map(|n| format!("hit {n}")).collect();
    for name in &all {
        named(&acme, name);
    }
    named(&acme, "other");
    let found = |query: &str| names(&acme.bob, &acme.at(&format!("/contacts/search?q=hit&{query}")));
    assert_eq!(found(""), all[..15]);
    assert_eq!(found("page=2"), all[15..]);
    assert_eq!(found("page=3"), NONE);
    let reverse: Vec<String> = all.iter().rev().cloned().collect();
    assert_eq!(found("sort=-name"), reverse[..15]);
    let meta = acme.bob.get(&acme.at("/contacts/search?q=hit&page=2")).ok()["meta"].clone();
    assert_eq!(meta, json!({"count": 17, "current_page": 2}));
}

#[test]
fn a_search_is_for_something() {
    let acme = crowd();
    for query in ["", "?q=", "?q=%20%20"] {
        let answer = acme.bob.get(&acme.at(&format!("/contacts/search{query}")));
        answer.assert_error(422, "Specify search string with parameter q");
    }
}

#[test]
fn what_was_changed_is_found_and_what_was_deleted_is_not() {
    let acme = Company::new();
    let id = named(&acme, "Jane");
    let path = acme.at(&format!("/contacts/{id}"));
    acme.ada.patch(&path, json!({"name": "Wilma"})).ok();
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=wilm")), ["Wilma"]);
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=Jane&sort=name")), ["Wilma"], "by the identifier");
    acme.ada.patch(&path, json!({"identifier": "7"})).ok();
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=Jane")), NONE);
    acme.ada.delete(&path, ()).assert_empty();
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=wilm")), NONE);
}

#[test]
fn nobody_elses_contacts_are_found() {
    let (acme, theirs) = (Company::new(), crowd());
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=jane")), NONE);
    acme.bob
        .get(&theirs.at("/contacts/search?q=jane"))
        .assert_error(401, "You are not authorized to access this account");
    acme.server.nobody().get(&acme.at("/contacts/search?q=jane")).assert_sign_in_first();
}

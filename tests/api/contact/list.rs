//! The list of contacts and its orders.

use serde_json::{Value, json};

use super::{NONE, make, named, names};
use crate::support::json::{any_text, any_time, any_uuid, merged};
use crate::support::shapes::{api_inbox, contact, listed_contact};
use crate::support::{Company, Talk};

#[test]
fn a_list_shows_contacts_with_where_they_are_reached() {
    let talk = Talk::new();
    talk.hear("Hello");
    let joe = make(&talk, json!({"name": "Joe", "phone_number": "+14155550100"}));
    let jane = merged(listed_contact(contact(talk.contact, "Jane"), 1), json!({"last_activity_at": any_time()}));
    let inboxes = json!([{"source_id": any_uuid(), "inbox": api_inbox(talk.inbox, "App")}]);
    let called = json!({"email": null, "phone_number": "+14155550100"});
    let (janes, joes) = (json!({"contact_inboxes": inboxes}), listed_contact(contact(joe, "Joe"), 0));
    let payload = json!([merged(jane.clone(), janes), merged(joes.clone(), called.clone())]);
    let meta = json!({"count": 2, "current_page": 1});
    let path = talk.at("/contacts");
    for who in [&*talk.ada, &*talk.bob, &*talk.agent("Cleo").session()] {
        who.get(&path).assert(200, json!({"meta": meta, "payload": payload}));
    }
    let mut slim = json!([jane, merged(joes, called)]);
    for contact in slim.as_array_mut().unwrap() {
        contact.as_object_mut().unwrap().remove("contact_inboxes");
    }
    for value in ["false", "0", "no"] {
        let list = talk.bob.get(&format!("{path}?include_contact_inboxes={value}"));
        list.assert(200, json!({"meta": meta, "payload": slim}));
    }
    talk.bob
        .get(&format!("{path}?include_contact_inboxes=true"))
        .assert(200, json!({"meta": meta, "payload": payload}));
}

#[test]
fn only_who_can_be_told_apart_is_listed() {
    let acme = Company::new();
    let anonymous = make(&acme, json!({"name": "Anonymous"}));
    acme.ada.get(&acme.at(&format!("/contacts/{anonymous}"))).ok();
    make(&acme, json!({"name": "Mail", "email": "mail@x.example"}));
    make(&acme, json!({"name": "Phone", "phone_number": "+14155550100"}));
    make(&acme, json!({"name": "Id", "identifier": "1"}));
    assert_eq!(names(&acme.bob, &acme.at("/contacts")), ["Mail", "Phone", "Id"]);
    acme.ada.patch(&acme.at(&format!("/contacts/{anonymous}")), json!({"identifier": "2"})).ok();
    assert_eq!(names(&acme.bob, &acme.at("/contacts")), ["Anonymous", "Mail", "Phone", "Id"]);
}

#[test]
fn a_page_has_fifteen() {
    let acme = Company::new();
    let all: Vec<String> = (10..27).map(|n| format!("c{n}")).collect();
    for name in &all {
        named(&acme, name);
    }
    for (query, number, expected) in [
        ("", 1, &all[..15]),
        ("page=1", 1, &all[..15]),
        ("page=2", 2, &all[15..]),
        ("page=3", 3, &[]),
        ("page=", 1, &all[..15]),
        ("sort=name&page=2", 2, &all[15..]),
    ] {
        let list = acme.bob.get(&acme.at(&format!("/contacts?{query}"))).ok();
        assert_eq!(list["meta"], json!({"count": 17, "current_page": number}), "{query}");
        assert_eq!(names(&acme.bob, &acme.at(&format!("/contacts?{query}"))), expected, "{query}");
    }
}

#[test]
fn names_are_sorted_without_their_case_and_numbers_last() {
    let acme = Company::new();
    for name in ["Zoe", "adam", "+14155550100", "Bert", "bea"] {
        named(&acme, name);
    }
    assert_eq!(names(&acme.bob, &acme.at("/contacts?sort=name")), ["adam", "bea", "Bert", "Zoe", "+14155550100"]);
    assert_eq!(names(&acme.bob, &acme.at("/contacts?sort=-name")), ["Zoe", "Bert", "bea", "adam", "+14155550100"]);
}

#[test]
fn each_order_goes_both_ways_and_what_is_missing_comes_last() {
    let talk = Talk::new();
    talk.ada.delete(&talk.at(&format!("/contacts/{}", talk.contact)), ()).assert_empty();
    // in each attribute b < a, and c has none
    for (name, [email, phone, company, city, country]) in [
        ("a", ["a@x.example", "+2", "Acme", "Aachen", "Austria"]),
        ("b", ["A@w.example", "+1", "ABC", "aachen", "Algeria"]),
    ] {
        make(
            &talk,
            json!({
                "name": name, "email": email, "phone_number": format!("{phone}4155550100"), "inbox_id": talk.inbox,
                "additional_attributes": {"company_name": company, "city": city, "country": country},
            }),
        );
    }
    named(&talk, "c");
    let listed = |sort: &str| names(&talk.bob, &talk.at(&format!("/contacts?sort={sort}")));
    for sort in ["email", "phone_number", "company", "country"] {
        let name_of = |direction: &str| listed(&format!("{direction}{sort}"));
        let (up, down) = (name_of(""), name_of("-"));
        assert_eq!(up.last().unwrap(), "c", "{sort}");
        assert_eq!(down.last().unwrap(), "c", "-{sort}");
        assert_eq!(up[..2], ["b", "a"], "{sort}");
        assert_eq!(down[..2], ["a", "b"], "-{sort}");
    }
    assert_eq!(listed("created_at"), ["a", "b", "c"]);
    assert_eq!(listed("-created_at"), ["c", "b", "a"]);
    assert_eq!(listed("city").last().unwrap(), "c");
    // what is not known does not matter
    for sort in ["", "colour", "-colour", "colour,created_at", "created_at,colour"] {
        assert_eq!(listed(sort), ["a", "b", "c"], "{sort}");
    }
    assert_eq!(listed("colour,-created_at"), ["c", "b", "a"]);
}

#[test]
fn who_was_active_last_may_come_first() {
    let talk = Talk::new();
    let joe = named(&talk, "Joe");
    let silent = named(&talk, "Silent");
    let new =
        json!({"inbox_id": talk.inbox, "contact_id": joe, "message": {"content": "Hi", "message_type": "incoming"}});
    talk.ada.post(&talk.at("/conversations"), new).ok();
    talk.hear("Hello");
    // both may have fallen into one millisecond
    talk.server.alter(&format!("update contacts set last_activity_at = last_activity_at - 1 where id = {joe}"));
    let listed = |sort: &str| names(&talk.bob, &talk.at(&format!("/contacts?sort={sort}")));
    assert_eq!(listed("last_activity_at"), ["Joe", "Jane", "Silent"]);
    assert_eq!(listed("-last_activity_at"), ["Jane", "Joe", "Silent"]);
    let shown = talk.bob.get(&talk.at(&format!("/contacts/{silent}"))).ok();
    assert_eq!(shown.get("last_activity_at"), None);
}

#[test]
fn contacts_of_some_labels() {
    let acme = Company::new();
    let jane = named(&acme, "Jane");
    named(&acme, "Joe");
    assert_eq!(names(&acme.bob, &acme.at("/contacts?labels[]=vip")), NONE);
    acme.server.alter(&format!("insert into contact_labels values ({jane}, 'vip', {})", acme.id));
    for query in ["labels[]=vip", "labels=vip", "labels=other,vip", "labels[]=other&labels[]=vip&sort=-name"] {
        assert_eq!(names(&acme.bob, &acme.at(&format!("/contacts?{query}"))), ["Jane"], "{query}");
        assert_eq!(acme.bob.get(&acme.at(&format!("/contacts?{query}"))).ok()["meta"]["count"], 1);
    }
    assert_eq!(names(&acme.bob, &acme.at("/contacts/search?q=j&labels[]=vip")), ["Jane"]);
}

#[test]
fn contacts_are_the_accounts_own() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let id = theirs.contact("Jane");
    acme.ada.get(&acme.at("/contacts")).assert(200, json!({"meta": {"count": 0, "current_page": 1}, "payload": []}));
    acme.ada.get(&acme.at(&format!("/contacts/{id}"))).assert_not_found();
    let refused = "You are not authorized to access this account";
    acme.ada.get(&theirs.at("/contacts")).assert_error(401, refused);
    acme.ada.get(&theirs.at(&format!("/contacts/{id}"))).assert_error(401, refused);
    for path in [acme.at("/contacts"), acme.at(&format!("/contacts/{id}"))] {
        acme.server.nobody().get(&path).assert_sign_in_first();
        acme.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    }
}

#[test]
fn a_contact_shows_themselves_twice() {
    let talk = Talk::new();
    let inboxes = json!([{"source_id": any_uuid(), "inbox": api_inbox(talk.inbox, "App")}]);
    let jane = merged(contact(talk.contact, "Jane"), json!({"contact_inboxes": inboxes}));
    let path = talk.at(&format!("/contacts/{}", talk.contact));
    let both = |jane: Value| merged(json!({"payload": jane.clone()}), jane);
    talk.agent("Cleo").get(&path).assert(200, both(jane.clone()));
    let mut slim = jane;
    slim.as_object_mut().unwrap().remove("contact_inboxes");
    talk.bob.get(&format!("{path}?include_contact_inboxes=false")).assert(200, both(slim));
    for id in ["0", "-1", "9223372036854775807", "jane"] {
        talk.ada.get(&talk.at(&format!("/contacts/{id}"))).assert_not_found();
    }
    let shown = talk.ada.get(&path).ok();
    crate::support::json::assert_same("email", &shown["email"], &any_text());
}

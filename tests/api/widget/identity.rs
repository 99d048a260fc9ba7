//! Who visitors are: what they say, what their website says, and what proves it.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::visitors::Visitor;

/// HMAC-SHA256 in hexadecimal, as a website's own server makes it.
fn hash(inbox: &Value, identifier: &str) -> String {
    chatwoot_lite::base::token::hmac(inbox["hmac_token"].as_str().unwrap(), identifier)
}

fn contact(acme: &Company, visitor: &Visitor) -> Value {
    let id = visitor.get(&visitor.at("contact")).ok()["id"].clone();
    acme.ada.get(&acme.at(&format!("/contacts/{id}"))).ok()["payload"].clone()
}

fn set_user(visitor: &Visitor, user: Value) -> Value {
    visitor.patch(&visitor.at("contact/set_user"), user).ok()
}

#[test]
fn a_website_says_who_the_visitor_is() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let mut events = acme.events();
    let user = json!({"identifier": 42, "name": "Jane", "email": "Jane@X.test", "phone_number": "+4912345",
        "company_name": "Acme", "custom_attributes": {"a": {"x": 1}}});
    let set = set_user(&visitor, user);
    let seen =
        json!({"id": set["id"], "has_email": true, "has_name": true, "has_phone_number": true, "identifier": "42"});
    assert_eq!(set, seen);
    events.assert_names(&["contact_created", "contact_inbox_created"]);
    visitor.patch(&visitor.at("contact"), json!({"custom_attributes": {"a": {"y": 2}}, "name": "", "email": "x"})).ok();
    let shown = contact(&acme, &visitor);
    assert_eq!((&shown["name"], &shown["email"]), (&json!("Jane"), &json!("jane@x.test")));
    assert_eq!(shown["custom_attributes"], json!({"a": {"x": 1, "y": 2}}));
    assert_eq!(shown["additional_attributes"], json!({"company_name": "Acme"}));
    let dropped = visitor.post(&visitor.at("contact/destroy_custom_attributes"), json!({"custom_attributes": ["a"]}));
    assert_eq!(dropped.ok()["custom_attributes"], json!({}));
    // an app without a user says so at every start
    assert_eq!(set_user(&visitor, json!({})), seen);
}

#[test]
fn a_form_says_what_the_visitor_has() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let known = json!({"name": "Jane", "email": "jane@x.test", "custom_attributes": {"plan": "pro", "shop": {"level": 1, "since": 2020}}});
    let known = acme.ada.post(&acme.at("/contacts"), known).ok()["payload"]["contact"]["id"].clone();
    let fill = |visitor: &Visitor, email: &str, attributes: Value| {
        let contact = json!({"name": "Jo", "email": email, "phone_number": "", "custom_attributes": attributes});
        let form = json!({"contact": contact, "message": {"content": "hello"}, "custom_attributes": {"order": "A-17"}});
        visitor.post(&visitor.at("conversations"), form)
    };
    // somebody new
    let stranger = acme.visitor(&inbox);
    let made = fill(&stranger, "Jo@X.test", json!({"level": "9"})).ok();
    assert_eq!(made["custom_attributes"], json!({"order": "A-17"}));
    assert_eq!(made["contact"]["custom_attributes"], json!({"level": "9"}));
    let shown = contact(&acme, &stranger);
    assert_eq!((&shown["email"], &shown["custom_attributes"]), (&json!("jo@x.test"), &json!({"level": "9"})));
    // somebody who is known by their address
    let visitor = acme.visitor(&inbox);
    visitor.patch(&visitor.at("contact"), json!({"custom_attributes": {"plan": "free", "tour": true}})).ok();
    let made = fill(&visitor, "jane@x.test", json!({"shop": {"level": 2}})).ok();
    let expected = json!({"plan": "pro", "tour": true, "shop": {"level": 2, "since": 2020}});
    assert_eq!((&made["contact"]["id"], &made["contact"]["custom_attributes"]), (&known, &expected));
    assert_eq!(contact(&acme, &visitor)["custom_attributes"], expected);
    // what is said of the conversation stays its own
    assert_eq!(fill(&visitor, "", Value::Null).ok()["contact"]["custom_attributes"], expected);
}

#[test]
fn a_known_contact_takes_over_what_the_visitor_did() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let known = json!({"name": "Jane", "email": "jane@x.test", "custom_attributes": {"plan": "pro"}});
    let known = acme.ada.post(&acme.at("/contacts"), known).ok()["payload"]["contact"]["id"].clone();
    let visitor = acme.visitor(&inbox);
    let stranger = visitor.say("hello")["sender"]["id"].clone();
    visitor.patch(&visitor.at("contact"), json!({"custom_attributes": {"plan": "free", "tour": true}})).ok();
    let mut events = acme.events();
    let set = set_user(&visitor, json!({"identifier": "crm-1", "email": "jane@x.test"}));
    assert_eq!((&set["id"], set.get("widget_auth_token")), (&known, None));
    events.assert_names(&[
        "contact_deleted",
        "conversation_updated",
        "contact_merged",
        "contact_updated",
        "contact_updated",
    ]);
    acme.ada.get(&acme.at(&format!("/contacts/{stranger}"))).assert_not_found();
    let shown = contact(&acme, &visitor);
    assert_eq!((&shown["id"], &shown["name"], &shown["identifier"]), (&known, &json!("Jane"), &json!("crm-1")));
    assert_eq!(shown["custom_attributes"], json!({"plan": "pro", "tour": true}));
    let of_contact = acme.ada.get(&acme.at(&format!("/contacts/{known}/conversations"))).ok();
    assert_eq!(of_contact["payload"][0]["id"], 1);
    let list = acme.ada.get(&acme.at("/conversations/1/messages")).ok();
    assert_eq!(list["payload"][0]["sender"]["id"], known);
    visitor.say("still me");
    assert_eq!(visitor.log().len(), 4);
    acme.server.command(&["check"]);
}

#[test]
fn somebody_else_gets_a_session_of_their_own() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    set_user(&visitor, json!({"identifier": "jane", "email": "jane@x.test"}));
    visitor.say("of Jane");
    let set = set_user(&visitor, json!({"identifier": "john", "email": "jane@x.test"}));
    let john = visitor.with_token(set["widget_auth_token"].as_str().unwrap());
    assert_eq!((set["has_email"].clone(), john.log().len()), (json!(false), 0));
    john.say("of John");
    assert_eq!(visitor.log()[0], "of Jane");
    let shown = john.get(&john.at("contact")).ok();
    assert_eq!((&shown["identifier"], &shown["has_email"]), (&json!("john"), &json!(false)));
}

#[test]
fn a_hash_proves_the_identifier() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let failed = "HMAC failed: Invalid Identifier Hash Provided";
    let visitor = acme.visitor(&inbox);
    let try_on = |user: Value| visitor.patch(&visitor.at("contact/set_user"), user);
    let mut events = acme.events();
    try_on(json!({"identifier": "jane", "identifier_hash": "0".repeat(64)})).assert_error(401, failed);
    try_on(json!({"identifier": "jane", "identifier_hash": hash(&inbox, "john")})).assert_error(401, failed);
    let path = acme.at(&format!("/inboxes/{}", inbox["id"]));
    acme.ada.patch(&path, json!({"channel": {"hmac_mandatory": true}})).ok();
    try_on(json!({"identifier": "jane"})).assert_error(401, failed);
    try_on(json!({"email": "jane@x.test"})).assert_error(401, failed);
    events.assert_names(&["inbox_updated"]);
    // the other way in is closed, too
    let introduced = visitor.patch(&visitor.at("contact"), json!({"identifier": "jane", "name": "J"})).ok();
    assert_eq!(introduced["identifier"], json!(null));
    try_on(json!({"identifier": "jane", "identifier_hash": hash(&inbox, "jane")})).ok();
    assert_eq!(contact(&acme, &visitor)["identifier"], "jane");
}

#[test]
fn who_is_proven_keeps_the_thread_over_devices() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let jane = json!({"identifier": "jane", "identifier_hash": hash(&inbox, "jane")});
    let phone = acme.visitor(&inbox);
    set_user(&phone, jane.clone());
    phone.say("from the phone");
    // without a proof nobody sees it
    let claimed = acme.visitor(&inbox);
    set_user(&claimed, json!({"identifier": "jane"}));
    assert_eq!(claimed.log(), [""; 0]);
    let laptop = acme.visitor(&inbox);
    set_user(&laptop, jane.clone());
    assert_eq!(laptop.log()[0], "from the phone");
    laptop.say("from the laptop");
    assert_eq!(phone.log().last().unwrap(), "from the laptop");
    assert_eq!(acme.ada.get(&acme.at("/conversations/1")).ok()["meta"]["hmac_verified"], true);
    // nor does a proven visitor become another by words alone
    let mallory = acme.visitor(&inbox);
    set_user(&mallory, json!({"identifier": "mallory", "identifier_hash": hash(&inbox, "mallory")}));
    mallory.patch(&mallory.at("contact"), json!({"identifier": "jane"})).ok();
    set_user(&phone, json!({"identifier": "jane", "email": "jane@x.test", "identifier_hash": jane["identifier_hash"]}));
    mallory.patch(&mallory.at("contact"), json!({"email": "jane@x.test"})).ok();
    assert_eq!(mallory.log(), [""; 0]);
    assert_eq!(mallory.get(&mallory.at("contact")).ok()["identifier"], "mallory");
}

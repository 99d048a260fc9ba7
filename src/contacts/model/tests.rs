//! The rules of a contact, by themselves.

use serde_json::json;

use super::*;

fn changed(change: ContactChange) -> Contact {
    change.apply(Contact::blank(AccountId(1), Millis(0)))
}

fn text(text: &str) -> Option<Option<String>> {
    Some(Some(text.to_owned()))
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn blank_means_none_and_addresses_are_lower_case() {
    let contact = changed(ContactChange {
        email: text("Ada@Example.COM"),
        phone_number: text(" "),
        identifier: text(""),
        name: Some(None),
        ..ContactChange::default()
    });
    assert_eq!(contact.email.as_deref(), Some("ada@example.com"));
    assert_eq!(
        (contact.phone_number.as_deref(), contact.identifier.as_deref(), contact.name_key()),
        (None, None, String::new())
    );
    assert!(contact.errors(Taken::default()).is_empty());
}

#[test]
fn attributes_are_merged_key_by_key() {
    let first = ContactChange { custom_attributes: map(json!({"a": 1, "b": {"x": 1}})), ..ContactChange::default() };
    let second = ContactChange { custom_attributes: map(json!({"b": {"y": 2}})), ..ContactChange::default() };
    let before = changed(first);
    let after = second.clone().apply(before.clone());
    assert_eq!(after.custom_attributes, r#"{"a":1,"b":{"y":2}}"#);
    let expected = json!([{"a": 1, "b": {"x": 1}}, {"a": 1, "b": {"y": 2}}]);
    assert_eq!(before.changes_to(&after).0["custom_attributes"], expected);
    assert!(after.changes_to(&second.apply(after.clone())).is_empty());
}

#[test]
fn all_errors_come_in_their_order() {
    let contact = changed(ContactChange {
        name: text(&"n".repeat(256)),
        email: text("ada"),
        phone_number: text("0123"),
        identifier: text("crm"),
        ..ContactChange::default()
    });
    let taken = Taken { identifier: true, ..Taken::default() };
    assert_eq!(
        crate::base::error::join(&contact.errors(taken)),
        "Email Invalid email, Identifier has already been taken, Phone number should be in e164 format, \
         Name is too long (maximum is 255 characters)"
    );
}

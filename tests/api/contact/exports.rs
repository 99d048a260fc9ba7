//! Contacts to files.

use serde_json::{Value, json};

use super::make;
use crate::support::Company;
use crate::support::json::{any_id, any_time, any_url, assert_same};
use crate::support::shapes::agent;

/// Asks for an export; answers it when it is done, with what the file says.
#[track_caller]
fn export(company: &Company, wanted: Value) -> (Value, String) {
    company.ada.post(&company.at("/contacts/export"), wanted).assert_empty();
    let open = format!("select count(*) from contact_exports where account_id = {} and status < 2", company.id);
    company.server.wait_until(&open, 0);
    let done = company.ada.get(&company.at("/contacts/exports")).ok()["payload"][0].clone();
    let path = done["file_url"].as_str().unwrap().split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned();
    let file = company.server.nobody().get(&format!("/{path}"));
    assert_eq!((file.status, file.header("content-type")), (200, "text/csv"));
    (done, String::from_utf8(file.bytes).unwrap())
}

#[test]
fn the_list_is_written_to_a_file() {
    let acme = Company::new();
    let jane = make(&acme, json!({"name": "=Jane, \"J\"", "email": "jane@x.example", "phone_number": "+14155550100"}));
    make(&acme, json!({"name": "Unlisted"}));
    let joe = make(
        &acme,
        json!({"name": "Joe", "identifier": "@joe", "custom_attributes": {"plan": "pro"}, "additional_attributes": {"city": "-Oslo", "company_name": 7}}),
    );
    let mut events = acme.events();
    let (done, file) = export(&acme, Value::Null);
    let columns = json!(["id", "name", "email", "phone_number"]);
    assert_same(
        "export",
        &done,
        &json!({
            "id": any_id(), "status": "completed", "column_names": columns, "label": null, "records": 2, "file_url": any_url(),
            "user": agent(&acme, &acme.ada, "administrator"), "created_at": any_time(), "finished_at": any_time(),
        }),
    );
    assert_eq!(
        file,
        format!("id,name,email,phone_number\n{jane},\"'=Jane, \"\"J\"\"\",jane@x.example,'+14155550100\n{joe},Joe,,\n")
    );
    events.assert_names(&["contact_export_updated", "contact_export_updated"]);
    let wanted = json!({"column_names": ["identifier", "city", "company_name", "custom_attributes", "blocked", "password_hash"]});
    let (_, file) = export(&acme, wanted);
    assert_eq!(
        file,
        "identifier,city,company_name,custom_attributes,blocked\n,,,{},false\n'@joe,'-Oslo,7,\"{\"\"plan\"\":\"\"pro\"\"}\",false\n"
    );
    // what goes out comes in the same
    let theirs = Company::named("Theirs");
    let (_, file) = export(&acme, json!({"column_names": ["name", "email", "phone_number", "identifier"]}));
    assert_eq!(theirs.import("people.csv", file.as_bytes())["created_records"], 2);
    let found = theirs.ada.get(&theirs.at("/contacts?sort=email")).ok();
    assert_eq!(
        (&found["payload"][0]["phone_number"], &found["payload"][0]["name"]),
        (&json!("+14155550100"), &json!("=Jane, \"J\""))
    );
    assert_eq!(found["payload"][1]["identifier"], "@joe");
}

#[test]
fn a_label_chooses() {
    let acme = Company::new();
    let contacts = (0..450).map(|n| format!("N{n},n{n}@x.example\n")).collect::<String>();
    acme.import("people.csv", format!("name,email\n{contacts}").as_bytes());
    let jane = make(&acme, json!({"name": "Jane", "email": "jane@x.example"}));
    acme.ada.post(&acme.at(&format!("/contacts/{jane}/labels")), json!({"labels": ["vip"]})).ok();
    let (done, file) = export(&acme, json!({"label": "vip", "column_names": ["name"]}));
    assert_eq!((file.as_str(), &done["label"]), ("name\nJane\n", &json!("vip")));
    assert_eq!(export(&acme, json!({"label": "none", "column_names": ["name"]})).1, "name\n");
    let condition = |operator: &str| {
        json!([
            {"attribute_key": "email", "filter_operator": operator, "values": ["n44"], "query_operator": "OR"},
            {"attribute_key": "labels", "filter_operator": "equal_to", "values": ["vip"], "query_operator": null},
        ])
    };
    // conditions are stronger than a label
    let wanted = json!({"payload": condition("contains"), "label": "none", "column_names": ["name"]});
    let (done, file) = export(&acme, wanted);
    assert_eq!((&done["records"], &done["label"]), (&json!(12), &Value::Null));
    assert!(file.starts_with("name\nN44\nN440\n") && file.ends_with("N449\nJane\n"), "{file}");
    let refused = acme.ada.post(&acme.at("/contacts/export"), json!({"payload": condition("is_larger")}));
    assert_eq!(refused.status, 422, "{}", refused.text());
    let (done, file) = export(&acme, json!({"label": " ", "column_names": ["email"]}));
    assert_eq!((&done["records"], file.lines().count()), (&json!(451), 452));
}

#[test]
fn only_administrators_write_files() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let mut events = acme.events();
    acme.bob.post(&acme.at("/contacts/export"), ()).assert_not_allowed();
    acme.bob.get(&acme.at("/contacts/exports")).assert_not_allowed();
    theirs
        .ada
        .post(&acme.at("/contacts/export"), ())
        .assert_error(401, "You are not authorized to access this account");
    acme.ada.get(&acme.at("/contacts/exports")).assert(200, json!({"payload": []}));
    events.assert_none();
}

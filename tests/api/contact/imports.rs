//! Contacts from files.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{make, named, names};
use crate::support::Company;
use crate::support::body::multipart;
use crate::support::json::{any_id, any_time, any_url, assert_same, at_least, merged};
use crate::support::server::Server;
use crate::support::shapes::agent;

/// An import of `people.csv` that Ada sent, when it is over.
fn over(company: &Company, counts: [i64; 4]) -> Value {
    let [processed, created, updated, failed] = counts;
    json!({
        "id": any_id(), "filename": "people.csv", "status": "completed", "progress": 100, "processed_records": processed,
        "created_records": created, "updated_records": updated, "failed_records": failed,
        "failed_records_url": if failed > 0 { any_url() } else { json!("") }, "error": null,
        "user": agent(company, &company.ada, "administrator"), "created_at": any_time(), "finished_at": any_time(),
    })
}

/// What a file that an address leads to says.
fn download(company: &Company, url: &Value) -> String {
    let path = url.as_str().unwrap().split_once("://").unwrap().1.split_once('/').unwrap().1;
    let answer = company.server.nobody().get(&format!("/{path}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv"));
    assert!(answer.header("content-disposition").starts_with("attachment"), "{}", answer.header("content-disposition"));
    String::from_utf8(answer.bytes).unwrap()
}

fn contact(company: &Company, q: &str) -> Value {
    company.ada.get(&company.at(&format!("/contacts/search?q={q}&include_contact_inboxes=false"))).ok()["payload"][0]
        .clone()
}

#[test]
fn new_contacts_are_made_and_known_ones_changed() {
    let acme = Company::new();
    let jane = make(
        &acme,
        json!({"name": "Jane", "email": "jane@x.example", "custom_attributes": {"plan": "pro", "seats": 3}}),
    );
    make(&acme, json!({"name": "Joe", "identifier": "crm-7"}));
    make(&acme, json!({"name": "Jim", "phone_number": "+14155550100"}));
    let id = named(&acme, "By id");
    let mut events = acme.events();
    let file = format!(
        "id,Name,email,identifier,phone_number,company,city,plan\r\n\
         ,Ada,Ada@X.example,,14155550111,Initech,Oslo,free\r\n\
         ,,JANE@x.example,,,,,basic\r\n\
         ,Joseph,,crm-7,,,,\r\n\
         \r\n,,,,,,,\r\n\
         ,,,,'+14155550100,\"Globex, Inc\",,\r\n\
         {id},Known,,,,,,"
    );
    let done = acme.import("people.csv", file.as_bytes());
    assert_same("import", &done, &over(&acme, [6, 1, 4, 0]));
    let shown = acme.ada.get(&acme.at(&format!("/contacts/imports/{}", done["id"])));
    shown.assert(200, json!({"payload": done}));
    let ada = contact(&acme, "ada@x");
    assert_same(
        "Ada",
        &ada,
        &at_least(json!({
            "name": "Ada", "email": "ada@x.example", "phone_number": "+14155550111",
            "additional_attributes": {"company_name": "Initech", "city": "Oslo"},
            "custom_attributes": {"company": "Initech", "city": "Oslo", "plan": "free"},
        })),
    );
    let shown = acme.ada.get(&acme.at(&format!("/contacts/{jane}"))).ok();
    assert_eq!((&shown["name"], &shown["custom_attributes"]), (&json!("Jane"), &json!({"plan": "basic", "seats": 3})));
    assert_eq!(names(&acme.ada, &acme.at("/contacts?sort=name")), ["Ada", "Jane", "Jim", "Joseph", "Known"]);
    assert_eq!(contact(&acme, "Jim")["additional_attributes"], json!({"company_name": "Globex, Inc"}));
    // what is told is how far it is
    let told = events.take();
    assert!(told.as_array().unwrap().iter().all(|event| event["name"] == "contact_import_updated"), "{told:#}");
    assert_same("first", &told[0], &at_least(json!({"subject_id": done["id"], "actor": ["User", acme.ada.id]})));
    // the same once more changes nothing
    assert_eq!(acme.import("people.csv", file.as_bytes())["updated_records"], 5);
    acme.server.command(&["check"]);
}

#[test]
fn rows_that_break_a_rule_come_back_with_the_reason() {
    let acme = Company::new();
    make(&acme, json!({"email": "taken@x.example"}));
    make(&acme, json!({"identifier": "crm-7"}));
    let file = "name,email,identifier,phone_number,note\n\
        =cmd(),nobody,,,\n\
        Joe,taken@x.example,crm-7,,\"a,\"\"b\"\"\"\n\
        Ada,ada@x.example,,,fine\n\
        Zero,,,12,+x,more\n\
        Nul,\0,,,\n\
        Phone,,,0800,\n";
    let done = acme.import("people.csv", file.as_bytes());
    assert_same("import", &done, &over(&acme, [6, 1, 0, 5]));
    let expected = "name,email,identifier,phone_number,note,errors\n\
        '=cmd(),nobody,,,,Email Invalid email\n\
        Joe,taken@x.example,crm-7,,\"a,\"\"b\"\"\",Email has already been taken\n\
        Zero,,,12,'+x,Row has more values than the file has columns\n\
        Nul,\0,,,,Row has a NUL in it\n\
        Phone,,,0800,,Phone number should be in e164 format\n";
    assert_eq!(download(&acme, &done["failed_records_url"]), expected);
    // mended, they are taken; the column of reasons becomes an attribute like any other
    let mended = expected.replace("nobody", "nobody@x.example").replace("+x", "x");
    // Zero among them: there is room for all of their row now
    assert_eq!(acme.import("people.csv", mended.as_bytes())["created_records"], 2);
    assert_eq!(contact(&acme, "nobody@x")["name"], "=cmd()");
}

#[test]
fn files_come_in_many_forms() {
    let utf16 = |text: &str| [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    for (n, file) in [
        b"\xef\xbb\xbfname,email\nM\xc3\xbcller,m@x.example\n".to_vec(),
        b"name;email\r\nM\xfcller;m@x.example".to_vec(),
        b"\"name\"\t\"email\"\rM\xfcller\t\"m@x.example\"\r".to_vec(),
        utf16("name\temail\r\nMüller\tm@x.example\r\n"),
        utf16("\u{3000}name,email\nMüller,m@x.example\n")[..].to_vec(),
    ]
    .into_iter()
    .enumerate()
    {
        let acme = Company::new();
        let done = acme.import("people.csv", &file);
        assert_same(&format!("file {n}"), &done, &over(&acme, [1, 1, 0, 0]));
        assert_eq!(contact(&acme, "m@x.example")["name"], "Müller", "file {n}");
    }
}

#[test]
fn a_file_that_is_none_fails_and_says_why() {
    let acme = Company::new();
    let no_columns = "The file has none of the columns id, name, email, identifier and phone_number";
    for (file, error) in [
        (b"plan,city\na,b\n".to_vec(), no_columns),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01".to_vec(), no_columns),
        (b"\n\r\n\n".to_vec(), "The file is blank"),
        (b"\xff\xfe".to_vec(), "The file is blank"),
        (b"name,\0\n".to_vec(), "The first row does not name columns"),
        (",".repeat(1_000_000).into_bytes(), "The file has too many columns (maximum is 1000)"),
        (format!("name{}\nAda\n", ",x".repeat(20_000)).into_bytes(), "The file has too many columns (maximum is 1000)"),
        (
            format!("name,email\nAda,ada@x.example\n\"{}", "x,\n".repeat(600_000)).into_bytes(),
            "Row 3 does not end: perhaps a quote is missing",
        ),
        (vec![0; 100_000], "The first row does not name columns"),
    ] {
        let done = acme.import("people.csv", &file);
        assert_eq!((&done["status"], &done["error"]), (&json!("failed"), &json!(error)), "{done}");
    }
    // what came before the row without an end is there
    assert_eq!(names(&acme.ada, &acme.at("/contacts")), ["Ada"]);
    let names_only = acme.import("people.csv", b"name\n");
    assert_same("names", &names_only, &over(&acme, [0, 0, 0, 0]));
    acme.server.command(&["check"]);
}

#[test]
fn only_administrators_take_files_in() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let path = acme.at("/contacts/import");
    let file = || multipart().file("import_file", "people.csv", "text/csv", b"name\nAda\n");
    acme.bob.post(&path, file()).assert_not_allowed();
    theirs.ada.post(&path, file()).assert_error(401, "You are not authorized to access this account");
    for nothing in [json!({}), json!({"import_file": "people.csv"}), json!({"import_file": null})] {
        acme.ada.post(&path, nothing).assert_error(422, "File is blank");
    }
    let empty = multipart().file("import_file", "people.csv", "text/csv", b"");
    acme.ada.post(&path, empty).assert_error(422, "File is blank");
    acme.ada.get(&acme.at("/contacts/imports")).assert(200, json!({"payload": []}));
    let id = acme.import("people.csv", b"name\nAda\n")["id"].clone();
    acme.bob.get(&acme.at("/contacts/imports")).assert_not_allowed();
    acme.bob.get(&acme.at(&format!("/contacts/imports/{id}"))).assert_not_allowed();
    theirs.ada.get(&theirs.at(&format!("/contacts/imports/{id}"))).assert_not_found();
    acme.ada.get(&acme.at("/contacts/imports?page=2")).assert(200, json!({"payload": []}));
}

#[test]
fn a_crash_takes_no_row_twice() {
    const ROWS: i64 = 1500;
    let server = Arc::new(Server::start());
    let company = Company::on(server.clone(), "Acme");
    // half of them are nobody in particular, and nothing but the count would tell
    let row = |n: i64| {
        if n % 3 == 0 {
            format!("Nobody {n},\n")
        } else if n % 3 == 1 {
            format!("Somebody {n},s{n}@x.example\n")
        } else {
            format!("Wrong {n},wrong\n")
        }
    };
    let file = format!("name,email\n{}", (0..ROWS).map(row).collect::<String>());
    let parts = multipart().file("import_file", "people.csv", "text/csv", file.as_bytes());
    company.ada.post(&company.at("/contacts/import"), parts).assert_empty();
    let (token, account) = (company.ada.token.clone(), company.id);
    drop(company);
    let mut server = Arc::into_inner(server).unwrap();
    for part in [200, 700] {
        let reached = format!("select processed >= {part} from contact_imports");
        server.wait_until(&reached, 1);
        server = server.restart();
    }
    server.wait_until("select count(*) from contact_imports where status = 2", 1);
    let ada = server.client(&[("api_access_token", &token)]);
    let done = ada.get(&format!("/api/v1/accounts/{account}/contacts/imports")).ok()["payload"][0].clone();
    let counts =
        json!({"processed_records": ROWS, "created_records": 1000, "updated_records": 0, "failed_records": 500});
    assert_same("import", &done, &at_least(merged(json!({"status": "completed"}), counts)));
    server.wait_until("select count(*) from contacts", 1000);
    server.wait_until("select count(distinct name) from contacts", 1000);
    let path =
        done["failed_records_url"].as_str().unwrap().split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned();
    let failed = String::from_utf8(server.nobody().get(&format!("/{path}")).bytes).unwrap();
    assert_eq!(failed.lines().count(), 501);
    server.command(&["check"]);
}

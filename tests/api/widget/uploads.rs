//! Files of visitors: with a message, or before it.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{multipart, raw};
use crate::support::json::{any_id, any_text, anything};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x06\0\0\0";

/// As clients announce it.
const PNG_MD5: &str = "nSQW2azThbpyE6H369KXPQ==";

/// The path of an absolute address.
fn path(url: &Value) -> String {
    let url = url.as_str().unwrap();
    format!("/{}", url.split_once("//").unwrap().1.split_once('/').unwrap().1)
}

#[test]
fn a_file_comes_with_a_message() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let body = multipart()
        .text("message[content]", "look")
        .text("message[echo_id]", "e1")
        .text("custom_attributes[plan]", "pro")
        .file("message[attachments][]", "a.png", "image/png", PNG);
    let made = visitor.post(&visitor.at("messages"), body).ok();
    let file = &made["attachments"][0];
    assert_eq!((&file["file_type"], &file["width"]), (&json!("image"), &json!(320)));
    assert_eq!(visitor.get(&path(&file["data_url"])).bytes, PNG);
    let list = visitor.get(&visitor.at("messages")).ok();
    assert_eq!(list["payload"][0]["attachments"][0]["id"], file["id"]);
    assert_eq!(acme.ada.get(&acme.at("/conversations/1")).ok()["custom_attributes"], json!({"plan": "pro"}));
}

#[test]
fn a_file_comes_before_its_message() {
    let acme = Company::new();
    let inbox = acme.website("Shop");
    let visitor = acme.visitor(&inbox);
    let blob = json!({"filename": "a.png", "content_type": "image/png", "byte_size": PNG.len(), "checksum": PNG_MD5});
    let reserved = visitor.post(&visitor.at("direct_uploads"), json!({"blob": blob}));
    reserved.assert(
        200,
        json!({
            "id": any_id(), "key": any_text(), "filename": "a.png", "content_type": "image/png",
            "byte_size": PNG.len(), "checksum": PNG_MD5, "created_at": anything(), "signed_id": any_text(),
            "direct_upload": {"url": any_text(), "headers": {"Content-Type": "image/png"}},
        }),
    );
    let (signed_id, target) = (&reserved.body["signed_id"], path(&reserved.body["direct_upload"]["url"]));
    let message = json!({"message": {"attachments": [signed_id]}});
    let gone = "The uploaded file is not there any more";
    visitor.post(&visitor.at("messages"), message.clone()).assert_error(422, gone);
    let nobody = acme.server.nobody().with("origin", "https://shop.example");
    assert_eq!(nobody.put("/rails/active_storage/disk/forged", raw("image/png", PNG)).status, 404);
    assert_eq!(
        nobody
            .put(&format!("/rails/active_storage/disk/{}", signed_id.as_str().unwrap()), raw("image/png", PNG))
            .status,
        404
    );
    let put = nobody.put(&target, raw("image/png", PNG));
    assert_eq!((put.status, put.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(nobody.put(&target, raw("image/png", PNG)).status, 409);
    let theirs = Company::named("Theirs");
    let stranger = theirs.visitor(&theirs.website("Other"));
    stranger.post(&stranger.at("messages"), message.clone()).assert_error(422, gone);
    let made = visitor.post(&visitor.at("messages"), message.clone()).ok();
    assert_eq!(visitor.get(&path(&made["attachments"][0]["data_url"])).bytes, PNG);
    // used once
    visitor.post(&visitor.at("messages"), message).assert_error(422, gone);
}

#[test]
fn another_size_than_announced_is_refused() {
    let acme = Company::new();
    let visitor = acme.visitor(&acme.website("Shop"));
    let announce = |byte_size: i64| {
        let blob = json!({"filename": "a.txt", "content_type": "text/plain", "byte_size": byte_size});
        visitor.post(&visitor.at("direct_uploads"), json!({"blob": blob}))
    };
    for size in [3, 5] {
        let target = path(&announce(size).ok()["direct_upload"]["url"]);
        let put = visitor.put(&target, raw("text/plain", "four"));
        put.assert_error(422, "The file has another size than announced");
    }
    // of the right size, but other bytes
    let blob = json!({"filename": "a.png", "content_type": "image/png", "byte_size": PNG.len(), "checksum": "CY9rzUYh03PK3k6DJie09g=="});
    let reserved = visitor.post(&visitor.at("direct_uploads"), json!({"blob": blob})).ok();
    let put = visitor.put(&path(&reserved["direct_upload"]["url"]), raw("image/png", PNG));
    put.assert_error(422, "The file has another checksum than announced");
    let message = json!({"message": {"attachments": [reserved["signed_id"]]}});
    visitor.post(&visitor.at("messages"), message).assert_error(422, "The uploaded file is not there any more");
    assert_eq!(announce(-1).status, 413);
    assert_eq!(announce(41 << 20).status, 413);
    let agents = acme.inbox("App")["id"].as_i64().unwrap();
    let conversation = acme.conversation(agents, acme.contact("jane"));
    let path_of = acme.at(&format!("/conversations/{conversation}/messages"));
    acme.bob.post(&path_of, json!({"attachments": ["x"]})).assert_not_allowed();
    let refused = acme.ada.post(&path_of, json!({"attachments": ["x"]}));
    refused.assert_error(422, "The uploaded file is not there any more");
}

//! The files of a conversation: all of them, and those that come before their message.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::body::{multipart, raw};
use crate::support::json::{any_id, any_iso_time, any_text, any_time, any_url};
use crate::support::shapes::{contact_sender, user_sender};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x06\0\0\0";

/// The path of an absolute address.
fn path(url: &Value) -> String {
    format!("/{}", url.as_str().unwrap().splitn(4, '/').last().unwrap())
}

#[test]
fn all_attachments_are_listed_newest_first() {
    let talk = Talk::new();
    let list = talk.path("/attachments");
    talk.bob.get(&list).assert(200, json!({"meta": {"total_count": 0}, "payload": []}));
    let heard = multipart().text("message_type", "incoming").file("attachments[]", "a.png", "image/png", PNG);
    let heard = talk.ada.post(&talk.path("/messages"), heard).id();
    let said = multipart().text("private", "true").file("attachments[]", "b.txt", "text/plain", b"one").file(
        "attachments[]",
        "c.txt",
        "text/plain",
        b"three",
    );
    let said = talk.bob.post(&talk.path("/messages"), said).id();
    let text = |size: i64| {
        json!({
            "message_id": said, "thumb_url": "", "data_url": any_url(), "file_size": size, "file_type": "file",
            "extension": null, "width": null, "height": null, "created_at": any_time(), "sender": user_sender(&talk.bob),
        })
    };
    let picture = json!({
        "message_id": heard, "thumb_url": any_url(), "data_url": any_url(), "file_size": PNG.len(), "file_type": "image",
        "extension": null, "width": 320, "height": 240, "created_at": any_time(),
        "sender": contact_sender(talk.contact, "Jane"),
    });
    let expected = json!({"meta": {"total_count": 3}, "payload": [text(5), text(3), picture]});
    talk.bob.get(&list).assert(200, expected);
    talk.bob.get(&format!("{list}?page=2")).assert(200, json!({"meta": {"total_count": 3}, "payload": []}));
    talk.bob.delete(&talk.path(&format!("/messages/{said}")), ()).ok();
    assert_eq!(talk.bob.get(&list).ok()["meta"], json!({"total_count": 1}));
}

#[test]
fn an_agents_file_comes_before_its_message() {
    let talk = Talk::new();
    let announce = |checksum: &str| {
        let blob = json!({"filename": "a.txt", "content_type": "text/plain", "byte_size": 4, "checksum": checksum});
        talk.bob.post(&talk.path("/direct_uploads"), json!({"blob": blob}))
    };
    let right = "CY9rzUYh03PK3k6DJie09g==";
    let announced = announce(right);
    announced.assert(
        200,
        json!({
            "id": any_id(), "key": any_text(), "filename": "a.txt", "content_type": "text/plain", "byte_size": 4,
            "checksum": right, "created_at": any_iso_time(), "signed_id": any_text(),
            "direct_upload": {"url": any_url(), "headers": {"Content-Type": "text/plain"}},
        }),
    );
    let nobody = talk.server.nobody();
    let put = |target: &Value, bytes: &str| nobody.put(&path(target), raw("text/plain", bytes));
    let target = &announced.body["direct_upload"]["url"];
    assert_eq!(put(target, "test").status, 204);
    let message = json!({"content": "here", "attachments": [announced.body["signed_id"]]});
    let sent = talk.post(&talk.bob, message).ok();
    assert_eq!(nobody.get(&path(&sent["attachments"][0]["data_url"])).bytes, b"test");
    // other bytes of the same length, and a sum that is none
    let wrong = announce(right).ok();
    put(&wrong["direct_upload"]["url"], "tost").assert_error(422, "The file has another checksum than announced");
    let wrong = announce("x").ok();
    put(&wrong["direct_upload"]["url"], "test").assert_error(422, "The file has another checksum than announced");
    let message = json!({"attachments": [wrong["signed_id"]]});
    talk.post(&talk.bob, message).assert_error(422, "The uploaded file is not there any more");
    let longer = announce(right).ok();
    put(&longer["direct_upload"]["url"], "tests").assert_error(422, "The file has another size than announced");
}

#[test]
fn a_picture_inside_a_text_stays() {
    let talk = Talk::new();
    let upload = talk.at("/upload");
    let made = talk.bob.post(&upload, multipart().file("attachment", "a.png", "image/png", PNG));
    made.assert(200, json!({"file_url": any_url(), "blob_key": any_text(), "blob_id": any_text()}));
    let file = path(&made.body["file_url"]);
    assert_eq!(talk.server.nobody().get(&file).bytes, PNG);
    for nothing in [multipart(), multipart().text("external_url", "https://example.com/a.png")] {
        talk.bob.post(&upload, nothing).assert_error(422, "No file provided");
    }
    talk.bob.post(&upload, json!({"attachment": "x"})).assert_error(422, "The uploaded file is not there any more");
    // and goes with the account
    talk.platform.delete(&format!("/platform/api/v1/accounts/{}", talk.company.id), ()).ok();
    let key = made.body["blob_key"].as_str().unwrap();
    talk.server.wait_until(&format!("select count(*) from blobs where key = '{key}' and is_linked = 1"), 0);
    assert_eq!(talk.server.nobody().get(&file).status, 404);
}

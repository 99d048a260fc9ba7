//! Files on messages: taken in, shown, and handed out whole or in part, in little memory.

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::body::{Multipart, multipart};
use crate::support::clients::Answer;
use crate::support::json::{any_id, any_url, at_least};
use crate::support::server::Server;

/// The largest file.
const LARGEST: usize = 40 * 1024 * 1024;

/// A company with a conversation.
struct Desk {
    company: Company,
    messages: String,
}

impl Desk {
    fn new() -> Desk {
        Desk::of(Company::new())
    }

    fn of(company: Company) -> Desk {
        let inbox = company.inbox("App")["id"].as_i64().unwrap();
        let conversation = company.conversation(inbox, company.contact("Cora"));
        let messages = company.at(&format!("/conversations/{conversation}/messages"));
        Desk { company, messages }
    }

    fn post(&self, parts: Multipart) -> Answer {
        self.company.ada.post(&self.messages, parts)
    }

    /// Sends one file and answers its attachment.
    #[track_caller]
    fn upload(&self, name: &str, kind: &str, bytes: &[u8]) -> Value {
        let message = self.post(multipart().file("attachments[]", name, kind, bytes)).ok();
        message["attachments"][0].clone()
    }

    /// The path of an attachment's address, which is on this server.
    fn path(&self, attachment: &Value) -> String {
        let url = attachment["data_url"].as_str().unwrap();
        url.strip_prefix(&format!("http://{}", self.company.server.address())).unwrap().to_owned()
    }
}

/// Bytes that differ from chunk to chunk: a random block again and again, whose length fits into no other.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let block: Vec<u8> = std::iter::repeat_with(next).flatten().take(9973).collect();
    let mut bytes = block.repeat(length.div_ceil(block.len()));
    bytes.truncate(length);
    bytes
}

#[test]
fn a_file_is_shown_on_its_message_and_handed_out() {
    let desk = Desk::new();
    let mut events = desk.company.events();
    let bytes = noise(700_001);
    let parts = multipart().text("content", "See here").file(
        "attachments[]",
        "notes (1).bin",
        "application/octet-stream",
        &bytes,
    );
    let answer = desk.post(parts);
    let attachment = json!({
        "id": any_id(), "message_id": any_id(), "file_type": "file", "account_id": desk.company.id, "extension": null,
        "data_url": any_url(), "thumb_url": "", "file_size": 700_001, "width": null, "height": null,
    });
    answer.assert(200, at_least(json!({"content": "See here", "attachments": [attachment]})));
    assert_eq!(answer.body["attachments"][0]["message_id"], answer.body["id"]);
    assert_eq!(events.take()[0]["name"], "message_created");
    let path = desk.path(&answer.body["attachments"][0]);
    // whoever knows the address may have the file
    let file = desk.company.server.nobody().get(&path);
    assert_eq!(file.status, 200);
    assert!(file.bytes == bytes, "{} bytes came back", file.bytes.len());
    assert_eq!(file.header("content-length"), "700001");
    assert_eq!(file.header("accept-ranges"), "bytes");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").contains("sandbox"), "{:?}", file.headers);
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"notes (1).bin\""),
        "{:?}",
        file.headers
    );
    let shown = desk.company.bob.get(&desk.messages);
    assert_eq!(shown.status, 401);
    let listed = desk.company.ada.get(&desk.messages).ok();
    let newest = listed["payload"].as_array().unwrap().last().unwrap();
    assert_eq!(newest["attachments"], answer.body["attachments"]);
}

#[test]
fn a_file_is_had_in_parts() {
    let desk = Desk::new();
    let bytes = noise(600_000);
    let path = desk.path(&desk.upload("film.mp4", "video/mp4", &bytes));
    let nobody = desk.company.server.nobody();
    let part = |range: &str| nobody.with("range", range).get(&path);
    // across the border of two chunks, the end, one byte, beyond the end
    for (range, from, to) in [
        ("bytes=262000-262300", 262_000, 262_300),
        ("bytes=-5", 599_995, 599_999),
        ("bytes=0-0", 0, 0),
        ("bytes=599999-", 599_999, 599_999),
        ("bytes=1000-9999999", 1000, 599_999),
    ] {
        let answer = part(range);
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {from}-{to}/600000"));
        assert!(answer.bytes == bytes[from..=to], "{range}");
    }
    for range in ["bytes=600000-", "bytes=-0"] {
        let answer = part(range);
        assert_eq!((answer.status, answer.header("content-range")), (416, "bytes */600000"), "{range}");
    }
    // several ranges, and what is none, are the whole
    for range in ["bytes=0-1,5-6", "bytes=5-1", "lines=1-2", "x"] {
        assert_eq!(part(range).status, 200, "{range}");
    }
    let head = nobody.send("HEAD", &path, ());
    assert_eq!((head.status, head.header("content-length"), head.bytes.len()), (200, "600000", 0));
    let etag = head.header("etag");
    let known = nobody.with("if-none-match", etag).get(&path);
    assert_eq!((known.status, known.bytes.len(), known.header("etag")), (304, 0, etag));
    assert_eq!(nobody.with("if-none-match", "\"other\"").get(&path).status, 200);
    // a part of another file would make no whole
    let stale = nobody.with("if-range", "\"other\"").with("range", "bytes=0-0").get(&path);
    assert_eq!(stale.status, 200);
    assert_eq!(nobody.with("if-range", etag).with("range", "bytes=0-0").get(&path).status, 206);
    let refused = nobody.post(&path, ());
    assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn an_address_cannot_be_guessed() {
    let desk = Desk::new();
    let path = desk.path(&desk.upload("a.txt", "text/plain", b"hello"));
    let mut segments: Vec<&str> = path.split('/').collect();
    let key = segments.len() - 2;
    assert!(segments[key].len() >= 20, "{path}");
    let flipped: String = segments[key].chars().rev().collect();
    segments[key] = &flipped;
    let nobody = desk.company.server.nobody();
    nobody.get(&segments.join("/")).assert_not_found();
    nobody.get("/rails/active_storage/blobs/redirect/1/a.txt").assert_not_found();
    // the file is found by its key; the name is for people
    let renamed = path.replace("a.txt", "b.txt");
    assert_eq!(nobody.get(&renamed).bytes, b"hello");
}

#[test]
fn what_a_browser_would_run_is_only_downloaded() {
    let desk = Desk::new();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let html = b"<!doctype html><script>alert(1)</script>";
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    for (name, kind, bytes, shown) in [
        ("a.svg", "image/svg+xml", &svg[..], "attachment"),
        ("a.html", "text/html", html, "attachment"),
        ("a.png", "image/png", svg, "attachment"),
        ("a.txt", "text/plain", html, "attachment"),
        ("a.xhtml", "application/xhtml+xml", html, "attachment"),
        ("b.png", "image/png", png, "inline"),
        ("b.txt", "text/plain", b"hello", "inline"),
    ] {
        let attachment = desk.upload(name, kind, bytes);
        let file = desk.company.server.nobody().get(&desk.path(&attachment));
        let (disposition, kind) = (file.header("content-disposition"), file.header("content-type"));
        let runs = ["html", "svg", "xml", "javascript"].iter().any(|what| kind.contains(what));
        assert!(disposition.starts_with(shown) || !runs && shown == "attachment", "{name}: {disposition} {kind}");
        assert!(!(runs && disposition.starts_with("inline")), "{name}: {disposition} {kind}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.bytes, bytes);
    }
    let picture = desk.upload("c.png", "image/png", png);
    assert_eq!(picture["file_type"], "image");
    assert_eq!((&picture["width"], &picture["height"]), (&json!(1), &json!(1)));
    assert_eq!(picture["thumb_url"], picture["data_url"]);
}

#[test]
fn names_are_only_names() {
    let desk = Desk::new();
    for name in
        ["../../etc/passwd", "..\\x", "a/b.txt", "Grüße.txt", ".", "", "x".repeat(300).as_str(), "a\tb.txt", "%2e%2e"]
    {
        let answer = desk.post(multipart().text("content", "x").file("attachments[]", name, "text/plain", b"hello"));
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        let Some(attachment) = answer.body["attachments"].get(0) else {
            assert_eq!(name, "", "no file came with {name}");
            continue;
        };
        let path = desk.path(attachment);
        assert!(!path.contains("..") && !path.contains('\\'), "{path}");
        let file = desk.company.server.nobody().get(&path);
        assert_eq!((file.status, file.text()), (200, "hello".to_owned()), "{name}");
    }
}

#[test]
fn so_many_files_and_no_more() {
    let desk = Desk::new();
    let files = |count: usize| {
        (0..count)
            .fold(multipart(), |parts, i| parts.file("attachments[]", &format!("{i}.txt"), "text/plain", b"hello"))
    };
    let fifteen = desk.post(files(15)).ok();
    assert_eq!(fifteen["attachments"].as_array().unwrap().len(), 15);
    let mut events = desk.company.events();
    let sixteen = desk.post(files(16));
    assert_eq!(sixteen.status, 422, "{}", sixteen.text());
    assert!(sixteen.text().contains("maximum is 15"), "{}", sixteen.text());
    events.assert_none();
    // without brackets, as the document of 2021 has it
    let one = desk.post(multipart().file("attachments", "a.txt", "text/plain", b"hello")).ok();
    assert_eq!(one["attachments"].as_array().unwrap().len(), 1);
}

/// A figure of the process, in bytes: `VmRSS`, `VmHWM`.
fn memory(server: &Server, figure: &str) -> i64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap();
    let line = status.lines().find(|line| line.starts_with(figure)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<i64>().unwrap() * 1024
}

#[test]
fn a_large_file_takes_little_memory() {
    let server = Arc::new(Server::start());
    let desk = Desk::of(Company::on(server.clone(), "Acme"));
    let bytes = noise(LARGEST);
    // buffers and caches are what they will be
    for _ in 0..3 {
        let path = desk.path(&desk.upload("small.bin", "application/octet-stream", &bytes[..6 << 20]));
        server.nobody().get(&path);
    }
    // the highest mark from now on
    fs::write(format!("/proc/{}/clear_refs", server.process()), "5").unwrap();
    let before = memory(&server, "VmRSS");
    let attachment = desk.upload("large.bin", "application/octet-stream", &bytes);
    assert_eq!(attachment["file_size"], LARGEST);
    let after_upload = memory(&server, "VmHWM");
    let file = server.nobody().get(&desk.path(&attachment));
    assert!(file.bytes == bytes, "{} bytes came back", file.bytes.len());
    let after_download = memory(&server, "VmHWM");
    let (upload, download) = (after_upload - before, after_download - after_upload);
    assert!(upload < 8 << 20, "the upload took {upload} bytes above {before}");
    // connections that read for the first time fill their caches
    assert!(download < 16 << 20, "the download took {download} bytes above {after_upload}");
    // one byte more is too much, and is not kept
    let mut events = desk.company.events();
    let more = [&bytes[..], b"x"].concat();
    let refused = desk.post(multipart().text("content", "x").file(
        "attachments[]",
        "larger.bin",
        "application/octet-stream",
        &more,
    ));
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert!(refused.body["error"].is_string());
    events.assert_none();
    desk.company.ada.get(&desk.messages).ok();
}

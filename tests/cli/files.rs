//! `backup` and `check`.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use serde_json::json;

use crate::bench::Bench;

#[test]
fn a_backup_of_a_running_server_is_whole() {
    let bench = Bench::new();
    let token = bench.ada();
    let server = bench.serve(&[]);
    let (enough, url) = (AtomicBool::new(false), server.url());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0;
            while !enough.load(Ordering::Relaxed) {
                n += 1;
                let body = json!({"title": format!("label{n}")});
                let path = format!("{url}/api/v1/accounts/1/labels");
                crate::bench::agent().post(path).header("api_access_token", &token).send_json(body).unwrap();
            }
        });
        for name in ["one.db", "two.db"] {
            let made = bench.json(&["backup", name]);
            let size = bench.path(name).metadata().unwrap().len();
            assert_eq!(made, json!({"file": name, "byte_size": size}));
        }
        enough.store(true, Ordering::Relaxed);
    });
    assert!(bench.refused(1, &["backup", "one.db"]).contains("exists already"));
    server.stop();
    let labels = |name| -> i64 {
        let db = Connection::open(bench.path(name)).unwrap();
        db.query_row("select count(*) from labels", [], |row| row.get(0)).unwrap()
    };
    assert!(labels("one.db") <= labels("two.db") && labels("two.db") <= labels("chatwoot-lite.db"));
    assert_eq!(bench.json(&["check", "--db", "two.db"]), json!({"ok": true, "problems": []}));
    let copy = bench.serve(&["--db", "two.db"]);
    assert_eq!(copy.get("/api/v1/profile", &token).1["email"], "ada@example.com");
}

#[test]
fn a_sound_database_is_sound_also_while_a_server_runs() {
    let bench = Bench::new();
    bench.ada();
    assert_eq!(bench.text(&["check"]), "chatwoot-lite.db is sound\n");
    let server = bench.serve(&[]);
    assert_eq!(bench.json(&["check"]), json!({"ok": true, "problems": []}));
    server.stop();
}

#[test]
fn a_wrong_counter_is_named() {
    let bench = Bench::new();
    bench.ada();
    let db = Connection::open(bench.path("chatwoot-lite.db")).unwrap();
    db.execute_batch("update account_counters set resolved_contacts = 3").unwrap();
    drop(db);
    let output = bench.run(&["check", "--json"]);
    let problem = "account_counters.resolved_contacts of account 1 is 3, counted 0";
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim_end(),
        json!({"ok": false, "problems": [problem]}).to_string()
    );
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "chatwoot-lite: chatwoot-lite.db has a problem\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(bench.run(&["check"]).stdout).unwrap().contains(problem));
}

#[test]
fn a_torn_file_is_told_from_a_sound_one() {
    let bench = Bench::new();
    bench.ada();
    let path = bench.path("chatwoot-lite.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..] {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, bytes).unwrap();
    let output = bench.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
    assert_eq!(bench.run(&["backup", "copy.db"]).status.code(), Some(1));
    assert!(!bench.path("copy.db").exists(), "no copy of a damaged file");
}

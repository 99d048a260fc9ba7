//! Help, wrong usage, where options come from, and the commands that need no database.

use serde_json::{Value, json};

use crate::bench::{Bench, failure};

const COMMANDS: [&str; 9] =
    ["serve", "user", "platform-app", "check", "backup", "healthcheck", "openapi", "completions", "version"];

#[test]
fn help_needs_no_manual() {
    let bench = Bench::new();
    let help = bench.text(&["--help"]);
    for word in COMMANDS.iter().chain(&["Exit status", ".env", "CHATWOOT_LITE_DB", "user create --name"]) {
        assert!(help.contains(word), "{word}");
    }
    for command in COMMANDS {
        assert!(bench.text(&[command, "--help"]).contains("Usage: chatwoot-lite"), "{command}");
    }
    let serve = bench.text(&["serve", "--help"]);
    for variable in ["LISTEN", "BASE_URL", "RATE_LIMITS", "TRUSTED_PROXIES"] {
        assert!(serve.contains(&format!("CHATWOOT_LITE_{variable}")), "{variable}");
    }
}

#[test]
fn wrong_usage_is_two() {
    let bench = Bench::new();
    for wrong in [
        &["frobnicate"][..],
        &["serve", "--listen", "nowhere"],
        &["serve", "--base-url", "chat.example.com"],
        &["serve", "--rate-limits", "perhaps"],
        &["serve", "--trusted-proxies", "10.0.0.0/99"],
        &["user", "create", "--name", "Ada"],
        &["user", "create", "--name", "Ada", "--email", "a@x.org", "--role", "king"],
        &["platform-app", "delete", "seven"],
        &["backup"],
        &["completions", "cmd.exe"],
    ] {
        let output = bench.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{wrong:?}");
    }
    assert_eq!(bench.run(&[]).status.code(), Some(2));
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn options_come_from_the_command_line_the_environment_and_a_file() {
    let bench = Bench::new();
    let create = |variable: Option<&str>, args: &[&str]| {
        let mut command = bench.command(&[&["platform-app", "create", "--name", "CRM"], args].concat());
        variable.map(|path| command.env("CHATWOOT_LITE_DB", path));
        assert!(command.output().unwrap().status.success());
    };
    create(None, &[]);
    assert!(bench.path("chatwoot-lite.db").exists());
    std::fs::write(bench.path(".env"), "CHATWOOT_LITE_DB=file.db\nCHATWOOT_LITE_JSON=1\n").unwrap();
    create(None, &[]);
    assert!(bench.path("file.db").exists());
    create(Some("variable.db"), &[]);
    assert!(bench.path("variable.db").exists());
    create(Some("variable.db"), &["--db", "option.db"]);
    assert!(bench.path("option.db").exists());
    let listed: Value = serde_json::from_str(&bench.text(&["platform-app", "list"])).unwrap();
    assert_eq!(listed[0]["name"], "CRM", "as JSON, as the file says");
    std::fs::write(bench.path(".env"), "what is this").unwrap();
    assert!(bench.refused(2, &["version"]).contains(".env"));
}

#[test]
fn the_version_and_the_document() {
    let bench = Bench::new();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(bench.json(&["version"]), json!({"version": version, "chatwoot": "4.14.2"}));
    assert!(bench.text(&["version"]).starts_with(&format!("chatwoot-lite {version} ")));
    let document = bench.text(&["openapi"]);
    assert!(document.lines().count() > 100);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.") && document["paths"]["/health"].is_object());
    assert_eq!(bench.json(&["openapi"]), document);
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0, "no database is needed");
}

#[test]
fn completions_for_the_usual_shells() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = bench.text(&["completions", shell]);
        assert!(script.contains("platform-app") && script.contains("chatwoot-lite"), "{shell}");
    }
}

#[test]
fn failures_are_one_clear_line() {
    let bench = Bench::new();
    let said = |args: &[&str]| bench.refused(1, args);
    for command in ["check", "user list", "platform-app list", "backup copy.db"] {
        let args: Vec<&str> = command.split(' ').collect();
        assert_eq!(said(&args), "chatwoot-lite: there is no database at chatwoot-lite.db", "{command}");
    }
    let server = bench.serve(&[]);
    let address = server.address().to_string();
    assert_eq!(
        said(&["serve", "--listen", &address]),
        format!(
            "chatwoot-lite: cannot listen on {address}: another program listens there; choose another with --listen"
        )
    );
    assert!(said(&["serve", "--listen", "127.0.0.1:0", "--db", "no/where.db"]).ends_with("there is no folder no"));
    std::fs::write(bench.path("letter.txt"), "Dear Ada").unwrap();
    assert!(said(&["serve", "--listen", "127.0.0.1:0", "--db", "letter.txt"]).contains("is not a database"));
    assert_eq!(std::fs::read(bench.path("letter.txt")).unwrap(), b"Dear Ada");
    server.stop();
    let newer = rusqlite::Connection::open(bench.path("chatwoot-lite.db")).unwrap();
    newer.execute_batch("pragma user_version = 99").unwrap();
    drop(newer);
    for command in ["serve --listen 127.0.0.1:0", "check", "user list", "backup copy.db"] {
        let args: Vec<&str> = command.split(' ').collect();
        assert!(said(&args).contains("was written by a newer chatwoot-lite"), "{command}");
    }
    let told = bench.command(&["user", "list"]).env("CHATWOOT_LITE_JSON", "1").output().unwrap();
    assert!(failure(1, &told).starts_with("chatwoot-lite: "));
}

//! Who may import whom: the floors of the house as the code has them. Arrows point down only.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the ground up. Each may use itself and those before it.
#[rustfmt::skip]
const FLOORS: &[&str] = &[
    "base", "store", "hub", "files", "http", "tags", // words, machines, the web toolkit
    "access", "idempotency", "accounts", "users", "preferences", "teams", "bots", "labels", "attributes", "custom_filters", "canned", "dashboard_apps",
    "inboxes", "webhooks", "audits", "contacts", "messages",
    "conversations", "reports", "search", "automation", "campaigns", "csat", "notifications", "integrations", "widget", "client_api", "retention", // the contexts
    "delivery", // after the commit
    "server", "app", "cli", "lib", "main", // wiring
];
/// The first context and what comes after the last.
const CONTEXTS: [&str; 2] = ["access", "delivery"];
/// Macros are named at the root of the crate; these are the modules they belong to.
const MACROS: [(&str, &str); 2] = [("for_each_id", "base"), ("root_key", "http")];
/// Files besides `sql.rs` that hold statements: jobs that sweep whole accounts, and the sessions of `access`.
const STATEMENTS: [&str; 2] = ["src/accounts/deletion.rs", "src/access/sessions.rs"];

/// A source file without its comments and its parts for tests, line by line.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// `teams` for `src/teams/api/list.rs` and `src/teams.rs`.
    fn module(&self) -> &str {
        self.path.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap()
    }

    /// Whether the file is one of `model.rs`, `sql.rs`, `service.rs`, or in a folder of such a name.
    fn is_one_of(&self, parts: &[&str]) -> bool {
        self.path.trim_end_matches(".rs").split('/').skip(2).any(|part| parts.contains(&part))
    }

    fn is_context(&self) -> bool {
        (floor(CONTEXTS[0])..floor(CONTEXTS[1])).contains(&floor(self.module()))
    }

    /// The modules of this crate that the file names, each with its line.
    fn uses(&self) -> Vec<(usize, String)> {
        let mut uses = Vec::new();
        for (at, start) in self.text.match_indices("crate::") {
            if self.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let line = self.text[..at].matches('\n').count() + 1;
            for path in branches(&self.text[at + start.len()..]) {
                let name: String = path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let owner = MACROS.iter().find(|(macro_name, _)| *macro_name == name);
                uses.push((line, owner.map_or(name, |(_, module)| (*module).to_owned())));
            }
        }
        uses
    }
}

/// The paths behind `crate::`: one, or those between the braces.
fn branches(text: &str) -> Vec<&str> {
    let Some(list) = text.strip_prefix('{') else { return vec![text] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(&list[start..at]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|path| !path.trim().is_empty());
    found
}

fn floor(module: &str) -> usize {
    let place = FLOORS.iter().position(|name| *name == module);
    place.unwrap_or_else(|| {
        panic!("`{module}` is on no floor yet: put it into FLOORS in tests/floors.rs, above all it uses")
    })
}

/// Empties comments and whatever `#[cfg(test)]` stands before, so that the lines keep their numbers.
fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut skipped: Option<&str> = None; // the indent of what is being skipped
    for line in text.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let is_code = skipped.is_none() && !line.trim_start().starts_with("//");
        if let Some(outer) = skipped {
            let ends = line.trim_end().ends_with(';') || line.trim() == "}";
            skipped = Some(outer).filter(|_| !(ends && indent == outer));
        } else if line.trim() == "#[cfg(test)]" {
            skipped = Some(indent);
        } else if is_code {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

/// All files below `src` but those for tests alone.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name());
            match path.is_dir() {
                _ if ["tests", "tests.rs", "plans.rs"].iter().any(|for_tests| name == *for_tests) => {}
                true => walk(&path, files),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    files.sort();
    let path = |file: &PathBuf| file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let read = |file: &PathBuf| without_tests(&fs::read_to_string(file).unwrap());
    files.iter().map(|file| Source { path: path(file), text: read(file) }).collect()
}

#[track_caller]
fn assert_none(wrong: &[String], what_to_do: &str) {
    assert!(wrong.is_empty(), "{what_to_do}\n\n{}\n", wrong.join("\n"));
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    let sources = sources();
    for source in &sources {
        for (line, used) in source.uses() {
            if floor(&used) > floor(source.module()) {
                wrong.push(format!("{}:{line} uses `{used}`, which is above `{}`", source.path, source.module()));
            }
        }
    }
    assert_none(&wrong, "Move the rule up to the larger thing that owns it, or let the higher one react to an event.");
    assert!(sources.len() > 100 && sources.iter().map(|s| s.uses().len()).sum::<usize>() > 400, "too little was read");
}

#[test]
fn the_domain_knows_no_web() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.is_context() && s.is_one_of(&["model", "sql", "service"])) {
        for (n, line) in source.text.lines().enumerate() {
            if line.contains("poem") || line.contains("crate::http") {
                wrong.push(format!("{}:{} {}", source.path, n + 1, line.trim()));
            }
        }
    }
    assert_none(
        &wrong,
        "Models, statements and services know no HTTP: what is of the wire belongs into wire.rs or api.rs.",
    );
}

#[test]
fn statements_are_in_sql() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.is_context() || ["files", "delivery"].contains(&s.module())) {
        if source.is_one_of(&["sql"]) || STATEMENTS.contains(&source.path.as_str()) {
            continue;
        }
        for (n, line) in source.text.lines().enumerate() {
            if [".prepare(", ".prepare_cached(", ".execute(", ".execute_batch(", ".query_row("]
                .iter()
                .any(|c| line.contains(c))
            {
                wrong.push(format!("{}:{} {}", source.path, n + 1, line.trim()));
            }
        }
    }
    assert_none(&wrong, "Statements belong into the context's sql.rs.");
}

#[test]
fn the_reader_reads_what_it_should() {
    let text = "use crate::{a, b::{c, d}, e};\n// crate::f\n#[cfg(test)]\nmod tests {\n    use crate::g;\n}\ncrate::root_key!(X, \"x\");\nlet x = subcrate::h;\n";
    let source = Source { path: "src/teams/api/list.rs".into(), text: without_tests(text) };
    let uses: Vec<_> = source.uses().into_iter().map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(uses, ["1 a", "1 b", "1 e", "7 http"]);
    assert_eq!((source.module(), source.is_one_of(&["api"]), source.is_one_of(&["teams"])), ("teams", true, false));
}

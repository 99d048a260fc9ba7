//! How much a visitor's browser loads: the widget's budget, as brotli makes the files (a release embeds them so).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Bytes of all that the widget loads when it is first opened, libraries included.
const WIDGET: usize = 30 * 1024;
/// Bytes of the script on the customer's own page.
const SDK: usize = 6 * 1024;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(path)).unwrap()
}

fn compressed(path: &str) -> usize {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(read(path).as_bytes()).unwrap();
    writer.into_inner().len()
}

/// What stands in quotes behind each of these marks.
fn named<'t>(text: &'t str, marks: &'t [&str]) -> impl Iterator<Item = &'t str> {
    marks.iter().flat_map(move |mark| text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()))
}

/// `name` as the file at `from` means it.
fn resolve(from: &str, name: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if let Some(absolute) = name.strip_prefix('/') {
        return absolute.to_owned();
    }
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The file and all that it imports at once.
fn load(path: String, loaded: &mut BTreeSet<String>) {
    if !loaded.insert(path.clone()) {
        return;
    }
    for name in named(&read(&path), &["from \"", "import \""]).filter(|name| name.contains('/')) {
        load(resolve(&path, name), loaded);
    }
}

fn weight(loaded: &BTreeSet<String>) -> usize {
    loaded.iter().map(|path| compressed(path)).sum()
}

/// What the page itself names, and what its scripts import.
fn page() -> BTreeSet<String> {
    let mut loaded = BTreeSet::from(["widget/index.html".to_owned()]);
    for name in named(&read("widget/index.html"), &["href=\"", "src=\""]) {
        load(resolve("widget/index.html", name), &mut loaded);
    }
    loaded
}

#[test]
fn the_widget_is_light_when_it_opens_and_with_a_conversation() {
    let mut loaded = page();
    assert!(loaded.len() > 15 && loaded.contains("widget/app.js"), "{loaded:?}");
    let opened = weight(&loaded);
    assert!(opened <= WIDGET, "{opened} bytes: {loaded:#?}");
    load("widget/views/chat.js".to_owned(), &mut loaded);
    let talking = weight(&loaded);
    assert!(talking <= WIDGET, "{talking} bytes: {loaded:#?}");
    println!("{opened} bytes, with a conversation {talking}");
}

#[test]
fn the_page_is_told_of_all_that_it_needs_at_once() {
    let (html, mut needed) = (read("widget/index.html"), BTreeSet::new());
    load("widget/app.js".to_owned(), &mut needed);
    for path in needed.iter().filter(|path| *path != "widget/app.js") {
        assert!(html.contains(&format!("modulepreload\" href=\"/{path}\"")), "{path} is asked for late");
    }
}

#[test]
fn the_script_on_the_customers_page_is_light() {
    let bytes = compressed("sdk/sdk.js");
    assert!(bytes <= SDK, "{bytes} bytes");
    println!("{bytes} bytes");
}

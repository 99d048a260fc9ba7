//! The two ways to a database, `schema.sql` and the migrations from its first version, lead to the same one; and a file
//! from the future is left alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chatwoot_lite::base::Error;
use chatwoot_lite::store::{Store, schema};
use rusqlite::Connection;

/// As the first release created it. Never changed again: a later schema is reached by migrations.
const FIRST: &str = include_str!("fixtures/schema_0001.sql");

/// Questions about one table; columns by name, since `alter table` can only append them.
const ABOUT_TABLES: [(&str, &str); 4] = [
    ("column", "select name, type, \"notnull\", dflt_value, pk, hidden from pragma_table_xinfo(?1)"),
    ("table", "select type, wr, strict from pragma_table_list where name = ?1 and schema = 'main'"),
    ("reference", "select \"from\", \"table\", \"to\", on_update, on_delete from pragma_foreign_key_list(?1)"),
    // an index made by a constraint has a number for a name: what counts is what it is about
    (
        "index",
        "select iif(l.origin = 'c', l.name, l.origin), l.\"unique\", l.partial,
                (select group_concat(coalesce(x.name, '()') || ' ' || x.desc || ' ' || x.coll, ', ')
                   from pragma_index_xinfo(l.name) x where x.key = 1) from pragma_index_list(?1) l",
    ),
];

/// The answer's rows, each as one line.
fn rows(conn: &Connection, sql: &str, name: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([name], |row| {
        let cells = (0..columns).map(|i| row.get::<_, rusqlite::types::Value>(i).map(|cell| format!("{cell:?}")));
        Ok(cells.collect::<Result<Vec<_>, _>>()?.join(" "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Names and texts of all objects of a kind, white space evened out.
fn objects(conn: &Connection, kind: &str) -> Vec<(String, String)> {
    let sql = "select name, coalesce(sql, '') from sqlite_schema where type = ?1 and name not like 'sqlite_stat%'";
    let mut statement = conn.prepare(sql).unwrap();
    let objects = statement.query_map([kind], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    let even = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    objects.unwrap().map(Result::unwrap).map(|(name, sql)| (name, even(sql))).collect()
}

/// Everything that matters about a schema, one fact per line, whatever the order in which it was made.
fn facts(conn: &Connection) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (table, sql) in objects(conn, "table") {
        for (what, question) in ABOUT_TABLES {
            facts.extend(rows(conn, question, &table).into_iter().map(|row| format!("{what} of {table}: {row}")));
        }
        if sql.to_lowercase().starts_with("create virtual") {
            facts.insert(sql);
        }
    }
    for kind in ["index", "trigger", "view"] {
        facts.extend(objects(conn, kind).into_iter().map(|(_, sql)| sql).filter(|sql| !sql.is_empty()));
    }
    for pragma in ["user_version", "application_id"] {
        let number: i64 = conn.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
        facts.insert(format!("{pragma} {number}"));
    }
    facts
}

#[test]
fn migrations_lead_to_what_schema_sql_describes() {
    let (fresh, migrated) = (Connection::open_in_memory().unwrap(), Connection::open_in_memory().unwrap());
    schema::create(&fresh).unwrap();
    migrated.execute_batch(FIRST).unwrap();
    schema::migrate(&migrated, schema::MIGRATIONS).unwrap();
    let (fresh, migrated) = (facts(&fresh), facts(&migrated));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        fresh == migrated,
        "schema.sql needs a migration in src/store/migrations.\n\nonly in schema.sql:\n{}\n\nonly after migrations:\n{}",
        only(&fresh, &migrated),
        only(&migrated, &fresh)
    );
    assert!(fresh.len() > 300, "the comparison looks at the whole schema");
}

fn open(path: &Path) -> Result<Store, Error> {
    Store::open(path, Arc::default())
}

/// The names and bytes of all files in the folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut files: Vec<_> = paths.map(|path| (name(&path), std::fs::read(path).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_newer_file_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("future.db");
    open(&path).unwrap().close();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    let before = files(folder.path());
    let Err(Error::Refused(text)) = open(&path) else { panic!("a newer file was opened") };
    assert!(text.contains("newer chatwoot-lite") && !text.contains('\n'), "{text}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_newer_file_is_known_by_its_log_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("future.db");
    open(&path).unwrap().close();
    let newer = Connection::open(&path).unwrap(); // stays open: its commit is in the log only
    newer.pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    let bytes = || files(folder.path()).into_iter().filter(|file| !file.0.ends_with("-shm")).collect::<Vec<_>>();
    let before = bytes();
    assert_eq!(before.len(), 2);
    assert!(matches!(open(&path), Err(Error::Refused(_))));
    assert_eq!(bytes(), before);
}

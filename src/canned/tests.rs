//! The service of canned responses on a store of its own.

use super::model::{CannedResponse, CannedResponseChange};
use super::{service, sql, wire};
use crate::base::ids::AccountId;
use crate::base::{Actor, Millis};
use crate::http::wire::assert_same_json;
use crate::store::Store;

#[test]
fn a_change_that_changes_nothing_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.db"), std::sync::Arc::default()).unwrap();
    let told = store.write_blocking(|tx| {
        tx.execute("insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0)", [])?;
        let change =
            |content: &str| CannedResponseChange { short_code: Some("hi".into()), content: Some(content.into()) };
        let made = service::create(tx, AccountId(1), change("Hello"), Actor::System)?;
        assert_eq!(service::update(tx, AccountId(1), made.id, change("Hello"), Actor::System)?, made);
        let changed = service::update(tx, AccountId(1), made.id, change("Hi"), Actor::System)?;
        assert_eq!(sql::list(tx, AccountId(1))?, [changed]);
        service::delete(tx, AccountId(1), made.id, Actor::System)?;
        let mut list = tx.prepare("select name || changes from outbox order by id")?;
        Ok(list.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
    });
    let expected = [
        "canned_response_created{}",
        r#"canned_response_updated{"content":["Hello","Hi"]}"#,
        "canned_response_deleted{}",
    ];
    assert_eq!(told.unwrap(), expected);
}

#[test]
fn what_is_documented_is_written() {
    assert_same_json(&wire::CannedResponse::from(CannedResponse::blank(AccountId(1), Millis(0))));
}

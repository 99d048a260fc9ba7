//! What becomes of the files of imports and exports, and of everything when the account goes.

use super::super::{exports, imports, notes};
use super::*;
use crate::accounts;
use crate::attributes::filter::Sent;
use crate::base::ids::{ExportId, ImportId};
use crate::files::{self, Stored};

impl Place {
    /// A file nobody uses yet.
    fn file(&self, text: &str) -> Stored {
        let (what, bytes) = (files::Incoming::default(), text.as_bytes().to_vec());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(files::receive(&self.store, what, bytes.as_slice())).unwrap()
    }

    fn import(&self, text: &str) -> ImportId {
        let file = self.file(text);
        let id = self.write(move |tx| imports::begin(tx, ACCOUNT, &file, UserId(1)));
        while self.write(move |tx| import_step(tx, ACCOUNT, id)) {}
        id
    }

    fn export(&self) -> ExportId {
        let id = self.write(|tx| exports::begin(tx, ACCOUNT, exports::Wanted::default(), UserId(1)));
        while self.write(move |tx| export_step(tx, ACCOUNT, id)) {}
        id
    }

    fn jobs(&self, name: &str) -> i64 {
        self.number(&format!("select count(*) from jobs where name = '{name}'"))
    }
}

const FILES: &str = "select count(*) from blobs where is_linked = 1";

#[test]
fn files_go_when_their_time_has_come() {
    let place = Place::new();
    let import = place.import("name,email\nAda,ada@x.test\nWrong,wrong\n");
    let export = place.export();
    // the file that was sent is gone already
    assert_eq!(place.number(FILES), 2);
    assert_eq!((place.jobs("forget_import"), place.jobs("forget_export")), (1, 1));
    assert_eq!(place.number("select run_at - created_at from jobs where name = 'forget_import'"), 2_592_000_000);
    assert_eq!(place.number("select run_at - created_at from jobs where name = 'forget_export'"), 604_800_000);
    for _ in 0..2 {
        assert!(!place.write(move |tx| forget_import(tx, ACCOUNT, import)));
        assert!(!place.write(move |tx| forget_export(tx, ACCOUNT, export)));
        // nothing is done any more
        assert!(!place.write(move |tx| import_step(tx, ACCOUNT, import)));
        assert!(!place.write(move |tx| export_step(tx, ACCOUNT, export)));
    }
    assert_eq!(place.number(FILES), 0);
    assert_eq!(
        place.number("select (select count(*) from contact_imports) + (select count(*) from contact_exports)"),
        0
    );
    assert_eq!(place.find("", &[], "", 1).count, 1);
}

#[test]
fn what_cannot_be_stored_is_no_reason_to_stop() {
    let place = Place::new();
    let long = "x".repeat(300);
    place.import(&format!("name,email,identifier\n{long},,\nAda,{long}@x.test,\nJoe,,{long}\nJane,jane@x.test,j\n"));
    assert_eq!(place.number("select created * 10 + refused from contact_imports"), 13);
}

#[test]
fn an_export_whose_conditions_are_none_any_more_fails() {
    let place = Place::new();
    place.import("name,email,plan\nAda,ada@x.test,pro\nJoe,joe@x.test,free\n");
    let condition = Sent {
        attribute_key: "plan".to_owned(),
        filter_operator: "equal_to".to_owned(),
        values: vec!["pro".to_owned()],
        ..Sent::default()
    };
    let wanted = move || exports::Wanted { conditions: vec![condition.clone()], ..exports::Wanted::default() };
    place.write(|tx| {
        Ok(tx.execute_batch(
            "insert into custom_attribute_definitions(account_id, attribute_display_name, attribute_key, attribute_model,
                created_at, updated_at) values (1, 'Plan', 'plan', 1, 0, 0)",
        )?)
    });
    for (rows, status) in [(1, 2), (0, 3)] {
        let wanted = wanted();
        let id = place.write(move |tx| exports::begin(tx, ACCOUNT, wanted, UserId(1)));
        if rows == 0 {
            place.write(|tx| Ok(tx.execute_batch("delete from custom_attribute_definitions")?));
        }
        while place.write(move |tx| export_step(tx, ACCOUNT, id)) {}
        let found = place.number(&format!("select row_count * 10 + status from contact_exports where id = {id}"));
        assert_eq!(found, rows * 10 + status);
    }
    place.attempt(move |tx| exports::begin(tx, ACCOUNT, wanted(), UserId(1))).unwrap_err();
}

#[test]
fn an_account_that_is_deleted_takes_everything_along() {
    let place = Place::new();
    place.import("name,email\nAda,ada@x.test\nWrong,wrong\n");
    place.export();
    let waiting = place.file("name\nLate\n");
    place.write(move |tx| imports::begin(tx, ACCOUNT, &waiting, UserId(1)));
    let (jane, other) = (place.contact("Jane", None), place.contact("Other", None));
    place.address(other, WEB, None).unwrap();
    place.write(move |tx| notes::create(tx, ACCOUNT, other, "tea", UserId(1)));
    place.write(move |tx| merge(tx, ACCOUNT, jane, other, ADA));
    assert_eq!(place.number("select count(*) from contact_merge_rows"), 2);
    assert_eq!(place.number(FILES), 3);
    place.write(|tx| accounts::delete(tx, ACCOUNT, ADA));
    while place.write(|tx| accounts::deletion_step(tx, ACCOUNT)) {}
    assert_eq!(place.number(FILES), 0);
    for table in ["contacts", "notes", "contact_merges", "contact_merge_rows", "contact_imports", "contact_exports"] {
        assert_eq!(place.number(&format!("select count(*) from {table}")), 0, "{table}");
    }
}

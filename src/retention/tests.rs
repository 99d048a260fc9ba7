//! The steps of an erasure on a real store.

use std::sync::Arc;

use super::erasing::{begin, finish, removed, step};
use crate::base::ids::{AccountId, ContactId, ErasureId};
use crate::base::{Actor, Error};
use crate::store::{Store, Tx};

const ACCOUNT: AccountId = AccountId(1);

/// An account with three contacts, of whom two were one and are being parted.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0);
    insert into contacts(id, account_id, name, created_at, updated_at) values (1, 1, 'Ada', 0, 0), (2, 1, 'Bo', 0, 0),
        (3, 1, 'Cy', 0, 0);
    insert into contact_merges(account_id, contact_id, merged_contact_id, before, after, undone_at, created_at)
        values (1, 2, 3, '{}', '{}', 1, 0);
    insert into contact_imports(id, account_id, filename, status, byte_size, created_at) values (1, 1, 'a.csv', 1, 9, 0);";

/// Takes steps until there is nothing more to do for now.
fn run(tx: &Tx, id: ErasureId) -> i64 {
    let mut steps = 1;
    while step(tx, ACCOUNT, id).unwrap() {
        steps += 1;
    }
    steps
}

fn number(tx: &Tx, sql: &str) -> i64 {
    tx.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn an_import_is_waited_for_and_one_job_overwrites_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
    let write = |tx: &Tx| {
        tx.execute_batch(COMPANY)?;
        assert!(matches!(begin(tx, ACCOUNT, ContactId(2), Actor::System), Err(Error::Refused(_))));
        tx.execute_batch("delete from contact_merges")?;
        let ids = [1, 2].map(|contact| begin(tx, ACCOUNT, ContactId(contact), Actor::System).unwrap());
        assert!(matches!(begin(tx, ACCOUNT, ContactId(2), Actor::System), Err(Error::NotFound)));
        // who may be in a file that is being taken in is not erased before that is over
        assert_eq!(run(tx, ids[0]), 1);
        assert_eq!(number(tx, "select count(*) from jobs where name = 'erase_contact'"), 3);
        assert_eq!(number(tx, "select count(*) from contacts where deleted_at is null"), 1);
        tx.execute_batch("update contact_imports set status = 2")?;
        for id in ids {
            assert!(run(tx, id) > 4);
            assert_eq!(run(tx, id), 1);
        }
        assert_eq!(number(tx, "select sum(id) from contacts"), 3);
        assert_eq!(number(tx, "select count(*) from jobs where name = 'scrub'"), 1);
        let waiting = removed(tx)?;
        assert_eq!(waiting.iter().map(|(id, _, _)| *id).collect::<Vec<_>>(), ids);
        finish(tx, &waiting)?;
        finish(tx, &waiting)?;
        assert!(removed(tx)?.is_empty());
        assert_eq!(number(tx, "select count(*) from outbox where name = 'contact_erased'"), 2);
        Ok(())
    };
    store.write_blocking(write).unwrap();
}

//! A file's life in the database.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::*;
use crate::base::ids::AccountId;
use crate::base::{Error, Millis};
use crate::store::{Env, Store};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap(), folder)
}

async fn numbers(store: &Store, sql: &'static str) -> i64 {
    store.read(move |db| Ok(db.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
}

async fn sweep_all(store: &Store, now: Millis) -> usize {
    let mut steps = 1;
    while store.write(move |tx| sweep(tx, now)).await.unwrap() {
        steps += 1;
    }
    steps
}

/// Zeros without end, or an error after so many.
struct Source {
    fails_after: Option<usize>,
    error: fn() -> io::Error,
}

impl AsyncRead for Source {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context, into: &mut ReadBuf) -> Poll<io::Result<()>> {
        let most = self.fails_after.unwrap_or(usize::MAX).min(into.remaining()).min(60_000);
        if most == 0 && into.remaining() > 0 {
            return Poll::Ready(Err((self.error)()));
        }
        into.initialize_unfilled_to(most);
        into.advance(most);
        self.fails_after = self.fails_after.map(|left| left - most);
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_file_is_written_in_chunks_and_seen_once_linked() {
    let (store, _folder) = store();
    let bytes = vec![7u8; CHUNK * 2];
    let what = Incoming { filename: Some("a.bin".into()), content_type: None };
    let file = receive(&store, what, bytes.as_slice()).await.unwrap();
    assert_eq!(file.byte_size, bytes.len() as i64);
    assert_eq!(numbers(&store, "select count(*) from blob_chunks").await, 2);
    let (id, key) = (file.id, file.key.clone());
    let hidden = store
        .read({
            let key = key.clone();
            move |db| by_key(db, &key)
        })
        .await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    assert_eq!(store.read(move |db| find(db, id)).await.unwrap(), file);

    store.write(move |tx| link(tx, id, Some(AccountId(3)))).await.unwrap();
    let seen = store
        .read({
            let key = key.clone();
            move |db| by_key(db, &key)
        })
        .await
        .unwrap();
    assert_eq!(seen, file);
    assert_eq!(numbers(&store, "select account_id from blobs").await, 3);
    assert_eq!(store.read(move |db| read_chunk(db, id, 1)).await.unwrap(), vec![7u8; CHUNK]);
    assert!(matches!(store.read(move |db| read_chunk(db, id, 2)).await, Err(Error::NotFound)));
    let twice = store.write(move |tx| link(tx, id, None)).await;
    assert!(matches!(twice, Err(Error::Refused(_))));
}

#[tokio::test]
async fn the_largest_file_is_taken_and_one_byte_more_is_not() {
    let (store, _folder) = store();
    let endless = || Source { fails_after: None, error: || io::Error::other("") };
    let file = receive(&store, Incoming::default(), endless().take(MAX_FILE)).await.unwrap();
    assert_eq!(file.byte_size.unsigned_abs(), MAX_FILE);
    let refused = receive(&store, Incoming::default(), endless().take(MAX_FILE + 1)).await;
    assert!(matches!(refused, Err(Error::TooLarge(_))), "{refused:?}");
    assert!(sweep_all(&store, Millis::now()).await > 2);
    assert_eq!(numbers(&store, "select count(*) from blobs").await, 1);
    assert_eq!(numbers(&store, "select count(*) from blob_chunks").await, 160);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let (store, _folder) = store();
    let broken = Source { fails_after: Some(CHUNK * 3 / 2), error: || io::ErrorKind::UnexpectedEof.into() };
    let refused = receive(&store, Incoming::default(), broken).await;
    assert!(matches!(refused, Err(Error::BadRequest(_))), "{refused:?}");
    let telling = Source { fails_after: Some(10), error: || io::Error::other(Error::TooLarge("whole body".into())) };
    assert!(matches!(receive(&store, Incoming::default(), telling).await, Err(Error::TooLarge(_))));
    sweep_all(&store, Millis::now()).await;
    assert_eq!(numbers(&store, "select count(*) from blobs").await, 0);
    assert_eq!(numbers(&store, "select count(*) from blob_chunks").await, 0);
}

#[tokio::test]
async fn only_the_deleted_and_the_forgotten_are_swept() {
    let (store, _folder) = store();
    let mut ids = Vec::new();
    for bytes in [&b"kept"[..], b"forgotten", b"deleted", b""] {
        ids.push(receive(&store, Incoming::default(), bytes).await.unwrap().id);
    }
    let (kept, deleted) = (ids[0], ids[2]);
    store.write(move |tx| link(tx, kept, None)).await.unwrap();
    store.write(move |tx| link(tx, deleted, None)).await.unwrap();
    store.write(move |tx| delete(tx, deleted)).await.unwrap();
    store.write(move |tx| delete(tx, deleted)).await.unwrap();
    assert!(matches!(store.write(move |tx| link(tx, deleted, None)).await, Err(Error::Refused(_))));
    sweep_all(&store, Millis::now()).await;
    assert_eq!(numbers(&store, "select count(*) from blobs").await, 3);
    sweep_all(&store, Millis::now().plus(DAY + 1000)).await;
    assert_eq!(numbers(&store, "select id from blobs").await, kept.0);
    assert_eq!(numbers(&store, "select count(*) from blob_chunks").await, 1);
}

#[test]
fn an_address_carries_key_and_encoded_name() {
    let url = url("https://chat.example", "k3y", "große Liste 1.pdf");
    assert_eq!(url, "https://chat.example/rails/active_storage/blobs/redirect/k3y/gro%C3%9Fe%20Liste%201.pdf");
}

#[tokio::test]
async fn a_shared_file_goes_with_the_last_that_uses_it() {
    let (store, _folder) = store();
    let file = receive(&store, Incoming::default(), b"hello".as_slice()).await.unwrap();
    let (id, key) = (file.id, file.key.clone());
    let shown = move |work: fn(&crate::store::Tx, BlobId) -> crate::base::Result<()>| {
        let key = key.clone();
        let done = store.write_blocking(move |tx| work(tx, id)).is_ok();
        (done, store.read_blocking(|db| by_key(db, &key)).is_ok())
    };
    assert_eq!(shown(|tx, id| share(tx, id, AccountId(1))), (true, true));
    assert_eq!(shown(|tx, id| share(tx, id, AccountId(2))), (false, true), "it is another account's");
    assert_eq!(shown(|tx, id| link(tx, id, Some(AccountId(1)))), (false, true));
    assert_eq!(shown(|tx, id| share(tx, id, AccountId(1))), (true, true));
    assert_eq!(shown(delete), (true, true));
    assert_eq!(shown(delete), (true, false));
    assert_eq!(shown(|tx, id| share(tx, id, AccountId(1))), (false, false), "it is gone for good");
}

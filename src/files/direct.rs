//! Uploads in two steps: a place is reserved and its ticket given out, then the bytes come to it. What is reserved is known by
//! a signed id, with which its owner says later what the file is for.

use std::pin::Pin;
use std::task::{Context, Poll};

use base64::Engine;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, ReadBuf};

use super::receive::{describe, next_chunk, rest};
use super::{Incoming, MAX_FILE, Stored, sql};
use crate::base::ids::{AccountId, BlobId};
use crate::base::{Error, Result, jwt};
use crate::store::{Db, Store, Tx};

/// How long the bytes may take to come, in milliseconds.
const UPLOAD_WITHIN: i64 = 60 * 60 * 1000;

/// A file that was announced.
#[derive(Debug, Clone)]
pub struct Announced {
    pub what: Incoming,
    pub byte_size: i64,
    /// The MD5 of the bytes in base64, if the sender says it.
    pub checksum: Option<String>,
}

/// A place for a file: the row so far, the ticket to bring the bytes, and the id by which the file is known afterwards.
#[derive(Debug, Clone)]
pub struct Reserved {
    pub file: Stored,
    pub ticket: String,
    pub signed_id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    BlobUpload,
    BlobId,
}

/// What both tokens say of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    purpose: Purpose,
    blob_id: BlobId,
    account_id: AccountId,
    byte_size: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

/// Sums up the bytes that are read through it.
struct Summed<R> {
    source: R,
    sum: Md5,
}

impl<R: AsyncRead + Unpin> AsyncRead for Summed<R> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let (this, before) = (self.get_mut(), into.filled().len());
        let result = Pin::new(&mut this.source).poll_read(cx, into);
        this.sum.update(into.filled().get(before..).unwrap_or_default());
        result
    }
}

impl<R> Summed<R> {
    /// MD5 in base64.
    fn checksum(self) -> String {
        base64::engine::general_purpose::STANDARD.encode(self.sum.finalize())
    }
}

/// The claims of a token of this purpose that has not expired.
fn claims(db: &Db, purpose: Purpose, token: &str) -> Option<Claims> {
    let claims: Claims = jwt::verify(db.env.secret(), token)?;
    let in_time = claims.exp.is_none_or(|exp| exp > db.now.seconds());
    (claims.purpose == purpose && in_time).then_some(claims)
}

fn gone() -> Error {
    Error::refused("The uploaded file is not there any more")
}

/// Makes a place for a file of the account. 413 for one that is too large.
pub fn reserve(tx: &Tx, account: AccountId, announced: Announced) -> Result<Reserved> {
    let byte_size = announced.byte_size;
    if byte_size < 0 || byte_size.unsigned_abs() > MAX_FILE {
        return Err(super::too_large());
    }
    let mut file = describe(announced.what, &[]);
    file.id = sql::insert(tx, &file)?;
    let ticket = Claims {
        purpose: Purpose::BlobUpload,
        blob_id: file.id,
        account_id: account,
        byte_size,
        checksum: announced.checksum,
        exp: Some(tx.now.plus(UPLOAD_WITHIN).seconds()),
    };
    let ticket = jwt::sign(tx.env.secret(), &ticket)?;
    let file = Stored { byte_size, ..file };
    let signed_id = signed_id(tx, account, &file)?;
    Ok(Reserved { file, ticket, signed_id })
}

/// The id by which the account may say later what a file is for.
pub fn signed_id(db: &Db, account: AccountId, file: &Stored) -> Result<String> {
    let (blob_id, byte_size) = (file.id, file.byte_size);
    let claims =
        Claims { purpose: Purpose::BlobId, blob_id, account_id: account, byte_size, checksum: None, exp: None };
    jwt::sign(db.env.secret(), &claims)
}

/// Brings the bytes to the place of a ticket. 404 for a ticket that is none, 409 when they were brought before, 422 when they are
/// more, fewer or others than announced: then the place is gone.
pub async fn fill<R>(store: &Store, ticket: String, declared: Option<String>, from: R) -> Result<()>
where
    R: AsyncRead + Unpin + Send,
{
    let claims = store.read(move |db| claims(db, Purpose::BlobUpload, &ticket).ok_or(Error::NotFound)).await?;
    let mut from = Summed { source: from, sum: Md5::new() };
    let first = next_chunk(&mut from).await?;
    let id = claims.blob_id;
    let is_whole = first.len() < super::CHUNK;
    let file = store.write(move |tx| begin(tx, id, declared, &first)).await?;
    let size = if is_whole { Ok(file.byte_size) } else { rest(store, &file, &mut from).await };
    let sum = from.checksum();
    let outcome = match size {
        Ok(size) if size != claims.byte_size => Error::refused("The file has another size than announced"),
        Ok(_) if claims.checksum.is_none_or(|announced| announced.trim() == sum) => return Ok(()),
        Ok(_) => Error::refused("The file has another checksum than announced"),
        Err(error) => error,
    };
    store.write(move |tx| sql::delete(tx, id)).await?;
    Err(outcome)
}

/// Writes the first bytes, and what they say of the file.
fn begin(tx: &Tx, id: BlobId, declared: Option<String>, first: &[u8]) -> Result<Stored> {
    let reserved = sql::find(tx, id)?;
    if reserved.byte_size > 0 {
        return Err(Error::Conflict("The file was uploaded before".into()));
    }
    let what = Incoming { filename: Some(reserved.filename.clone()), content_type: declared };
    let described = describe(what, first);
    let file = Stored { id, key: reserved.key, byte_size: first.len() as i64, ..described };
    sql::redescribe(tx, &file)?;
    if !first.is_empty() {
        sql::append(tx, id, 0, first)?;
    }
    Ok(file)
}

/// The file behind a signed id of the account, unless its bytes never came. Refused for anything else.
pub fn by_signed_id(db: &Db, account: AccountId, signed_id: &str) -> Result<Stored> {
    let claims =
        claims(db, Purpose::BlobId, signed_id).filter(|claims| claims.account_id == account).ok_or_else(gone)?;
    let file = match sql::find(db, claims.blob_id) {
        Err(Error::NotFound) => return Err(gone()),
        found => found?,
    };
    if file.byte_size == claims.byte_size { Ok(file) } else { Err(gone()) }
}

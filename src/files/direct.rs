//! Uploads in two steps: a place is reserved and its ticket given out, then the bytes come to it. What is reserved is known by
//! a signed id, with which its owner says later what the file is for.

use serde::{Deserialize, Serialize};
use tokio::io::AsyncRead;

use super::receive::{describe, next_chunk, rest};
use super::{Incoming, MAX_FILE, Stored, sql};
use crate::base::ids::{AccountId, BlobId};
use crate::base::{Error, Millis, Result, jwt};
use crate::store::{Db, Store, Tx};

/// How long the bytes may take to come, in milliseconds.
const UPLOAD_WITHIN: i64 = 60 * 60 * 1000;

/// A file that was announced.
#[derive(Debug, Clone)]
pub struct Announced {
    pub what: Incoming,
    pub byte_size: i64,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
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
    let token = |purpose, exp: Option<Millis>| {
        let exp = exp.map(Millis::seconds);
        jwt::sign(tx.env.secret(), &Claims { purpose, blob_id: file.id, account_id: account, byte_size, exp })
    };
    let ticket = token(Purpose::BlobUpload, Some(tx.now.plus(UPLOAD_WITHIN)))?;
    let signed_id = token(Purpose::BlobId, None)?;
    Ok(Reserved { file: Stored { byte_size, ..file }, ticket, signed_id })
}

/// Brings the bytes to the place of a ticket. 404 for a ticket that is none, 409 when they were brought before, 422 when there
/// are more or fewer than announced: then the place is gone.
pub async fn fill<R>(store: &Store, ticket: String, declared: Option<String>, mut from: R) -> Result<()>
where
    R: AsyncRead + Unpin + Send,
{
    let claims = store.read(move |db| claims(db, Purpose::BlobUpload, &ticket).ok_or(Error::NotFound)).await?;
    let first = next_chunk(&mut from).await?;
    let id = claims.blob_id;
    let is_whole = first.len() < super::CHUNK;
    let file = store.write(move |tx| begin(tx, id, declared, &first)).await?;
    let size = if is_whole { Ok(file.byte_size) } else { rest(store, &file, from).await };
    let outcome = match size {
        Ok(size) if size == claims.byte_size => return Ok(()),
        Ok(_) => Error::refused("The file has another size than announced"),
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

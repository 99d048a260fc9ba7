//! The layer before the router.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use poem::http::{Method, StatusCode, header};
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response};

use super::place::{self, Sender};
use super::sql::{self, Claim, Kept, Known};
use super::tap::Tap;
use crate::base::{Error, Result, token};
use crate::http::errors;
use crate::store::{self, Store, Tx};

const HEADER: &str = "idempotency-key";
/// Marks an answer that was given before.
const REPLAYED: &str = "idempotent-replayed";
/// Characters of a key at most.
const LONGEST_KEY: usize = 255;
/// Bytes of an answer that is kept at most.
const LONGEST_ANSWER: usize = 64 * 1024;

const CUT_OFF: &str =
    "An earlier request with this Idempotency-Key was cut off: it may have taken effect, and is not repeated";
const TOO_LONG: &str = "An earlier request with this Idempotency-Key took effect; its answer was too long to be kept";
const ANOTHER: &str = "This Idempotency-Key was used for another request";

/// The layer. It must stand inside those that put the store and what proves callers into requests.
pub struct Idempotency(pub Store);

impl<E: Endpoint + 'static> Middleware<E> for Idempotency {
    type Output = Keeping<E>;
    fn transform(&self, inner: E) -> Keeping<E> {
        Keeping { inner: Arc::new(inner), store: self.0.clone(), going_on: Arc::default() }
    }
}

/// The endpoint [`Idempotency`] makes.
pub struct Keeping<E> {
    inner: Arc<E>,
    store: Store,
    going_on: GoingOn,
}

/// Keys whose requests this process works on, each with its sender.
type GoingOn = Arc<Mutex<HashSet<(String, String)>>>;

/// A key on which nobody else works meanwhile.
struct Turn {
    going_on: GoingOn,
    key: (String, String),
}

impl Turn {
    fn take(going_on: &GoingOn, sender: &Sender, key: &str) -> Result<Self> {
        let key = (sender.principal.clone(), key.to_owned());
        let is_free = going_on.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        if is_free { Ok(Turn { going_on: going_on.clone(), key }) } else { Err(sql::going_on()) }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.going_on.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

impl<E: Endpoint + 'static> Endpoint for Keeping<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let Some(key) = key_of(&request)? else {
            return self.inner.call(request).await.map(IntoResponse::into_response);
        };
        // who is refused is refused by the endpoint, in its own words
        let Some(sender) = place::sender(&self.store, &request, &key).await? else {
            return self.inner.call(request).await.map(IntoResponse::into_response);
        };
        let turn = Turn::take(&self.going_on, &sender, &key)?;
        let known = {
            let (sender, key) = (sender.clone(), key.clone());
            self.store.read(move |db| sql::find(db, &sender, &key)).await?
        };
        let tap = Tap::on(&mut request);
        match known {
            Some(Known::Begun) => Err(Error::Conflict(CUT_OFF.into()).into()),
            Some(Known::Answered(kept)) => Ok(again(kept, &tap).await?),
            None => {
                let claim = Claim { sender, key, run: token::secure() };
                work(self.inner.clone(), self.store.clone(), request, tap, claim, turn).await
            }
        }
    }
}

/// The key of a POST, if it has one. 400 for what can be none.
fn key_of(request: &Request) -> Result<Option<String>> {
    let Some(key) = request.headers().get(HEADER).filter(|_| *request.method() == Method::POST) else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > LONGEST_KEY {
        let text = format!("Idempotency-Key must have 1 to {LONGEST_KEY} characters of ASCII");
        return Err(Error::BadRequest(text.into()));
    }
    Ok(Some(key.to_owned()))
}

/// What was answered before, if the request is the same.
async fn again(kept: Kept, tap: &Tap) -> Result<Response> {
    let sum = tap.sum().await.ok_or(Error::BadRequest("The body is incomplete or malformed".into()))?;
    if sum != kept.fingerprint {
        return Err(Error::refused(ANOTHER));
    }
    let body = kept.body.ok_or(Error::Conflict(TOO_LONG.into()))?;
    let status = StatusCode::from_u16(kept.status).map_err(Error::internal)?;
    let mut response = Response::builder().status(status).header(REPLAYED, "true");
    if let Some(content_type) = kept.content_type {
        response = response.header(header::CONTENT_TYPE, content_type);
    }
    Ok(response.body(Body::from(body)))
}

/// Works on a request to its end, whether its caller waits for that or not.
async fn work<E: Endpoint + 'static>(
    inner: Arc<E>,
    store: Store,
    request: Request,
    tap: Tap,
    claim: Claim,
    turn: Turn,
) -> poem::Result<Response> {
    let id = request.extensions().get::<errors::RequestId>().cloned().unwrap_or_default();
    let working = errors::as_request(id, async move {
        let _turn = turn;
        let marking = claim.clone();
        let companion = Arc::new(move |tx: &Tx| sql::mark(tx, &marking));
        let answer = store::accompanied(companion, inner.call(request)).await.map(IntoResponse::into_response);
        settle(&store, answer, &tap, claim).await
    });
    let answer = tokio::spawn(working).await;
    answer.unwrap_or_else(|lost| Err(Error::internal(lost).into()))
}

/// Keeps a success before it is answered; forgets what was refused.
async fn settle(store: &Store, answer: poem::Result<Response>, tap: &Tap, claim: Claim) -> poem::Result<Response> {
    let status = answer.as_ref().map_or_else(poem::Error::status, Response::status);
    if status.is_server_error() {
        // of several writes some may have taken effect: whoever asks again is told so
        return answer;
    }
    if !status.is_success() {
        store.write(move |tx| sql::forget(tx, &claim)).await?;
        return answer;
    }
    let mut response = answer?;
    let body = response.take_body().into_vec().await.map_err(Error::internal)?;
    // a caller who breaks off in the middle of what no endpoint reads cannot be known again
    let fingerprint = tap.sum().await.unwrap_or_default();
    let kept = Kept {
        fingerprint,
        status: status.as_u16(),
        content_type: response.content_type().map(str::to_owned),
        body: (body.len() <= LONGEST_ANSWER).then(|| body.clone()),
    };
    let keep = move |tx: &Tx| sql::answer(tx, &claim, &kept);
    if let Err(error) = store.write(keep).await {
        tracing::error!(%error, "could not keep an answer under its key");
    }
    response.set_body(body);
    Ok(response)
}

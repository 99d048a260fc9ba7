//! The floor: the web framework without the server. The same routes, listener and runtime, and a real answer goes back, without
//! sign-in, rules and storage.
//!
//! At the paths of the API the answer's bytes are ready: the framework alone. Below `/json` the request is read into a type and
//! the answer is written from a tree of values: the framework and the JSON.

use std::fs;
use std::future;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use chatwoot_lite::http::server;
use poem::endpoint::make;
use poem::error::{BadRequest, InternalServerError};
use poem::http::StatusCode;
use poem::{Body, Request, Response, Route};
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use crate::Outcome;

/// The argument that makes this executable the floor.
pub const FLAG: &str = "--floor";
/// What paths begin with where the floor handles JSON.
pub const JSON: &str = "/json";
/// The file with the answer to a new message.
pub const CREATED: &str = "created.json";
/// The file with a page of messages.
pub const PAGE: &str = "page.json";

#[derive(Deserialize)]
struct NewMessage<'a> {
    content: &'a str,
    message_type: &'a str,
}

/// Serves until it is killed. Says on the first line of its output where it listens.
pub fn run(folder: &Path) -> Outcome<()> {
    let (created, page) = (fs::read(folder.join(CREATED))?, fs::read(folder.join(PAGE))?);
    let written = [&created, &page].map(|bytes| serde_json::from_slice::<Value>(bytes));
    let [written_created, written_page] = written.map(|value| value.map(Arc::new));
    let (written_created, written_page) = (written_created?, written_page?);
    let (created, page): (&'static [u8], &'static [u8]) = (created.leak(), page.leak());

    let create = make(move |request: Request| async move {
        request.into_body().into_bytes().await?;
        Ok::<_, poem::Error>(answer(created))
    });
    let show = make(move |_: Request| future::ready(Ok::<_, poem::Error>(answer(page))));
    let create_json = make(move |request: Request| {
        let value = written_created.clone();
        async move {
            let body = request.into_body().into_bytes().await?;
            let new: NewMessage = serde_json::from_slice(&body).map_err(BadRequest)?;
            if new.content.is_empty() || new.message_type != "outgoing" {
                return Err(poem::Error::from_status(StatusCode::UNPROCESSABLE_ENTITY));
            }
            Ok(answer(serde_json::to_vec(&*value).map_err(InternalServerError)?))
        }
    });
    let show_json = make(move |_: Request| {
        let value = written_page.clone();
        async move { Ok::<_, poem::Error>(answer(serde_json::to_vec(&*value).map_err(InternalServerError)?)) }
    });
    let path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages";
    let json = format!("{JSON}{path}");
    let route = Route::new().at(path, poem::get(show).post(create)).at(json, poem::get(show_json).post(create_json));
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        Ok(server::serve(listener, route, future::pending()).await?)
    })
}

fn answer(body: impl Into<Body>) -> Response {
    Response::builder().content_type("application/json; charset=utf-8").body(body)
}

//! The floor: the web framework alone. The same routes, listener and runtime; the request is read and parsed, and the
//! bytes of a real answer go back, without sign-in, rules and storage.

use std::fs;
use std::future;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::Path;

use chatwoot_lite::http::server;
use poem::endpoint::make;
use poem::http::StatusCode;
use poem::{Request, Response, Route};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use crate::Outcome;

/// The argument that makes this executable the floor.
pub const FLAG: &str = "--floor";
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
    let created: &'static [u8] = fs::read(folder.join(CREATED))?.leak();
    let page: &'static [u8] = fs::read(folder.join(PAGE))?.leak();
    let create = make(move |request: Request| async move {
        let body = request.into_body().into_bytes().await?;
        let new: NewMessage = serde_json::from_slice(&body).map_err(poem::error::BadRequest)?;
        if new.content.is_empty() || new.message_type != "outgoing" {
            return Err(poem::Error::from_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        Ok(answer(created))
    });
    let show = make(move |_: Request| future::ready(Ok::<_, poem::Error>(answer(page))));
    let path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages";
    let route = Route::new().at(path, poem::get(show).post(create));
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        Ok(server::serve(listener, route, future::pending()).await?)
    })
}

fn answer(body: &'static [u8]) -> Response {
    Response::builder().content_type("application/json; charset=utf-8").body(body)
}

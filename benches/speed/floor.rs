//! The floor: the web framework without the server. The same routes, listener and runtime, and a real answer goes back, without
//! sign-in, rules and storage.
//!
//! At the paths of the API the answer's bytes are ready: the framework alone, poem with a static handler. Below `/json` the
//! endpoints are declared with poem-openapi like the server's: the body is read into a type, and the server's own type of the
//! answer is written to bytes.

use std::fs;
use std::future;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::Path as FilePath;

use chatwoot_lite::http::{Fast, server};
use chatwoot_lite::messages::wire::{Message, MessageList};
use poem::endpoint::make;
use poem::http::StatusCode;
use poem::{Body, EndpointExt, Request, Response, Route};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::ParseFromJSON;
use poem_openapi::{Object, OpenApi, OpenApiService};
use serde::Serialize;
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

/// What the load sends.
#[derive(Object)]
struct NewMessage {
    content: String,
    message_type: String,
}

/// The same endpoints, and nothing behind them.
struct Bare {
    created: Message,
    page: MessageList,
}

#[OpenApi]
impl Bare {
    #[oai(path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages", method = "post")]
    async fn create(
        &self,
        account_id: Path<i64>,
        conversation_id: Path<i64>,
        body: Json<NewMessage>,
    ) -> poem::Result<Fast<Message>> {
        let is_sane = account_id.0 > 0 && conversation_id.0 > 0 && !body.content.is_empty();
        if !is_sane || body.message_type != "outgoing" {
            return Err(StatusCode::UNPROCESSABLE_ENTITY.into());
        }
        Ok(Fast(self.created.clone()))
    }

    #[oai(path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages", method = "get")]
    async fn list(&self, account_id: Path<i64>, conversation_id: Path<i64>) -> poem::Result<Fast<MessageList>> {
        if account_id.0 < 1 || conversation_id.0 < 1 {
            return Err(StatusCode::NOT_FOUND.into());
        }
        Ok(Fast(self.page.clone()))
    }
}

/// Serves until it is killed. Says on the first line of its output where it listens.
pub fn run(folder: &FilePath) -> Outcome<()> {
    let (created, page) = (fs::read(folder.join(CREATED))?, fs::read(folder.join(PAGE))?);
    let bare = OpenApiService::new(Bare { created: typed(&created)?, page: typed(&page)? }, "floor", "1");
    let (created, page): (&'static [u8], &'static [u8]) = (created.leak(), page.leak());

    let create = make(move |request: Request| async move {
        request.into_body().into_bytes().await?;
        Ok::<_, poem::Error>(answer(created))
    });
    let show = make(move |_: Request| future::ready(Ok::<_, poem::Error>(answer(page))));
    let path = "/api/v1/accounts/:account_id/conversations/:conversation_id/messages";
    let route = Route::new().at(path, poem::get(show).post(create)).nest(JSON, bare).boxed();
    Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        Ok(server::serve(listener, route, future::pending()).await?)
    })
}

/// An answer of the server in its type, from which the same bytes can be written again.
fn typed<T: ParseFromJSON + Serialize>(bytes: &[u8]) -> Outcome<T> {
    let value = T::parse_from_json(Some(serde_json::from_slice::<Value>(bytes)?)).map_err(|e| e.into_message())?;
    if serde_json::to_vec(&value)? != bytes {
        return Err("the floor would not answer what the server does".into());
    }
    Ok(value)
}

fn answer(body: impl Into<Body>) -> Response {
    Response::builder().content_type("application/json; charset=utf-8").body(body)
}

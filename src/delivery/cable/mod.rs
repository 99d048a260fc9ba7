//! `/cable`: ActionCable over one websocket, the live side of the API.
//!
//! A socket is one task with one mailbox. Subscribing proves the token, joins the rooms of the holder and, where the client
//! says what it has seen last, sends what it missed before what comes. Nothing here decides who may see an event: rooms do.

pub mod command;
mod presence;
mod replay;
pub mod rights;
mod socket;
mod sql;

use std::sync::Arc;

use poem::http::{HeaderMap, Method, header};
use poem::web::websocket::{WebSocket, WebSocketConfig};
use poem::{Endpoint, FromRequest, IntoResponse, Request, Response};

use crate::base::Error;
use crate::hub::Hub;
use crate::store::Store;
use presence::Pictures;
use socket::Socket;

/// The one dialect spoken here.
const PROTOCOL: &str = "actioncable-v1-json";
/// The longest message of a client.
const LONGEST: usize = 64 * 1024;
/// What a socket holds for reading: most of what clients say is shorter.
const READ_BUFFER: usize = 2048;

/// What all sockets share.
pub(in crate::delivery) struct Shared {
    pub store: Store,
    pub hub: Hub,
    pictures: Pictures,
}

/// The endpoint of sockets. To anything but a websocket there is nothing here.
pub struct Cable(Arc<Shared>);

impl Cable {
    pub fn new(store: Store, hub: Hub) -> Self {
        Cable(Arc::new(Shared { store, hub, pictures: Pictures::default() }))
    }
}

impl Endpoint for Cable {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        if req.method() != Method::GET {
            return Err(Error::NotFound.into());
        }
        if !speaks(req.headers()) {
            return Err(Error::BadRequest(format!("only {PROTOCOL} is spoken here").into()).into());
        }
        let (req, mut body) = req.split();
        let upgrade = WebSocket::from_request(&req, &mut body).await.map_err(|_| Error::NotFound)?;
        let shared = self.0.clone();
        let upgrade = upgrade.protocols([PROTOCOL]).config(config());
        Ok(upgrade.on_upgrade(move |stream| Socket::new(shared, stream).run()).into_response())
    }
}

/// Whether our dialect is among those offered, if any are.
fn speaks(headers: &HeaderMap) -> bool {
    let offered = headers.get(header::SEC_WEBSOCKET_PROTOCOL).map(|offered| offered.to_str().unwrap_or_default());
    offered.is_none_or(|offered| offered.split(',').any(|name| name.trim() == PROTOCOL))
}

/// Small buffers: there may be ten thousand sockets, most of them silent.
fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(Some(LONGEST))
        .max_frame_size(Some(LONGEST))
}

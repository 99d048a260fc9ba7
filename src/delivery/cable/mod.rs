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
mod stream;

use std::sync::Arc;

use poem::{Endpoint, Request, Response};

use crate::base::Error;
use crate::hub::Hub;
use crate::store::Store;
use presence::Pictures;
use socket::Socket;
use stream::{PROTOCOL, Stream};

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
        let (answer, upgrade) = stream::handshake(&req).ok_or(Error::NotFound)?;
        if !stream::speaks(req.headers()) {
            return Err(Error::BadRequest(format!("only {PROTOCOL} is spoken here").into()).into());
        }
        let shared = self.0.clone();
        tokio::spawn(async move {
            // fails when the client is gone before it hears the answer
            if let Ok(connection) = upgrade.await {
                Socket::new(shared, Stream::over(connection).await).run().await;
            }
        });
        Ok(answer)
    }
}

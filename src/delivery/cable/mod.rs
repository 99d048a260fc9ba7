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
use tokio::sync::Semaphore;

use crate::access;
use crate::base::{Error, Result};
use crate::hub::Hub;
use crate::store::{Db, Store};
use presence::Pictures;
use socket::Socket;
use stream::{PROTOCOL, Stream};

/// Sockets that read at a time: when thousands come back at once, requests still find a reader that is free.
const READERS: usize = 2;

/// What all sockets share.
pub(in crate::delivery) struct Shared {
    store: Store,
    hub: Hub,
    reading: Semaphore,
    pictures: Pictures,
}

impl Shared {
    /// Reads, in turn with the other sockets.
    async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&Db) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let _turn = self.reading.acquire().await.map_err(Error::internal)?;
        self.store.read(work).await
    }
}

/// The endpoint of sockets. To anything but a websocket there is nothing here.
pub struct Cable(Arc<Shared>);

impl Cable {
    pub fn new(store: Store, hub: Hub) -> Self {
        let (reading, pictures) = (Semaphore::new(READERS), Pictures::default());
        Cable(Arc::new(Shared { store, hub, reading, pictures }))
    }
}

impl Endpoint for Cable {
    type Output = Response;

    async fn call(&self, req: Request) -> poem::Result<Response> {
        let (answer, upgrade) = stream::handshake(&req).ok_or(Error::NotFound)?;
        if !stream::speaks(req.headers()) {
            return Err(Error::BadRequest(format!("only {PROTOCOL} is spoken here").into()).into());
        }
        let (shared, session) = (self.0.clone(), access::session_of_socket(&req));
        tokio::spawn(async move {
            // fails when the client is gone before it hears the answer
            if let Ok(connection) = upgrade.await {
                Socket::new(shared, Stream::over(connection).await, session).run().await;
            }
        });
        Ok(answer)
    }
}

//! Runs an endpoint on a listener until it is told to stop.

use std::io;
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::{Acceptor, TcpAcceptor};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{IntoEndpoint, Server};
use tokio::net::{TcpListener, TcpStream};

/// How long running requests may take to finish once a stop was asked for.
const DRAIN: Duration = Duration::from_secs(10);

/// How long to wait when no connection can be accepted, for lack of file handles usually.
const PAUSE: Duration = Duration::from_millis(50);

/// Sends small answers at once: without it, one written in two pieces waits 40 ms for the other side.
pub struct NoDelay<A>(pub A);

impl<A: Acceptor<Io = TcpStream>> Acceptor for NoDelay<A> {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.0.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, LocalAddr, RemoteAddr, Scheme)> {
        loop {
            match self.0.accept().await {
                Ok(accepted) => {
                    // Fails only on a connection that is gone already, which the first read finds out.
                    let _ = accepted.0.set_nodelay(true);
                    return Ok(accepted);
                }
                Err(error) => {
                    tracing::warn!(%error, "no connection accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Serves until `shutdown` resolves; then takes no new connections and lets running requests finish, ten seconds at
/// most. The peer's address is `Request::remote_addr`. Upgraded connections (sockets) are not waited for.
pub async fn serve<E>(listener: TcpListener, endpoint: E, shutdown: impl Future<Output = ()>) -> io::Result<()>
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
{
    let acceptor = NoDelay(TcpAcceptor::from_tokio(listener)?);
    let run = Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(endpoint, shutdown, Some(DRAIN));
    run.await
}

#[cfg(test)]
mod tests {
    use poem::endpoint::make;
    use poem::{Request, Response};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_running_request_is_finished_and_no_new_one_begun() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endpoint = make(|req: Request| async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let peer = req.remote_addr().as_socket_addr().unwrap().ip().to_string();
            Ok::<_, poem::Error>(Response::from(peer))
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(listener, endpoint, async move {
            let _ = stopped.await;
        }));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        stop.send(()).unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
        server.await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}

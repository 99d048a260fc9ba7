//! The cable between the browser and the server, which can be cut.

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::driver::RUNTIME;

/// A port that leads to the server's while the wire is whole.
pub struct Wire {
    /// `127.0.0.1:PORT`
    pub address: String,
    state: watch::Sender<State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// No connection is made.
    is_cut: bool,
    /// What the server says does not come through.
    is_mute: bool,
    /// How often it was cut: connections end with the next time.
    cuts: usize,
}

impl Wire {
    pub fn to(server: &str) -> Wire {
        let listener = RUNTIME.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, state) = watch::channel(State::default());
        let server = server.to_owned();
        RUNTIME.spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (server, mut state) = (server.clone(), state.clone());
                tokio::spawn(async move { carry(near, &server, &mut state).await });
            }
        });
        Wire { address, state: sender }
    }

    /// Every connection breaks, and none is made.
    pub fn cut(&self) {
        self.state.send_modify(|state| *state = State { is_cut: true, is_mute: false, cuts: state.cuts + 1 });
    }

    /// What is said to the server arrives, its answers get lost.
    pub fn swallow(&self) {
        self.state.send_modify(|state| state.is_mute = true);
    }

    pub fn mend(&self) {
        self.state.send_modify(|state| state.is_cut = false);
    }
}

async fn carry(near: TcpStream, server: &str, state: &mut watch::Receiver<State>) {
    let State { is_cut, cuts, .. } = *state.borrow();
    if is_cut {
        return;
    }
    let Ok(far) = TcpStream::connect(server).await else { return };
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let heard = state.clone();
    let answers = async {
        let mut chunk = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from_far.read(&mut chunk).await {
            if !heard.borrow().is_mute && to_near.write_all(&chunk[..count]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = answers => {}
        _ = copy(&mut from_near, &mut to_far) => {}
        _ = state.wait_for(|state| state.cuts != cuts) => {}
    }
}

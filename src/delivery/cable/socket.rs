//! One connection, from the welcome to the goodbye.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error as Broken;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::Shared;
use super::command::{Command, Wish};
use super::replay::{Replay, Standing};
use super::rights;
use super::stream::{Heard, Stream};
use crate::access::SessionHeaders;
use crate::base::ids::DisplayId;
use crate::base::{Error, Result};
use crate::conversations::viewing;
use crate::hub::{End, Holder, Item, Mailbox, Refusal, Room, SubscriberId};
use crate::store::Db;

/// Subscriptions of one socket at most.
const MOST_SUBSCRIPTIONS: usize = 32;
/// Messages of a client within [`WINDOW`] at most.
const MOST_COMMANDS: u32 = 100;
const WINDOW: Duration = Duration::from_secs(10);
/// How long one message may take to be taken off our hands.
const SLOWEST: Duration = Duration::from_secs(30);
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(5);
/// How often rights are read again when they change meanwhile.
const ATTEMPTS: usize = 10;

/// A connection.
pub(super) struct Socket {
    pub(super) shared: Arc<Shared>,
    stream: Stream,
    mailbox: Arc<Mailbox>,
    subscriptions: Vec<Subscription>,
    window: (Instant, u32),
    /// The login it was opened in.
    session: Option<Arc<SessionHeaders>>,
}

/// A subscription of a connection.
struct Subscription {
    id: SubscriberId,
    /// As the client wrote it.
    identifier: Box<str>,
    /// The same as JSON.
    quoted: Arc<str>,
    holder: Arc<Holder>,
}

/// Why a connection is over.
#[derive(Debug)]
pub(super) enum Over {
    /// The client is gone, or does not take what we send.
    Gone,
    /// The client says goodbye.
    Theirs,
    /// The client does what it must not.
    Offence,
    /// We end it.
    Ours(End),
    /// Something failed on our side; another attempt may go well.
    Failed(Error),
}

impl Socket {
    pub fn new(shared: Arc<Shared>, stream: Stream, session: Option<SessionHeaders>) -> Self {
        let mailbox = shared.hub.connect();
        let window = (Instant::now(), 0);
        Socket { shared, stream, mailbox, subscriptions: Vec::new(), window, session: session.map(Arc::new) }
    }

    pub async fn run(mut self) {
        let over = match self.converse().await {
            // what fails while the server goes, fails for that
            Err(Over::Failed(error)) => self.mailbox.has_ended().map_or(Over::Failed(error), Over::Ours),
            Err(over) => over,
            Ok(never) => match never {},
        };
        // who reads slowly hears a goodbye late
        let patience = if matches!(over, Over::Ours(End::TooSlow)) { SLOWEST } else { GOODBYE };
        let _ = timeout(patience, self.say_goodbye(over)).await;
    }

    async fn converse(&mut self) -> Result<std::convert::Infallible, Over> {
        self.send(r#"{"type":"welcome"}"#.to_owned()).await?;
        loop {
            tokio::select! {
                next = self.mailbox.next() => self.deliver(next.map_err(Over::Ours)?).await?,
                heard = self.stream.hear() => self.hear(heard).await?,
            }
        }
    }

    /// Sends one text.
    async fn send(&mut self, text: String) -> Result<(), Over> {
        sent(&self.mailbox, self.stream.send(text)).await
    }

    /// Sends a message of a subscription.
    pub(super) async fn send_message(&mut self, quoted: &str, body: &Arc<str>) -> Result<(), Over> {
        let before = format!(r#"{{"identifier":{quoted},"message":"#);
        sent(&self.mailbox, self.stream.send_around(&before, body, "}")).await
    }

    async fn deliver(&mut self, item: Item) -> Result<(), Over> {
        let Some(id) = item.subscriber else { return self.send(item.body.as_ref().to_owned()).await };
        match self.subscriptions.iter().find(|subscription| subscription.id == id) {
            Some(subscription) => {
                let quoted = subscription.quoted.clone();
                self.send_message(&quoted, &item.body).await
            }
            None => Ok(()),
        }
    }

    async fn hear(&mut self, heard: Heard) -> Result<(), Over> {
        let text = match heard {
            Heard::Text(text) => text,
            Heard::Other => return self.count(),
            Heard::Goodbye => return Err(Over::Theirs),
            Heard::Gone => return Err(Over::Gone),
            Heard::Nonsense => return Err(Over::Offence),
        };
        self.count()?;
        match Command::read(&text) {
            Some(Command::Subscribe(identifier)) => self.subscribe(identifier).await,
            Some(Command::Unsubscribe(identifier)) => {
                self.unsubscribe(&identifier);
                Ok(())
            }
            Some(Command::UpdatePresence(identifier)) => self.update_presence(&identifier).await,
            Some(Command::View { identifier, conversation, is_viewing }) => {
                self.view(&identifier, conversation, is_viewing).await
            }
            None => Ok(()),
        }
    }

    /// Counts a message of the client.
    fn count(&mut self) -> Result<(), Over> {
        if self.window.0.elapsed() > WINDOW {
            self.window = (Instant::now(), 0);
        }
        self.window.1 = self.window.1.saturating_add(1);
        if self.window.1 > MOST_COMMANDS { Err(Over::Offence) } else { Ok(()) }
    }

    async fn subscribe(&mut self, identifier: String) -> Result<(), Over> {
        if self.subscriptions.iter().any(|known| *known.identifier == *identifier) {
            return Ok(());
        }
        let Some(wish) = Wish::read(&identifier) else { return Ok(()) };
        let quoted: Arc<str> = Value::from(identifier.as_str()).to_string().into();
        if self.subscriptions.len() >= MOST_SUBSCRIPTIONS {
            return self.reject(&quoted).await;
        }
        let mut replay = wish.after.map(Replay::new);
        for _ in 0..ATTEMPTS {
            let period = self.shared.hub.rights();
            let Some(Admitted { holder, rooms, standing }) = admit(&self.shared, &wish, self.session.clone()).await?
            else {
                return self.reject(&quoted).await;
            };
            if let Some(replay) = &mut replay {
                replay.catch_up(self, &holder, &rooms, &quoted, standing).await?;
            }
            let (id, from) = match self.shared.hub.join(period, standing.until, &self.mailbox, &holder, rooms.clone()) {
                Ok(joined) => joined,
                Err(Refusal::Stale) => continue,
                Err(Refusal::Closed) => return Err(Over::Ours(End::Restart)),
            };
            let identifier = identifier.into();
            self.subscriptions.push(Subscription { id, identifier, quoted: quoted.clone(), holder: holder.clone() });
            let standing = standing.at(&self.shared, holder.account, from).await?;
            match replay {
                Some(mut replay) => replay.finish(self, &holder, &rooms, &quoted, standing).await?,
                None => self.confirm(&quoted, standing.position.current).await?,
            }
            return self.show_presence(id, holder, &quoted).await;
        }
        Err(Over::Failed(Error::internal("rights change too often")))
    }

    pub(super) async fn confirm(&mut self, quoted: &str, seq: i64) -> Result<(), Over> {
        self.send(format!(r#"{{"identifier":{quoted},"type":"confirm_subscription","seq":{seq}}}"#)).await
    }

    async fn reject(&mut self, quoted: &str) -> Result<(), Over> {
        self.send(format!(r#"{{"identifier":{quoted},"type":"reject_subscription"}}"#)).await
    }

    fn unsubscribe(&mut self, identifier: &str) {
        let known = self.subscriptions.iter().position(|subscription| *subscription.identifier == *identifier);
        if let Some(known) = known {
            self.shared.hub.leave(self.subscriptions.swap_remove(known).id);
        }
    }

    async fn update_presence(&mut self, identifier: &str) -> Result<(), Over> {
        let known = self.subscriptions.iter().find(|subscription| *subscription.identifier == *identifier);
        let Some(Subscription { id, quoted, holder, .. }) = known else { return Ok(()) };
        let (id, quoted, holder) = (*id, quoted.clone(), holder.clone());
        self.show_presence(id, holder, &quoted).await
    }

    /// Notes that the holder looks at a conversation. What they may not see they do not look at.
    async fn view(&mut self, identifier: &str, conversation: DisplayId, is_viewing: bool) -> Result<(), Over> {
        let known = self.subscriptions.iter().find(|subscription| *subscription.identifier == *identifier);
        let Some((account, user)) = known.and_then(|known| Some((known.holder.account, known.holder.user?))) else {
            return Ok(());
        };
        let hub = self.shared.hub.clone();
        let note = move |db: &Db| viewing::note(db, &hub, account, user, conversation, is_viewing);
        match self.shared.read(note).await {
            Err(error @ Error::Internal(_)) => Err(Over::Failed(error)),
            _ => Ok(()),
        }
    }

    /// Notes that the holder is here and tells them who else is, on this socket and on their others.
    async fn show_presence(&mut self, id: SubscriberId, holder: Arc<Holder>, quoted: &str) -> Result<(), Over> {
        let (shared, who) = (self.shared.clone(), holder.clone());
        let epoch = shared.store.access_epoch();
        let show = move |db: &Db| shared.pictures.note_and_show(db, &who, epoch);
        let body = self.shared.read(show).await.map_err(Over::Failed)?;
        self.shared.hub.tell_others(&holder, id, &body);
        self.send_message(quoted, &body).await
    }

    async fn say_goodbye(&mut self, over: Over) {
        let (reason, reconnect, code) = match over {
            Over::Gone => return,
            Over::Theirs => return self.stream.hear_out().await,
            Over::Offence => ("invalid_request", false, CloseCode::Policy),
            Over::Ours(End::Revoked) => ("unauthorized", false, CloseCode::Policy),
            Over::Ours(End::TooSlow) => ("remote", true, CloseCode::Again),
            Over::Ours(End::Restart) => ("server_restart", true, CloseCode::Restart),
            Over::Failed(error) => {
                tracing::error!(%error, "a socket is given up");
                ("remote", true, CloseCode::Error)
            }
        };
        let text = format!(r#"{{"type":"disconnect","reason":"{reason}","reconnect":{reconnect}}}"#);
        if self.stream.send(text).await.is_ok() && self.stream.close(code, reason).await.is_ok() {
            // gone before its answer, the client might lose what we said last
            self.stream.hear_out().await;
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.shared.hub.disconnect(&self.mailbox, self.subscriptions.iter().map(|subscription| subscription.id));
    }
}

/// Who may subscribe, to what, and how far the account's events are.
struct Admitted {
    holder: Arc<Holder>,
    rooms: Vec<Room>,
    standing: Standing,
}

async fn admit(shared: &Shared, wish: &Wish, session: Option<Arc<SessionHeaders>>) -> Result<Option<Admitted>, Over> {
    let wish = wish.clone();
    let admit = move |db: &Db| {
        let Some((holder, rooms)) = rights::admit(db, &wish, session.as_deref())? else { return Ok(None) };
        let standing = Standing::newest(db, holder.account)?;
        Ok(Some(Admitted { holder, rooms, standing }))
    };
    shared.read(admit).await.map_err(Over::Failed)
}

/// Waits for something to be sent; gives up when the server ends the connection meanwhile, or the client does not take it.
async fn sent(mailbox: &Mailbox, sending: impl Future<Output = Result<(), Broken>>) -> Result<(), Over> {
    tokio::select! {
        biased;
        sent = timeout(SLOWEST, sending) => match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over::Gone),
        },
        end = mailbox.ended() => Err(Over::Ours(end)),
    }
}

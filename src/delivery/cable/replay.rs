//! What a client missed, sent before what is live: nothing twice, nothing left out.
//!
//! Most of it is sent before the socket joins its rooms, so that its mailbox does not fill meanwhile; after joining, what came in
//! between. The frames are made by the same function as the live ones.

use std::sync::Arc;

use super::Shared;
use super::command::After;
use super::socket::{Over, Socket};
use crate::delivery::broadcasts::{self, Placed, Position};
use crate::hub::{Holder, Room};

/// Rows read at a time.
const PAGE: i64 = 100;
/// Events that are sent again; who missed more is to load everything anew.
const MOST: i64 = 10_000;

/// The way from what a client saw last to now.
pub struct Replay {
    after: After,
    /// Whether the client was told where it stands.
    is_confirmed: bool,
}

/// Where the account's events stood at this row.
pub async fn position(shared: &Shared, holder: &Holder, until: i64) -> Result<Position, Over> {
    let account = holder.account;
    shared.read(move |db| broadcasts::position(db, account, until)).await.map_err(Over::Failed)
}

impl Replay {
    pub fn new(after: After) -> Self {
        Replay { after, is_confirmed: false }
    }

    /// Sends all but the latest, before the socket joins.
    pub async fn catch_up(
        &mut self,
        socket: &mut Socket,
        holder: &Arc<Holder>,
        rooms: &[Room],
        quoted: &str,
    ) -> Result<(), Over> {
        let until = socket.shared.hub.position();
        let position = position(&socket.shared, holder, until).await?;
        // what is nearly nothing can wait until the socket has joined
        if !self.can_begin(position) || position.current - self.after.seq <= PAGE {
            return Ok(());
        }
        self.confirm(socket, quoted, position).await?;
        self.send(socket, holder, rooms, quoted, until).await
    }

    /// Sends what is left up to the row after which the socket hears by itself.
    pub async fn finish(
        &mut self,
        socket: &mut Socket,
        holder: &Arc<Holder>,
        rooms: &[Room],
        quoted: &str,
        until: i64,
    ) -> Result<(), Over> {
        let position = position(&socket.shared, holder, until).await?;
        self.confirm(socket, quoted, position).await?;
        if !self.can_begin(position) {
            let (account, seq) = (holder.account, position.current);
            let body = format!(r#"{{"event":"reload","data":{{"account_id":{account}}},"seq":{seq}}}"#);
            return socket.send_message(quoted, &body.into()).await;
        }
        self.send(socket, holder, rooms, quoted, until).await
    }

    /// Whether everything that was missed is still there, and not too much of it.
    fn can_begin(&self, position: Position) -> bool {
        let first = if self.after.part.is_some() { self.after.seq } else { self.after.seq.saturating_add(1) };
        // the rest of an event that is trimmed cannot be sent; without a part it need not be
        let is_kept = first >= position.oldest || self.after.seq == position.current;
        is_kept && (0..=MOST).contains(&position.current.saturating_sub(self.after.seq))
    }

    async fn confirm(&mut self, socket: &mut Socket, quoted: &str, position: Position) -> Result<(), Over> {
        if std::mem::replace(&mut self.is_confirmed, true) {
            return Ok(());
        }
        socket.confirm(quoted, position.current).await
    }

    /// Sends page by page, up to this row.
    async fn send(
        &mut self,
        socket: &mut Socket,
        holder: &Arc<Holder>,
        rooms: &[Room],
        quoted: &str,
        until: i64,
    ) -> Result<(), Over> {
        loop {
            let (frames, last) = self.page(&socket.shared, holder, rooms, until).await?;
            for placed in frames.iter().filter(|placed| self.after.misses(placed.seq, placed.part)) {
                socket.send_message(quoted, &placed.frame.body).await?;
            }
            let Some(last) = last else { return Ok(()) };
            self.after = After { seq: last, part: None };
        }
    }

    /// The frames of the next rows, and the number of the last of these; none when there are no more.
    async fn page(
        &self,
        shared: &Shared,
        holder: &Arc<Holder>,
        rooms: &[Room],
        until: i64,
    ) -> Result<(Vec<Placed>, Option<i64>), Over> {
        let (account, rooms) = (holder.account, rooms.to_vec());
        let from = if self.after.part.is_some() { self.after.seq } else { self.after.seq.saturating_add(1) };
        let read = move |db: &crate::store::Db| {
            let rows = broadcasts::missed(db, account, from, until, PAGE)?;
            let frames = broadcasts::frames(db, &rows, &|room| rooms.contains(room))?;
            Ok((frames, rows.last().map(|row| row.seq)))
        };
        shared.read(read).await.map_err(Over::Failed)
    }
}

//! What a client missed, sent before what is live: nothing twice, nothing left out.
//!
//! Most of it is sent before the socket joins its rooms, so that its mailbox does not fill meanwhile; after joining, what came in
//! between. The frames are made by the same function as the live ones.

use std::sync::Arc;

use super::Shared;
use super::command::After;
use super::socket::{Over, Socket};
use crate::base::ids::AccountId;
use crate::delivery::broadcasts::{self, Placed, Position};
use crate::hub::{Holder, Room};
use crate::store::Db;

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

/// How far an account's events were when everything up to a row was told.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub until: i64,
    pub position: Position,
}

impl Standing {
    /// How far they are now.
    pub fn newest(db: &Db, account: AccountId) -> crate::base::Result<Self> {
        Standing::read(db, account, broadcasts::newest(db)?)
    }

    fn read(db: &Db, account: AccountId, until: i64) -> crate::base::Result<Self> {
        Ok(Standing { until, position: broadcasts::position(db, account, until)? })
    }

    /// The same at another row, which mostly is the same.
    pub async fn at(self, shared: &Shared, account: AccountId, until: i64) -> Result<Self, Over> {
        if self.until == until {
            return Ok(self);
        }
        shared.read(move |db| Standing::read(db, account, until)).await.map_err(Over::Failed)
    }
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
        Standing { until, position }: Standing,
    ) -> Result<(), Over> {
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
        Standing { until, position }: Standing,
    ) -> Result<(), Over> {
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
            let (frames, last, is_last) = self.page(&socket.shared, holder, rooms, until).await?;
            for placed in frames.iter().filter(|placed| self.after.misses(placed.seq, placed.part)) {
                socket.send_message(quoted, &placed.frame.body).await?;
            }
            self.after = last.map_or(self.after, |seq| After { seq, part: None });
            if is_last {
                return Ok(());
            }
        }
    }

    /// The frames of the next rows, the number of the last of these, and whether there are no more.
    async fn page(
        &self,
        shared: &Shared,
        holder: &Arc<Holder>,
        rooms: &[Room],
        until: i64,
    ) -> Result<(Vec<Placed>, Option<i64>, bool), Over> {
        let (account, rooms) = (holder.account, rooms.to_vec());
        let from = if self.after.part.is_some() { self.after.seq } else { self.after.seq.saturating_add(1) };
        let read = move |db: &Db| {
            let rows = broadcasts::missed(db, account, from, until, PAGE)?;
            let frames = broadcasts::frames(db, &rows, &|room| rooms.contains(room))?;
            Ok((frames, rows.last().map(|row| row.seq), (rows.len() as i64) < PAGE))
        };
        shared.read(read).await.map_err(Over::Failed)
    }
}

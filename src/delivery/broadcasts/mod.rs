//! Rows of the outbox become frames for those who may see them. The live way and the replay of what was missed are the same.
//!
//! Which frames a row gives, and their numbers, follow from the row alone; what they show is the newest state. A row whose
//! subject is gone gives none.

mod drafts;
mod payloads;
mod sql;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, MessageId, UserId};
use crate::conversations::{self, Audience};
use crate::hub::{self, Frame, Room};
use crate::messages::mentions;
use crate::store::Db;
use drafts::{Draft, Subject, To};
use payloads::{Payloads, Wanted};
pub use sql::{Position, after, missed, newest, position};

/// A row of the outbox.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: i64,
    pub account: AccountId,
    pub seq: i64,
    pub name: String,
    pub subject: i64,
    pub conversation: Option<ConversationId>,
    /// The person who did it, if one did.
    pub user: Option<UserId>,
    /// JSON: names with what was before and after.
    pub changes: String,
    pub echo_id: Option<String>,
    pub snapshot: Option<String>,
}

/// A frame and where it stands.
#[derive(Debug, Clone)]
pub struct Placed {
    pub seq: i64,
    pub part: usize,
    pub frame: Frame,
}

/// The frames of these rows that are for one of the rooms wanted, in order.
pub fn frames(db: &Db, rows: &[Row], wanted: &dyn Fn(&Room) -> bool) -> Result<Vec<Placed>> {
    let mut accounts: Vec<AccountId> = rows.iter().map(|row| row.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut frames = Vec::new();
    for account in accounts {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.account == account).collect();
        frames.extend(of_account(db, account, &rows, wanted)?);
    }
    frames.sort_by_key(|(id, placed)| (*id, placed.part));
    Ok(frames.into_iter().map(|(_, placed)| placed).collect())
}

/// What a row may become, as far as somebody is there to see it.
struct Prospect<'r> {
    row: &'r Row,
    drafts: Vec<Draft>,
    audience: Option<&'r Audience>,
}

fn of_account(
    db: &Db,
    account: AccountId,
    rows: &[&Row],
    is_wanted: &dyn Fn(&Room) -> bool,
) -> Result<Vec<(i64, Placed)>> {
    let conversations: Vec<ConversationId> = rows.iter().filter_map(|row| row.conversation).collect();
    let audiences = unless_empty(&distinct(conversations), |ids| conversations::audiences(db, account, ids))?;
    let listens = |row: &Row, draft: &Draft, audience: Option<&Audience>| match (draft.to, audience) {
        (To::Account, _) => is_wanted(&Room::Account(account)),
        (To::Administrators, _) => is_wanted(&Room::Administrators(account)),
        (To::Owner, _) => drafts::owner(row).is_some_and(|owner| is_wanted(&Room::User(account, owner))),
        (_, None) => false,
        // the mentioned are agents, too: who they are is seen later
        (To::Mentioned, _) => is_wanted(&Room::Account(account)),
        (to, Some(audience)) => rooms(account, audience, to == To::Everybody).iter().any(is_wanted),
    };
    let mut prospects = Vec::new();
    for row in rows.iter().copied() {
        let audience = row.conversation.and_then(|id| audiences.get(&id));
        let drafts = drafts::of(row);
        if drafts.iter().any(|draft| listens(row, draft, audience)) {
            prospects.push(Prospect { row, drafts, audience });
        }
    }
    let payloads = Payloads::load(db, account, wanted_payloads(&prospects))?;
    let mut frames = Vec::new();
    for prospect in prospects {
        for (part, draft) in prospect.drafts.iter().enumerate() {
            let rooms = match draft.to {
                To::Mentioned => mentioned(db, prospect.row, &payloads)?,
                _ => rooms_of(account, draft, &prospect, &payloads),
            };
            if !rooms.iter().any(is_wanted) {
                continue;
            }
            if let Some(data) = payloads.data(prospect.row, draft) {
                let place = (prospect.row.seq, part);
                let body = hub::body(draft.event, &data, Some(place));
                let frame = Frame { rooms, except: None, position: Some(prospect.row.id), body };
                frames.push((prospect.row.id, Placed { seq: prospect.row.seq, part, frame }));
            }
        }
    }
    Ok(frames)
}

/// The agents who see the conversation, and its contact where they are to hear of it.
fn rooms(account: AccountId, audience: &Audience, with_contact: bool) -> Vec<Room> {
    let agents = [Room::Administrators(account), Room::Inbox(audience.inbox)];
    let tokens = audience.tokens.iter().filter(|_| with_contact);
    agents.into_iter().chain(tokens.map(|token| Room::Session(token.as_str().into()))).collect()
}

/// Where a draft goes. A note or an activity is for agents alone.
fn rooms_of(account: AccountId, draft: &Draft, prospect: &Prospect, payloads: &Payloads) -> Vec<Room> {
    let is_public = || match draft.subject {
        Subject::Message | Subject::NewMessage | Subject::ChangedMessage => {
            payloads.message(MessageId(prospect.row.subject)).is_some_and(|message| message.is_public)
        }
        _ => true,
    };
    match (draft.to, prospect.audience) {
        (To::Account, _) => vec![Room::Account(account)],
        (To::Administrators, _) => vec![Room::Administrators(account)],
        (To::Owner, _) => drafts::owner(prospect.row).map(|owner| Room::User(account, owner)).into_iter().collect(),
        (to, Some(audience)) => rooms(account, audience, to == To::Everybody && is_public()),
        (_, None) => Vec::new(),
    }
}

/// Those whom a private note mentions.
fn mentioned(db: &Db, row: &Row, payloads: &Payloads) -> Result<Vec<Room>> {
    let note = payloads.message(MessageId(row.subject)).and_then(|message| message.note.as_deref());
    let named = mentions::of(note.unwrap_or_default());
    let Some(conversation) = row.conversation.filter(|_| !named.is_empty()) else { return Ok(Vec::new()) };
    let users = conversations::mentioned(db, row.account, conversation, &named)?;
    Ok(users.into_iter().map(|user| Room::User(row.account, user)).collect())
}

/// What has to be read for these.
fn wanted_payloads(prospects: &[Prospect]) -> Wanted {
    let mut wanted = Wanted::default();
    for prospect in prospects {
        for draft in &prospect.drafts {
            wanted.add(prospect.row, draft);
        }
    }
    wanted
}

fn distinct<T: Copy + Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn unless_empty<I, K, V>(ids: &[I], load: impl FnOnce(&[I]) -> Result<HashMap<K, V>>) -> Result<HashMap<K, V>> {
    if ids.is_empty() { Ok(HashMap::new()) } else { load(ids) }
}

//! That somebody types: told to those who are there now, and forgotten.

use serde_json::{Value, json};

use super::model::{Conversation, Performer};
use super::{sql, viewing, views};
use crate::base::{Error, Result};
use crate::hub::{self, Frame, Hub, Room};
use crate::store::Db;
use crate::{bots, contacts, users};

/// Tells the agents who see the conversation, and its contact, that somebody began or ended typing: but not the typist themselves,
/// and the contact nothing of a private note. Reads little when nobody is there.
pub fn tell(
    db: &Db,
    hub: &Hub,
    conversation: &Conversation,
    by: &Performer,
    is_on: bool,
    is_private: bool,
) -> Result<()> {
    if let Performer::Agent { id, .. } = by {
        viewing::note_typing(hub, conversation, *id, is_on, is_private);
    }
    let (account, id) = (conversation.account, conversation.id);
    let Some(audience) = sql::audiences(db, account, &[id])?.remove(&id) else { return Ok(()) };
    let mut rooms = vec![Room::Administrators(account), Room::Inbox(audience.inbox)];
    if !is_private && !matches!(by, Performer::Contact { .. }) {
        rooms.extend(audience.tokens.iter().map(|token| Room::Session(token.as_str().into())));
    }
    if !rooms.iter().any(|room| hub.is_occupied(room)) {
        return Ok(());
    }
    let Some((_, shown)) = views::pushed(db, account, &[id])?.pop() else { return Ok(()) };
    let Some(typist) = typist(db, conversation, by)? else { return Ok(()) };
    let mut data = json!({"conversation": shown, "user": typist, "is_private": is_private, "account_id": account});
    let mut except = None;
    if let (Performer::Agent { id, .. }, Some(data)) = (by, data.as_object_mut()) {
        data.insert("performer".to_owned(), typist);
        except = Some(Room::User(account, *id));
    }
    let event = if is_on { "conversation.typing_on" } else { "conversation.typing_off" };
    hub.publish(&[Frame { rooms, except, position: None, body: hub::body(event, &data.to_string(), None) }]);
    Ok(())
}

/// The one who types, as the sender of a message; nobody for the server, and for who is gone.
fn typist(db: &Db, conversation: &Conversation, by: &Performer) -> Result<Option<Value>> {
    let account = conversation.account;
    let shown = match by {
        Performer::Agent { id, .. } => users::senders(db, account, &[*id])?.remove(id).map(serde_json::to_value),
        Performer::Bot { id, .. } => bots::senders(db, account, &[*id])?.remove(id).map(serde_json::to_value),
        Performer::Contact { id, .. } => contacts::senders(db, account, &[*id])?.remove(id).map(serde_json::to_value),
        Performer::Rule { .. } | Performer::System => None,
    };
    shown.transpose().map_err(Error::internal)
}

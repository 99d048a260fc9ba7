//! What agents have seen of a conversation, and who is told: its contact, and only while they are there.

use serde_json::json;

use super::model::Conversation;
use super::sql;
use crate::base::Result;
use crate::base::clock::seconds_or_zero;
use crate::base::ids::UserId;
use crate::hub::{self, Frame, Hub, Room};
use crate::store::{Db, Tx};

/// A second.
const SECOND: i64 = 1000;

/// Notes that an agent has seen everything; the assignee's own mark moves when it is they. No event. Says whether there is
/// something in it that no agent had seen.
pub fn see(tx: &Tx, conversation: &mut Conversation, user: UserId) -> Result<bool> {
    let is_assignee = conversation.assignee == Some(user);
    let before = conversation.agent_last_seen_at.replace(tx.now);
    sql::mark_seen(tx, conversation, is_assignee)?;
    Ok(conversation.last_incoming_at.is_some_and(|at| before.is_none_or(|before| at >= before)))
}

/// Takes back what agents have seen: the last message of the contact is unread again.
pub fn unsee(tx: &Tx, conversation: &mut Conversation) -> Result<()> {
    let until = conversation.last_incoming_at.map(|at| at.plus(-SECOND));
    (conversation.agent_last_seen_at, conversation.assignee_last_seen_at) = (until, until);
    conversation.unread_count = match until {
        Some(until) => sql::incoming_since(tx, conversation, until)?,
        None => 0,
    };
    sql::mark_unseen(tx, conversation)
}

/// Tells the contact, if they are there, what an agent has seen. Agents hear nothing of it, and nothing is kept: whoever comes
/// later reads it in the conversation.
pub fn tell(db: &Db, hub: &Hub, conversation: &Conversation) -> Result<()> {
    let (account, id) = (conversation.account, conversation.id);
    if !hub.listens(account) {
        return Ok(());
    }
    let Some(audience) = sql::audiences(db, account, &[id])?.remove(&id) else { return Ok(()) };
    let rooms: Vec<Room> = audience.tokens.iter().map(|token| Room::Session(token.as_str().into())).collect();
    let data = json!({
        "id": conversation.display_id, "account_id": account, "inbox_id": conversation.inbox,
        "status": conversation.status.name(),
        "agent_last_seen_at": seconds_or_zero(conversation.agent_last_seen_at),
        "contact_last_seen_at": seconds_or_zero(conversation.contact_last_seen_at),
    });
    let body = hub::body("conversation.read", &data.to_string(), None);
    hub.publish(&[Frame { rooms, except: None, position: None, body }]);
    Ok(())
}

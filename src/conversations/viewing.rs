//! Who looks at a conversation, or types in it, right now: known as long as they say so, and stored nowhere.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::model::Conversation;
use super::sight;
use super::wire::Viewer;
use crate::access::{self, Agent};
use crate::base::Result;
use crate::base::ids::{AccountId, DisplayId, UserId};
use crate::hub::{self, Frame, Hub, Lease, Room};
use crate::store::Db;
use crate::users;

/// How long somebody counts after they last said so: as long as one who is present.
const LASTS: Duration = Duration::from_secs(30);
const VIEWING: &str = "viewing";
const TYPING: &str = "typing";
const TYPING_A_NOTE: &str = "typing a note";

/// Notes that a person looks at a conversation, or no longer does. The others who see it are told when that is new, and when it
/// ends, be it that nobody says it any more.
pub fn note(db: &Db, hub: &Hub, account: AccountId, user: UserId, id: DisplayId, is_viewing: bool) -> Result<()> {
    let Some(membership) = access::membership(db, account, user)? else { return Ok(()) };
    let agent = Agent { account, user, name: String::new(), role: membership.role };
    let conversation = sight::require(db, &agent, id)?;
    let lease = lease(&conversation, user, VIEWING);
    if !is_viewing {
        hub.release(lease);
        return Ok(());
    }
    let Some(shown) = users::senders(db, account, &[user])?.remove(&user) else { return Ok(()) };
    let frame = |is_viewing: bool| {
        let data = json!({
            "account_id": account, "conversation_id": conversation.display_id, "user": &shown, "is_viewing": is_viewing,
        });
        let rooms = vec![Room::Administrators(account), Room::Inbox(conversation.inbox)];
        let body = hub::body("conversation.viewing", &data.to_string(), None);
        Frame { rooms, except: Some(Room::User(account, user)), position: None, body }
    };
    if hub.hold(lease, LASTS, Some(frame(false))) {
        hub.publish(&[frame(true)]);
    }
    Ok(())
}

/// Notes that a person began or ended typing.
pub fn note_typing(hub: &Hub, conversation: &Conversation, user: UserId, is_on: bool, is_private: bool) {
    let [public, private] = [TYPING, TYPING_A_NOTE].map(|name| lease(conversation, user, name));
    hub.release(if is_private { public } else { private });
    let now = if is_private { private } else { public };
    if is_on {
        hub.hold(now, LASTS, None);
    } else {
        hub.release(now);
    }
}

fn lease(conversation: &Conversation, user: UserId, name: &'static str) -> Lease {
    Lease { account: conversation.account, conversation: conversation.id, user, name }
}

/// Who looks at the conversation or types in it, by id.
pub fn list(db: &Db, hub: &Hub, conversation: &Conversation) -> Result<Vec<Viewer>> {
    let account = conversation.account;
    let mut here: BTreeMap<UserId, Vec<&'static str>> = BTreeMap::new();
    for (user, name) in hub.held(account, conversation.id) {
        here.entry(user).or_default().push(name);
    }
    let ids: Vec<UserId> = here.keys().copied().collect();
    let mut people = users::senders(db, account, &ids)?;
    let show = |(user, does): (UserId, Vec<&'static str>)| {
        Some(Viewer {
            user: people.remove(&user)?,
            is_viewing: does.contains(&VIEWING),
            is_typing: does.contains(&TYPING) || does.contains(&TYPING_A_NOTE),
            is_private: does.contains(&TYPING_A_NOTE),
        })
    };
    Ok(here.into_iter().filter_map(show).collect())
}

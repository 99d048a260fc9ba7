//! What the server does to post a reply and to show a page of messages: the same calls as its endpoints make, without HTTP.

use chatwoot_lite::access::{Agent, AgentOrBot, Role};
use chatwoot_lite::base::Result;
use chatwoot_lite::base::ids::{AccountId, DisplayId, UserId};
use chatwoot_lite::conversations::{self, post, views};
use chatwoot_lite::messages::{self, Draft, Window, wire};
use chatwoot_lite::store::{Db, Tx};

use crate::measure::ask::CONTENT;

/// Posts a reply of the administrator in this conversation; answers what the server would.
pub fn reply(tx: &Tx, conversation: i64) -> Result<wire::Message> {
    let who = AgentOrBot::Agent(agent());
    let mut conversation = conversations::require(tx, &who, DisplayId(conversation))?;
    let message = post::post(tx, &who, &mut conversation, Draft::outgoing(CONTENT))?;
    messages::rest_view(tx, conversation.display_id, message, None)
}

/// The newest page of messages of a conversation.
pub fn page(db: &Db, conversation: i64) -> Result<wire::MessageList> {
    let conversation = conversations::require(db, &agent(), DisplayId(conversation))?;
    views::messages(db, &conversation, &Window { before: None, after: None, only_public: false })
}

/// The administrator.
fn agent() -> Agent {
    Agent { account: AccountId(1), user: UserId(1), name: "Agent 1".to_owned(), role: Role::Administrator }
}

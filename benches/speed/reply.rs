//! What the server does in one transaction to post a reply: the same calls as its endpoint makes, without HTTP around them.

use chatwoot_lite::access::{Agent, AgentOrBot, Role};
use chatwoot_lite::base::Result;
use chatwoot_lite::base::ids::{AccountId, DisplayId, UserId};
use chatwoot_lite::conversations::{self, post};
use chatwoot_lite::messages::{self, Draft, wire};
use chatwoot_lite::store::Tx;

use crate::measure::ask::CONTENT;

/// Posts a reply of the administrator in this conversation; answers what the server would.
pub fn reply(tx: &Tx, conversation: i64) -> Result<wire::Message> {
    let agent = Agent { account: AccountId(1), user: UserId(1), name: "Agent 1".to_owned(), role: Role::Administrator };
    let who = AgentOrBot::Agent(agent);
    let mut conversation = conversations::require(tx, &who, DisplayId(conversation))?;
    let message = post::post(tx, &who, &mut conversation, Draft::outgoing(CONTENT))?;
    messages::rest_view(tx, conversation.display_id, message, None)
}

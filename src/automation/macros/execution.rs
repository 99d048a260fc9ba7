//! Macros at work: one job for each conversation, so that none waits for another for long.

use serde_json::json;

use super::service;
use crate::access::Agent;
use crate::automation::actions::{self, Hand, Outcome};
use crate::base::ids::{AccountId, DisplayId, MacroId, UserId};
use crate::base::{Error, Result};
use crate::conversations;
use crate::store::Tx;

/// Conversations of one call at most.
const MOST: usize = 500;

/// Queues a macro for these conversations.
pub fn queue(tx: &Tx, by: &Agent, id: MacroId, mut conversations: Vec<DisplayId>) -> Result<()> {
    service::find(tx, by, id)?;
    conversations.sort_unstable();
    conversations.dedup();
    if conversations.len() > MOST {
        return Err(Error::refused(format!("A macro can be executed on {MOST} conversations at most")));
    }
    for conversation in conversations {
        let job =
            json!({"account_id": by.account, "macro_id": id, "user_id": by.user, "conversation_id": conversation});
        tx.enqueue("run_macro", job)?;
    }
    Ok(())
}

/// Does a macro's actions to one conversation, in the name of who asked for it. Nothing when one of the three is gone by now,
/// or when the person may not see the conversation.
pub fn run(tx: &Tx, account: AccountId, id: MacroId, user: UserId, conversation: DisplayId) -> Result<()> {
    let Some(agent) = actions::agent(tx, account, user)? else { return Ok(()) };
    let found = match service::find(tx, &agent, id) {
        Err(Error::NotFound | Error::Forbidden(_)) => return Ok(()),
        found => found?,
    };
    let conversation = match conversations::require(tx, &agent, conversation) {
        Err(Error::NotFound | Error::Forbidden(_)) => return Ok(()),
        found => found?,
    };
    let outcomes = actions::all(tx, &Hand::Person(agent), conversation.id, &found.actions)?;
    for (outcome, action) in outcomes.iter().zip(&found.actions).filter(|(outcome, _)| **outcome != Outcome::Done) {
        tracing::warn!(%account, macro_id = %id, outcome = %outcome.record(action), "an action of a macro was not done");
    }
    Ok(())
}

//! Activity messages: lines of the log that the server writes into a conversation (contract 3.9).

use super::model::{Conversation, Performer};
use super::revision::Revision;
use crate::base::Result;
use crate::store::Tx;

/// Writes one line at once and moves the conversation's activity to it. Whoever changes more of the conversation uses
/// [`Revision::say`] instead, which writes everything together.
pub fn write(tx: &Tx, conversation: &mut Conversation, text: impl Into<String>, by: &Performer) -> Result<()> {
    let mut revision = Revision::of(conversation);
    revision.say(text);
    revision.save(tx, by)
}

//! Two conversations of a contact become one: the other is hidden at once, its number leads to the one that is left, and its
//! messages move over, the newest first, in bounded steps.

use serde_json::{Map, Value, json};

use super::model::{Conversation, Performer, Status};
use super::revision::Revision;
use super::{deletion, sql, status};
use crate::base::ids::{AccountId, ConversationId};
use crate::base::{Changes, Error, Event, EventKind, Result};
use crate::store::Tx;

/// Messages of one step: a few milliseconds.
const MESSAGES: usize = 300;

/// Merges `from` into `into`, whose own values win. Merging a conversation into itself changes nothing; 422 for conversations of
/// different contacts. What is beyond a few hundred messages goes in a job.
pub fn merge(tx: &Tx, into: &mut Conversation, from: &Conversation, by: &Performer) -> Result<()> {
    if into.id == from.id {
        return Ok(());
    }
    if into.contact != from.contact {
        return Err(Error::refused("Only conversations of the same contact can be merged"));
    }
    let (account, id) = (into.account, into.id);
    sql::hide(tx, from)?;
    sql::redirect(tx, from, into)?;
    sql::move_people(tx, from, into)?;
    let mut revision = Revision::of(into);
    complete(tx, &mut revision, from)?;
    if revision.status == Status::Resolved && from.status != Status::Resolved {
        status::apply(tx, &mut revision, Status::Open, None, by)?;
    }
    if let Some(name) = by.acting() {
        revision.say(format!("{name} merged conversation #{} into this one", from.display_id));
    }
    revision.save(tx, by)?;
    let mut changes = Changes::default();
    changes.note(MERGEE, Value::Null, json!(from.display_id));
    let event = Event::new(account, EventKind::ConversationMerged, id.0, by.actor());
    tx.emit(event.with_changes(changes).in_conversation(id))?;
    if step(tx, account, from.id)? {
        tx.enqueue("merge_conversation", json!({"account_id": account, "conversation_id": from.id}))?;
    }
    Ok(())
}

/// What the event of a merge says: the number of the conversation that is no more.
pub const MERGEE: &str = "mergee_conversation_id";

/// What only the other conversation has.
fn complete(tx: &Tx, revision: &mut Revision, from: &Conversation) -> Result<()> {
    let (mine, theirs) = (revision.waiting_since, from.waiting_since.filter(|_| from.status != Status::Resolved));
    revision.waiting_since = mine.into_iter().chain(theirs).min();
    let replies = revision.first_reply_created_at.into_iter().chain(from.first_reply_created_at);
    revision.first_reply_created_at = replies.min();
    revision.priority = revision.priority.or(from.priority);
    revision.team = revision.team.or(from.team);
    if revision.assignee.is_none() && revision.assignee_bot.is_none() {
        (revision.assignee, revision.assignee_bot) = (from.assignee, from.assignee_bot);
    }
    revision.custom_attributes = filled(&revision.custom_attributes, &from.custom_attributes);
    revision.additional_attributes = filled(&revision.additional_attributes, &from.additional_attributes);
    let before = sql::labels_of(tx, revision.account, revision.id)?;
    let mut after = before.clone();
    after.extend(sql::labels_of(tx, from.account, from.id)?);
    after.sort_unstable();
    after.dedup();
    if after != before {
        sql::replace_labels(tx, revision, &after)?;
        revision.relabelled(before, after);
    }
    Ok(())
}

/// A stored object with what only the other one has.
fn filled(mine: &str, theirs: &str) -> String {
    let object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (mut both, before) = (object(mine), object(mine).len());
    for (name, value) in object(theirs) {
        both.entry(name).or_insert(value);
    }
    if both.len() == before { mine.to_owned() } else { Value::Object(both).to_string() }
}

/// One step of moving the messages of a merged conversation; says whether more is to be done. The last step takes its row.
pub fn step(tx: &Tx, account: AccountId, from: ConversationId) -> Result<bool> {
    let Some(from) = sql::hidden(tx, account, from)? else { return Ok(false) };
    let into = sql::redirected(tx, account, from.display_id)?.map(|id| sql::find_by_id(tx, account, id));
    let into = match into {
        Some(Ok(into)) => into,
        Some(Err(Error::NotFound)) | None => {
            // whatever took it over is being deleted: what is left goes the same way
            deletion::enqueue(tx, account, from.id)?;
            return Ok(false);
        }
        Some(Err(error)) => return Err(error),
    };
    if sql::move_messages(tx, &from, &into, MESSAGES)? == MESSAGES {
        return Ok(true);
    }
    sql::remove(tx, &from)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_attributes_win() {
        assert_eq!(filled(r#"{"a":1}"#, r#"{"a":2,"b":3}"#), r#"{"a":1,"b":3}"#);
        assert_eq!(filled(r#"{ "a": 1 }"#, r#"{"a":2}"#), r#"{ "a": 1 }"#);
    }
}

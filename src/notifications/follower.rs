//! What happened becomes notifications: called by the follower of the outbox, once for each event.
//!
//! Nobody is told of what they did themselves, and only those are told who may open the conversation. Of a blocked contact's
//! doings only those are told who are mentioned.

use super::{service, sql};
use crate::base::ids::{ConversationId, MessageId, UserId};
use crate::base::{Actor, Error, EventKind, Happened, Result};
use crate::contacts;
use crate::conversations::{self, Conversation, HAS_MENTIONS, Status};
use crate::messages::mentions::{self, Mentioned};
use crate::messages::{self, Message, MessageType, Sender};
use crate::preferences::Kind;
use crate::store::{Db, Tx};

/// The events that people may be told of, and those after which somebody may see less.
pub const KINDS: &[EventKind] = &[
    EventKind::ConversationCreated,
    EventKind::ConversationUpdated,
    EventKind::MessageCreated,
    EventKind::InboxMembersChanged,
    EventKind::TeamMembersChanged,
    EventKind::AccountUserUpdated,
    EventKind::AccountUserDeleted,
];

/// Who is to be told, and of what.
#[derive(Debug)]
struct News {
    conversation: ConversationId,
    message: Option<MessageId>,
    /// Each person once.
    people: Vec<(UserId, Kind)>,
}

/// Whether somebody is to be told of this, or sees less by it.
pub fn wants(db: &Db, happened: &Happened) -> Result<bool> {
    Ok(!shut_out(happened).is_empty() || news(db, happened)?.is_some_and(|news| !news.people.is_empty()))
}

/// Tells who is to be told.
pub fn handle(tx: &Tx, happened: &Happened) -> Result<()> {
    service::prune(tx, happened.account, &shut_out(happened))?;
    let Some(news) = news(tx, happened)? else { return Ok(()) };
    for (user, kind) in news.people {
        service::notify(tx, happened.account, user, news.conversation, kind, news.message)?;
    }
    Ok(())
}

/// Who may see less than before.
fn shut_out(happened: &Happened) -> Vec<UserId> {
    let member = || vec![UserId(happened.subject)];
    match happened.kind {
        EventKind::AccountUserDeleted => member(),
        EventKind::AccountUserUpdated if happened.changes.of("role").is_some() => member(),
        EventKind::InboxMembersChanged | EventKind::TeamMembersChanged => {
            let Some((before, after)) = happened.changes.of("user_ids") else { return Vec::new() };
            let ids = |list: &serde_json::Value| -> Vec<UserId> {
                list.as_array().into_iter().flatten().filter_map(|id| id.as_i64().map(UserId)).collect()
            };
            let after = ids(after);
            ids(before).into_iter().filter(|user| !after.contains(user)).collect()
        }
        _ => Vec::new(),
    }
}

fn news(db: &Db, happened: &Happened) -> Result<Option<News>> {
    let Some(id) = happened.conversation.filter(|_| may_matter(happened)) else { return Ok(None) };
    let Some(message) = message(db, happened)? else { return Ok(None) };
    let conversation = match conversations::find_by_id(db, happened.account, id) {
        Err(Error::NotFound) => return Ok(None),
        found => found?,
    };
    let mut people = match &message {
        Some(message) => told_of_message(db, &conversation, message, happened)?,
        None => told_of_conversation(db, &conversation, happened)?,
    };
    let mut known = Vec::new();
    people.retain(|(user, _)| {
        let is_own = is_by(happened, message.as_ref(), *user);
        let is_new = !known.contains(user);
        known.push(*user);
        is_new && !is_own
    });
    if people.is_empty() {
        return Ok(None);
    }
    if contacts::is_blocked(db, happened.account, conversation.contact)? {
        people.retain(|(_, kind)| *kind == Kind::ConversationMention);
    }
    let users = people.iter().map(|(user, _)| *user).collect();
    let allowed = conversations::mentioned(db, happened.account, id, &Mentioned { users, teams: Vec::new() })?;
    people.retain(|(user, _)| allowed.contains(user));
    Ok(Some(News { conversation: id, message: message.map(|message| message.id), people }))
}

/// Spares the look at most changes of conversations.
fn may_matter(happened: &Happened) -> bool {
    match happened.kind {
        EventKind::ConversationCreated | EventKind::MessageCreated => true,
        EventKind::ConversationUpdated => happened.changes.of("assignee_id").is_some() || was_handed_over(happened),
        _ => false,
    }
}

/// Whether a bot gave the conversation to people: to them it is new.
fn was_handed_over(happened: &Happened) -> bool {
    let is_opened = happened.changes.of("status").is_some_and(|(from, to)| from == "pending" && to == "open");
    is_opened && matches!(happened.actor, Actor::AgentBot(_))
}

/// The message, where it is one that somebody wrote: `None` when there is nothing to tell, `Some(None)` when it is about no
/// message.
fn message(db: &Db, happened: &Happened) -> Result<Option<Option<Message>>> {
    if happened.kind != EventKind::MessageCreated {
        return Ok(Some(None));
    }
    match messages::by_id(db, happened.account, MessageId(happened.subject)) {
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
        Ok(message) => match message.message_type {
            MessageType::Incoming | MessageType::Outgoing => Ok(Some(Some(message))),
            MessageType::Activity | MessageType::Template => Ok(None),
        },
    }
}

fn is_by(happened: &Happened, message: Option<&Message>, user: UserId) -> bool {
    happened.actor == Actor::User(user) || message.is_some_and(|message| message.sender == Some(Sender::User(user)))
}

/// First who is mentioned, then who takes care of it, then who follows it: everybody is told once.
fn told_of_message(
    db: &Db,
    conversation: &Conversation,
    message: &Message,
    happened: &Happened,
) -> Result<Vec<(UserId, Kind)>> {
    let mut people = Vec::new();
    if happened.changes.of(HAS_MENTIONS).is_some() && message.private {
        let named = mentions::of(message.content.as_deref().unwrap_or_default());
        let named = conversations::mentioned(db, conversation.account, conversation.id, &named)?;
        people.extend(named.into_iter().map(|user| (user, Kind::ConversationMention)));
    }
    people.extend(conversation.assignee.map(|user| (user, Kind::AssignedConversationNewMessage)));
    let following = sql::participants(db, conversation.account, conversation.id)?;
    people.extend(following.into_iter().map(|user| (user, Kind::ParticipatingConversationNewMessage)));
    Ok(people)
}

/// Who is given it, and for whom it is new. While a bot takes care of it nobody is told.
fn told_of_conversation(db: &Db, conversation: &Conversation, happened: &Happened) -> Result<Vec<(UserId, Kind)>> {
    if conversation.status == Status::Pending {
        return Ok(Vec::new());
    }
    let is_new = happened.kind == EventKind::ConversationCreated;
    // somebody else may have it by now
    let is_given =
        |user: &UserId| happened.changes.of("assignee_id").is_some_and(|(_, after)| after.as_i64() == Some(user.0));
    let given = conversation.assignee.filter(is_given);
    let mut people: Vec<(UserId, Kind)> = given.map(|user| (user, Kind::ConversationAssignment)).into_iter().collect();
    if is_new || was_handed_over(happened) {
        let eager = sql::eager(db, conversation.account, conversation.inbox)?;
        people.extend(eager.into_iter().map(|user| (user, Kind::ConversationCreation)));
    }
    Ok(people)
}

//! Puts conversations together with their people, labels and messages: a few statements for a whole page.

use std::collections::HashMap;
use std::hash::Hash;

use super::model::Conversation;
use super::sql::{self, ShownRow};
use super::wire::{
    self, Beside, ConversationPush, ConversationShow, Meta, PushMeta, PushTeam, ShownAssignee, ShownSender,
};
use crate::base::ids::{AccountId, ConversationId, MessageId, UserId};
use crate::base::{Error, Millis, Result};
use crate::messages::wire::{MessageList, MessageListMeta, Sender};
use crate::messages::{self, ConversationGlimpse, Window};
use crate::store::Db;
use crate::users::wire::Assignee;
use crate::{bots, contacts, teams, users};

/// One conversation, as `viewer` sees it (teams say whether they are in them).
pub fn one(db: &Db, account: AccountId, viewer: Option<UserId>, id: ConversationId) -> Result<ConversationShow> {
    page(db, account, viewer, &[id])?.pop().ok_or(Error::NotFound)
}

/// These conversations in their order.
pub fn page(
    db: &Db,
    account: AccountId,
    viewer: Option<UserId>,
    ids: &[ConversationId],
) -> Result<Vec<ConversationShow>> {
    let rows = sql::shown(db, account, ids)?;
    let of = |row: fn(&Conversation) -> Option<_>| distinct(rows.iter().filter_map(|r| row(&r.conversation)));
    let people = assignees(db, account, &of(|c| c.assignee))?;
    let programs = bots::slim(db, account, &distinct(rows.iter().filter_map(|r| r.conversation.assignee_bot)))?;
    let customers = contacts::shown(db, account, &distinct(rows.iter().map(|r| r.conversation.contact)))?;
    let groups = teams::views(db, account, viewer, &distinct(rows.iter().filter_map(|r| r.conversation.team)))?;
    let mut labels = sql::labels_of_many(db, account, ids)?;
    let messages = messages::push_views(db, account, &wanted(&rows))?;

    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let c = &row.conversation;
        // a contact that is being deleted takes its conversations along
        let Some(contact) = customers.get(&c.contact).cloned() else { continue };
        let person = c.assignee.and_then(|id| people.get(&id).cloned()).map(|p| ShownAssignee::User(Box::new(p)));
        let assignee =
            person.or_else(|| c.assignee_bot.and_then(|id| programs.get(&id).cloned()).map(ShownAssignee::AgentBot));
        let beside = Beside {
            last_message: c.last_message.and_then(|id| messages.get(&id).cloned()),
            last_non_activity_message: c.last_non_activity_message.and_then(|id| messages.get(&id).cloned()),
            labels: labels.remove(&c.id).unwrap_or_default(),
            muted: contact.blocked,
        };
        let meta = Meta {
            assignee_type: assignee.as_ref().map(kind_of),
            assignee,
            sender: ShownSender { contact, channel: row.channel_type.clone() },
            channel: row.channel_type.clone(),
            team: c.team.and_then(|id| groups.get(&id).cloned()),
            hmac_verified: row.hmac_verified,
        };
        shown.push(ConversationShow { meta, conversation: wire::Conversation::new(row, beside, db.now) });
    }
    Ok(shown)
}

/// These conversations as events and webhooks show them, in their order; those whose contact is being deleted are left out.
pub fn pushed(db: &Db, account: AccountId, ids: &[ConversationId]) -> Result<Vec<(ConversationId, ConversationPush)>> {
    let rows = sql::shown(db, account, ids)?;
    let people = distinct(rows.iter().filter_map(|r| r.conversation.assignee));
    let people = users::senders(db, account, &people)?;
    let programs = distinct(rows.iter().filter_map(|r| r.conversation.assignee_bot));
    let programs = bots::senders(db, account, &programs)?;
    let customers = contacts::senders(db, account, &distinct(rows.iter().map(|r| r.conversation.contact)))?;
    let groups = teams::views(db, account, None, &distinct(rows.iter().filter_map(|r| r.conversation.team)))?;
    let addresses = distinct(rows.iter().map(|r| r.conversation.contact_inbox));
    let addresses = contacts::addresses_by_ids(db, account, &addresses)?;
    let mut labels = sql::labels_of_many(db, account, ids)?;
    let latest = messages::latest_public(db, account, ids)?;
    let glimpse_of = |r: &ShownRow| glimpse(&r.conversation, r.source_id.clone());
    let wanted = rows.iter().filter_map(|r| Some((*latest.get(&r.conversation.id)?, glimpse_of(r))));
    let mut messages = messages::push_views(db, account, &wanted.collect::<Vec<_>>())?;

    let mut pushed = Vec::with_capacity(rows.len());
    for row in rows {
        let c = &row.conversation;
        let (Some(sender), Some(address)) = (customers.get(&c.contact), addresses.get(&c.contact_inbox)) else {
            continue;
        };
        let person =
            c.assignee.and_then(|id| people.get(&id).cloned()).map(|who| ("User".to_owned(), Sender::User(who)));
        let program = || c.assignee_bot.and_then(|id| programs.get(&id).cloned());
        let assignee = person.or_else(|| program().map(|who| ("AgentBot".to_owned(), Sender::AgentBot(who))));
        let (assignee_type, assignee) = assignee.unzip();
        let team = c.team.and_then(|id| groups.get(&id));
        let meta = PushMeta {
            sender: sender.clone(),
            assignee,
            assignee_type,
            team: team.map(|team| PushTeam { id: team.id, name: team.name.clone() }),
            hmac_verified: row.hmac_verified,
        };
        let message = latest.get(&c.id).and_then(|id| messages.remove(id));
        let (id, labels) = (c.id, labels.remove(&c.id).unwrap_or_default());
        pushed.push((id, ConversationPush::new(row, address.into(), message, labels, meta, db.now)));
    }
    Ok(pushed)
}

/// What messages show of these conversations.
pub fn glimpses(
    db: &Db,
    account: AccountId,
    ids: &[ConversationId],
) -> Result<HashMap<ConversationId, ConversationGlimpse>> {
    let rows = sql::shown(db, account, ids)?;
    Ok(rows.into_iter().map(|row| (row.conversation.id, glimpse(&row.conversation, row.source_id))).collect())
}

/// Messages of a conversation, with what stands above them.
pub fn messages(db: &Db, conversation: &Conversation, window: &Window) -> Result<MessageList> {
    let (account, contact) = (conversation.account, conversation.contact);
    let found = messages::page(db, account, conversation.id, window)?;
    let assignee = match conversation.assignee {
        Some(id) => users::senders(db, account, &[id])?.remove(&id),
        None => None,
    };
    let meta = MessageListMeta {
        labels: sql::labels_of(db, account, conversation.id)?,
        additional_attributes: conversation.additional_attributes.as_str().into(),
        contact: contacts::senders(db, account, &[contact])?.remove(&contact).ok_or(Error::NotFound)?,
        assignee,
        agent_last_seen_at: conversation.agent_last_seen_at.map(Millis::iso),
        assignee_last_seen_at: conversation.assignee_last_seen_at.map(Millis::iso),
    };
    Ok(MessageList { meta, payload: messages::rest_views(db, account, conversation.display_id, found)? })
}

/// The people who take care of conversations, as these show them; who left the account is left out.
pub fn assignees(db: &Db, account: AccountId, ids: &[UserId]) -> Result<HashMap<UserId, Assignee>> {
    Ok(users::agents(db, account, ids)?.into_iter().map(|agent| (agent.id, agent.into())).collect())
}

fn kind_of(assignee: &ShownAssignee) -> String {
    match assignee {
        ShownAssignee::User(_) => "User",
        ShownAssignee::AgentBot(_) => "AgentBot",
    }
    .to_owned()
}

/// The messages that conversations show: the newest one, and the newest one that is no activity.
fn wanted(rows: &[ShownRow]) -> Vec<(MessageId, ConversationGlimpse)> {
    let of = |row: &ShownRow| {
        let glimpse = glimpse(&row.conversation, row.source_id.clone());
        let c = &row.conversation;
        let other = c.last_non_activity_message.filter(|id| c.last_message != Some(*id));
        c.last_message.into_iter().chain(other).map(move |id| (id, glimpse.clone()))
    };
    rows.iter().flat_map(of).collect()
}

/// What a message shows of its conversation.
pub fn glimpse(conversation: &Conversation, source_id: String) -> ConversationGlimpse {
    ConversationGlimpse {
        display_id: conversation.display_id,
        assignee_id: conversation.assignee.map(|id| id.0),
        unread_count: conversation.unread_shown(),
        last_activity_at: conversation.last_activity_at,
        source_id,
    }
}

pub(super) fn distinct<T: Copy + Eq + Hash>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen: HashMap<T, ()> = HashMap::new();
    ids.filter(|id| seen.insert(*id, ()).is_none()).collect()
}

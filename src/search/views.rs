//! Puts hits together with what is shown beside them: a few statements for a page.

use std::collections::HashMap;

use super::listing::{self, Hit};
use super::model::{Asked, highlight};
use super::sql::{self, Said, Sphere};
use super::wire::{SearchAgent, SearchContact, SearchConversation, SearchInbox, SearchMessage, SearchResults};
use crate::access::{self, Agent};
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ConversationId, DisplayId, InboxId, MessageId, UserId};
use crate::store::Db;
use crate::{contacts, conversations, inboxes, messages, users};

/// A page of each kind.
pub fn everything(db: &Db, who: &Agent, asked: &Asked) -> Result<SearchResults> {
    Ok(SearchResults {
        conversations: conversations(db, who, asked, false)?,
        contacts: contacts(db, who, asked)?,
        messages: messages(db, who, asked)?,
        articles: Some(Vec::new()),
    })
}

/// A page of conversations; with their attributes where they are asked for alone.
pub fn conversations(
    db: &Db,
    who: &Agent,
    asked: &Asked,
    with_attributes: bool,
) -> Result<Option<Vec<SearchConversation>>> {
    if asked.is_beyond() {
        return Ok(Some(Vec::new()));
    }
    let hits = listing::conversations(db, &sphere(db, who)?, asked)?;
    Ok(Some(put_together(db, who.account, &hits, with_attributes)?))
}

/// A page of contacts, whoever was here last first.
pub fn contacts(db: &Db, who: &Agent, asked: &Asked) -> Result<Option<Vec<SearchContact>>> {
    if asked.is_beyond() {
        return Ok(Some(Vec::new()));
    }
    let ids = contacts::search(db, who.account, &asked.text, asked.page)?;
    Ok(Some(contacts::by_ids(db, who.account, &ids)?.into_iter().map(Into::into).collect()))
}

/// A page of messages, newest first.
pub fn messages(db: &Db, who: &Agent, asked: &Asked) -> Result<Option<Vec<SearchMessage>>> {
    let Some(words) = asked.words().filter(|_| !asked.is_beyond()) else { return Ok(Some(Vec::new())) };
    let said = sql::messages(db, &sphere(db, who)?, &words, asked.page)?;
    let wanted: Vec<(MessageId, DisplayId)> = said.iter().map(|hit| (hit.id, hit.conversation)).collect();
    let mut shown = messages::rest_views_of(db, who.account, &wanted)?;
    let show = |hit: Said| {
        let message = shown.remove(&hit.id)?;
        Some(SearchMessage { message, highlight: highlight(&hit.snippet) })
    };
    Ok(Some(said.into_iter().filter_map(show).collect()))
}

fn sphere(db: &Db, who: &Agent) -> Result<Sphere> {
    Ok(Sphere::new(who.account, &access::visible_inboxes(db, who)?))
}

fn put_together(db: &Db, account: AccountId, hits: &[Hit], with_attributes: bool) -> Result<Vec<SearchConversation>> {
    let found: HashMap<ConversationId, Option<MessageId>> = hits.iter().copied().collect();
    let ids: Vec<ConversationId> = hits.iter().map(|(id, _)| *id).collect();
    let rows = conversations::rows(db, account, &ids)?;
    let message_of = |c: &conversations::Conversation| {
        found.get(&c.id).copied().flatten().or(c.last_non_activity_message).or(c.last_message)
    };
    let wanted: Vec<(MessageId, DisplayId)> =
        rows.iter().filter_map(|c| Some((message_of(c)?, c.display_id))).collect();
    let mut messages = messages::rest_views_of(db, account, &wanted)?;
    let people: Vec<ContactId> = rows.iter().map(|c| c.contact).collect();
    let people = contacts::by_ids(db, account, &people)?;
    let people: HashMap<ContactId, SearchContact> = people.into_iter().map(|c| (c.id, c.into())).collect();
    let places: Vec<InboxId> = rows.iter().map(|c| c.inbox).collect();
    let places = inboxes::views(db, account, &places)?;
    let places: HashMap<InboxId, SearchInbox> = places.into_iter().map(|inbox| (inbox.id, inbox.into())).collect();
    let agents: Vec<UserId> = rows.iter().filter_map(|c| c.assignee).collect();
    let agents = users::agents(db, account, &agents)?;
    let agents: HashMap<UserId, SearchAgent> = agents.into_iter().map(|agent| (agent.id, agent.into())).collect();
    let show = |c: conversations::Conversation| SearchConversation {
        id: c.display_id,
        account_id: account,
        created_at: c.created_at.seconds(),
        message: message_of(&c).and_then(|id| messages.remove(&id)),
        contact: people.get(&c.contact).cloned(),
        inbox: places.get(&c.inbox).cloned(),
        agent: c.assignee.and_then(|id| agents.get(&id).cloned()),
        additional_attributes: with_attributes.then(|| c.additional_attributes.into()),
    };
    Ok(rows.into_iter().map(show).collect())
}

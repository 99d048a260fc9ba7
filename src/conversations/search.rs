//! Searching conversations by what was written in them: the page, and what was found in each.

use std::collections::HashMap;

use super::filter::{self, Assignee, Direction, Filter, Part, Sort};
use super::sql::{self, Counts};
use super::wire::{ConversationFound, FoundContact, FoundInbox, FoundMessage};
use super::{listing, views};
use crate::access::{self, Agent};
use crate::base::Result;
use crate::base::ids::{ConversationId, DisplayId, InboxId};
use crate::store::Db;
use crate::{contacts, messages};

/// A page of the conversations that have these words in a message, latest activity first, with the counts of all of them. Without
/// a word nothing is found.
pub fn find(db: &Db, agent: &Agent, text: &str, page: Option<i64>) -> Result<(Counts, Vec<ConversationFound>)> {
    let Some(words) = filter::match_words(text) else { return Ok((Counts::default(), Vec::new())) };
    let filter = Filter {
        user: agent.user,
        statuses: filter::statuses(Some("all")),
        inboxes: access::visible_inboxes(db, agent)?,
        assignee: Assignee::Anybody,
        parts: vec![Part::Words(words.clone())],
        active_since: None,
        sort: Sort::LastActivity(Direction::Descending),
    };
    let found = listing::find(db, agent.account, &filter, page)?;
    Ok((found.counts, show(db, agent, &words, &found.ids)?))
}

fn show(db: &Db, agent: &Agent, words: &str, page: &[ConversationId]) -> Result<Vec<ConversationFound>> {
    let account = agent.account;
    let rows = sql::shown(db, account, page)?;
    let people = views::distinct(rows.iter().map(|row| row.conversation.contact));
    let people = contacts::senders(db, account, &people)?;
    let places = views::distinct(rows.iter().map(|row| row.conversation.inbox)).into_iter();
    let places = places.map(|inbox| Ok((inbox, sql::inbox_name(db, account, inbox)?)));
    let places: HashMap<InboxId, String> = places.collect::<Result<_>>()?;
    let matches = sql::matches(db, account, words, page)?;
    let mut of: HashMap<ConversationId, Vec<FoundMessage>> = HashMap::new();
    let ids: Vec<_> = matches.iter().map(|(_, message)| *message).collect();
    let shown = messages::rest_views(db, account, DisplayId(0), messages::by_ids(db, account, &ids)?)?;
    let mut shown: HashMap<_, _> = shown.into_iter().map(|message| (message.id, message)).collect();
    for (conversation, message) in matches {
        if let Some(message) = shown.remove(&message) {
            of.entry(conversation).or_default().push(message.into());
        }
    }
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let c = row.conversation;
        // a contact that is being deleted takes its conversations along
        let Some(contact) = people.get(&c.contact) else { continue };
        list.push(ConversationFound {
            id: c.display_id,
            uuid: c.uuid,
            created_at: c.created_at.seconds(),
            contact: FoundContact { id: c.contact, name: contact.name.clone() },
            inbox: FoundInbox {
                id: c.inbox,
                name: places.get(&c.inbox).cloned().unwrap_or_default(),
                channel_type: row.channel_type,
            },
            messages: of.remove(&c.id).unwrap_or_default(),
            account_id: c.account,
        });
    }
    Ok(list)
}

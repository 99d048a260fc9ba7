//! Conversations and their messages, with all that the server keeps about them.

use rand::RngExt;
use rand::rngs::StdRng;
use rusqlite::{Connection, Statement, named_params};

use super::{CONTACTS, USERS, inbox, now, words};
use crate::Outcome;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Messages of the long conversations, one in twenty.
const MANY: i64 = 86;
/// Messages of the others.
const FEW: i64 = 6;

const CONVERSATION: &str = "
    insert into conversations(id, account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, assignee_id, uuid,
        waiting_since, first_reply_created_at, agent_last_seen_at, last_activity_at, last_incoming_at, last_message_id,
        last_non_activity_message_id, unread_count, messages_count, custom_attributes, created_at, updated_at)
    values (:id, 1, :id, :inbox, :contact, :contact, :status, :assignee, printf('00000000-0000-4000-8000-%012d', :id),
        :waiting_since, :replied, :seen, :last, :last_incoming, :last_message, :last_message, :unread, :count, :attributes,
        :first, :last)";

const LABEL: &str = "insert into conversation_labels(conversation_id, label, account_id) values (:id, :label, 1)";

const MESSAGE: &str = "
    insert into messages(id, account_id, inbox_id, conversation_id, message_type, content, sender_type, sender_id, created_at,
        updated_at)
    values (:id, 1, :inbox, :conversation, :type, :content, :sender_type, :sender, :at, :at)";

/// True for conversations of more messages than a page has.
pub const fn is_long(id: i64) -> bool {
    id % 20 == 0
}

/// True for open conversations.
const fn is_open(id: i64) -> bool {
    id % 10 == 0
}

/// True for conversations whose contact waits for an answer; all others have had one.
pub const fn is_waiting(id: i64) -> bool {
    id % 50 == 0
}

/// One conversation in seven is labelled.
const fn label(id: i64) -> Option<&'static str> {
    if id % 7 == 3 { Some(super::LABEL) } else { None }
}

/// The custom attributes: one conversation in nine has some.
fn attributes(id: i64) -> String {
    match (id % 9, id / 9 % 3) {
        (4, 0) => format!(r#"{{"plan":"{}","seats":{}}}"#, super::PLAN, id % 50),
        (4, _) => r#"{"plan":"silver"}"#.to_owned(),
        _ => "{}".to_owned(),
    }
}

/// Who takes care of a conversation: nobody of half of them.
const fn owner(id: i64) -> Option<i64> {
    if id % 4 < 2 { Some(1 + id / 4 % USERS) } else { None }
}

/// True where the administrator's reply is news to a colleague, whose conversation it is.
pub const fn is_a_colleagues(id: i64) -> bool {
    matches!(owner(id), Some(2..))
}

/// One of them, from first message to last.
struct Plan {
    id: i64,
    inbox: i64,
    contact: i64,
    count: i64,
    /// When the first message came; the others follow minute by minute.
    first: i64,
    /// The row id of the first message.
    message: i64,
}

impl Plan {
    fn at(&self, place: i64) -> i64 {
        self.first + place * MINUTE
    }

    /// Question and answer take turns, with a line of the log now and then.
    fn kind(&self, place: i64) -> i64 {
        let is_last = place == self.count - 1;
        match place % 2 {
            _ if is_last => i64::from(!is_waiting(self.id)),
            1 if place % 10 == 9 => 2,
            answer => answer,
        }
    }
}

/// Writes one conversation after the other.
pub struct Scribe<'a> {
    conversation: Statement<'a>,
    label: Statement<'a>,
    message: Statement<'a>,
    /// The row id of the next message.
    next: i64,
    now: i64,
    text: String,
}

impl<'a> Scribe<'a> {
    /// For a file without messages.
    pub fn new(conn: &'a Connection) -> Outcome<Scribe<'a>> {
        let (conversation, label) = (conn.prepare(CONVERSATION)?, conn.prepare(LABEL)?);
        Ok(Scribe { conversation, label, message: conn.prepare(MESSAGE)?, next: 1, now: now(), text: String::new() })
    }

    /// The conversations that every file has, each with a contact of its own.
    pub fn usual(&mut self, conversations: i64, rng: &mut StdRng) -> Outcome<()> {
        (1..=conversations).try_for_each(|id| self.write(id, id * CONTACTS, if is_long(id) { MANY } else { FEW }, rng))
    }

    /// A conversation of so many messages with this contact, begun within three months.
    pub fn write(&mut self, id: i64, contact: i64, count: i64, rng: &mut StdRng) -> Outcome<()> {
        let plan = Plan {
            id,
            inbox: inbox(contact),
            contact,
            count,
            first: self.now - DAY - count * MINUTE - rng.random_range(0..90 * DAY),
            message: self.next,
        };
        self.next += count;
        insert(&mut self.conversation, &plan)?;
        if let Some(label) = label(id) {
            self.label.execute(named_params! { ":id": id, ":label": label })?;
        }
        for place in 0..count {
            words::text(plan.message + place, rng, &mut self.text);
            say(&mut self.message, &plan, place, &self.text)?;
        }
        Ok(())
    }
}

/// What the server keeps of all conversations together.
pub fn finish(conn: &Connection) -> Outcome<()> {
    conn.execute("update account_counters set last_display_id = (select max(display_id) from conversations)", [])?;
    conn.execute(
        "update contacts set last_activity_at = c.last_incoming_at from conversations c where c.contact_id = contacts.id",
        [],
    )?;
    Ok(())
}

fn insert(statement: &mut Statement, plan: &Plan) -> Outcome<()> {
    let last = plan.count - 1;
    let waiting = is_waiting(plan.id);
    let incoming = (0..plan.count).rev().find(|place| plan.kind(*place) == 0).map(|place| plan.at(place));
    statement.execute(named_params! {
        ":id": plan.id,
        ":inbox": plan.inbox,
        ":contact": plan.contact,
        ":status": i64::from(!is_open(plan.id)),
        ":assignee": owner(plan.id),
        ":waiting_since": waiting.then_some(plan.at(last)),
        ":replied": plan.at(1),
        // whoever waits has said one thing that nobody has seen
        ":seen": if waiting { plan.at(last) - 1 } else { plan.at(last) },
        ":last": plan.at(last),
        ":last_incoming": incoming,
        ":last_message": plan.message + last,
        ":unread": i64::from(waiting),
        ":count": plan.count,
        ":attributes": attributes(plan.id),
        ":first": plan.first,
    })?;
    Ok(())
}

fn say(statement: &mut Statement, plan: &Plan, place: i64, text: &str) -> Outcome<()> {
    let kind = plan.kind(place);
    let sender = match kind {
        0 => (Some("Contact"), Some(plan.contact)),
        1 => (Some("User"), Some(1 + plan.id % USERS)),
        _ => (None, None),
    };
    statement.execute(named_params! {
        ":id": plan.message + place,
        ":inbox": plan.inbox,
        ":conversation": plan.id,
        ":type": kind,
        ":content": text,
        ":sender_type": sender.0,
        ":sender": sender.1,
        ":at": plan.at(place),
    })?;
    Ok(())
}

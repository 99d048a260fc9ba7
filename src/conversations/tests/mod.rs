//! The services on a real store: what they write and what they tell.

mod idle;
mod lists;

use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::filter::{Assignee, Direction, Filter, Part, Sort, match_words, statuses};
use super::listing;
use super::sql::Counts;
use super::*;
use crate::access::{Agent, AgentOrBot, Role};
use crate::base::ids::{AccountId, DisplayId, InboxId, TeamId, UserId};
use crate::base::{Millis, Result};
use crate::messages::{self, Draft, MessageType, Window};
use crate::store::{Db, Store, Tx};

const ACCOUNT: AccountId = AccountId(1);
const ADA: UserId = UserId(1);
const BOB: UserId = UserId(2);

/// An account with Ada and Bob, a website inbox (1) and an API inbox (2) that Bob is a member of, a team, and a contact.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at) values (1, 'Ada', 'a@a', 'a', 0, 0), (2, 'Bob', 'b@b', 'b', 0, 0);
    insert into account_users(account_id, user_id, role, auto_offline, created_at, updated_at) values (1, 1, 1, 1, 0, 0), (1, 2, 0, 0, 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
        values (1, 1, 'Channel::WebWidget', 1, 'Web', 0, 0), (2, 1, 'Channel::Api', 1, 'App', 0, 0);
    insert into inbox_members(inbox_id, user_id, account_id, turn, created_at) values (2, 2, 1, 1, 0);
    insert into teams(id, account_id, name, created_at, updated_at) values (1, 1, 'night shift', 0, 0);
    insert into contacts(id, account_id, name, created_at, updated_at) values (1, 1, 'carla', 0, 0);
    insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
        values (1, 1, 1, 1, 'web', 'p', 0, 0), (2, 1, 1, 2, 'app', 'q', 0, 0);";

struct Place {
    store: Store,
    _folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
        let place = Place { store, _folder: folder };
        place.write(|tx| Ok(tx.execute_batch(COMPANY)?));
        place
    }

    #[track_caller]
    fn write<T: Send + 'static>(&self, work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> T {
        self.store.write_blocking(work).unwrap()
    }

    #[track_caller]
    fn read<T>(&self, work: impl FnOnce(&Db) -> Result<T>) -> T {
        self.store.read_blocking(work).unwrap()
    }

    /// A conversation in this inbox, last active at this time.
    fn conversation(&self, inbox: i64, last_activity_at: i64) -> Conversation {
        self.write(move |tx| {
            let row = sql::NewRow {
                account: ACCOUNT,
                inbox: InboxId(inbox),
                contact: crate::base::ids::ContactId(1),
                contact_inbox: crate::base::ids::ContactInboxId(inbox),
                status: Status::Open,
                uuid: "u".into(),
                additional_attributes: "{}".into(),
                custom_attributes: "{}".into(),
                snoozed_until: None,
            };
            let id = sql::insert(tx, &row)?;
            tx.execute(
                "update conversations set last_activity_at = ?1, created_at = ?1, waiting_since = ?1 where id = ?2",
                (last_activity_at, id),
            )?;
            find_by_id(tx, ACCOUNT, id)
        })
    }

    /// The texts of a conversation's messages.
    fn log(&self, conversation: &Conversation) -> Vec<String> {
        self.read(|db| {
            let messages = messages::page(db, ACCOUNT, conversation.id, &Window::default())?;
            Ok(messages.into_iter().filter_map(|m| m.content).collect())
        })
    }

    /// The events so far: their names, and what changed.
    fn events(&self) -> Vec<(String, Value)> {
        self.read(|db| {
            let mut list = db.prepare("select name, changes from outbox order by id")?;
            let rows =
                list.query_map([], |row| Ok((row.get(0)?, serde_json::from_str(&row.get::<_, String>(1)?).unwrap())))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn agent(user: UserId, name: &str, role: Role) -> Agent {
    Agent { account: ACCOUNT, user, name: name.into(), role }
}

fn ada() -> Performer {
    (&agent(ADA, "Ada", Role::Administrator)).into()
}

#[test]
fn a_change_of_status_is_written_once_and_told_once() {
    let place = Place::new();
    let mut conversation = place.conversation(1, 5);
    let after = place.write(move |tx| {
        status::change(tx, &mut conversation, Status::Resolved, None, &ada())?;
        status::change(tx, &mut conversation, Status::Resolved, None, &ada())?;
        Ok(conversation)
    });
    assert_eq!(place.log(&after), ["Conversation was marked resolved by Ada"]);
    let changes = json!({"status": ["open", "resolved"], "waiting_since": [Millis(5).iso(), null]});
    assert_eq!(place.events(), [("conversation_updated".into(), changes), ("message_created".into(), json!({}))]);
    let stored = place.read(|db| find(db, ACCOUNT, DisplayId(1)));
    assert_eq!((stored.status, stored.messages_count, stored.last_message), (Status::Resolved, 1, after.last_message));
    assert!(stored.last_message.is_some() && stored.last_non_activity_message.is_none());
    assert_eq!(stored.last_activity_at, after.last_activity_at);
}

#[test]
fn an_agent_who_opens_a_conversation_takes_it() {
    let place = Place::new();
    let mut conversation = place.conversation(2, 5);
    let bob = AgentOrBot::Agent(agent(BOB, "Bob", Role::Agent));
    let after = place.write(move |tx| {
        status::toggle(tx, &mut conversation, Some(Status::Snoozed), Some(Millis(99)), &bob)?;
        assert_eq!((conversation.snoozed_until, conversation.assignee), (Some(Millis(99)), None));
        status::toggle(tx, &mut conversation, None, None, &bob)?;
        status::toggle(tx, &mut conversation, Some(Status::Open), None, &bob)?;
        Ok(conversation)
    });
    assert_eq!((after.status, after.assignee, after.snoozed_until), (Status::Open, Some(BOB), None));
    let log =
        ["Conversation was snoozed by Bob", "Conversation was reopened by Bob", "Bob self-assigned this conversation"];
    assert_eq!(place.log(&after), log);
    let follows = "select count(*) from conversation_participants where user_id = 2";
    assert_eq!(place.read(|db| Ok(db.query_row(follows, [], |row| row.get::<_, i64>(0))?)), 1);
}

#[test]
fn a_snooze_ends_when_it_was_said_to() {
    let place = Place::new();
    let mut conversation = place.conversation(1, 5);
    let (id, until) = (conversation.id, Millis(1_000_000));
    let jobs = place.write(move |tx| {
        status::change(tx, &mut conversation, Status::Snoozed, Some(until), &ada())?;
        tx.at(Millis(until.0 - 1), |tx| status::wake(tx, ACCOUNT, id))?;
        assert_eq!(find_by_id(tx, ACCOUNT, id)?.status, Status::Snoozed);
        let jobs = "select group_concat(name || run_at) from jobs";
        Ok(tx.query_row(jobs, [], |row| row.get::<_, String>(0))?)
    });
    assert_eq!(jobs, "wake_conversation1000000");
    let after = place.write(move |tx| {
        tx.at(until, |tx| status::wake(tx, ACCOUNT, id))?;
        tx.at(until, |tx| status::wake(tx, ACCOUNT, id))?;
        find_by_id(tx, ACCOUNT, id)
    });
    assert_eq!((after.status, after.snoozed_until), (Status::Open, None));
    assert_eq!(place.log(&after), ["Conversation was snoozed by Ada"]);
}

#[test]
fn an_incoming_message_reopens_what_was_resolved() {
    let place = Place::new();
    let mut conversation = place.conversation(2, 5);
    let after = place.write(move |tx| {
        status::change(tx, &mut conversation, Status::Resolved, None, &Performer::System)?;
        let contact = Performer::Contact { id: conversation.contact, name: "carla".into() };
        let hello = Draft { message_type: MessageType::Incoming, ..Draft::outgoing("hello") };
        post::post_as(tx, &contact, &mut conversation, hello)?;
        Ok(conversation)
    });
    assert_eq!(after.status, Status::Open);
    assert_eq!(place.log(&after), ["hello", "System reopened the conversation due to a new incoming message."]);
    assert_eq!((after.unread_count, after.messages_count), (1, 2));
    assert!(after.last_message > after.last_non_activity_message && after.last_non_activity_message.is_some());
}

#[test]
fn labels_are_replaced_with_up_to_two_lines() {
    let place = Place::new();
    let mut conversation = place.conversation(1, 5);
    let after = place.write(move |tx| {
        let list = |labels: &[&str]| labels.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        labelling::replace(tx, &mut conversation, &list(&["vip, billing"]), &ada())?;
        labelling::replace(tx, &mut conversation, &list(&["billing", "vip"]), &ada())?;
        labelling::replace(tx, &mut conversation, &list(&["billing", "new"]), &Performer::System)?;
        assert_eq!(labelling::replace(tx, &mut conversation, &[], &ada())?, Vec::<String>::new());
        Ok(conversation)
    });
    assert_eq!(place.log(&after), ["Ada added billing, vip", "Ada removed billing, new"]);
    let events = place.events();
    assert_eq!(events[0].1, json!({"label_list": [[], ["billing", "vip"]]}));
    assert_eq!(events.iter().filter(|(name, _)| name == "conversation_updated").count(), 3);
}

#[test]
fn a_new_conversation_is_shown_with_its_contact() {
    let place = Place::new();
    let shown = place.write(|tx| {
        let ada = AgentOrBot::Agent(agent(ADA, "Ada", Role::Administrator));
        let source_id = Some("app".to_owned());
        let new = creation::NewConversation { source_id, assignee: Some(BOB), ..Default::default() };
        let conversation = creation::create(tx, &ada, new)?;
        activity::write(tx, &mut find_by_id(tx, ACCOUNT, conversation.id)?, "a line", &Performer::System)?;
        views::one(tx, ACCOUNT, Some(ADA), conversation.id)
    });
    crate::http::wire::assert_same_json(&shown);
    let shown = serde_json::to_value(&shown).unwrap();
    assert_eq!(shown.pointer("/meta/sender/name"), Some(&json!("carla")));
    assert_eq!(shown.pointer("/meta/sender/channel"), Some(&json!("Channel::Api")));
    assert_eq!(shown.pointer("/meta/assignee/accounts/0/id"), Some(&json!(1)));
    assert_eq!(shown.pointer("/meta/assignee_type"), Some(&json!("User")));
    assert_eq!(shown.pointer("/messages/0/content"), Some(&json!("a line")));
    assert_eq!(shown.pointer("/messages/0/conversation/contact_inbox/source_id"), Some(&json!("app")));
    assert_eq!(shown.pointer("/last_non_activity_message"), Some(&Value::Null));
    assert_eq!((shown.get("id"), shown.get("status")), (Some(&json!(1)), Some(&json!("open"))));
    let names: Vec<String> = place.events().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["conversation_created", "message_created"]);
}

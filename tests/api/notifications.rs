//! Notifications (beyond the swagger): who is told of what, and what they do with it.

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::clients::Person;
use crate::support::json::{any_id, any_iso_time, any_text, any_time, anything, assert_same, at_least};

/// An inbox with Bob in it, and a contact.
struct Desk {
    acme: Company,
    inbox: i64,
    contact: i64,
}

impl Desk {
    fn new() -> Desk {
        let acme = Company::new();
        let inbox = acme.inbox("App")["id"].as_i64().unwrap();
        acme.let_in(inbox, &[&acme.bob]);
        let contact = acme.contact("Jane");
        Desk { acme, inbox, contact }
    }

    /// A conversation that Ada starts and gives to somebody, or to nobody.
    fn conversation(&self, assignee: Option<&Person>) -> i64 {
        let new =
            json!({"inbox_id": self.inbox, "contact_id": self.contact, "assignee_id": assignee.map(|who| who.id)});
        self.acme.ada.post(&self.acme.at("/conversations"), new).id()
    }

    fn assign(&self, by: &Person, conversation: i64, to: &Person) {
        let path = self.acme.at(&format!("/conversations/{conversation}/assignments"));
        by.post(&path, json!({"assignee_id": to.id})).ok();
    }

    /// A message of the contact's; answers its id.
    fn hear(&self, conversation: i64, text: &str) -> i64 {
        let path = self.acme.at(&format!("/conversations/{conversation}/messages"));
        self.acme.ada.post(&path, json!({"content": text, "message_type": "incoming"})).id()
    }

    /// A note that mentions somebody; answers its id.
    fn mention(&self, by: &Person, conversation: i64, who: &Person) -> i64 {
        let path = self.acme.at(&format!("/conversations/{conversation}/messages"));
        let text = format!("Please look, [@{}](mention://user/{}/{})", who.name, who.id, who.name);
        by.post(&path, json!({"content": text, "private": true})).id()
    }

    fn list(&self, who: &Person, query: &str) -> Value {
        who.get(&self.acme.at(&format!("/notifications{query}"))).ok()["data"].clone()
    }

    /// The kinds of what somebody is told of, oldest first.
    fn kinds(&self, who: &Person) -> Vec<String> {
        let list = self.list(who, "?sort_order=asc");
        let kinds =
            list["payload"].as_array().unwrap().iter().map(|n| n["notification_type"].as_str().unwrap().to_owned());
        kinds.collect()
    }

    /// Waits until this is what somebody is told of.
    #[track_caller]
    fn await_kinds(&self, who: &Person, kinds: &[i64]) {
        for (place, kind) in kinds.iter().enumerate() {
            let sql = format!(
                "select coalesce((select notification_type from notifications where user_id = {} order by id limit 1 offset {place}), -1)",
                who.id
            );
            self.acme.server.wait_until(&sql, *kind);
        }
        let sql = format!("select count(*) from notifications where user_id = {}", who.id);
        self.acme.server.wait_until(&sql, kinds.len() as i64);
    }

    fn at(&self, id: &Value, path: &str) -> String {
        self.acme.at(&format!("/notifications/{id}{path}"))
    }

    fn row_id(&self, conversation: i64) -> i64 {
        let sql = "select id from conversations where account_id = ? and display_id = ?";
        let file = rusqlite::Connection::open(self.acme.server.database()).unwrap();
        file.query_row(sql, [self.acme.id, conversation], |row| row.get(0)).unwrap()
    }
}

/// By the order of the contract.
const CREATION: i64 = 0;
const ASSIGNMENT: i64 = 1;
const ASSIGNED_MESSAGE: i64 = 2;
const MENTION: i64 = 3;
const PARTICIPATING: i64 = 4;

#[test]
fn a_notification_says_what_happened() {
    let desk = Desk::new();
    let (ada, bob) = (&desk.acme.ada, &desk.acme.bob);
    let id = desk.conversation(None);
    desk.assign(ada, id, bob);
    desk.await_kinds(bob, &[ASSIGNMENT]);
    let me = json!({"id": bob.id, "name": "Bob", "available_name": "Bob", "avatar_url": "", "type": "user",
        "availability_status": any_text(), "thumbnail": ""});
    let told = |kind: &str, text: &str, said: Value| {
        json!({
            "id": any_id(), "notification_type": kind, "push_message_title": text, "push_message_body": text,
            "primary_actor_type": "Conversation", "primary_actor_id": desk.row_id(id),
            "primary_actor": at_least(json!({"id": id, "inbox_id": desk.inbox, "status": "open", "messages": anything(),
                "contact_inbox": at_least(json!({"contact_id": desk.contact, "hmac_verified": false})),
                "meta": at_least(json!({"assignee": me}))})),
            "read_at": null, "secondary_actor": said, "user": me, "created_at": any_time(), "last_activity_at": any_time(),
            "snoozed_until": null, "meta": {}, "account_id": desk.acme.id,
        })
    };
    let list = |told: Value| json!({"meta": {"unread_count": 1, "count": 1, "current_page": 1}, "payload": [told]});
    assert_same("assigned", &desk.list(bob, ""), &list(told("conversation_assignment", "", json!(null))));
    let said = desk.hear(id, "one two three four five six seven eight nine ten eleven");
    desk.await_kinds(bob, &[ASSIGNED_MESSAGE]);
    let message = at_least(json!({"id": said, "conversation_id": id, "sender": at_least(json!({"name": "Jane"}))}));
    let text = "Jane: one two three four five six seven eight nine ten...";
    assert_same("heard", &desk.list(bob, ""), &list(told("assigned_conversation_new_message", text, message)));
    let note = desk.mention(ada, id, bob);
    desk.await_kinds(bob, &[MENTION]);
    let message = at_least(json!({"id": note, "private": true}));
    assert_same(
        "mentioned",
        &desk.list(bob, ""),
        &list(told("conversation_mention", "Ada: Please look, @Bob", message)),
    );
    bob.get(&desk.acme.at("/notifications/unread_count")).assert(200, json!(1));
    ada.get(&desk.acme.at("/notifications/unread_count")).assert(200, json!(0));
}

#[test]
fn those_are_told_whom_it_concerns() {
    let desk = Desk::new();
    let (ada, bob, cleo) = (&desk.acme.ada, &desk.acme.bob, desk.acme.agent("Cleo"));
    let first = desk.conversation(None);
    // nobody tells themselves, and Cleo may not see it
    desk.assign(bob, first, bob);
    desk.mention(bob, first, bob);
    desk.mention(bob, first, &cleo);
    // Bob goes on following what is Ada's now
    desk.assign(bob, first, ada);
    desk.await_kinds(ada, &[ASSIGNMENT]);
    assert_eq!((desk.kinds(bob), desk.kinds(&cleo)), (vec![], vec![]));
    let path = desk.acme.at(&format!("/conversations/{first}/messages"));
    bob.post(&path, json!({"content": "From the contact", "message_type": "incoming"})).ok();
    // who brought it is not told
    desk.await_kinds(ada, &[ASSIGNED_MESSAGE]);
    assert_eq!(desk.kinds(bob), Vec::<String>::new());
    ada.post(&path, json!({"content": "An answer"})).ok();
    desk.await_kinds(bob, &[PARTICIPATING]);

    // new conversations are for those who want to know
    let flags = json!({"notification_settings": {"selected_email_flags": [], "selected_push_flags": ["push_conversation_creation"]}});
    bob.patch(&desk.acme.at("/notification_settings"), flags).ok();
    desk.conversation(None);
    desk.await_kinds(bob, &[PARTICIPATING, CREATION]);
    assert_eq!(desk.kinds(ada), ["assigned_conversation_new_message"]);

    // of a blocked contact only mentions are told
    ada.put(&desk.acme.at(&format!("/contacts/{}", desk.contact)), json!({"blocked": true})).ok();
    desk.hear(first, "Hello?");
    ada.post(&path, json!({"content": "No"})).ok();
    desk.mention(ada, first, bob);
    desk.await_kinds(bob, &[CREATION, MENTION]);
    assert_eq!(desk.kinds(ada), ["assigned_conversation_new_message"]);
}

#[test]
fn everybody_keeps_their_own_list() {
    let desk = Desk::new();
    let (ada, bob) = (&desk.acme.ada, &desk.acme.bob);
    let conversations: Vec<i64> = (0..17).map(|_| desk.conversation(Some(bob))).collect();
    desk.await_kinds(bob, &[ASSIGNMENT; 17]);
    let numbers = |query: &str| {
        let list = desk.list(bob, query);
        let ids = list["payload"].as_array().unwrap().iter().map(|n| n["primary_actor"]["id"].as_i64().unwrap());
        (ids.collect::<Vec<_>>(), list["meta"].clone())
    };
    let newest: Vec<i64> = conversations.iter().rev().copied().collect();
    let meta =
        |unread: i64, count: i64, page: i64| json!({"unread_count": unread, "count": count, "current_page": page});
    assert_eq!(numbers(""), (newest[..15].to_vec(), meta(17, 17, 1)));
    assert_eq!(numbers("?page=2&sort_order=desc"), (newest[15..].to_vec(), meta(17, 17, 2)));
    assert_eq!(numbers("?page=2&sort_order=asc").0, conversations[15..]);
    assert_eq!(numbers("?page=3"), (vec![], meta(17, 17, 3)));

    let list = desk.list(bob, "")["payload"].clone();
    let (one, two) = (list[0]["id"].clone(), list[1]["id"].clone());
    let mut events = desk.acme.events().with_notifications();
    let record = |id: &Value, read_at: Value, snoozed_until: Value, meta: Value| {
        json!({
            "id": id, "account_id": desk.acme.id, "user_id": bob.id, "notification_type": "conversation_assignment",
            "primary_actor_type": "Conversation", "primary_actor_id": any_id(), "secondary_actor_type": null,
            "secondary_actor_id": null, "read_at": read_at, "snoozed_until": snoozed_until,
            "last_activity_at": any_iso_time(), "meta": meta, "created_at": any_iso_time(), "updated_at": any_iso_time(),
        })
    };
    bob.patch(&desk.at(&one, ""), ()).assert(200, record(&one, any_iso_time(), json!(null), json!({})));
    bob.patch(&desk.at(&one, ""), ()).ok();
    let until = "2099-01-01T00:00:00.000Z";
    let slept = record(&two, json!(null), json!(until), json!({"last_snoozed_at": null}));
    bob.post(&desk.at(&two, "/snooze"), json!({"snoozed_until": 4_070_908_800_i64})).assert(200, slept.clone());
    bob.post(&desk.at(&two, "/snooze"), json!({})).assert(200, slept);
    bob.post(&desk.at(&two, "/snooze"), json!({"snoozed_until": "soon"}))
        .assert_error(422, "'soon' is not a valid snoozed_until");
    let updated = |id: &Value, changes: Value| {
        json!({"name": "notification_updated", "subject_id": id, "conversation": null, "actor": ["User", bob.id],
            "changes": changes})
    };
    events.assert(json!([
        updated(&one, json!({"read_at": [null, any_iso_time()]})),
        updated(&two, json!({"snoozed_until": [null, until]})),
    ]));
    assert_eq!(numbers(""), ([&newest[2..]].concat(), meta(15, 15, 1)));
    assert_eq!(numbers("?includes[]=read").1, meta(15, 16, 1));
    assert_eq!(numbers("?includes[]=snoozed").1, meta(16, 16, 1));
    assert_eq!(numbers("?includes[]=snoozed&includes[]=read"), (newest[..15].to_vec(), meta(16, 17, 1)));
    bob.get(&desk.acme.at("/notifications/unread_count")).assert(200, json!(15));
    bob.post(&desk.at(&one, "/unread"), ()).assert(200, record(&one, json!(null), json!(null), json!({})));
    assert_eq!(numbers("").1, meta(16, 16, 1));

    // nobody else has them, not even an administrator
    for (method, path) in [("PATCH", ""), ("DELETE", ""), ("POST", "/unread"), ("POST", "/snooze")] {
        ada.send(method, &desk.at(&one, path), ()).assert_not_found();
    }
    events.take();
    bob.delete(&desk.at(&one, ""), ()).assert_empty();
    bob.delete(&desk.at(&one, ""), ()).assert_not_found();
    events.assert(json!([at_least(json!({"name": "notification_deleted", "subject_id": one}))]));

    // what is about one conversation, then all
    let about = |id: i64| json!({"primary_actor_type": "Conversation", "primary_actor_id": id});
    let read_all = desk.acme.at("/notifications/read_all");
    ada.post(&read_all, about(desk.row_id(newest[2]))).assert_empty();
    bob.post(&read_all, json!({"primary_actor_type": "Contact", "primary_actor_id": 1})).assert_empty();
    events.assert_none();
    bob.post(&read_all, about(desk.row_id(newest[2]))).assert_empty();
    events.assert_names(&["notification_updated"]);
    assert_eq!(numbers("").1, meta(14, 14, 1));
    bob.post(&desk.acme.at("/notifications/destroy_all"), json!({"type": "read"})).assert_empty();
    assert_eq!(numbers("?includes[]=read&includes[]=snoozed").1, meta(15, 15, 1));
    bob.post(&read_all, ()).assert_empty();
    assert_eq!(numbers("?includes[]=read&includes[]=snoozed").1, meta(0, 15, 1));
    bob.post(&desk.acme.at("/notifications/destroy_all"), ()).assert_empty();
    assert_eq!(numbers("?includes[]=read&includes[]=snoozed"), (vec![], meta(0, 0, 1)));
}

#[test]
fn what_is_put_off_comes_back() {
    let desk = Desk::new();
    let bob = &desk.acme.bob;
    desk.conversation(Some(bob));
    desk.await_kinds(bob, &[ASSIGNMENT]);
    let id = desk.list(bob, "")["payload"][0]["id"].clone();
    bob.patch(&desk.at(&id, ""), ()).ok();
    let at = jiff::Timestamp::now().as_second() + 1;
    bob.post(&desk.at(&id, "/snooze"), json!({"snoozed_until": at})).ok();
    assert_eq!(desk.list(bob, "")["payload"], json!([]));
    desk.acme.server.wait_until(&format!("select snoozed_until is null from notifications where id = {id}"), 1);
    let list = desk.list(bob, "");
    let expected = json!({"id": id, "read_at": null, "snoozed_until": null, "last_activity_at": at,
        "meta": {"last_snoozed_at": any_text()}});
    assert_same("woken", &list["payload"], &json!([at_least(expected)]));
}

#[test]
fn who_may_not_see_it_any_more_loses_it() {
    let desk = Desk::new();
    let (ada, bob, cleo) = (&desk.acme.ada, &desk.acme.bob, desk.acme.agent("Cleo"));
    desk.acme.let_in(desk.inbox, &[bob, &cleo]);
    let id = desk.conversation(Some(bob));
    desk.mention(ada, id, &cleo);
    desk.await_kinds(bob, &[ASSIGNED_MESSAGE]);
    desk.await_kinds(&cleo, &[MENTION]);
    ada.delete(&desk.acme.at("/inbox_members"), json!({"inbox_id": desk.inbox, "user_ids": [cleo.id]})).ok();
    assert_eq!(desk.list(&cleo, "")["payload"], json!([]), "at once");
    desk.await_kinds(&cleo, &[]);
    assert_eq!(desk.list(&cleo, "")["meta"]["count"], 0);
    // with the conversation, and with the person
    let other = desk.acme.contact("Joe");
    let new = json!({"inbox_id": desk.inbox, "contact_id": other, "assignee_id": bob.id});
    ada.post(&desk.acme.at("/conversations"), new).ok();
    desk.await_kinds(bob, &[ASSIGNED_MESSAGE, ASSIGNMENT]);
    ada.delete(&desk.acme.at(&format!("/contacts/{other}")), ()).ok();
    desk.await_kinds(bob, &[ASSIGNED_MESSAGE]);
    ada.delete(&desk.acme.at(&format!("/agents/{}", bob.id)), ()).ok();
    desk.await_kinds(bob, &[]);
    desk.acme.server.command(&["check"]);
}

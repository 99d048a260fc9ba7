//! Notifications are told to the one they are for.

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::json::{any_id, any_iso_time, assert_same, at_least};
use crate::world::{Dialogue, listen};

/// The next message about notifications.
#[track_caller]
fn next(socket: &mut Socket) -> Value {
    loop {
        let message = socket.message();
        if message["event"].as_str().unwrap().starts_with("notification.") {
            return message;
        }
    }
}

#[test]
fn they_come_change_and_go_before_the_eyes_of_their_owner() {
    let dialogue = Dialogue::new();
    let company = &dialogue.company;
    let (mut ada, mut bob) = (listen(company, &company.ada), listen(company, &company.bob));
    company.ada.post(&dialogue.at("/assignments"), json!({"assignee_id": company.bob.id})).ok();
    let created = next(&mut bob);
    let first = created["data"]["notification"]["id"].clone();
    let shown = |id: Value, kind: &str| {
        at_least(json!({"id": id, "notification_type": kind, "primary_actor": at_least(json!({"id": dialogue.id})),
            "account_id": company.id, "user": at_least(json!({"id": company.bob.id})), "read_at": null}))
    };
    let told = |event: &str, part: i64, notification: Value, n: i64| {
        let data = json!({"notification": notification, "unread_count": n, "count": n, "account_id": company.id});
        json!({"event": event, "seq": any_id(), "part": part, "data": data})
    };
    assert_same("first", &created, &told("notification.created", 0, shown(any_id(), "conversation_assignment"), 1));
    // the next takes its place
    dialogue.hear("Help!");
    assert_same("gone", &next(&mut bob), &told("notification.deleted", 0, json!({"id": first}), 1));
    let created = next(&mut bob);
    let shown = shown(any_id(), "assigned_conversation_new_message");
    assert_same("second", &created, &told("notification.created", 1, shown, 1));
    let id = created["data"]["notification"]["id"].clone();
    let path = company.at(&format!("/notifications/{id}"));
    company.bob.patch(&path, ()).ok();
    let read = json!({"notification": at_least(json!({"id": id, "read_at": any_iso_time()})), "unread_count": 0, "count": 0,
        "account_id": company.id, "performer": at_least(json!({"id": company.bob.id}))});
    assert_same("read", &next(&mut bob)["data"], &read);
    company.bob.delete(&path, ()).ok();
    let gone = at_least(json!({"notification": {"id": id}, "unread_count": 0, "count": 0}));
    assert_same("gone", &next(&mut bob)["data"], &gone);

    // to nobody else: what Ada hears next is about her
    company.bob.post(&dialogue.at("/assignments"), json!({"assignee_id": company.ada.id})).ok();
    let own = next(&mut ada);
    assert_eq!(own["data"]["notification"]["user"]["id"], company.ada.id, "{own:#}");
}

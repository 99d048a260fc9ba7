//! Conversations that nobody touches any more.

use serde_json::Value;

use super::*;
use crate::accounts;
use crate::base::Actor;

const HOUR: i64 = 3_600_000;

/// What the account wants.
fn settings(place: &Place, settings: Value) {
    place.write(move |tx| {
        tx.execute("update accounts set settings = ? where id = 1", [settings.to_string()])?;
        Ok(())
    });
}

/// Takes all steps at this time; answers how many it took.
fn resolve(place: &Place, now: i64) -> usize {
    let mut steps = 1;
    while place.write(move |tx| tx.at(Millis(now), crate::conversations::idle::resolve_step)) {
        steps += 1;
    }
    steps
}

fn statuses_of(place: &Place) -> Vec<i64> {
    place.read(|db| {
        let mut list = db.prepare("select status from conversations order by id")?;
        Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })
}

#[test]
fn what_is_idle_is_resolved_and_nothing_else() {
    let place = Place::new();
    let (old, new) = (place.conversation(1, 0), place.conversation(1, HOUR));
    let pending = place.conversation(1, 0);
    place.write(move |tx| Ok(tx.execute("update conversations set status = 2 where id = ?", [pending.id])?));
    // switched off at first
    resolve(&place, 100 * HOUR);
    assert_eq!(statuses_of(&place), [0, 0, 2]);
    settings(&place, json!({"auto_resolve_after": 120, "auto_resolve_message": "Bye, {{contact.name}}"}));
    resolve(&place, 2 * HOUR);
    assert_eq!(statuses_of(&place), [0, 0, 2]);
    resolve(&place, 2 * HOUR + 1);
    assert_eq!(statuses_of(&place), [1, 0, 2]);
    assert_eq!(
        place.log(&old),
        ["Bye, Carla", "Conversation was marked resolved by system due to 2 hours of inactivity"]
    );
    assert!(place.log(&new).is_empty());
    // told like any other change, by nobody
    let event: (String, String, String) = place.read(|db| {
        let sql = "select name, actor_type, changes from outbox where name = 'conversation_updated'";
        Ok(db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
    });
    assert_eq!((event.0.as_str(), event.1.as_str()), ("conversation_updated", "System"));
    let changes: Value = serde_json::from_str(&event.2).unwrap();
    assert_eq!(changes["status"], json!(["open", "resolved"]));
    // a suspended account is left alone
    let suspend = accounts::AccountChange { status: Some(accounts::Status::Suspended), ..Default::default() };
    place.write(move |tx| accounts::update(tx, ACCOUNT, suspend, Actor::System).map(drop));
    resolve(&place, 100 * HOUR);
    assert_eq!(statuses_of(&place), [1, 0, 2]);
}

#[test]
fn who_waits_may_be_spared_and_what_is_resolved_is_labelled() {
    let place = Place::new();
    let (waiting, answered) = (place.conversation(2, 0), place.conversation(2, 0));
    let id = answered.id;
    place.write(move |tx| Ok(tx.execute("update conversations set waiting_since = null where id = ?", [id])?));
    settings(
        &place,
        json!({"auto_resolve_after": 10, "auto_resolve_ignore_waiting": true, "auto_resolve_label": "idle"}),
    );
    resolve(&place, HOUR);
    assert_eq!(statuses_of(&place), [0, 1]);
    let labels = |conversation: &Conversation| {
        let id = conversation.id;
        place.read(move |db| sql::labels_of(db, ACCOUNT, id))
    };
    assert_eq!(labels(&answered), ["idle"]);
    assert!(labels(&waiting).is_empty());
    assert_eq!(place.log(&answered), ["Conversation was marked resolved by system due to 10 minutes of inactivity"]);
}

#[test]
fn many_take_several_steps() {
    let place = Place::new();
    for _ in 0..45 {
        place.conversation(1, 0);
    }
    settings(&place, json!({"auto_resolve_after": 1440}));
    assert_eq!(resolve(&place, 25 * HOUR), 3);
    assert!(statuses_of(&place).iter().all(|status| *status == 1));
}

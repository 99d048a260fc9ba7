//! What the server answers by itself: that nobody is there, a greeting, the question for an address.

use serde_json::{Value, json};

use crate::support::Talk;
use crate::support::json::{assert_same, at_least};

const NOW_CLOSED: &str = "We are closed";

/// Settings of an inbox that greets.
fn greeting() -> Value {
    json!({"greeting_enabled": true, "greeting_message": "Welcome to {{inbox.name}}, {{contact.name}}!"})
}

/// The same day seven times.
fn week(day: Value) -> Value {
    let days = (0..7).map(|number| {
        let mut day = day.clone();
        day["day_of_week"] = json!(number);
        day
    });
    days.collect()
}

/// A conversation in an inbox whose week is seven times this day.
fn with_hours(day: Value, settings: Value) -> Talk {
    let talk = Talk::with(settings);
    let change = json!({
        "working_hours_enabled": true, "out_of_office_message": NOW_CLOSED, "working_hours": week(day), "timezone": "Asia/Tokyo",
    });
    talk.ada.patch(&talk.at(&format!("/inboxes/{}", talk.inbox)), change).ok();
    talk
}

fn closed() -> Value {
    json!({"closed_all_day": true})
}

#[test]
fn the_first_message_of_the_contact_is_greeted() {
    let talk = Talk::with(greeting());
    let mut events = talk.events();
    talk.hear("Hello");
    let list = talk.ada.get(&talk.path("/messages")).ok();
    let welcome = talk.text(3, "Welcome to App, Jane!");
    assert_same("messages", &list["payload"], &json!([at_least(json!({"content": "Hello"})), welcome]));
    events.assert(json!([
        at_least(json!({"name": "message_created", "actor": ["User", talk.ada.id]})),
        at_least(json!({"name": "message_created", "actor": ["System", null]})),
        at_least(json!({"name": "contact_updated"})),
    ]));
    talk.hear("Hello?");
    assert_eq!(talk.log().len(), 3);
    // it is no reply
    assert_eq!(talk.show()["first_reply_created_at"], 0);
}

#[test]
fn who_was_answered_is_not_greeted() {
    let talk = Talk::with(greeting());
    talk.say(&talk.bob, "Hi Jane");
    talk.hear("Hello");
    assert_eq!(talk.log().len(), 2);
    // nor is somebody who said nothing
    let silent = Talk::with(greeting());
    silent.post(&silent.bob, json!({"content": "note", "private": true})).ok();
    assert_eq!(silent.log().len(), 1);
}

#[test]
fn a_greeting_must_be_wanted_and_written() {
    for settings in [
        json!({"greeting_enabled": false, "greeting_message": "Welcome"}),
        json!({"greeting_enabled": true}),
        json!({"greeting_enabled": true, "greeting_message": ""}),
    ] {
        let talk = Talk::with(settings);
        talk.hear("Hello");
        assert_eq!(talk.log().len(), 1);
    }
}

#[test]
fn a_bot_of_the_inbox_does_not_keep_the_greeting_back() {
    let talk = Talk::with(greeting());
    let robo = talk.bot("Robo");
    talk.ada.post(&talk.at(&format!("/inboxes/{}/set_agent_bot", talk.inbox)), json!({"agent_bot": robo.id})).ok();
    talk.hear("Hello");
    assert_eq!(talk.log()[1], (3, "Welcome to App, Jane!".to_owned()));
}

#[test]
fn outside_its_hours_an_inbox_says_so_instead() {
    let talk = with_hours(closed(), greeting());
    talk.hear("Hello");
    talk.hear("Anybody?");
    let log = [(0, "Hello".to_owned()), (3, NOW_CLOSED.to_owned()), (0, "Anybody?".to_owned())];
    assert_eq!(talk.log(), log);
    // once a day
    let yesterday = "update messages set created_at = created_at - 86400000 where account_id";
    talk.server.alter(&format!("{yesterday} = {}", talk.company.id));
    talk.hear("Hello again");
    assert_eq!(talk.log().last().unwrap(), &(3, NOW_CLOSED.to_owned()));
}

#[test]
fn nobody_is_away_who_just_wrote() {
    let talk = with_hours(closed(), json!({}));
    talk.say(&talk.bob, "Hi");
    talk.hear("Hello");
    assert_eq!(talk.log().len(), 2);
    let later = "update messages set created_at = created_at - 300001 where account_id";
    talk.server.alter(&format!("{later} = {}", talk.company.id));
    // a note shows nobody that somebody is there
    talk.post(&talk.bob, json!({"content": "note", "private": true})).ok();
    talk.hear("Hello?");
    assert_eq!(talk.log().last().unwrap(), &(3, NOW_CLOSED.to_owned()));
}

#[test]
fn an_inbox_that_is_open_greets() {
    let day = json!({"open_all_day": true, "closed_all_day": false});
    let talk = with_hours(day, greeting());
    talk.hear("Hello");
    assert_eq!(talk.log()[1], (3, "Welcome to App, Jane!".to_owned()));
}

#[test]
fn closed_hours_matter_only_where_they_are_kept_and_there_is_something_to_say() {
    for change in [json!({"working_hours_enabled": false}), json!({"out_of_office_message": ""})] {
        let talk = with_hours(closed(), json!({}));
        talk.ada.patch(&talk.at(&format!("/inboxes/{}", talk.inbox)), change).ok();
        talk.hear("Hello");
        assert_eq!(talk.log().len(), 1);
    }
}

#[test]
fn a_campaign_brings_nothing_about() {
    let talk = Talk::with(greeting());
    let new = json!({
        "inbox_id": talk.inbox, "contact_id": talk.contact, "additional_attributes": {"campaign_id": 7},
        "message": {"content": "Hello", "message_type": "incoming"},
    });
    let made = talk.ada.post(&talk.at("/conversations"), new).ok();
    assert_eq!(made["messages"][0]["content"], "Hello");
}

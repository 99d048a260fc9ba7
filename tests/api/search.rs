//! The search over everything (beyond the swagger).

use serde_json::{Value, json};

use crate::support::clients::Client;
use crate::support::json::{any_id, any_text, any_time, merged};
use crate::support::{Company, Talk, shapes};

/// The ids of a kind that are found, in their order.
#[track_caller]
fn ids(company: &Company, by: &Client, kind: &str, query: &str) -> Vec<i64> {
    let found = by.get(&company.at(&format!("/search/{kind}?{query}"))).ok();
    found["payload"][kind].as_array().unwrap().iter().map(|hit| hit["id"].as_i64().unwrap()).collect()
}

fn jane(talk: &Talk) -> Value {
    json!({
        "id": talk.contact, "name": "Jane", "email": any_text(), "phone_number": null, "identifier": null,
        "additional_attributes": {}, "last_activity_at": any_time(),
    })
}

#[test]
fn hits_of_all_kinds_are_shown_whole() {
    let talk = Talk::new();
    let asked = talk.hear("Where is my <b>PARCEL</b>, \"Jane's\"?");
    let told = talk.say(&talk.bob, "Your parcel is on its way");
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let by_jane = json!({"id": asked, "sender": shapes::contact_sender(talk.contact, "Jane")});
    let question = merged(talk.text(0, "Where is my <b>PARCEL</b>, \"Jane's\"?"), by_jane);
    let by_bob = json!({"id": told, "sender": shapes::user_sender(&talk.bob)});
    let answer = merged(talk.text(1, "Your parcel is on its way"), by_bob);
    let conversation = json!({
        "id": talk.id, "account_id": talk.company.id, "created_at": any_time(), "message": answer, "contact": jane(&talk),
        "inbox": {"id": talk.inbox, "channel_id": any_id(), "name": "App", "channel_type": "Channel::Api"},
        "agent": {
            "id": talk.bob.id, "available_name": "Bob", "email": talk.bob.email, "name": "Bob", "role": "agent",
        },
    });
    let messages = json!([
        merged(answer.clone(), json!({"highlight": "Your <mark>parcel</mark> is on its way"})),
        merged(
            question.clone(),
            json!({
                "highlight": "Where is my &lt;b&gt;<mark>PARCEL</mark>&lt;/b&gt;, &quot;Jane&#39;s&quot;?",
            })
        ),
    ]);
    talk.bob.get(&talk.at("/search?q=parcel")).assert(
        200,
        json!({"payload": {
            "conversations": [conversation], "contacts": [], "messages": messages, "articles": [],
        }}),
    );
    let alone = merged(conversation.clone(), json!({"additional_attributes": {}}));
    talk.bob
        .get(&talk.at("/search/conversations?q=parcel"))
        .assert(200, json!({"payload": {"conversations": [alone]}}));
    talk.bob.get(&talk.at("/search/messages?q=parcel")).assert(200, json!({"payload": {"messages": messages}}));
    talk.bob.get(&talk.at("/search/contacts?q=jane")).assert(200, json!({"payload": {"contacts": [jane(&talk)]}}));
    talk.bob.get(&talk.at("/search/articles?q=parcel")).assert(200, json!({"payload": {"articles": []}}));
    // the message that has the words, even if others came after it
    let hit = merged(conversation, json!({"message": question, "additional_attributes": {}}));
    talk.bob
        .get(&talk.at("/search/conversations?q=where%20is"))
        .assert(200, json!({"payload": {"conversations": [hit]}}));
}

#[test]
fn conversations_are_found_by_number_contact_and_words() {
    let talk = Talk::new();
    let phone = json!({"name": "Ruth", "email": "ruth-1@shop.example", "phone_number": "+14155550100"});
    let ruth = talk.ada.post(&talk.at("/contacts"), phone).ok()["payload"]["contact"]["id"].as_i64().unwrap();
    let second = talk.conversation(talk.inbox, ruth);
    let third = talk.conversation(talk.inbox, talk.contact);
    talk.message(&talk.bob, second, "Ask Jane for order 1");
    talk.message(&talk.bob, third, "Order 77 left");
    for (query, expected) in [
        ("q=ruth", vec![second]),
        ("q=SHOP.exam", vec![second]),
        ("q=%2B1415", vec![second]),
        ("q=%20Jane%20", vec![third, second, talk.id]),
        // the number before the words
        ("q=%231", vec![talk.id, second]),
        ("q=%232", vec![second]),
        ("q=order%207", vec![third]),
        ("q=orders", vec![]),
        ("q=%2399", vec![]),
        ("q=", vec![]),
        ("", vec![]),
        ("q=jane&page=2", vec![]),
        ("q=jane&page=0", vec![third, second, talk.id]),
        ("q=jane&page=9223372036854775807", vec![]),
    ] {
        assert_eq!(ids(&talk, &talk.bob, "conversations", query), expected, "{query}");
    }
    // nothing was said in the first one and nobody takes care of it
    let first = talk.bob.get(&talk.at("/search/conversations?q=%231")).ok()["payload"]["conversations"][0].clone();
    assert_eq!((first.get("message"), first.get("agent")), (None, None));
}

#[test]
fn messages_are_found_by_words_newest_first() {
    let talk = Talk::new();
    let first = talk.hear("Grüße aus Köln");
    let note = talk.post(&talk.bob, json!({"content": "Köln is far", "private": true})).id();
    let gone = talk.say(&talk.bob, "Kölner Dom");
    talk.set(&talk.bob, "resolved");
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=koln"), [gone, note, first]);
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=K%C3%96LN%20gru"), [first]);
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=k%C3%B6lner"), [gone]);
    // a line of the log is nothing said
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=resolved"), [0; 0]);
    talk.bob.delete(&talk.path(&format!("/messages/{gone}")), ()).ok();
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=k%C3%B6lner"), [0; 0]);
    let mut many: Vec<i64> = (0..17).map(|n| talk.say(&talk.bob, &format!("echo {n}"))).collect();
    many.reverse();
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=echo"), many[..15]);
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=echo&page=2"), many[15..]);
    assert_eq!(ids(&talk, &talk.bob, "messages", "q=echo&page=3"), [0; 0]);
}

#[test]
fn contacts_are_those_who_were_here_last() {
    let acme = Company::new();
    let people = ["Mia One", "Mia Two", "Mia Three"].map(|name| {
        let new = json!({"name": name, "identifier": name});
        acme.ada.post(&acme.at("/contacts"), new).ok()["payload"]["contact"]["id"].as_i64().unwrap()
    });
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let conversation = acme.conversation(inbox, people[1]);
    let said = json!({"content": "Hello", "message_type": "incoming"});
    acme.ada.post(&acme.at(&format!("/conversations/{conversation}/messages")), said).ok();
    // no inbox is needed to see customers
    assert_eq!(ids(&acme, &acme.bob, "contacts", "q=mia"), [people[1], people[2], people[0]]);
    assert_eq!(ids(&acme, &acme.bob, "contacts", "q=m_a%20t%25o"), [people[1]]);
    assert_eq!(ids(&acme, &acme.bob, "contacts", "q=ia"), [people[1], people[2], people[0]]);
    assert_eq!(ids(&acme, &acme.bob, "contacts", ""), [0; 0]);
}

#[test]
fn nobody_finds_what_they_may_not_see() {
    let talk = Talk::new();
    talk.hear("a secret word");
    let stranger = talk.agent("Cleo");
    let other = Talk::new();
    other.hear("another secret word");
    for (kind, query) in [("messages", "q=secret"), ("conversations", "q=secret"), ("conversations", "q=1")] {
        assert_eq!(ids(&talk, &stranger, kind, query), [0; 0], "{kind}");
        for by in [&talk.ada, &talk.bob] {
            assert_eq!(ids(&talk, by, kind, query).len(), 1, "{kind}");
        }
    }
    assert_eq!(ids(&talk, &stranger, "conversations", "q=jane"), [0; 0]);
    assert_eq!(ids(&talk, &talk.bob, "conversations", "q=jane"), [talk.id]);
    let found = stranger.get(&talk.at("/search?q=secret")).ok();
    assert_eq!(found, json!({"payload": {"conversations": [], "contacts": [], "messages": [], "articles": []}}));
    assert_eq!(ids(&talk, &talk.ada, "contacts", "q=jane"), [talk.contact]);
}

#[test]
fn no_text_is_an_operator() {
    let talk = Talk::new();
    let said = talk.hear("one two C++ 25-30");
    for q in [
        "%22",
        "%22%22%22",
        "*",
        "(",
        "one%20AND",
        "NOT%20two",
        "NEAR(one%20two)",
        "content:one",
        "%5Eone",
        "%7Bx%7D:one",
        "-",
        "%00a%25",
    ] {
        let everything = talk.bob.get(&talk.at(&format!("/search?q={q}")));
        assert_eq!(everything.status, if q.contains("%00") { 422 } else { 200 }, "{q}");
    }
    for q in ["one%20AND", "NOT%20two", "one%20OR%20three", "content:one"] {
        assert_eq!(ids(&talk, &talk.bob, "messages", &format!("q={q}")), [0; 0], "{q}");
    }
    for q in ["c%2B%2B", "25-30", "%22one%22", "%5Eone", "%7Btwo%7D", "(one", "tw*"] {
        assert_eq!(ids(&talk, &talk.bob, "messages", &format!("q={q}")), [said], "{q}");
    }
    for piece in ["x", "a-", "%25", "1", "%22", "a%20", "%E5%B1%B1"] {
        let long = piece.repeat(10_000 / piece.len());
        for kind in ["messages", "contacts", "conversations"] {
            assert_eq!(ids(&talk, &talk.bob, kind, &format!("q={long}")), [0; 0], "{kind} {piece}");
        }
    }
}

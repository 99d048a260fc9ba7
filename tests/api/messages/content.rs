//! What a message says: variables, items, what it answers.

use serde_json::{Value, json};

use crate::support::Talk;

fn content(talk: &Talk, text: &str) -> Value {
    talk.post(&talk.bob, json!({"content": text})).ok()["content"].clone()
}

#[test]
fn variables_are_filled_in() {
    let talk = Talk::new();
    let email = format!("/contacts/{}", talk.contact);
    let change =
        json!({"email": "jane@shop.example", "phone_number": "+14155550100", "custom_attributes": {"plan": "pro"}});
    talk.ada.patch(&talk.at(&email), change).ok();
    for (text, expected) in [
        ("Hi {{contact.name}}", "Hi Jane"),
        ("{{ contact.name }}/{{contact.first_name}}", "Jane/Jane"),
        ("{{contact.email}} {{contact.phone_number}}", "jane@shop.example +14155550100"),
        ("{{contact.custom_attribute.plan}}", "pro"),
        ("{{agent.name}} <{{agent.email}}>", &format!("Bob <{}>", talk.bob.email)),
        ("#{{conversation.display_id}} in {{inbox.name}} of {{account.name}}", "#1 in App of Acme"),
        ("[{{contact.nothing}}]", "[]"),
        // code is code
        ("`{{contact.name}}` {{contact.name}}", "`{{contact.name}}` Jane"),
        // broken
        ("Hi {{contact.name", "Hi {{contact.name"),
        ("Hi {contact.name}", "Hi {contact.name}"),
    ] {
        assert_eq!(content(&talk, text), expected, "{text}");
    }
    let robo = talk.post(&talk.bot("Robo"), json!({"content": "I am {{agent.name}}"})).ok();
    assert_eq!(robo["content"], "I am Robo");
    // what the contact says is theirs
    let incoming = json!({"content": "Hi {{contact.name}}", "message_type": "incoming"});
    assert_eq!(talk.post(&talk.bob, incoming).ok()["content"], "Hi {{contact.name}}");
}

#[test]
fn texts_are_kept_as_they_are() {
    let talk = Talk::new();
    for text in
        ["  spaces  ", "<b>bold</b> & \"quotes\"", "مرحبا 👋🏽 \u{200d}", "line\n\ttab", "'; drop table messages; --"]
    {
        assert_eq!(content(&talk, text), text);
    }
    let longest = "é".repeat(150_000);
    assert_eq!(content(&talk, &longest), longest.as_str());
}

#[test]
fn a_message_answers_another() {
    let talk = Talk::new();
    let answered = talk.post(&talk.bob, json!({"content": "Well?", "source_id": "ext-1"})).id();
    let plain = talk.say(&talk.bob, "Hm");
    let elsewhere = talk.conversation(talk.inbox, talk.contact);
    let path = talk.at(&format!("/conversations/{elsewhere}/messages"));
    let foreign = talk.bob.post(&path, json!({"content": "x", "source_id": "ext-2"})).id();
    let both = |id: Value, external: Value| json!({"in_reply_to": id, "in_reply_to_external_id": external});
    for (sent, kept) in [
        (json!({"in_reply_to": answered}), both(json!(answered), json!("ext-1"))),
        (json!({"in_reply_to": answered.to_string()}), both(json!(answered), json!("ext-1"))),
        (json!({"in_reply_to_external_id": "ext-1"}), both(json!(answered), json!("ext-1"))),
        (json!({"in_reply_to": plain}), both(json!(plain), json!(null))),
        (json!({"in_reply_to": foreign}), both(json!(null), json!(null))),
        (json!({"in_reply_to": i64::MAX}), both(json!(null), json!(null))),
        (json!({"in_reply_to": "x"}), both(json!(null), json!(null))),
        (json!({"in_reply_to_external_id": "ext-2"}), both(json!(null), json!(null))),
    ] {
        let message = talk.post(&talk.bob, json!({"content": "Yes", "content_attributes": sent})).ok();
        assert_eq!(message["content_attributes"], kept, "{sent}");
    }
}

#[test]
fn items_are_kept() {
    let talk = Talk::new();
    let action = json!({"type": "link", "text": "Buy", "uri": "https://shop.example.com", "payload": "buy"});
    let field = json!({
        "type": "text", "placeholder": "You", "label": "Name", "name": "name", "options": [], "default": "", "required": true,
        "pattern": ".*", "title": "Name", "pattern_error": "no",
    });
    for (content_type, item) in [
        ("input_select", json!({"title": "Yes", "value": "y"})),
        (
            "cards",
            json!({"title": "Boots", "description": "Warm", "media_url": "https://x.example/y.png", "actions": [action]}),
        ),
        ("form", field),
        ("article", json!({"title": "How", "description": "So", "link": "https://x.example/y"})),
        // free for all others
        ("text", json!({"anything": 1})),
        ("input_email", json!(1)),
    ] {
        let attributes = json!({"items": [item]});
        let sent = json!({"content": "?", "content_type": content_type, "content_attributes": attributes});
        let message = talk.post(&talk.bob, sent).ok();
        let facts = (&message["content_type"], &message["content_attributes"]);
        assert_eq!(facts, (&json!(content_type), &attributes));
    }
    for content_type in ["input_text", "input_textarea", "incoming_email", "input_csat", "integrations", "sticker"] {
        let message = talk.post(&talk.bob, json!({"content": "?", "content_type": content_type})).ok();
        assert_eq!(message["content_type"], content_type);
    }
    // what is no object is none
    for attributes in [json!("x"), json!("[1]"), json!(""), json!(null)] {
        let message = talk.post(&talk.bob, json!({"content": "?", "content_attributes": attributes})).ok();
        assert_eq!(message["content_attributes"], json!({}), "{attributes}");
    }
}

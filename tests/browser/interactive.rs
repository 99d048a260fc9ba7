//! Messages that ask something, answered with the mouse.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::shop::{FIELD, Shop, eventually};

/// A visitor in a conversation.
fn ready() -> (Shop, Browser) {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Hello\n");
    shop.hears("Hello");
    (shop, guest)
}

/// Waits until a message has this in its content attributes.
#[track_caller]
fn holds(shop: &Shop, id: &Value, name: &str, expected: &Value) {
    eventually(name, || {
        let all = shop.all();
        let message = all.iter().find(|message| &message["id"] == id)?;
        (&message["content_attributes"][name] == expected).then_some(())
    });
}

pub fn choices_are_chosen() {
    let (shop, guest) = ready();
    let items = json!([{"title": "Red", "value": "r"}, {"title": "Blue", "value": "b"}]);
    let asked = shop.sends(
        json!({"content": "Which colour?", "content_type": "input_select", "content_attributes": {"items": items}}),
    );
    guest.reads(".choices", "Blue").press("Blue").reads(".answer", "Blue").is_gone(".choices");
    holds(&shop, &asked["id"], "submitted_values", &json!([{"title": "Blue", "value": "b"}]));
    guest.assert_no_complaints();
}

pub fn cards_lead_somewhere() {
    let (shop, guest) = ready();
    let items = json!([{
        "title": "Tourer", "description": "For far away", "media_url": "",
        "actions": [
            {"type": "link", "text": "Look", "uri": "https://shop.example/tourer"},
            {"type": "postback", "text": "Take it", "payload": "tourer"},
            {"type": "link", "text": "Never", "uri": "javascript:alert(1)"},
        ],
    }]);
    shop.sends(json!({"content": "Ours", "content_type": "cards", "content_attributes": {"items": items}}));
    guest
        .reads(".cards .item", "For far away")
        .holds("document.querySelector('.cards a').href === 'https://shop.example/tourer'");
    assert_eq!(guest.js("return document.querySelectorAll('.cards a').length"), 1);
    guest
        .press("Take it")
        .page()
        .holds("heard.some(([name, detail]) => name.endsWith('postback') && detail.data.payload === 'tourer')");
    let articles = json!([{"title": "Tyres", "description": "How to choose", "link": "https://shop.example/tyres"}]);
    shop.sends(json!({"content": "Read", "content_type": "article", "content_attributes": {"items": articles}}));
    guest.chat().reads("a.item[href='https://shop.example/tyres']", "How to choose");
    guest.assert_no_complaints();
}

pub fn forms_are_filled() {
    let (shop, guest) = ready();
    let items = json!([
        {"type": "email", "name": "mail", "label": "Your mail", "required": true},
        {"type": "select", "name": "size", "label": "Size", "options": [{"label": "Large", "value": "l"}, {"label": "Small", "value": "s"}]},
        {"type": "text_area", "name": "more", "label": "More"},
    ]);
    let asked = shop.sends(json!({
        "content": "Tell us", "content_type": "form", "content_attributes": {"items": items, "button_label": "Hand in"},
    }));
    let field = |name: &str| format!("[id='f{}-{name}']", asked["id"]);
    guest.press("Hand in").reads(".error", "Please fill this in");
    guest.write(&field("mail"), "nobody").press("Hand in").reads(".error", "valid e-mail");
    guest
        .write(&field("mail"), "@example.com")
        .write(&field("size"), "Large")
        .write(&field("more"), "none")
        .press("Hand in");
    guest.reads(".answer", "nobody@example.com").reads(".answer", "Your mail");
    let values = json!([{"name": "mail", "value": "nobody@example.com"}, {"name": "size", "value": "l"}, {"name": "more", "value": "none"}]);
    holds(&shop, &asked["id"], "submitted_values", &values);
    guest.assert_no_complaints();
}

pub fn an_ended_conversation_is_rated() {
    let (shop, guest) = ready();
    shop.set(json!({"csat_survey_enabled": true}));
    shop.company.bob.post(&shop.at("/toggle_status"), json!({"status": "resolved"})).ok();
    guest
        .reads(".day", "This conversation has ended")
        .click(".smileys [aria-label='4 of 5']")
        .reads(".item [role=status]", "Thank you");
    guest.write(".item textarea", "Quick").press("Submit");
    let rated = |name: &'static str, value: Value| {
        eventually(name, || {
            let all = shop.all();
            let survey = all.iter().find(|message| message["content_type"] == "input_csat")?;
            (survey["content_attributes"]["submitted_values"]["csat_survey_response"][name] == value).then_some(())
        });
    };
    rated("rating", json!(4));
    rated("feedback_message", json!("Quick"));
    guest.is_gone(".item textarea").assert_no_complaints();
}

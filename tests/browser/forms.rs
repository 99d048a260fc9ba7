//! What is asked and said before and beside a conversation: the form, greetings, working hours, the e-mail address, the end.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::shop::{FIELD, Shop};

pub fn a_form_comes_before_the_conversation() {
    let shop = Shop::new();
    let field = |name: &str, kind: &str, required: bool| {
        json!({
            "field_type": "standard", "name": name, "type": kind, "label": "", "placeholder": "", "required": required, "enabled": true,
        })
    };
    let fields = json!([
        field("emailAddress", "email", true), field("fullName", "text", false), field("phoneNumber", "text", false),
        {"field_type": "conversation_attribute", "name": "topic", "type": "list", "label": "Topic", "placeholder": "", "required": true,
         "enabled": true, "values": ["Repairs", "Sales"]},
    ]);
    let options = json!({"pre_chat_message": "Who are **you**?", "pre_chat_fields": fields});
    shop.set(json!({"channel": {"pre_chat_form_enabled": true, "pre_chat_form_options": options}}));
    let guest = shop.visitor();
    guest.click(".woot-widget-bubble").chat().click(".home .primary").reads(".lead strong", "you");
    guest.click(".fields .primary").reads(".error", "Please fill this in");
    guest.holds("document.activeElement.id === 'pre-emailAddress'");
    guest
        .write("#pre-emailAddress", "Vera@Example.com")
        .write("#pre-fullName", "Vera")
        .write("#pre-phoneNumber", "123");
    guest.write("#pre-topic", "Sales").write("#pre-cw_message", "I want to buy").click(".fields .primary");
    guest
        .reads(".error", "country code")
        .write("#pre-phoneNumber", thirtyfour::Key::Backspace.value().to_string().repeat(3) + "+49 170 1234567");
    guest.click(".fields .primary").reads(".own .bubble", "I want to buy").sees(FIELD);
    shop.hears("I want to buy");
    shop.becomes("/meta/sender/email", json!("vera@example.com"));
    shop.becomes("/meta/sender/name", json!("Vera"));
    shop.becomes("/meta/sender/phone_number", json!("+491701234567"));
    shop.becomes("/custom_attributes/topic", json!("Sales"));
    // nobody is asked twice
    shop.visit(&guest);
    guest.click(".woot-widget-bubble").chat().sees(FIELD).is_gone(".fields");
    guest.assert_no_complaints();
}

pub fn visitors_are_greeted_and_asked_for_their_address() {
    let shop = Shop::new();
    shop.set(
        json!({"greeting_enabled": true, "greeting_message": "Welcome, we are *coming*", "enable_email_collect": true}),
    );
    let guest = shop.guest();
    guest.write(FIELD, "Hello\n").reads(".message:not(.own) .bubble", "Welcome, we are coming");
    guest
        .sees(".item input[type=email]")
        .write(".item input[type=email]", "gus@example.com\n")
        .reads(".answer", "gus@example.com");
    shop.hears("Hello");
    shop.becomes("/meta/sender/email", json!("gus@example.com"));
    let kinds: Vec<_> = shop.all().iter().map(|message| message["message_type"].as_i64().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == 3).count(), 3, "{kinds:?}");
    guest.assert_no_complaints();
}

pub fn it_says_who_is_there_and_when() {
    let shop = Shop::new();
    let guest = shop.visitor();
    guest.click(".woot-widget-bubble").chat().reads(".card", "We are away at the moment");
    let mut agent = crate::world::listen(&shop.company, &shop.company.bob);
    shop.visit(&guest);
    guest
        .click(".woot-widget-bubble")
        .chat()
        .reads(".card", "We are online")
        .reads(".card", "Typically replies in a few minutes")
        .sees(".faces .avatar");
    assert!(agent.try_next(Duration::from_millis(10)).is_ok());
    shop.set(
        json!({"working_hours_enabled": true, "out_of_office_message": "Gone cycling.", "working_hours": closed_now()}),
    );
    shop.visit(&guest);
    guest
        .click(".woot-widget-bubble")
        .chat()
        .reads(".card", "Gone cycling.")
        .reads(".card", "Back on")
        .reads(".card", "We are away");
    guest.click(".home .primary").write(FIELD, "Hello?\n").reads(".message:not(.own) .bubble", "Gone cycling.");
    guest.assert_no_complaints();
}

/// Closed today and tomorrow, open the day after, wherever the clocks of this machine stand.
fn closed_now() -> Value {
    let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let today = (unix / 86_400 + 4) % 7; // 1 January 1970 was a Thursday
    let open = (today + 2) % 7;
    (0..7).map(|day| json!({"day_of_week": day, "closed_all_day": day != open, "open_all_day": day == open})).collect()
}

pub fn visitors_end_conversations_and_begin_others() {
    let shop = Shop::new();
    shop.set(json!({"allow_messages_after_resolved": false}));
    let guest = shop.guest();
    guest.write(FIELD, "Solved it myself\n");
    shop.hears("Solved it myself");
    guest
        .press("More options")
        .press("End conversation")
        .press("Cancel")
        .press("More options")
        .press("End conversation")
        .press("Yes, end it");
    guest.reads(".day", "This conversation has ended").is_gone(FIELD);
    shop.becomes("/status", json!("resolved"));
    guest.press("Start a new conversation").write(FIELD, "Another thing\n").reads(".own .bubble", "Another thing");
    shop.hears("Another thing");
    assert_eq!(shop.all().iter().filter(|message| message["message_type"] == 0).count(), 1);
    shop.says("Go on");
    guest.reads(".bubble", "Go on");
    guest.holds("!document.body.innerText.includes('Solved it myself')");
    // where messages still count after the end, one opens it again
    shop.set(json!({"allow_messages_after_resolved": true}));
    shop.visit(&guest);
    guest.click(".woot-widget-bubble").chat().reads(".bubble", "Go on");
    shop.company.bob.post(&shop.at("/toggle_status"), json!({"status": "resolved"})).ok();
    guest
        .reads(".day", "This conversation has ended")
        .write(FIELD, "And one more\n")
        .is_gone(".list > .day[role=status]");
    shop.hears("And one more");
    shop.becomes("/status", json!("open"));
    guest.assert_no_complaints();
}

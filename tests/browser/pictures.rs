//! Pictures of the widget in `target/screenshots/`, to be looked at.

use std::path::Path;

use serde_json::{Value, json};

use crate::browser::{Browser, Kind};
use crate::shop::{FIELD, HOST, Shop};
use crate::world;

const DESK: Kind = Kind { width: 1280, height: 943, is_phone: false, is_dark: false, language: "en-US" };

/// What is said in a picture.
struct Words {
    title: &'static str,
    tagline: &'static str,
    agent: &'static str,
    question: &'static str,
    answer: &'static str,
    offer: &'static str,
    choices: [&'static str; 2],
}

const ENGLISH: Words = Words {
    title: "Hello there 👋",
    tagline: "Ask us about bags, repairs and orders.",
    agent: "Maren",
    question: "Hello! The hook of my Heron broke on tour. Can you mend it?",
    answer: "Hi! We can, and hooks are **free** for as long as the bag lives.",
    offer: "What do you prefer?",
    choices: ["Send me a hook", "I send the bag in"],
};

const ARABIC: Words = Words {
    title: "مرحبًا 👋",
    tagline: "اسألنا عن الحقائب والإصلاح والطلبات.",
    agent: "مارن",
    question: "مرحبًا! انكسر خطّاف حقيبتي Heron في الرحلة. هل يمكنكم إصلاحه؟",
    answer: "أهلًا! نعم، والخطّافات **مجانية** ما دامت الحقيبة.",
    offer: "ماذا تفضّل؟",
    choices: ["أرسلوا لي خطّافًا", "أرسل لكم الحقيبة"],
};

/// The demo site as the page around the widget.
fn dressed(settings: Value, words: &Words) -> Shop {
    let shop = Shop::new();
    shop.set(json!({
        "name": "Larkspoke",
        "channel": {"welcome_title": words.title, "welcome_tagline": words.tagline, "widget_color": "#2f5d50"},
    }));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/demo");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let html = read("index.html").replace("/demo/bags.svg", "");
    let (_, body) = html.split_once("<body>").unwrap();
    let body = body.split_once("</body>").unwrap().0;
    let pictures = read("bags.svg").replace("<svg ", "<svg hidden width=0 height=0 style=\"position:absolute\" ");
    let page = format!("<style>{}</style>{pictures}{body}", read("demo.css"));
    let path = format!("/platform/api/v1/users/{}", shop.company.bob.id);
    shop.company.platform.patch(&path, json!({"name": words.agent})).ok();
    shop.publish_on(HOST, settings, "", &page);
    shop
}

/// A conversation as they go.
fn talk(shop: &Shop, guest: &Browser, words: &Words) {
    guest
        .page()
        .click(".woot-widget-bubble")
        .chat()
        .click(".home .primary")
        .write(FIELD, format!("{}\n", words.question));
    shop.hears(words.question);
    shop.company.bob.post(&shop.at("/update_last_seen"), ()).ok();
    shop.company.bob.post(&shop.at("/toggle_typing_status"), json!({"typing_status": "on"}));
    guest.sees(".typing");
    shop.says(words.answer);
    let items: Value = words.choices.iter().map(|title| json!({"title": title, "value": title})).collect();
    shop.sends(json!({"content": words.offer, "content_type": "input_select", "content_attributes": {"items": items}}));
    guest.sees(".choices");
}

fn shoot(name: &str, settings: Value, kind: &Kind, words: &Words) {
    let shop = dressed(settings, words);
    let _listens = world::listen(&shop.company, &shop.company.bob);
    let guest = shop.visitor_with(kind);
    guest.click(".woot-widget-bubble").chat().sees(".faces .avatar");
    guest.page();
    still(&guest);
    guest.picture(&format!("{name}-home"));
    guest.js("$chatwoot.toggle('close')");
    talk(&shop, &guest, words);
    guest.page();
    still(&guest);
    guest.picture(&format!("{name}-chat"));
}

/// Waits until nothing moves.
fn still(browser: &Browser) {
    browser.holds("document.getAnimations().every(({ playState }) => playState !== 'running') && document.fonts.status === 'loaded'");
}

pub fn light() {
    shoot("light", json!({}), &DESK, &ENGLISH);
}

pub fn dark() {
    shoot("dark", json!({"darkMode": "auto"}), &Kind { is_dark: true, ..DESK }, &ENGLISH);
}

pub fn phone() {
    shoot("phone", json!({}), &Kind::phone(), &ENGLISH);
}

pub fn right_to_left() {
    shoot("right-to-left", json!({"locale": "ar", "position": "left"}), &DESK, &ARABIC);
}

pub fn other_views() {
    let shop = dressed(json!({}), &ENGLISH);
    let guest = shop.visitor_with(&DESK);
    talk(&shop, &guest, &ENGLISH);
    guest.press("Emoji").sees(".emoji button").page().picture("emoji");
    guest.chat().keys(thirtyfour::Key::Escape).press("More options").sees(".menu").page().picture("menu");
    guest.chat().keys(thirtyfour::Key::Escape).press("I send the bag in");
    let card = |title: &str| {
        json!({"title": title, "description": "Ready in nine days.", "media_url": "", "actions": [
        {"type": "postback", "text": "Choose", "payload": title}]})
    };
    let inputs = json!([
        {"type": "email", "name": "mail", "label": "E-mail", "placeholder": "you@example.com", "required": true},
        {"type": "select", "name": "bag", "label": "Bag", "options": [{"label": "Heron 20", "value": "h"}]},
    ]);
    let cards = json!([card("Mend the hook"), card("Mend the seam")]);
    shop.sends(json!({"content": "Which repair?", "content_type": "cards", "content_attributes": {"items": cards}}));
    shop.sends(json!({"content": "Where may we send the label?", "content_type": "form", "content_attributes": {"items": inputs}}));
    guest.sees("form.item").page().picture("questions");
    shop.set(json!({"csat_survey_enabled": true}));
    shop.company.bob.post(&shop.at("/toggle_status"), json!({"status": "resolved"})).ok();
    guest.chat().click(".smileys button:nth-child(4)").sees(".item textarea").page().picture("rating");
    guest.click(".woot--close");
    shop.says("By the way: the label is in your mail.");
    guest.chat().sees(".preview .card");
    still(&guest);
    guest.page();
    still(&guest);
    guest.picture("preview");
    shop.wire.cut();
    guest
        .click(".woot-widget-bubble")
        .chat()
        .reads(".line", "Reconnecting")
        .write(FIELD, "Thank you!\n")
        .sees(".waiting")
        .page()
        .picture("offline");
    shop.wire.mend();
}

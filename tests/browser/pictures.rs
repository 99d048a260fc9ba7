//! Pictures of the widget in `target/screenshots/`, to be looked at.

use std::path::Path;

use serde_json::json;

use crate::browser::{Browser, Kind};
use crate::shop::{FIELD, Shop};

const DESK: Kind = Kind { width: 1280, height: 943, is_phone: false, language: "en-US" };

/// The demo site as the page around the widget.
fn dressed(settings: serde_json::Value) -> Shop {
    let shop = Shop::new();
    shop.set(json!({
        "name": "Larkspoke",
        "channel": {"welcome_title": "Hello there 👋", "welcome_tagline": "Ask us about bags, repairs and orders.", "widget_color": "#9a3412"},
    }));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/demo");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let html = read("index.html").replace("/demo/bags.svg", "");
    let (_, body) = html.split_once("<body>").unwrap();
    let body = body.split_once("</body>").unwrap().0;
    let pictures = read("bags.svg").replace("<svg ", "<svg hidden width=0 height=0 style=\"position:absolute\" ");
    let page = format!("<style>{}</style>{pictures}{body}", read("demo.css"));
    shop.publish_on(crate::shop::HOST, settings, "", &page);
    shop
}

/// A conversation as they go.
fn talk(shop: &Shop, guest: &Browser) {
    let path = format!("/platform/api/v1/users/{}", shop.company.bob.id);
    shop.company.platform.patch(&path, json!({"name": "Maren"})).ok();
    guest
        .page()
        .click(".woot-widget-bubble")
        .chat()
        .click(".home .primary")
        .write(FIELD, "Hello! The hook of my Heron broke on tour. Can you mend it?\n");
    shop.hears("Hello! The hook of my Heron broke on tour. Can you mend it?");
    shop.company.bob.post(&shop.at("/update_last_seen"), ()).ok();
    shop.says("Hi! We can, and hooks are **free** for as long as the bag lives.");
    guest.reads(".bubble", "for as long");
    let choices = json!([{"title": "Send me a hook", "value": "hook"}, {"title": "I send the bag in", "value": "bag"}]);
    shop.sends(json!({"content": "What do you prefer?", "content_type": "input_select", "content_attributes": {"items": choices}}));
    guest.sees(".choices");
}

fn shoot(name: &str, settings: serde_json::Value, kind: &Kind) {
    let shop = dressed(settings);
    let _listens = crate::world::listen(&shop.company, &shop.company.bob);
    let guest = shop.visitor_with(kind);
    guest.click(".woot-widget-bubble").chat().sees(".faces .avatar");
    guest.page();
    still(&guest);
    guest.picture(&format!("{name}-home"));
    guest.js("$chatwoot.toggle('close')");
    talk(&shop, &guest);
    guest.page();
    still(&guest);
    guest.picture(&format!("{name}-chat"));
}

/// Waits until nothing moves.
fn still(browser: &Browser) {
    browser.holds("document.getAnimations().every(({ playState }) => playState !== 'running') && document.fonts.status === 'loaded'");
}

pub fn light() {
    shoot("light", json!({}), &DESK);
}

pub fn dark() {
    shoot("dark", json!({"darkMode": "dark"}), &DESK);
}

pub fn phone() {
    shoot("phone", json!({}), &Kind::phone());
}

pub fn right_to_left() {
    shoot("right-to-left", json!({"locale": "ar", "position": "left"}), &DESK);
}

pub fn other_views() {
    let shop = dressed(json!({}));
    let guest = shop.visitor_with(&DESK);
    talk(&shop, &guest);
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

//! Whoever cannot see, hear or use a mouse: axe-core looks at each view, light and dark.

use serde_json::json;

use crate::browser::Browser;
use crate::shop::{FIELD, Shop};

const AXE: &str = include_str!("vendor/axe-core-4.14.1.min.js");

/// WCAG 2.2 at A and AA, and what is good practice besides. How many rules hold, and those that do not.
const RUN: &str =
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations, passes }) => [passes.length, violations.map(({ id, help, nodes }) => `${id}: ${help}: ` +
        nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; '))])";

/// No violations in what is shown now, in either scheme.
#[track_caller]
fn assert_accessible(browser: &Browser, view: &str) {
    for scheme in ["light", "dark"] {
        browser.page().js_with("$chatwoot.setColorScheme(arguments[0])", &[json!(scheme)]);
        browser.chat().holds(&format!("document.documentElement.dataset.scheme === '{scheme}'"));
        browser.holds("document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect.getTiming().iterations === Infinity)");
        assert_no_violations(browser, &format!("{view}, {scheme}"));
    }
    browser.page().js("$chatwoot.setColorScheme('light')");
    browser.chat();
}

/// No violations in the document as it is.
#[track_caller]
pub fn assert_no_violations(browser: &Browser, what: &str) {
    if browser.js("return !window.axe") == true {
        browser.js(AXE);
    }
    let found = browser.js_later(RUN);
    assert!(found[0].as_i64().is_some_and(|passes| passes > 10), "{what}: {found}");
    assert_eq!(found[1], json!([]), "{what}: {found:#}");
}

pub fn no_view_breaks_a_rule() {
    let shop = Shop::new();
    let field = |name: &str, kind: &str| {
        json!({
            "field_type": "contact_attribute", "name": name, "type": kind, "label": name, "placeholder": "", "required": true, "enabled": true,
            "values": ["a", "b"],
        })
    };
    let fields: Vec<_> = ["text", "email", "number", "link", "date", "list", "checkbox"]
        .iter()
        .map(|kind| field(&format!("your {kind}"), kind))
        .collect();
    let options = json!({"pre_chat_message": "Who are you?", "pre_chat_fields": fields});
    shop.set(json!({"channel": {"pre_chat_form_enabled": true, "pre_chat_form_options": options}}));
    let guest = shop.visitor();
    guest.click(".woot-widget-bubble").chat().sees(".home .primary");
    assert_accessible(&guest, "home");
    guest.click(".home .primary").press("Start a conversation").sees(".error");
    assert_accessible(&guest, "form");
    shop.set(json!({"channel": {"pre_chat_form_enabled": false}}));
    shop.visit(&guest);
    guest.click(".woot-widget-bubble").chat().click(".home .primary").sees(FIELD);
    assert_accessible(&guest, "empty chat");
    guest.write(FIELD, "Hello\n");
    shop.hears("Hello");
    shop.says("# Hello\n\nA [link](https://shop.example), `code`\n\n- list\n\n> quote");
    guest.reads(".bubble", "quote");
    shop.company.bob.post(&shop.at("/toggle_typing_status"), json!({"typing_status": "on"}));
    guest.sees(".typing");
    assert_accessible(&guest, "chat");
    guest.press("Emoji").sees(".emoji button");
    assert_accessible(&guest, "emoji");
    guest.keys(thirtyfour::Key::Escape).press("More options").sees(".menu button");
    assert_accessible(&guest, "menu");
    guest.press("End conversation").press("Cancel").is_gone(".menu");
    let choices = json!([{"title": "Red", "value": "r"}, {"title": "Blue", "value": "b"}]);
    let card = json!({"title": "Tourer", "description": "Far", "media_url": "", "actions": [
        {"type": "link", "text": "Look", "uri": "https://shop.example/t"}, {"type": "postback", "text": "Take", "payload": "t"}]});
    let inputs = json!([
        {"type": "email", "name": "mail", "label": "Mail", "required": true}, {"type": "text_area", "name": "more", "label": "More"},
        {"type": "select", "name": "size", "label": "Size", "options": [{"label": "Large", "value": "l"}]},
    ]);
    for (kind, items) in [
        ("input_select", choices),
        ("cards", json!([card, card])),
        ("article", json!([{"title": "Tyres", "description": "How", "link": "https://shop.example/y"}])),
        ("form", inputs),
    ] {
        shop.sends(json!({"content": "Please", "content_type": kind, "content_attributes": {"items": items}}));
    }
    guest.sees("form.item").sees("a.item").sees(".cards").sees(".choices");
    assert_accessible(&guest, "what asks something");
    shop.set(json!({"csat_survey_enabled": true}));
    shop.company.bob.post(&shop.at("/toggle_status"), json!({"status": "resolved"})).ok();
    guest.click(".smileys button").sees(".item textarea");
    assert_accessible(&guest, "rating");
    shop.wire.cut();
    guest.reads(".line", "Reconnecting").write(FIELD, "Offline\n").sees(".waiting");
    assert_accessible(&guest, "offline");
    shop.wire.mend();
    guest.is_gone(".line");
    guest.page().click(".woot--close");
    shop.says("News");
    guest.chat().sees(".preview .card");
    assert_accessible(&guest, "preview");
    // the bubble on the site's page
    guest.page().js(AXE);
    let found = guest.js_later("axe.run('#cw-bubble-holder').then(({ violations }) => violations)");
    assert_eq!(found, json!([]));
}

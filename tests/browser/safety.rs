//! What strangers wrote stays text, and the widget's policy and the inbox's hold in a real browser.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::hostile;
use crate::shop::{FIELD, HOST, Shop, eventually, open_chat};
use crate::support::body::multipart;

/// What every element of the widget must be: of these kinds, without handlers, with addresses that only lead away by a click.
const INSPECT: &str = "
    const allowed = new Set(('DIV MAIN HEADER SECTION ARTICLE FORM P H1 B STRONG EM S CODE PRE UL OL LI BLOCKQUOTE A BR SPAN BUTTON SVG ' +
        'PATH IMG I TIME TEXTAREA INPUT LABEL SELECT OPTION DL DT DD PROGRESS BDI').split(' '));
    const wrong = [];
    for (const element of document.querySelectorAll('#app *')) {
        if (!allowed.has(element.tagName.toUpperCase())) wrong.push(element.outerHTML);
        for (const { name, value } of element.attributes) {
            if (name.startsWith('on') || name === 'style' && element.tagName !== 'TEXTAREA' || name === 'srcdoc') wrong.push(element.outerHTML);
            if (name === 'href' && !/^(https?:|mailto:|tel:)/i.test(value)) wrong.push(element.outerHTML);
            if (name === 'src' && new URL(value).origin !== location.origin) wrong.push(element.outerHTML);
        }
    }
    return wrong";

/// Nothing of a hostile text became more than text.
#[track_caller]
fn assert_harmless(shop: &Shop, browser: &Browser) {
    assert_eq!(browser.chat().js(INSPECT), json!([]));
    assert_eq!(browser.js("return window.pwned ?? document.title"), "Acme Bikes");
    assert_eq!(browser.page().js("return window.pwned ?? document.title"), "Acme");
    browser.chat().assert_no_complaints();
    assert_eq!(shop.web.strays(), [""; 0]);
}

/// How many of these texts the widget shows somewhere, word for word but for the marks of Markdown.
fn shown(browser: &Browser, texts: &[String]) -> BTreeSet<usize> {
    let script = "const all = document.body.textContent; return arguments[0].map((word) => all.includes(word))";
    let words: Vec<String> = (0..texts.len()).map(marker).collect();
    let answer = browser.chat().js_with(script, &[json!(words)]);
    let answer = answer.as_array().unwrap();
    (0..texts.len()).filter(|n| answer[*n] == true).collect()
}

/// A word by which a text is found again.
fn marker(n: usize) -> String {
    format!("corpus{n}end")
}

pub fn hostile_messages_stay_text() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Hello\n");
    shop.hears("Hello");
    let texts = hostile::messages();
    assert!(texts.len() >= 400, "{}", texts.len());
    // several in one message: a conversation takes 200 a minute
    for (at, several) in texts.chunks(4).enumerate() {
        let marked: Vec<String> =
            several.iter().enumerate().map(|(n, text)| format!("{}\n\n{text}", marker(at * 4 + n))).collect();
        shop.says(&marked.join("\n\n"));
    }
    eventually("all texts", || (shown(&guest, &texts).len() == texts.len()).then_some(()));
    assert_harmless(&shop, &guest);
    // the same by another way: fetched, page by page
    shop.visit(&guest);
    guest.click(".woot-widget-bubble").chat().sees(FIELD);
    eventually("all texts", || {
        guest.chat().js("document.querySelector('.list').scrollTop = 0; document.querySelector('.quiet')?.click()");
        (shown(&guest, &texts).len() == texts.len()).then_some(())
    });
    assert_harmless(&shop, &guest);
}

pub fn hostile_names_and_files_stay_text() {
    let shop = Shop::new();
    let guest = shop.guest();
    // what the visitor writes
    for text in hostile::texts().iter().step_by(5) {
        guest.js_with(
            "const f = document.querySelector('textarea'); f.value = arguments[0]; f.dispatchEvent(new Event('input'))",
            &[json!(text)],
        );
        guest.click("button[type=submit]");
    }
    eventually("the last of them", || (shop.all().len() >= 10).then_some(()));
    let path = format!("/platform/api/v1/users/{}", shop.company.bob.id);
    for (n, name) in hostile::texts().iter().enumerate() {
        let name: String = name.chars().take(200).collect();
        let named = shop.company.platform.patch(&path, json!({"name": name, "display_name": name}));
        let file: String = name.replace(['"', '\r', '\n'], "'");
        let message =
            multipart().text("content", &marker(n)).file("attachments[]", &format!("{file}.txt"), "text/plain", b"x");
        let sent = shop.company.bob.post(&shop.at("/messages"), message);
        assert!(named.status < 500 && sent.status < 500, "{name}: {} {}", named.status, sent.status);
    }
    let texts = hostile::texts();
    eventually("names", || (shown(&guest, &texts).len() == texts.len()).then_some(()));
    shop.company.bob.post(&shop.at("/toggle_typing_status"), json!({"typing_status": "on"}));
    guest.sees(".typing");
    assert_harmless(&shop, &guest);
    // everything that asks something
    for (n, text) in hostile::texts().iter().enumerate().step_by(3) {
        // a picture of a bot's may lie anywhere, but it is one that is asked for
        let media = if text.starts_with("http") { "" } else { text };
        for (kind, item) in [
            ("input_select", json!({"title": text, "value": text})),
            (
                "cards",
                json!({"title": text, "description": text, "media_url": media,
                "actions": [{"type": "link", "text": text, "uri": text}, {"type": "postback", "text": text, "payload": text}]}),
            ),
            ("article", json!({"title": text, "description": text, "link": text})),
            (
                "form",
                json!({"type": "text", "name": text, "label": text, "placeholder": text, "default": text, "pattern": text, "title": text}),
            ),
        ] {
            // an answer that refuses the text is good, too
            let message = json!({"content": marker(n), "content_type": kind, "content_attributes": {"items": [item]}});
            let answer = shop.company.bob.post(&shop.at("/messages"), message);
            assert!(answer.status < 500, "{}", answer.text());
        }
    }
    shop.says("Done");
    guest.reads(".bubble", "Done").sees("article a, article button");
    assert_harmless(&shop, &guest);
    // and above the bubble
    guest.page().click(".woot--close");
    shop.says(&hostile::texts().join("\n\n"));
    guest.page().sees(".has-unread-view");
    guest.chat().sees(".preview .card");
    assert_harmless(&shop, &guest);
}

pub fn hostile_settings_stay_text() {
    let shop = Shop::new();
    for text in hostile::texts().iter().step_by(9) {
        let field = json!({"field_type": "contact_attribute", "name": "x", "type": "list", "label": text, "placeholder": text,
            "required": true, "enabled": true, "values": [text], "regex_pattern": text, "regex_cue": text});
        shop.set(json!({
            "greeting_enabled": true, "greeting_message": text, "out_of_office_message": text,
            "channel": {"welcome_title": text, "welcome_tagline": text, "pre_chat_form_enabled": true,
                "pre_chat_form_options": {"pre_chat_message": text, "pre_chat_fields": [field]}},
        }));
        let guest = shop.visitor();
        guest.click(".woot-widget-bubble").chat().sees(".home header");
        assert_harmless(&shop, &guest);
        guest.click(".home .primary").sees(".fields");
        assert_harmless(&shop, &guest);
        break_out(&guest);
    }
}

/// The page's policy lets no script in, whoever would put one there.
fn break_out(browser: &Browser) {
    browser
        .chat()
        .js("const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s)");
    assert_eq!(browser.js("return window.pwned ?? 0"), 0);
    eventually("a complaint of the browser", || {
        browser.complaints().iter().any(|line| line.contains("Content Security Policy")).then_some(())
    });
}

pub fn nothing_else_is_asked_for() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Hello\n");
    shop.hears("Hello");
    shop.says("Hello https://elsewhere.example/picture.png ![picture](https://elsewhere.example/other.png)");
    guest.reads(".bubble", "elsewhere").press("Emoji").keys(thirtyfour::Key::Escape);
    let origins =
        "return [...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin))]";
    assert_eq!(guest.js(origins), json!([format!("http://{}", shop.wire.address)]));
    let page = guest.page().js(&format!("{origins}.filter((origin) => origin !== location.origin)"));
    assert_eq!(page, json!([format!("http://{}", shop.wire.address)]));
    assert_eq!(shop.web.strays(), [""; 0]);
    guest.assert_no_complaints();
    // the trap works
    guest.js("new Image().src = 'http://elsewhere.example/trapped'");
    eventually("the request", || shop.web.strays().contains(&"elsewhere.example/trapped".to_owned()).then_some(()));
}

pub fn only_some_sites_may_show_it() {
    let shop = Shop::new();
    shop.set(json!({"channel": {"allowed_domains": format!("http://{HOST}, *.friend.example")}}));
    let guest = shop.guest();
    guest.assert_no_complaints();
    shop.publish_on("a.friend.example", json!({}), "", "");
    guest.goto("http://a.friend.example/").holds("$chatwoot.hasLoaded");
    guest.assert_no_complaints();
    shop.publish_on("thief.example", json!({}), "", "");
    guest.goto("http://thief.example/");
    eventually("a refusal", || guest.complaints().iter().any(|line| line.contains("frame-ancestors")).then_some(()));
    assert_eq!(guest.js("return $chatwoot.hasLoaded"), false);
    assert_eq!(guest.js("return document.querySelector('.woot-widget-bubble')"), Value::Null);
}

/// A site whose own policy allows the server only.
pub fn strict_sites_can_have_it() {
    let shop = Shop::new();
    let server = format!("http://{}", shop.wire.address);
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline' {server}; frame-src {server}; media-src {server}; connect-src {server}\r\n"
    );
    shop.publish(json!({}), &policy);
    let guest = shop.visitor();
    open_chat(&guest);
    guest.write(FIELD, "From a strict site\n");
    shop.hears("From a strict site");
    let place = guest.page().js("return getComputedStyle(document.querySelector('#cw-widget-holder')).position");
    assert_eq!(place, "fixed");
}

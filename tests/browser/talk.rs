//! A conversation, live in both directions: messages, typing, marks, what is unread, what was said long ago.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::shop::{FIELD, Shop, eventually};
use crate::socket::Socket;
use crate::world;

pub fn messages_go_both_ways() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Do you mend hubs?\n").reads(".own .bubble", "Do you mend hubs?").reads(".own .small", "Sent");
    assert_eq!(guest.js("return document.querySelector('textarea').value"), "");
    let heard = shop.hears("Do you mend hubs?");
    assert_eq!((&heard["message_type"], &heard["content_type"]), (&json!(0), &json!("text")));
    shop.says("We do.");
    guest.reads("article[aria-label=Bob] .bubble", "We do.").reads(".message:not(.own)", "Bob");
    guest.write(FIELD, "Tomorrow?").click("button[type=submit]").reads(".own:last-of-type .bubble", "Tomorrow?");
    shop.hears("Tomorrow?");
    shop.sends(json!({"content": "He is a slow one", "private": true}));
    let mistaken = shop.says("Sure not.");
    guest.reads(".bubble", "Sure not.");
    shop.company.bob.delete(&shop.at(&format!("/messages/{}", mistaken["id"])), ()).ok();
    guest.holds("!document.body.innerText.includes('Sure not.')");
    assert_eq!(guest.js("return document.querySelectorAll('.message').length"), 3);
    guest.assert_no_complaints();
    assert_eq!(shop.web.strays(), [""; 0]);
}

pub fn both_know_that_the_other_types() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Hello\n");
    shop.hears("Hello");
    let typing = |status: &str, is_private: bool| {
        let body = json!({"typing_status": status, "is_private": is_private});
        let answer = shop.company.bob.post(&shop.at("/toggle_typing_status"), body);
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    typing("on", false);
    guest.reads(".typing", "Bob is typing");
    typing("off", false);
    guest.is_gone(".typing");
    typing("on", true);
    shop.says("A moment");
    guest.reads(".bubble", "A moment").is_gone(".typing");
    let mut agent = world::listen(&shop.company, &shop.company.bob);
    guest.write(FIELD, "I th");
    assert_eq!(next(&mut agent, "conversation.typing_on")["user"]["type"], "contact");
    guest.write(FIELD, "ink\n");
    // these two overtake each other
    let mut awaited = BTreeSet::from(["conversation.typing_off", "message.created"]);
    eventually("the message, and that nobody types", || {
        let frame = agent.try_next(Duration::from_secs(1)).unwrap()?;
        awaited.remove(frame["message"]["event"].as_str()?);
        awaited.is_empty().then_some(())
    });
    shop.hears("I think");
}

/// The data of the next of these events, whatever comes before it.
#[track_caller]
fn next(agent: &mut Socket, event: &str) -> Value {
    eventually(event, || {
        let frame = agent.try_next(Duration::from_secs(1)).unwrap()?;
        let message = &frame["message"];
        (message["event"] == event).then(|| message["data"].clone())
    })
}

pub fn both_know_what_the_other_has_read() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Anybody?\n").reads(".own .small", "Sent");
    shop.hears("Anybody?");
    // somebody reads it, which shows as soon as they do anything else
    shop.company.bob.post(&shop.at("/update_last_seen"), ()).ok();
    shop.company.bob.post(&shop.at("/toggle_typing_status"), json!({"typing_status": "on"}));
    guest.reads(".own .small", "Read");
    let unseen =
        |content: &str| shop.all().iter().any(|message| message["content"] == content && message["status"] != "read");
    shop.says("Me.");
    eventually("a mark that it was read", || (!unseen("Me.")).then_some(()));
    guest.page().click(".woot--close");
    shop.says("Still there?");
    guest.page().sees(".has-unread-view");
    assert!(unseen("Still there?"));
    guest.chat().click(".preview .card").reads(".bubble", "Still there?");
    eventually("a mark that it was read", || (!unseen("Still there?")).then_some(()));
}

pub fn what_is_unread_shows_at_the_bubble() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Call me back\n");
    shop.hears("Call me back");
    guest.page().click(".woot--close").holds("!$chatwoot.isOpen");
    shop.says("With **pleasure**");
    guest
        .page()
        .holds("document.querySelector('.unread-notification')?.dataset.unread === '1'")
        .sees(".has-unread-view");
    guest.chat().reads(".preview .card", "With pleasure").reads(".preview .card", "Bob");
    shop.says("Tonight?");
    guest.page().holds("document.querySelector('.unread-notification').dataset.unread === '2'");
    guest.holds("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/audio/widget/ding.mp3'))");
    guest.holds("heard.some(([name, detail]) => name === 'chatwoot:on-message' && detail.content === 'Tonight?')");
    guest.chat().press("Dismiss");
    guest.page().holds("document.querySelector('#cw-widget-holder').classList.contains('woot--hide')");
    guest.holds("document.querySelector('.unread-notification')").click(".woot-widget-bubble");
    guest.is_gone(".unread-notification").chat().reads(".bubble", "Tonight?");
    // the bubble leads on from there, and so does the page
    for (content, script) in [
        ("Or later?", "document.querySelector('.woot-widget-bubble').click()"),
        ("Much later?", "$chatwoot.toggle('open')"),
    ] {
        guest.page().click(".woot--close").holds("!$chatwoot.isOpen");
        shop.says(content);
        guest.sees(".has-unread-view").chat().reads(".preview .card", content);
        guest.page().js(script);
        guest.holds("$chatwoot.isOpen").is_gone(".has-unread-view").chat().reads(".bubble", content).sees(FIELD);
    }
    guest.page();
    // a site that wants the dot only
    shop.publish(json!({"showUnreadMessagesDialog": false}), "");
    shop.visit(&guest);
    // when a visitor looked last is told to a new page in whole seconds
    thread::sleep(Duration::from_secs(1));
    shop.says("Or tomorrow");
    guest.holds("document.querySelector('.unread-notification')?.dataset.unread === '1'").is_gone(".has-unread-view");
    guest.click(".woot-widget-bubble").chat().reads(".bubble", "Or tomorrow");
    guest.assert_no_complaints();
}

pub fn long_conversations_come_page_by_page() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "The first\n");
    shop.hears("The first");
    for n in 0..50 {
        shop.says(&format!("answer {n}"));
    }
    guest.reads(".bubble", "answer 49");
    shop.visit(&guest);
    open_chat_again(&guest);
    guest.reads(".bubble", "answer 49").sees(".quiet");
    // whoever clicks above has scrolled there: two reasons for one page
    let up = "document.querySelector('.list').scrollTop = 0; document.querySelector('.quiet')?.click()";
    guest.js(up);
    guest.reads(".bubble", "answer 15");
    guest.js(up);
    guest.reads(".bubble", "The first").is_gone(".quiet");
    let order = guest.js("return [...document.querySelectorAll('.message:not(.own) .bubble')].map((e) => e.innerText)");
    let expected: Vec<String> = (0..50).map(|n| format!("answer {n}")).collect();
    assert_eq!(order, json!(expected));
    // somebody who reads above is not carried away, but told
    guest.js("document.querySelector('.list').scrollTop = 200");
    guest.sees(".latest");
    shop.says("answer 50");
    guest.reads(".bubble", "answer 50");
    assert!(guest.js("return document.querySelector('.list').scrollTop").as_f64().unwrap() < 400.0);
    guest.press("To the latest message").is_gone(".latest");
}

/// A known visitor's widget opens where the conversation is.
fn open_chat_again(guest: &crate::browser::Browser) {
    guest.page().click(".woot-widget-bubble");
    guest.chat().sees(FIELD);
}

pub fn emoji_and_markdown() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Hi ").press("Emoji").sees(".emoji input");
    guest.keys("heart").reads(".emoji", "").keys("\n").is_gone(".emoji");
    let text = guest.js("return document.querySelector('textarea').value");
    assert!(text.as_str().unwrap().starts_with("Hi ") && text.as_str().unwrap().len() > 4, "{text}");
    guest.write(FIELD, "\n");
    shop.hears(text.as_str().unwrap());
    shop.says(
        "# Prices\n\nA **bold** and _quiet_ ~~cheap~~ `code`:\n\n- one\n- two\n\n3. three\n4. four\n\n> said\n\n```\nlet a;\n```\n\n\
         [us](https://shop.example/a) https://shop.example/b, [bad](javascript:alert(1)) 2 * 3 * 4 snake_case_name",
    );
    guest.reads(".bubble", "Prices");
    let count =
        |css: &str| guest.js(&format!("return document.querySelectorAll('.message:not(.own) .bubble {css}').length"));
    for (css, expected) in [
        ("strong", 2),
        ("em", 1),
        ("s", 1),
        ("code", 2),
        ("pre", 1),
        ("ul li", 2),
        ("ol[start=\"3\"] li", 2),
        ("blockquote", 1),
        ("a[rel~=noopener][target=_blank]", 2),
    ] {
        assert_eq!(count(css), expected, "{css}");
    }
    guest.reads(".bubble", "[bad](javascript:alert(1)) 2 * 3 * 4 snake_case_name");
    assert_eq!(
        guest.js("return document.querySelector('.bubble a + a, .bubble a:last-of-type').href"),
        "https://shop.example/b"
    );
    guest.assert_no_complaints();
}

pub fn two_visitors_at_once_see_their_own() {
    let shop = Shop::new();
    let first = shop.guest();
    first.write(FIELD, "I am the first\n");
    shop.hears("I am the first");
    shop.says("Hello, first");
    first.reads(".bubble", "Hello, first");
    let second = shop.guest();
    second.write(FIELD, "I am the second\n");
    shop.hears("I am the second");
    shop.says("Hello, second");
    second.reads(".bubble", "Hello, second");
    first.write(FIELD, "Still me\n").reads(".own .bubble", "Still me");
    for (browser, other) in [(&first, "second"), (&second, "first")] {
        assert_eq!(browser.js(&format!("return document.body.innerText.includes('{other}')")), false);
    }
    assert_eq!(shop.contacts(), 2);
}

pub fn a_bot_is_seen_to_think() {
    let shop = Shop::new();
    let bot = shop.company.bot("Robo");
    let path = shop.company.at(&format!("/inboxes/{}/set_agent_bot", shop.inbox["id"]));
    shop.company.ada.post(&path, json!({"agent_bot": bot.id})).ok();
    let guest = shop.guest();
    guest.write(FIELD, "Is anybody there?\n");
    shop.hears("Is anybody there?");
    guest.sees(".typing");
    bot.post(&shop.at("/messages"), json!({"content": "I am."})).ok();
    guest.reads("article[aria-label=Robo] .bubble", "I am.").is_gone(".typing");
    guest.write(FIELD, "A person, please\n").sees(".typing");
    shop.hears("A person, please");
    bot.post(&shop.at("/toggle_status"), json!({"status": "open"})).ok();
    guest.is_gone(".typing").assert_no_complaints();
}

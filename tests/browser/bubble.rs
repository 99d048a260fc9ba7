//! The bubble, the page's own methods and events, and the ways to look.

use serde_json::json;

use crate::browser::Kind;
use crate::shop::{FIELD, HOST, Shop, open_chat};
use thirtyfour::Key;

pub fn opens_and_closes() {
    let shop = Shop::new();
    let guest = shop.visitor();
    let shown = "!document.querySelector('#cw-widget-holder').classList.contains('woot--hide')";
    assert_eq!(guest.js(&format!("return {shown}")), false);
    guest.click(".woot-widget-bubble").holds(shown).holds("$chatwoot.isOpen");
    guest.chat().reads("h1", "Hello there").reads(".home header", "Ask us anything about bicycles.");
    guest.page().click(".woot--close").holds(&format!("!({shown})"));
    for (script, is_open) in [
        ("toggle()", true),
        ("toggle()", false),
        ("toggle('open')", true),
        ("toggle('open')", true),
        ("toggle('close')", false),
    ] {
        guest.js(&format!("$chatwoot.{script}"));
        assert_eq!(guest.js("return $chatwoot.isOpen"), is_open, "{script}");
    }
    guest.js("$chatwoot.toggleBubbleVisibility('hide')");
    guest.holds("!document.querySelector('.woot-widget-bubble').checkVisibility()");
    guest.js("$chatwoot.toggleBubbleVisibility('show')");
    guest.holds("document.querySelector('.woot-widget-bubble').checkVisibility()");
    let names = guest.js("return heard.map(([name]) => name.replace('chatwoot:', '')).join(' ')");
    assert_eq!(names, "ready opened closed opened closed opened closed");
    guest.click(".woot-widget-bubble").chat().press("Start a conversation");
    guest.page().holds(
        "heard.some(([name, detail]) => name.endsWith('on-start-conversation') && detail.hasConversation === false)",
    );
    guest.assert_no_complaints();
    assert_eq!(shop.web.strays(), [""; 0]);
}

pub fn everything_can_be_done_by_keyboard() {
    let shop = Shop::new();
    let guest = shop.visitor();
    let focus = |css: &str| format!("document.activeElement?.matches({})", json!(css));
    guest.keys(Key::Tab).holds(&focus(".woot-widget-bubble")).keys(Key::Enter).holds("$chatwoot.isOpen");
    guest.chat().holds("document.hasFocus()");
    // the way into the conversation is at most a few steps off
    for _ in 0..4 {
        if guest.js(&format!("return {}", focus(".home .primary"))) == true {
            break;
        }
        guest.keys(Key::Tab);
    }
    guest.keys(Key::Enter).holds(&focus(FIELD)).keys("By keyboard").keys(Key::Enter);
    shop.hears("By keyboard");
    guest
        .holds(&focus(FIELD))
        .keys(Key::Tab)
        .holds(&focus("[aria-label=Emoji]"))
        .keys(Key::Space)
        .holds(&focus(".emoji input"));
    guest.keys(Key::Down).holds(&focus(".emoji button")).keys(Key::Right).keys(Key::Left).keys(Key::Escape);
    guest.is_gone(".emoji").holds(&focus(FIELD));
    // back to the menu, through it, and out
    let menu = focus("header [aria-expanded]");
    for _ in 0..4 {
        if guest.js(&format!("return {menu}")) == true {
            break;
        }
        guest.back();
    }
    guest.holds(&menu).keys(Key::Enter).holds(&focus(".menu button")).keys(Key::Down).keys(Key::Down).keys(Key::Escape);
    guest.is_gone(".menu").holds(&menu).keys(Key::Escape);
    guest.page().holds("!$chatwoot.isOpen").holds(&focus(".woot-widget-bubble"));
}

pub fn sites_choose_how_it_looks() {
    let shop = Shop::new();
    shop.set(json!({"channel": {"widget_color": "#0b7a55"}}));
    shop.publish(
        json!({
            "position": "left", "type": "expanded_bubble", "launcherTitle": "Ask Acme", "darkMode": "dark", "widgetStyle": "flat",
            "welcomeTitle": "Our site's title", "welcomeDescription": "Our site's words", "enableEmojiPicker": false, "enableFileUpload": false,
            "locale": "de",
        }),
        "",
    );
    let guest = shop.visitor();
    let bubble = "document.querySelector('.woot-widget-bubble')";
    guest
        .reads("#woot-widget--expanded__text", "Ask Acme")
        .holds(&format!("getComputedStyle({bubble}).left === '20px'"));
    guest.holds(&format!("getComputedStyle({bubble}).backgroundColor === 'rgb(11, 122, 85)'"));
    open_chat(&guest);
    let page = "document.documentElement";
    guest.holds(&format!("{page}.dataset.scheme === 'dark' && {page}.lang === 'de'"));
    let ground = guest.js("return getComputedStyle(document.querySelector('.widget')).backgroundColor");
    assert_eq!(ground, "rgb(22, 24, 28)");
    assert_eq!(guest.js("return document.querySelector('textarea').placeholder"), "Nachricht schreiben …");
    assert_eq!(guest.js("return document.querySelectorAll('.composer .round').length"), 1);
    guest.click("header .round").reads("h1", "Our site's title").reads(".home header", "Our site's words");
    guest.page().js("$chatwoot.setColorScheme('light'); $chatwoot.setLocale('ar')");
    guest.chat().holds(&format!("{page}.dataset.scheme === 'light' && {page}.dir === 'rtl' && {page}.lang === 'ar'"));
    guest.page().js("$chatwoot.setLocale('xx')");
    guest.js("$chatwoot.setLocale('fr')");
    guest.chat().holds(&format!("{page}.lang === 'fr' && {page}.dir === 'ltr'"));
    // a hidden bubble
    shop.publish(json!({"hideMessageBubble": true}), "");
    shop.visit(&guest);
    assert_eq!(guest.js(&format!("return {bubble}.checkVisibility()")), false);
    guest.js("$chatwoot.toggle()");
    guest.chat().reads("h1", "Hello there");
    guest.assert_no_complaints();
}

pub fn the_browser_may_choose_the_language() {
    let shop = Shop::new();
    shop.publish(json!({"useBrowserLanguage": true}), "");
    let guest = shop.visitor_with(&Kind { language: "es", ..Kind::default() });
    guest.chat().holds("document.documentElement.lang === 'es'");
    guest.page().goto(&format!("http://{HOST}/")).holds("$chatwoot.hasLoaded");
    assert_eq!(guest.js("return $chatwoot.locale"), "es");
}

pub fn fills_the_screen_of_a_phone() {
    let shop = Shop::new();
    let guest = shop.visitor_with(&Kind::phone());
    guest.click(".woot-widget-bubble");
    guest.holds("(({ x, y, width, height }) => [x, y, width, height].join() === '0,0,390,844')(document.querySelector('#cw-widget-holder iframe').getBoundingClientRect())");
    guest.holds("!document.querySelector('.woot--close').checkVisibility()");
    guest.chat().click(".home .primary").write(FIELD, "From my phone\n").reads(".own .bubble", "From my phone");
    guest.holds("document.documentElement.scrollWidth <= innerWidth");
    guest.press("Close the chat").page().holds("!$chatwoot.isOpen");
}

pub fn opens_in_its_own_window() {
    let shop = Shop::new();
    shop.publish(json!({"showPopoutButton": true}), "");
    let guest = shop.guest();
    guest.write(FIELD, "Hello from the frame\n");
    shop.hears("Hello from the frame");
    guest.press("Open in a new window");
    guest.last_window().reads(".bubble", "Hello from the frame").write(FIELD, "Hello from the window\n");
    shop.hears("Hello from the window");
    shop.says("Seen in both");
    guest.reads(".bubble", "Seen in both");
    guest.assert_no_complaints();
}

//! The bubble, the page's own methods and events, and the ways to look.

use serde_json::json;

use crate::browser::{Browser, Kind};
use crate::shop::{FIELD, HOST, Shop, eventually, open_chat};
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

/// Where another script than ours shows the frame: as Chatwoot's does, it opens the frame for a preview and says so.
const OTHER_SCRIPT: &str = r#"<!doctype html><html lang="en"><title>Acme</title><body>
    <iframe id="chatwoot_live_chat_widget" title="Chat" width="400" height="600" src="FRAME"></iframe><script>
    const frame = document.querySelector("iframe"), heard = [];
    let isOpen = false, isPreview = false;
    const tell = (event, fields) => frame.contentWindow.postMessage("chatwoot-widget:" + JSON.stringify({ event, ...fields }), "*");
    const toggle = (open) => {
        if (open !== isOpen) tell("toggle-open", { isOpen: isOpen = open });
    };
    const does = {
        loaded: () => tell("config-set", { locale: "en", showUnreadMessagesDialog: true }),
        setUnreadMode: () => { isPreview = true; toggle(true); },
        resetUnreadMode: () => { isPreview = false; },
        closeWindow: () => { isPreview = false; toggle(false); },
    };
    addEventListener("message", ({ data }) => {
        const { event } = JSON.parse(data.replace("chatwoot-widget:", ""));
        does[event]?.();
        heard.push(event);
    });
    </script></body></html>"#;

pub fn another_script_may_show_it() {
    let shop = Shop::new();
    let query = format!("/widget?website_token={}", shop.inbox["website_token"].as_str().unwrap());
    shop.web.put(HOST, "", &OTHER_SCRIPT.replace("FRAME", &format!("http://{}{query}", shop.wire.address)));
    let guest = Browser::open(&Kind::default(), shop.web.port);
    guest.goto(&format!("http://{HOST}/")).holds("heard.includes('loaded')").js("toggle(true)");
    guest.chat().click(".home .primary").write(FIELD, "Call me back\n");
    shop.hears("Call me back");
    let is_read =
        |content: &str| shop.all().iter().any(|message| message["content"] == content && message["status"] == "read");
    let is_preview = |content: &str| {
        guest.page().js("toggle(false)");
        shop.says(content);
        guest.page().holds("isOpen && isPreview").chat().reads(".preview .card", content);
        // what is said later is heard later
        guest.page().js("tell('set-locale', { locale: 'fr' })");
        guest.chat().holds("document.documentElement.lang === 'fr'").reads(".preview .card", content);
        guest.page().js("tell('set-locale', { locale: 'en' })");
        guest.chat().holds("document.documentElement.lang === 'en'");
        assert!(!is_read(content), "{content}");
    };
    // the visitor closes it at the bubble
    is_preview("Tonight?");
    guest.page().js("toggle(false)");
    guest.holds("!isPreview").chat().is_gone(".preview").sees(".home");
    assert!(!is_read("Tonight?"));
    // or in the preview
    is_preview("Or tomorrow?");
    guest.press("Dismiss").is_gone(".preview").page().holds("!isPreview && !isOpen");
    assert!(!is_read("Or tomorrow?"));
    // or goes on to the chat
    is_preview("Or never?");
    guest.click(".preview .card").reads(".bubble", "Or never?").page().holds("!isPreview && isOpen");
    eventually("a mark that it was read", || is_read("Or never?").then_some(()));
    guest.assert_no_complaints();
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

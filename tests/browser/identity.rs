//! Who a visitor is: nobody before the first message, the same over page loads, somebody by the site's word, nobody again.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use crate::browser::Browser;
use crate::shop::{FIELD, Shop, open_chat};

pub fn looking_leaves_nothing() {
    let shop = Shop::new();
    let mut events = shop.company.events();
    let guest = shop.guest();
    guest.write(FIELD, "Not sent yet");
    guest.page().js("$chatwoot.toggle('close'); history.pushState(null, '', '/elsewhere')");
    shop.visit(&guest);
    assert_eq!(guest.cookies(), []);
    assert_eq!(guest.js("return [localStorage.length, sessionStorage.length]"), json!([0, 0]));
    guest.chat();
    assert_eq!(guest.js_later("indexedDB.databases()"), json!([]));
    assert_eq!(guest.js("return document.cookie + localStorage.length"), "0");
    events.assert_none();
    assert_eq!(shop.contacts(), 0);
    guest.page();
    open_chat(&guest);
    guest.write(FIELD, "Sent\n");
    shop.hears("Sent");
    guest.page().holds("document.cookie.includes('cw_conversation=')");
    let names: Vec<String> = guest.cookies().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["cw_conversation"]);
    assert_eq!(shop.contacts(), 1);
    // and is the same visitor on the next page
    shop.visit(&guest);
    guest
        .click(".woot-widget-bubble")
        .chat()
        .reads(".own .bubble", "Sent")
        .write(FIELD, "Me again\n")
        .reads(".own .bubble", "Me again");
    shop.hears("Me again");
    assert_eq!(shop.contacts(), 1);
    guest.assert_no_complaints();
}

fn hash(shop: &Shop, identifier: &str) -> String {
    let inbox = shop.company.ada.get(&shop.company.at(&format!("/inboxes/{}", shop.inbox["id"]))).ok();
    let mut mac = Hmac::<Sha256>::new_from_slice(inbox["hmac_token"].as_str().unwrap().as_bytes()).unwrap();
    mac.update(identifier.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sign_in(browser: &Browser, identifier: &str, hash: &str) {
    let user = json!({"name": "Vera Visitor", "email": format!("{identifier}@example.com"), "identifier_hash": hash});
    browser.page().js_with("$chatwoot.setUser(arguments[0], arguments[1])", &[json!(identifier), user]);
}

pub fn a_site_says_who_it_is() {
    let shop = Shop::new();
    shop.set(json!({"channel": {"hmac_mandatory": true}}));
    let at_home = shop.visitor();
    sign_in(&at_home, "vera", "forged");
    at_home.holds(
        "heard.some(([name, detail]) => name.endsWith(':error') && detail.error.includes('Invalid Identifier Hash'))",
    );
    at_home.holds("!document.cookie.includes('cw_user_')");
    assert_eq!(shop.contacts(), 0);
    // refusals are errors of the network to the browser
    at_home.complaints();
    sign_in(&at_home, "vera", &hash(&shop, "vera"));
    let vera = shop.known("vera");
    assert_eq!((&vera["name"], &vera["email"]), (&json!("Vera Visitor"), &json!("vera@example.com")));
    open_chat(&at_home);
    at_home.write(FIELD, "From home\n").reads(".own .bubble", "From home");
    // the same person in another browser has the same conversation
    let at_work = shop.visitor();
    sign_in(&at_work, "vera", &hash(&shop, "vera"));
    at_work.holds("document.cookie.includes('cw_conversation=')").click(".woot-widget-bubble");
    at_work
        .chat()
        .reads("body", "From home")
        .holds("document.querySelector('textarea.write') || !document.querySelector('.home .primary')?.click()");
    at_work.reads(".own .bubble", "From home").write(FIELD, "From work\n").reads(".own .bubble", "From work");
    at_home.reads(".own .bubble", "From work");
    shop.hears("From work");
    shop.says("To both");
    at_home.reads(".bubble", "To both");
    at_work.reads(".bubble", "To both");
    for script in
        ["$chatwoot.setUser({}, { name: 'x' })", "$chatwoot.setUser('x', {})", "$chatwoot.setCustomAttributes({})"]
    {
        let thrown =
            at_work.page().js(&format!("try {{ {script}; return 'nothing'; }} catch (error) {{ return 'error'; }}"));
        assert_eq!(thrown, "error", "{script}");
    }
    at_home.assert_no_complaints();
    at_work.assert_no_complaints();
}

pub fn attributes_and_labels_come_along() {
    let shop = Shop::new();
    shop.company.ada.post(&shop.company.at("/labels"), json!({"title": "vip"})).ok();
    let guest = shop.visitor();
    guest.js("$chatwoot.setUser('gus', { name: 'Gus', phone_number: '+4917012345' });
         $chatwoot.setCustomAttributes({ plan: 'gold', gone: 1 });
         $chatwoot.deleteCustomAttribute('gone');
         $chatwoot.setConversationCustomAttributes({ order: '42', lost: 2 });
         $chatwoot.deleteConversationCustomAttribute('lost');
         $chatwoot.setLabel('vip'); $chatwoot.setLabel('unknown')");
    open_chat(&guest);
    guest.write(FIELD, "My order\n");
    shop.hears("My order");
    shop.becomes("/meta/sender/identifier", json!("gus"));
    shop.becomes("/meta/sender/custom_attributes", json!({"plan": "gold"}));
    shop.becomes("/custom_attributes", json!({"order": "42"}));
    shop.becomes("/labels", json!(["vip"]));
    guest.page().js("$chatwoot.removeLabel('vip'); $chatwoot.setConversationCustomAttributes({ order: '43' })");
    shop.becomes("/labels", json!([]));
    shop.becomes("/custom_attributes", json!({"order": "43"}));
    guest.assert_no_complaints();
}

pub fn reset_makes_somebody_else() {
    let shop = Shop::new();
    let guest = shop.visitor();
    sign_in(&guest, "vera", "");
    open_chat(&guest);
    guest.write(FIELD, "Secret of Vera\n");
    shop.hears("Secret of Vera");
    guest.page().js("$chatwoot.reset()");
    guest.holds("!$chatwoot.isOpen && !document.cookie");
    guest.holds("$chatwoot.hasLoaded && !document.querySelector('iframe').src.includes('cw_conversation')");
    guest.page().click(".woot-widget-bubble").chat().click(".home .primary").sees(FIELD);
    guest.holds("!document.body.innerText.includes('Secret of Vera')").write(FIELD, "A stranger\n");
    shop.hears("A stranger");
    assert_eq!(shop.all().iter().filter(|message| message["message_type"] == 0).count(), 1);
    assert_eq!(shop.contacts(), 2);
    let ready = guest.page().js("return heard.filter(([name]) => name.endsWith(':ready')).length");
    assert_eq!(ready, 1);
    guest.assert_no_complaints();
}

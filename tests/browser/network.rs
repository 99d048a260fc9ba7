//! The network is cut and comes back; the server is killed and starts again. Nothing is lost, nothing comes twice.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::shop::{FIELD, Shop};
use crate::support::server::Server;

pub fn what_is_written_offline_is_sent_once() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Before\n").reads(".own .small", "Sent");
    shop.hears("Before");
    shop.wire.cut();
    guest.reads(".line", "Connection lost. Reconnecting…");
    guest
        .write(FIELD, "In the tunnel\n")
        .write(FIELD, "Still in it\n")
        .reads(".waiting", "Still in it")
        .reads(".waiting", "Sending…");
    shop.says("Can you hear me?");
    thread::sleep(Duration::from_secs(1));
    assert_eq!(shop.count("In the tunnel"), 0);
    shop.wire.mend();
    guest.is_gone(".line").reads(".bubble", "Can you hear me?").is_gone(".waiting");
    shop.hears("Still in it");
    assert_eq!((shop.count("In the tunnel"), shop.count("Still in it")), (1, 1));
    let own = guest.js("return [...document.querySelectorAll('.own .bubble')].map((e) => e.innerText)");
    assert_eq!(own, json!(["Before", "In the tunnel", "Still in it"]));
    let answers =
        guest.js("return [...document.querySelectorAll('.message:not(.own) .bubble')].map((e) => e.innerText)");
    assert_eq!(answers, json!(["Can you hear me?"]));
}

pub fn a_browser_that_knows_says_so() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Before\n").reads(".own .small", "Sent");
    shop.hears("Before");
    guest.offline(true);
    guest.reads(".line", "You are offline.").write(FIELD, "On a plane\n").reads(".waiting", "On a plane");
    thread::sleep(Duration::from_secs(1));
    assert_eq!(shop.count("On a plane"), 0);
    guest.offline(false);
    guest.is_gone(".line").is_gone(".waiting");
    shop.hears("On a plane");
    assert_eq!(shop.count("On a plane"), 1);
}

pub fn the_first_message_may_be_written_offline() {
    let shop = Shop::new();
    let guest = shop.guest();
    shop.wire.cut();
    guest.write(FIELD, "First words\n").reads(".waiting", "First words");
    thread::sleep(Duration::from_secs(1));
    shop.wire.mend();
    guest.is_gone(".waiting");
    shop.hears("First words");
    shop.says("Heard");
    guest.reads(".bubble", "Heard");
    assert_eq!((shop.count("First words"), shop.contacts()), (1, 1));
}

pub fn what_was_left_is_sent_by_the_next_page() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Before\n").reads(".own .small", "Sent");
    shop.hears("Before");
    shop.wire.cut();
    guest.reads(".line", "Reconnecting").write(FIELD, "Then the page was closed\n").reads(".waiting", "closed");
    guest.goto("about:blank");
    shop.wire.mend();
    shop.visit(&guest);
    shop.hears("Then the page was closed");
    guest.click(".woot-widget-bubble").chat().reads(".own .bubble", "closed").is_gone(".waiting");
    assert_eq!(shop.count("Then the page was closed"), 1);
}

/// The server has the message, but the browser never learnt it: it asks again, with the same `echo_id`.
pub fn an_answer_that_was_lost_is_asked_for_again() {
    let shop = Shop::new();
    let guest = shop.guest();
    guest.write(FIELD, "Before\n").reads(".own .small", "Sent");
    shop.hears("Before");
    shop.wire.swallow();
    guest.write(FIELD, "Did that arrive?\n");
    shop.hears("Did that arrive?");
    guest.sees(".waiting");
    shop.wire.cut();
    shop.wire.mend();
    guest.is_gone(".waiting").is_gone(".line");
    shop.says("Once");
    guest.reads(".bubble", "Once");
    assert_eq!(shop.count("Did that arrive?"), 1);
    let own = guest.js("return [...document.querySelectorAll('.own .bubble')].map((e) => e.innerText)");
    assert_eq!(own, json!(["Before", "Did that arrive?"]));
}

pub fn the_server_is_killed_in_mid_conversation() {
    let shop = Shop::on(Arc::new(Server::start()));
    let guest = shop.guest();
    guest.write(FIELD, "Before\n").reads(".own .small", "Sent");
    shop.hears("Before");
    for round in 0..2 {
        shop.company.server.kill();
        guest.reads(".line", "Connection lost. Reconnecting…").write(FIELD, format!("While it was gone {round}\n"));
        guest.reads(".waiting", &format!("While it was gone {round}"));
        shop.company.server.revive();
        // before the widget is back
        shop.says(&format!("Back again {round}"));
        guest.is_gone(".line").reads(".bubble", &format!("Back again {round}")).is_gone(".waiting");
        shop.hears(&format!("While it was gone {round}"));
        assert_eq!(shop.count(&format!("While it was gone {round}")), 1);
    }
    shop.says("Live");
    guest.reads(".bubble", "Live");
    let answers =
        guest.js("return [...document.querySelectorAll('.message:not(.own) .bubble')].map((e) => e.innerText)");
    assert_eq!(answers, json!(["Back again 0", "Back again 1", "Live"]));
}

//! The client of ActionCable that Rails publishes, unmodified, against `/cable`: what Chatwoot's own pages and apps are built on.

use serde_json::{Value, json};

use crate::browser::{Browser, Kind};
use crate::shop::HOST;
use crate::web::Web;
use crate::wire::Wire;
use crate::world::{self, Dialogue};

const CLIENT: &str = include_str!("vendor/actioncable-8.1.400.js");

/// Connects, and remembers what each subscription is told: `heard` and `states`, by the name of the subscription.
const PAGE: &str = "
    ActionCable.ConnectionMonitor.staleThreshold = 1; // seconds, so that a lost connection is made again soon
    const cable = ActionCable.createConsumer('ws://ADDRESS/cable');
    const heard = {}, states = {}, subscriptions = {};
    const subscribe = (name, identifier) => {
        heard[name] = [];
        states[name] = [];
        subscriptions[name] = cable.subscriptions.create(identifier, {
            connected() { states[name].push('connected'); },
            disconnected() { states[name].push('disconnected'); },
            rejected() { states[name].push('rejected'); },
            received(message) { heard[name].push(message); },
        });
    };
    const times = (name, state) => states[name].filter((one) => one === state).length;
    const hears = (name, event, content) => heard[name].some((one) => one.event === event && one.data.content === content);";

fn subscribe(browser: &Browser, name: &str, identifier: &str) {
    let identifier: Value = serde_json::from_str(identifier).unwrap();
    browser.js_with("subscribe(...arguments)", &[json!(name), identifier]);
}

pub fn the_client_of_rails_hears_what_it_may() {
    let dialogue = Dialogue::new();
    let company = &dialogue.company;
    let (web, wire) = (Web::start(), Wire::to(company.server.address()));
    let script = PAGE.replace("ADDRESS", &wire.address);
    web.put(
        HOST,
        "",
        &format!("<!doctype html><title>Cable</title><script>{CLIENT}</script><script>{script}</script>"),
    );
    let browser = Browser::open(&Kind::default(), web.port);
    browser.goto(&format!("http://{HOST}/"));
    subscribe(&browser, "bob", &world::identifier(company, &company.bob));
    subscribe(&browser, "jane", &world::session(&dialogue.contact_token()));
    subscribe(&browser, "nobody", &world::session("a token of nobody"));
    browser.holds("times('bob', 'connected') === 1 && times('jane', 'connected') === 1");
    browser.holds("times('nobody', 'rejected') === 1");

    dialogue.hear("Is it there?");
    browser.holds("hears('bob', 'message.created', 'Is it there?')");
    let note = json!({"content": "It is lost", "private": true});
    company.bob.post(&dialogue.at("/messages"), note).ok();
    dialogue.say("Tomorrow");
    browser.holds("hears('bob', 'message.created', 'It is lost')");
    browser.holds("hears('jane', 'message.created', 'Tomorrow') && !hears('jane', 'message.created', 'It is lost')");

    browser.js("subscriptions.bob.perform('update_presence')");
    browser.holds(&format!(
        "heard.bob.some((one) => one.event === 'presence.update' && one.data.users[{}] === 'online')",
        company.bob.id
    ));

    wire.cut();
    browser.holds("times('bob', 'disconnected') === 1");
    wire.mend();
    browser.holds("times('bob', 'connected') === 2 && times('jane', 'connected') === 2");
    dialogue.hear("Hello again");
    browser.holds("hears('bob', 'message.created', 'Hello again')");
}

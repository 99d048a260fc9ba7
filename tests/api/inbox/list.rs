//! The list, and one inbox.

use serde_json::json;

use super::names;
use crate::support::Company;
use crate::support::json::{any_int, at_least, merged};
use crate::support::shapes::{api_inbox, email_inbox, website_inbox, with_secrets};

#[test]
fn administrators_see_all_inboxes_and_agents_their_own() {
    let acme = Company::new();
    let [zoo, app, shop] =
        [acme.inbox("zoo"), acme.inbox("App"), acme.website("Shop")].map(|inbox| inbox["id"].as_i64().unwrap());
    let shop_as = |secrets: bool| {
        let inbox = website_inbox(shop, "Shop", "https://shop.example.com");
        if secrets { with_secrets(inbox) } else { inbox }
    };
    let all = json!([with_secrets(api_inbox(app, "App")), shop_as(true), with_secrets(api_inbox(zoo, "zoo"))]);
    acme.ada.get(&acme.at("/inboxes")).assert(200, json!({"payload": all}));
    acme.bob.get(&acme.at("/inboxes/")).assert(200, json!({"payload": []}));
    acme.let_in(shop, &[&acme.bob]);
    acme.bob.get(&acme.at("/inboxes")).assert(200, json!({"payload": [shop_as(false)]}));
    acme.let_in(zoo, &[&acme.bob]);
    let list = acme.bob.session().get(&acme.at("/inboxes")).ok();
    assert_eq!(names(&list), ["Shop", "zoo"]);
}

#[test]
fn one_inbox_hides_its_secrets_from_agents() {
    let acme = Company::new();
    let app = acme.inbox("App")["id"].as_i64().unwrap();
    let mailbox = acme.mailbox("Mail");
    let mail = mailbox["id"].as_i64().unwrap();
    let at = |id: i64| acme.at(&format!("/inboxes/{id}"));
    acme.bob.get(&at(app)).assert_not_allowed();
    for id in [app, mail] {
        acme.let_in(id, &[&acme.bob]);
    }
    acme.ada.get(&at(app)).assert(200, with_secrets(api_inbox(app, "App")));
    acme.bob.get(&at(app)).assert(200, api_inbox(app, "App"));
    acme.bob.get(&at(mail)).assert(200, email_inbox(mail, "Mail", mailbox["email"].as_str().unwrap()));
    let settings = json!({
        "imap_enabled": false, "imap_address": "", "imap_port": any_int(), "imap_login": "", "imap_password": "",
        "smtp_enabled": false, "smtp_address": "", "smtp_port": any_int(), "smtp_login": "", "smtp_password": "",
    });
    let seen = email_inbox(mail, "Mail", mailbox["email"].as_str().unwrap());
    acme.ada.get(&at(mail)).assert(200, at_least(merged(seen, settings)));
}

#[test]
fn inboxes_are_the_accounts_own() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let inbox = acme.inbox("App")["id"].as_i64().unwrap();
    let path = acme.at(&format!("/inboxes/{inbox}"));
    theirs.ada.get(&theirs.at("/inboxes")).assert(200, json!({"payload": []}));
    theirs.ada.get(&theirs.at(&format!("/inboxes/{inbox}"))).assert_not_found();
    for path in [acme.at("/inboxes"), path] {
        theirs.ada.get(&path).assert_error(401, "You are not authorized to access this account");
        acme.server.nobody().get(&path).assert_sign_in_first();
        acme.bot("Robo").get(&path).assert_error(401, "Access to this endpoint is not authorized for bots");
    }
    for id in ["0", "-1", "9223372036854775807", "app"] {
        acme.ada.get(&acme.at(&format!("/inboxes/{id}"))).assert_not_found();
    }
    assert_eq!(acme.ada.get(&acme.at("/inboxes?page=2")).ok()["payload"][0]["id"], json!(inbox), "there are no pages");
}

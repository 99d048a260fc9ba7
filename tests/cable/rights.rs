//! Who loses a right hears nothing more, within a second.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::clients::{Client, Person};
use crate::support::seed::Company;
use crate::support::server::Server;
use crate::world::{Dialogue, identifier, listen, session, token};

const A_SECOND: Duration = Duration::from_secs(1);

/// The server ends the connection for good, and soon.
#[track_caller]
fn assert_revoked(socket: &mut Socket, since: Instant) {
    socket.assert_disconnected("unauthorized", false);
    // on a machine that is busy with other tests, too
    assert!(since.elapsed() < 3 * A_SECOND, "{:?}", since.elapsed());
}

#[track_caller]
fn assert_rejected(server: &Server, identifier: &str) {
    let mut socket = Socket::open(server);
    socket.send("subscribe", identifier);
    assert_eq!(socket.next()["type"], "reject_subscription");
}

/// What is done to Bob, and that it ends his socket and nobody else's.
#[track_caller]
fn ends_bobs_socket(deed: impl FnOnce(&Company, &Person)) {
    let acme = Dialogue::new();
    let (ada, bob) = (&acme.company.ada, &acme.company.bob);
    let before = identifier(&acme.company, bob);
    let (mut hers, mut his) = (listen(&acme.company, ada), listen(&acme.company, bob));
    let started = Instant::now();
    deed(&acme.company, bob);
    assert_revoked(&mut his, started);
    assert_rejected(&acme.company.server, &before);
    acme.hear("Help!");
    while hers.message()["data"]["content"] != "Help!" {}
}

#[test]
fn a_reset_token() {
    ends_bobs_socket(|_, bob| {
        let before = token(bob);
        let user = bob.post("/api/v1/profile/reset_access_token", ()).ok();
        assert_ne!(user["pubsub_token"], json!(before));
    });
}

#[test]
fn a_new_password() {
    ends_bobs_socket(|acme, bob| {
        let before = token(bob);
        let path = format!("/platform/api/v1/users/{}", bob.id);
        let user = acme.platform.patch(&path, json!({"password": "An0ther!pass"})).ok();
        assert_ne!(user["pubsub_token"], json!(before));
        assert_eq!(token(bob), user["pubsub_token"].as_str().unwrap());
    });
}

#[test]
fn a_new_password_of_ones_own() {
    ends_bobs_socket(|_, bob| {
        let change = json!({"profile": {"current_password": bob.password, "password": "An0ther!pass",
            "password_confirmation": "An0ther!pass"}});
        bob.put("/api/v1/profile", change).ok();
    });
}

#[test]
fn a_new_password_from_the_command_line() {
    ends_bobs_socket(|acme, bob| {
        acme.server.command(&["user", "token", "--email", &bob.email, "--reset"]);
    });
}

#[test]
fn a_new_password_by_a_link() {
    ends_bobs_socket(|acme, bob| {
        let link = acme.server.command(&["user", "reset-link", "--email", &bob.email]).stdout;
        let token = String::from_utf8(link).unwrap().trim().split('=').next_back().unwrap().to_owned();
        let reset = json!({"reset_password_token": token, "password": "An0ther!pass"});
        acme.server.nobody().put("/auth/password", reset).ok();
    });
}

/// A browser in which Bob signed in as the dashboard does: his session, and the cookie it is kept in.
fn browser(company: &Company) -> (Client, String) {
    let bob = &company.bob;
    let answer = company.server.nobody().post("/auth/sign_in", json!({"email": bob.email, "password": bob.password}));
    let names = ["access-token", "token-type", "client", "expiry", "uid"];
    let session = names.iter().fold((*company.server.nobody()).clone(), |c, name| c.with(name, answer.header(name)));
    let kept: Vec<String> = names.iter().map(|name| format!("%22{name}%22:%22{}%22", answer.header(name))).collect();
    (session, format!("a=b; cw_d_session_info=%7B{}%7D", kept.join("%2C")))
}

#[test]
fn a_session_that_ends_takes_its_sockets_along() {
    let acme = Company::new();
    let identifier = identifier(&acme, &acme.bob);
    let (laptop, laptop_cookie) = browser(&acme);
    let (phone, phone_cookie) = browser(&acme);
    let mut on_laptop = Socket::with_cookie(&acme.server, &identifier, &laptop_cookie);
    let mut on_phone = Socket::with_cookie(&acme.server, &identifier, &phone_cookie);
    // without a session, or in another person's, it stands by its token alone
    let mut elsewhere = listen(&acme, &acme.bob);
    // each newcomer is shown to those who were there
    on_laptop.events(&["presence.update", "presence.update"]);
    on_phone.event("presence.update");
    let started = Instant::now();
    laptop.delete("/auth/sign_out", ()).ok();
    assert_revoked(&mut on_laptop, started);
    on_phone.assert_silent();
    let sessions = phone.get("/api/v1/profile/sessions").ok();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    let started = Instant::now();
    acme.bob.delete(&format!("/api/v1/profile/sessions/{}", sessions[0]["id"]), ()).ok();
    assert_revoked(&mut on_phone, started);
    acme.contact("Jane");
    elsewhere.event("contact.created");
    // a cookie of a session that is over does not keep a good token out
    Socket::with_cookie(&acme.server, &identifier, &laptop_cookie);
}

#[test]
fn a_membership_that_ends() {
    ends_bobs_socket(|acme, bob| {
        let path = format!("/platform/api/v1/accounts/{}/account_users", acme.id);
        acme.platform.delete(&path, json!({"user_id": bob.id})).ok();
    });
}

#[test]
fn a_user_who_is_deleted() {
    ends_bobs_socket(|acme, bob| {
        acme.platform.delete(&format!("/platform/api/v1/users/{}", bob.id), ()).ok();
    });
}

#[test]
fn other_changes_end_nothing() {
    let acme = Company::new();
    let mut bob = listen(&acme, &acme.bob);
    acme.bob.put("/api/v1/profile", json!({"profile": {"name": "Robert", "availability": "busy"}})).ok();
    acme.bob.session().delete("/auth/sign_out", ()).ok();
    acme.platform.patch(&format!("/platform/api/v1/accounts/{}", acme.id), json!({"name": "Acme & Co"})).ok();
    bob.assert_silent();
    acme.contact("Jane");
    bob.event("contact.created");
}

#[test]
fn a_role_moves_people_to_other_rooms() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let cleo = company.agent("Cleo");
    let mut socket = listen(company, &cleo);
    acme.say("Not for Cleo");
    socket.assert_silent();
    let role = |role: &str| {
        company.ada.patch(&company.at(&format!("/agents/{}", cleo.id)), json!({"agent": {"role": role}})).ok()
    };
    role("administrator");
    acme.say("For Cleo");
    assert_eq!(socket.event("message.created")["content"], "For Cleo");
    role("agent");
    acme.say("Not for Cleo");
    socket.assert_silent();
}

#[test]
fn members_of_an_inbox_come_and_go_between_two_messages() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let cleo = company.agent("Cleo");
    let mut socket = listen(company, &cleo);
    for n in 0..20 {
        acme.say(&format!("Not for Cleo {n}"));
        company.let_in(acme.inbox, &[&cleo]);
        let id = acme.say(&format!("For Cleo {n}"));
        loop {
            let message = socket.message();
            if message["event"] == "message.created" {
                assert_eq!(message["data"]["id"], id, "{message:#}");
                break;
            }
        }
        let out = json!({"inbox_id": acme.inbox, "user_ids": [cleo.id]});
        company.ada.delete(&company.at("/inbox_members"), out).ok();
    }
    acme.say("Not for Cleo at the end");
    company.contact("End");
    loop {
        let message = socket.message();
        assert_ne!(message["event"], "message.created", "{message:#}");
        if message["event"] == "contact.created" {
            break;
        }
    }
}

#[test]
fn an_account_that_is_suspended() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let (mut bob, mut contact) = (listen(company, &company.bob), acme.listen_as_contact());
    let started = Instant::now();
    company.platform.patch(&format!("/platform/api/v1/accounts/{}", company.id), json!({"status": "suspended"})).ok();
    assert_revoked(&mut bob, started);
    assert_revoked(&mut contact, started);
}

#[test]
fn an_account_that_is_deleted() {
    let acme = Dialogue::new();
    let company = &acme.company;
    let (mut bob, mut contact) = (listen(company, &company.bob), acme.listen_as_contact());
    let started = Instant::now();
    company.platform.delete(&format!("/platform/api/v1/accounts/{}", company.id), ()).ok();
    assert_revoked(&mut bob, started);
    assert_revoked(&mut contact, started);
}

#[test]
fn an_inbox_or_contact_that_is_deleted() {
    let (acme, globex) = (Dialogue::new(), Dialogue::new());
    let mut contact = globex.listen_as_contact();
    let started = Instant::now();
    globex.company.ada.delete(&globex.company.at(&format!("/inboxes/{}", globex.inbox)), ());
    assert_revoked(&mut contact, started);
    // who is here cannot be deleted, so somebody who subscribed long ago is needed; the row alone is looked at
    let token = session(&acme.contact_token());
    acme.company.ada.delete(&acme.company.at(&format!("/contacts/{}", acme.contact)), ());
    assert_rejected(&acme.company.server, &token);
}

#[test]
fn a_person_in_two_accounts_keeps_the_other() {
    let (acme, globex) = (Company::new(), Company::named("Globex"));
    let members = |company: &Company| format!("/platform/api/v1/accounts/{}/account_users", company.id);
    acme.platform.post(&members(&globex), json!({"user_id": acme.bob.id, "role": "agent"})).ok();
    let (mut here, mut there) = (listen(&acme, &acme.bob), listen(&globex, &acme.bob));
    let started = Instant::now();
    acme.platform.delete(&members(&acme), json!({"user_id": acme.bob.id})).ok();
    assert_revoked(&mut here, started);
    let mut heard: Vec<Value> = Vec::new();
    globex.contact("Jane");
    while heard.last() != Some(&json!("contact.created")) {
        heard.push(there.message()["event"].clone());
    }
}

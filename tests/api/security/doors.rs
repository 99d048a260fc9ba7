//! Every operation with everybody who must not get in, and with those who may.

use serde_json::Value;

use super::table::Who::{Administrator, Agent, AgentOrBot, Everybody, Member, PlatformApp, Session, SignedIn, Visitor};
use super::table::has_inner_ids;
use super::worlds::{Worlds, assert_silent, query, sound};
use crate::support::clients::Client;
use crate::support::document::{Things, sample};

#[test]
fn nobody_gets_in_where_they_must_not() {
    let worlds = Worlds::new();
    let Worlds { server, own, ours, other, theirs, .. } = &worlds;
    // whoever signs in shows in the audit log
    let forged = other.ada.session().with("access-token", "forged");
    let before = worlds.others_own_view();
    let mut events = other.events();
    let (nobody, stranger, platform) = (server.nobody(), server.stranger(), server.platform());
    let wrong = server.client(&[("api_access_token", "7b2gFDm5sdYUmU1aZ3qXxxxx")]);
    let stale = own.bob.session();
    stale.delete("/auth/sign_out", ()).ok();
    let mut wrongly = Vec::new();
    for (operation, who) in worlds.operations() {
        let path = format!("{}{}", operation.at(&theirs.things), query(&operation, theirs, |_| None));
        let body = match operation.body(&worlds.document) {
            Some(schema) => sample(&worlds.document, schema, &sound),
            None => Value::Null,
        };
        let mut refused = |caller: &Client, name: &str, allowed: &[u16]| {
            let answer = caller.send(&operation.method, &path, body.clone());
            assert_silent(&answer, name);
            if !allowed.contains(&answer.status) {
                wrongly.push(format!("{name}: {} answers {} {}", answer.asked, answer.status, answer.text()));
            }
        };
        if who == Everybody {
            continue;
        }
        // sessions that are over are said not to be there
        // as a website is to whoever does not know its token
        let hides = operation.path == "/auth/sign_out" || who == Visitor;
        let strangers: &[u16] = if hides { &[404] } else { &[401] };
        refused(&nobody, "nobody", strangers);
        refused(&wrong, "a wrong token", strangers);
        refused(&stale, "a session that is over", strangers);
        let has_two_tokens = matches!(who, Session);
        if !has_two_tokens {
            refused(&forged, "a forged session", strangers);
        }
        match who {
            PlatformApp => {
                refused(&own.ada, "an administrator", &[401]);
                refused(&ours.bot, "a bot", &[401]);
                if has_inner_ids(&operation) {
                    refused(&stranger, "another platform app", &[401]);
                }
            }
            SignedIn => {
                refused(&platform, "a platform app", &[401]);
                refused(&ours.bot, "a bot", &[401]);
            }
            Agent | Administrator | AgentOrBot => {
                refused(&own.ada, "an administrator of another account", &[401]);
                refused(&own.bob, "an agent of another account", &[401]);
                refused(&ours.bot, "a bot of another account", &[401]);
                refused(&platform, "a platform app", &[401]);
                refused(&stranger, "another platform app", &[401]);
            }
            Member => {
                refused(&own.ada, "an administrator of another account", &[404]);
                refused(&own.bob, "an agent of another account", &[404]);
                refused(&ours.bot, "a bot of another account", &[401]);
                refused(&platform, "a platform app", &[401]);
            }
            Visitor => {
                refused(&other.ada, "an administrator", &[404]);
                refused(&theirs.bot, "a bot", &[404]);
            }
            Everybody | Session => {}
        }
        match who {
            Administrator => {
                let answer = other.bob.send(&operation.method, &path, body.clone());
                assert_eq!(answer.status, 401, "an agent: {} {}", answer.asked, answer.text());
            }
            Agent | Member => {}
            _ => continue,
        }
        let answer = theirs.bot.send(&operation.method, &path, body.clone());
        answer.assert_error(401, "Access to this endpoint is not authorized for bots");
    }
    assert!(wrongly.is_empty(), "{}", wrongly.join("\n"));
    events.assert_none();
    assert_eq!(worlds.others_own_view(), before);
}

#[test]
fn whoever_may_gets_in() {
    let worlds = Worlds::new();
    let Worlds { server, other, theirs, .. } = &worlds;
    let (ada, bob) = (other.ada.session(), other.bob.session());
    let visitor = other.visitor(&other.website("Shop"));
    // unknown records: what is there stays as it is, and 404 says that the caller got past the door
    let mut unknown: Things = theirs.things.keys().map(|kind| (*kind, i64::MAX)).collect();
    let mut shut = Vec::new();
    for (operation, who) in worlds.operations() {
        unknown.insert("accounts", if who == PlatformApp { i64::MAX } else { other.id });
        let path = format!("{}{}", operation.at(&unknown), query(&operation, theirs, |_| None));
        let path = path.strip_prefix("/api/v1/widget/").map_or(path.clone(), |rest| visitor.at(rest));
        let callers: Vec<(&str, Client)> = match who {
            Visitor => vec![("a visitor", visitor.client.clone())],
            Everybody => vec![("nobody", (*server.nobody()).clone())],
            Session => vec![("a session", (*other.bob.session()).clone())],
            SignedIn => vec![("a person", (*bob).clone())],
            Administrator => vec![("an administrator", (*ada).clone())],
            Agent | Member => vec![("an administrator", (*ada).clone()), ("an agent", (*bob).clone())],
            AgentOrBot => vec![("an agent", (*bob).clone()), ("a bot", theirs.bot.client.clone())],
            PlatformApp => vec![("a platform app", (*server.platform()).clone())],
        };
        for (name, caller) in callers {
            let answer = caller.send(&operation.method, &path, ());
            let is_at_the_door = answer.status == 401 && operation.path != "/auth/sign_in";
            if is_at_the_door {
                shut.push(format!("{name}: {} {}", answer.asked, answer.text()));
            }
        }
    }
    assert!(shut.is_empty(), "{}", shut.join("\n"));
}

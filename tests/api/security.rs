//! Who gets in where: one row for each operation of the document, and a walk through all of them with everybody who must not.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::support::clients::{Answer, Bot, Client};
use crate::support::document::{Operation, Things, members, operations, place, sample};
use crate::support::seed::{Company, Furniture};
use crate::support::server::{self, Server};

/// Whom an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Everybody,
    /// Whoever shows the headers of a session.
    Session,
    /// Any person.
    SignedIn,
    /// Any member of the account.
    Agent,
    Administrator,
    /// Any member of the account and its bots.
    AgentOrBot,
    PlatformApp,
}

use Who::{Administrator, Agent, AgentOrBot, Everybody, PlatformApp, Session, SignedIn};

#[rustfmt::skip]
const TABLE: &[(&str, Who)] = &[
    ("GET /health", Everybody),
    ("GET /api", Everybody),
    ("POST /auth/sign_in", Everybody),
    ("GET /auth/validate_token", Session),
    ("DELETE /auth/sign_out", Session),
    ("GET /profile", SignedIn),
    ("PUT /api/v1/profile", SignedIn),
    ("DELETE /api/v1/profile/avatar", SignedIn),
    ("POST /api/v1/profile/availability", SignedIn),
    ("POST /api/v1/profile/auto_offline", SignedIn),
    ("PUT /api/v1/profile/set_active_account", SignedIn),
    ("POST /api/v1/profile/reset_access_token", SignedIn),

    ("POST /platform/api/v1/accounts", PlatformApp),
    ("GET /platform/api/v1/accounts/{}", PlatformApp),
    ("PATCH /platform/api/v1/accounts/{}", PlatformApp),
    ("DELETE /platform/api/v1/accounts/{}", PlatformApp),
    ("GET /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("POST /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("DELETE /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("GET /platform/api/v1/agent_bots", PlatformApp),
    ("POST /platform/api/v1/agent_bots", PlatformApp),
    ("GET /platform/api/v1/agent_bots/{}", PlatformApp),
    ("PATCH /platform/api/v1/agent_bots/{}", PlatformApp),
    ("DELETE /platform/api/v1/agent_bots/{}", PlatformApp),
    ("DELETE /platform/api/v1/agent_bots/{}/avatar", PlatformApp),
    ("POST /platform/api/v1/users", PlatformApp),
    ("GET /platform/api/v1/users/{}", PlatformApp),
    ("PATCH /platform/api/v1/users/{}", PlatformApp),
    ("DELETE /platform/api/v1/users/{}", PlatformApp),
    ("GET /platform/api/v1/users/{}/login", PlatformApp),

    ("GET /api/v1/accounts/{}/agents", Agent),
    ("POST /api/v1/accounts/{}/agents", Administrator),
    ("PATCH /api/v1/accounts/{}/agents/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agents/{}", Administrator),
    ("POST /api/v1/accounts/{}/agents/bulk_create", Administrator),

    ("GET /api/v1/accounts/{}/agent_bots", Agent),
    ("POST /api/v1/accounts/{}/agent_bots", Administrator),
    ("GET /api/v1/accounts/{}/agent_bots/{}", Agent),
    ("PATCH /api/v1/accounts/{}/agent_bots/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agent_bots/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agent_bots/{}/avatar", Administrator),
    ("POST /api/v1/accounts/{}/agent_bots/{}/reset_access_token", Administrator),

    ("GET /api/v1/accounts/{}/contacts", Agent),
    ("POST /api/v1/accounts/{}/contacts", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}", Agent),
    ("PUT /api/v1/accounts/{}/contacts/{}", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}/conversations", Agent),
    ("GET /api/v1/accounts/{}/contacts/search", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/contact_inboxes", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}/contactable_inboxes", Agent),

    ("GET /api/v1/accounts/{}/conversations", Agent),
    ("POST /api/v1/accounts/{}/conversations", AgentOrBot),
    ("GET /api/v1/accounts/{}/conversations/{}", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/toggle_status", AgentOrBot),
    ("POST /api/v1/accounts/{}/conversations/{}/update_last_seen", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/assignments", AgentOrBot),
    ("GET /api/v1/accounts/{}/conversations/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/labels", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}/messages", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/messages", AgentOrBot),
    ("DELETE /api/v1/accounts/{}/conversations/{}/messages/{}", Agent),

    ("GET /api/v1/accounts/{}/inboxes", Agent),
    ("POST /api/v1/accounts/{}/inboxes", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}", Agent),
    ("PATCH /api/v1/accounts/{}/inboxes/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/inboxes/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/inboxes/{}/avatar", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}/assignable_agents", Agent),
    ("GET /api/v1/accounts/{}/assignable_agents", Agent),
    ("GET /api/v1/accounts/{}/inbox_members/{}", Agent),
    ("POST /api/v1/accounts/{}/inbox_members", Administrator),
    ("PATCH /api/v1/accounts/{}/inbox_members", Administrator),
    ("DELETE /api/v1/accounts/{}/inbox_members", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}/agent_bot", Agent),
    ("POST /api/v1/accounts/{}/inboxes/{}/set_agent_bot", Administrator),

    ("GET /api/v1/accounts/{}/integrations/apps", Agent),
    ("POST /api/v1/accounts/{}/integrations/hooks", Administrator),
    ("PATCH /api/v1/accounts/{}/integrations/hooks", Administrator),
    ("DELETE /api/v1/accounts/{}/integrations/hooks", Administrator),

    ("GET /api/v1/accounts/{}/teams", Agent),
    ("POST /api/v1/accounts/{}/teams", Administrator),
    ("GET /api/v1/accounts/{}/teams/{}", Agent),
    ("PATCH /api/v1/accounts/{}/teams/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/teams/{}", Administrator),
    ("GET /api/v1/accounts/{}/teams/{}/team_members", Agent),
    ("POST /api/v1/accounts/{}/teams/{}/team_members", Administrator),
    ("PATCH /api/v1/accounts/{}/teams/{}/team_members", Administrator),
    ("DELETE /api/v1/accounts/{}/teams/{}/team_members", Administrator),

    ("GET /api/v1/accounts/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/labels", Administrator),
    ("GET /api/v1/accounts/{}/labels/{}", Administrator),
    ("PATCH /api/v1/accounts/{}/labels/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/labels/{}", Administrator),
];

fn row_of(operation: &Operation) -> String {
    format!("{} {}", operation.method, place(&operation.path))
}

fn is_of_account(operation: &Operation) -> bool {
    operation.path.starts_with("/api/v1/accounts/{")
}

/// Parameters in the path, but the account.
fn has_inner_ids(operation: &Operation) -> bool {
    operation.path.matches('{').count() > usize::from(is_of_account(operation))
}

#[test]
fn each_operation_has_a_row_and_each_row_an_operation() {
    let document = server::shared().nobody().get("/swagger/swagger.json").ok();
    let served: Vec<String> = operations(&document).iter().map(row_of).collect();
    let without_row: Vec<_> = served.iter().filter(|name| !TABLE.iter().any(|(row, _)| row == name)).collect();
    let without_operation: Vec<_> = TABLE.iter().filter(|(row, _)| !served.iter().any(|name| name == row)).collect();
    assert!(without_row.is_empty(), "in the document, not in the table: {without_row:#?}");
    assert!(without_operation.is_empty(), "in the table, not in the document: {without_operation:#?}");
}

/// A word that is in every name of the other account, and nowhere else.
const WORD: &str = "zanzibar";

/// Two companies that must not know of each other, and who there is.
struct Worlds {
    server: Arc<Server>,
    document: Value,
    /// Us.
    own: Company,
    ours: Furniture,
    /// The others, all of whose names have [`WORD`] in them.
    other: Company,
    theirs: Furniture,
}

impl Worlds {
    fn new() -> Worlds {
        let server = Arc::new(Server::start());
        let document = server.nobody().get("/swagger/swagger.json").ok();
        let own = Company::on(server.clone(), "Acme");
        let ours = own.furnish("acme", 1);
        let people = [format!("{WORD}-ada"), format!("{WORD}-bob")];
        let other = Company::with_people(server.clone(), WORD, [&people[0], &people[1]]);
        let theirs = other.furnish(WORD, 3);
        Worlds { server, document, own, ours, other, theirs }
    }

    fn operations(&self) -> Vec<(Operation, Who)> {
        let who = |operation: &Operation| TABLE.iter().find(|(row, _)| *row == row_of(operation)).map(|(_, who)| *who);
        operations(&self.document).into_iter().filter_map(|o| who(&o).map(|who| (o, who))).collect()
    }

    /// What the others see of themselves: everything that can be read, as an administrator, an agent and the platform do.
    fn others_own_view(&self) -> BTreeMap<String, Value> {
        let mut seen = BTreeMap::new();
        for (operation, who) in self.operations().iter().filter(|(operation, _)| !operation.writes()) {
            let callers: &[&Client] = match who {
                Agent | Administrator | AgentOrBot => &[&self.other.ada, &self.other.bob],
                PlatformApp if !operation.path.ends_with("/login") => &[&self.server.platform()],
                _ => continue,
            };
            for (i, caller) in callers.iter().enumerate() {
                let answer =
                    caller.get(&format!("{}{}", operation.at(&self.theirs.things), query(operation, |_| None)));
                seen.insert(format!("{i} {}", operation.name()), answer.body);
            }
        }
        seen
    }
}

/// The query an operation cannot do without, and what the caller puts into it.
fn query(operation: &Operation, fill: impl Fn(&str) -> Option<String>) -> String {
    let value = |name: &str| fill(name).or((name == "q").then(|| "a".to_owned()));
    let pairs: Vec<String> =
        operation.query().iter().filter_map(|name| value(name).map(|value| format!("{name}={value}"))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

#[track_caller]
fn assert_silent(answer: &Answer, who: &str) {
    assert!(!answer.text().to_lowercase().contains(WORD), "{who}: {} tells {}", answer.asked, answer.text());
    let headers = format!("{:?}", answer.headers);
    assert!(!headers.to_lowercase().contains(WORD), "{who}: {} tells {headers}", answer.asked);
}

#[test]
fn nobody_gets_in_where_they_must_not() {
    let worlds = Worlds::new();
    let Worlds { server, own, ours, other, theirs, .. } = &worlds;
    let before = worlds.others_own_view();
    let mut events = other.events();
    let (nobody, stranger, platform) = (server.nobody(), server.stranger(), server.platform());
    let wrong = server.client(&[("api_access_token", "7b2gFDm5sdYUmU1aZ3qXxxxx")]);
    let forged = other.ada.session().with("access-token", "forged");
    let stale = own.bob.session();
    stale.delete("/auth/sign_out", ()).ok();
    let mut wrongly = Vec::new();
    for (operation, who) in worlds.operations() {
        let path = format!("{}{}", operation.at(&theirs.things), query(&operation, |_| None));
        let body = match operation.body(&worlds.document) {
            Some(schema) => sample(&worlds.document, schema, &|_| None),
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
        let strangers: &[u16] = if operation.path == "/auth/sign_out" { &[404] } else { &[401] };
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
            Everybody | Session => {}
        }
        match who {
            Administrator => {
                let answer = other.bob.send(&operation.method, &path, body.clone());
                assert_eq!(answer.status, 401, "an agent: {} {}", answer.asked, answer.text());
            }
            Agent => {}
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
    // unknown records: what is there stays as it is, and 404 says that the caller got past the door
    let mut unknown: Things = theirs.things.keys().map(|kind| (*kind, i64::MAX)).collect();
    let mut shut = Vec::new();
    for (operation, who) in worlds.operations() {
        unknown.insert("accounts", if who == PlatformApp { i64::MAX } else { other.id });
        let path = format!("{}{}", operation.at(&unknown), query(&operation, |_| None));
        let callers: Vec<(&str, Client)> = match who {
            Everybody => vec![("nobody", (*server.nobody()).clone())],
            Session => vec![("a session", (*other.bob.session()).clone())],
            SignedIn => vec![("a person", (*bob).clone())],
            Administrator => vec![("an administrator", (*ada).clone())],
            Agent => vec![("an administrator", (*ada).clone()), ("an agent", (*bob).clone())],
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

#[test]
fn a_foreign_record_is_not_found_inside_the_own_account() {
    let worlds = Worlds::new();
    let Worlds { own, ours, other, theirs, .. } = &worlds;
    let before = worlds.others_own_view();
    let mut events = other.events();
    let mut foreign = theirs.things.clone();
    foreign.insert("accounts", own.id);
    for (operation, who) in worlds.operations().into_iter().filter(|(operation, _)| is_of_account(operation)) {
        if !has_inner_ids(&operation) {
            continue;
        }
        let path = format!("{}{}", operation.at(&foreign), query(&operation, |_| None));
        let body = operation.body(&worlds.document).map(|schema| sample(&worlds.document, schema, &|_| None));
        let callers: &[(&str, &Client)] = match who {
            AgentOrBot => &[("an administrator", &own.ada), ("an agent", &own.bob), ("a bot", &ours.bot)],
            Agent => &[("an administrator", &own.ada), ("an agent", &own.bob)],
            _ => &[("an administrator", &own.ada)],
        };
        for (name, caller) in callers {
            let answer = caller.send(&operation.method, &path, body.clone().unwrap_or_default());
            assert_silent(&answer, name);
            assert_eq!(answer.status, 404, "{name}: {} {}", answer.asked, answer.text());
        }
    }
    events.assert_none();
    assert_eq!(worlds.others_own_view(), before);
}

/// A foreign record for a property or parameter of this name.
fn foreign_id(name: &str, theirs: &Furniture) -> Option<Value> {
    let id = |kind: &str| Some(json!(theirs.things[kind]));
    let ids = |kind: &str| Some(json!([theirs.things[kind]]));
    match name.trim_end_matches("[]") {
        "inbox_id" => id("inboxes"),
        "contact_id" => id("contacts"),
        "assignee_id" | "user_id" => id("users"),
        "user_ids" => ids("users"),
        "team_id" => id("teams"),
        "team_ids" => ids("teams"),
        "agent_bot" | "sender_id" | "agent_bot_id" => id("agent_bots"),
        "hook_id" => id("hooks"),
        "conversation_id" => id("conversations"),
        "in_reply_to" | "before" | "after" => id("messages"),
        "source_id" => Some(json!(theirs.source_id)),
        _ => None,
    }
}

/// The bodies that mention foreign records: one with all of them, and one for each alone.
fn foreign_bodies(worlds: &Worlds, operation: &Operation) -> Vec<Value> {
    let Some(schema) = operation.body(&worlds.document) else { return Vec::new() };
    let all = sample(&worlds.document, schema, &|name| foreign_id(name, &worlds.theirs));
    let names = members(&worlds.document, schema).into_keys().collect::<Vec<_>>();
    let mut bodies: Vec<Value> = Vec::new();
    for name in names {
        let Some(id) = foreign_id(&name, &worlds.theirs) else { continue };
        bodies.push(json!({ &name: id }));
        // beside a record of our own, which lets the call get as far as the foreign one
        for own in ["inbox_id", "contact_id"].into_iter().filter(|own| *own != name) {
            let ours = foreign_id(own, &worlds.ours);
            bodies.push(json!({ &name: id, own: ours }));
        }
    }
    if all.as_object().is_some_and(|all| *all != Map::new()) {
        bodies.push(json!({"sender_type": "AgentBot", "assignee_type": "AgentBot", "assignee_id": worlds.theirs.things["agent_bots"]}));
        bodies.push(all);
    }
    bodies
}

#[test]
fn foreign_records_in_bodies_and_queries_stay_foreign() {
    let worlds = Worlds::new();
    let Worlds { own, ours, other, theirs, .. } = &worlds;
    let before = worlds.others_own_view();
    let mut events = other.events();
    let operations = worlds.operations();
    let of_account = || operations.iter().map(|(operation, _)| operation).filter(|operation| is_of_account(operation));
    let mut asked = 0;
    for operation in of_account().filter(|operation| operation.method != "DELETE") {
        let path = operation.at(&ours.things);
        for body in foreign_bodies(&worlds, operation) {
            let answer = own.ada.send(&operation.method, &path, body.clone());
            assert_silent(&answer, &body.to_string());
            asked += 1;
        }
        for name in operation.query().iter().filter(|name| foreign_id(name, theirs).is_some()) {
            let fill = |other: &str| {
                let id = foreign_id(other, theirs).filter(|_| other == name)?;
                Some(id.as_str().map_or_else(|| id.to_string(), str::to_owned))
            };
            let answer = own.ada.send(&operation.method, &format!("{path}{}", query(operation, fill)), ());
            assert_silent(&answer, name);
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    // whatever was accepted brought nothing of theirs to us
    for operation in of_account().filter(|operation| !operation.writes()) {
        let path = format!("{}{}", operation.at(&ours.things), query(operation, |_| None));
        assert_silent(&own.ada.get(&path), "an administrator");
        assert_silent(&own.bob.get(&path), "an agent");
    }
    events.assert_none();
    assert_eq!(worlds.others_own_view(), before);
}

#[test]
fn an_agent_sees_only_their_inboxes() {
    let acme = Company::new();
    let things = acme.furnish("acme", 1).things;
    let cleo = acme.agent("Cleo");
    let (inbox, conversation) = (things["inboxes"], things["conversations"]);
    let at = |path: &str| acme.at(&path.replace("{}", &conversation.to_string()));
    for (method, path, body) in [
        ("GET", "/conversations/{}", json!(null)),
        ("POST", "/conversations/{}/toggle_status", json!({"status": "resolved"})),
        ("POST", "/conversations/{}/assignments", json!({"assignee_id": cleo.id})),
        ("GET", "/conversations/{}/labels", json!(null)),
        ("POST", "/conversations/{}/labels", json!({"labels": ["a"]})),
        ("GET", "/conversations/{}/messages", json!(null)),
        ("POST", "/conversations/{}/messages", json!({"content": "hello"})),
    ] {
        cleo.send(method, &at(path), body).assert_not_allowed();
    }
    let message = at(&format!("/conversations/{{}}/messages/{}", things["messages"]));
    cleo.delete(&message, ()).assert_not_allowed();
    cleo.get(&at(&format!("/inboxes/{inbox}/agent_bot"))).assert_not_allowed();
    let new = json!({"inbox_id": inbox, "contact_id": things["contacts"]});
    cleo.post(&at("/conversations"), new).assert_not_allowed();
    let link = json!({"inbox_id": inbox});
    cleo.post(&at(&format!("/contacts/{}/contact_inboxes", things["contacts"])), link).assert_not_allowed();
    let list = cleo.get(&at("/conversations?status=all")).ok();
    assert_eq!((&list["data"]["payload"], &list["data"]["meta"]["all_count"]), (&json!([]), &json!(0)));
    assert_eq!(cleo.get(&at("/inboxes")).ok()["payload"], json!([]));
    let of_contact = format!("/contacts/{}/conversations", things["contacts"]);
    assert_eq!(cleo.get(&at(&of_contact)).ok()["payload"], json!([]));
    let contactable = format!("/contacts/{}/contactable_inboxes", things["contacts"]);
    assert_eq!(cleo.get(&at(&contactable)).ok()["payload"], json!([]));
    acme.let_in(inbox, &[&acme.bob, &cleo]);
    cleo.get(&at("/conversations/{}")).ok();
    cleo.post(&at("/conversations/{}/messages"), json!({"content": "hello"})).ok();
}

#[test]
fn a_bots_token_ends_at_its_account() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    let furniture = acme.furnish("acme", 1);
    let there = theirs.furnish("theirs", 1);
    let Bot { client: robo, .. } = &furniture.bot;
    let messages = |company: &Company, things: &Things| {
        company.at(&format!("/conversations/{}/messages", things["conversations"]))
    };
    robo.post(&messages(&acme, &furniture.things), json!({"content": "hello"})).ok();
    let foreign = robo.post(&messages(&theirs, &there.things), json!({"content": "hello"}));
    foreign.assert_error(401, "Bot is not authorized to access this account");
}

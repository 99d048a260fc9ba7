//! Whatever is sent: an answer of the contract, never a fault, and the server lives on.
//!
//! Every operation gets the corpus with valid credentials and real ids. That no answer is a 500 is checked by the clients.

mod bodies;
mod conditions;
mod paths;
mod wire;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::body::Body;
use crate::support::clients::{Answer, Client};
use crate::support::document::{Operation, operations};
use crate::support::seed::{Company, Furniture};
use crate::support::server::Server;
use crate::support::visitors::Outside;

/// A company with everything in it, on a server that may be mistreated.
struct Victim {
    server: Arc<Server>,
    document: Value,
    company: Company,
    furniture: Furniture,
    platform: Client,
    /// The administrator, by a session: it outlives a new token.
    person: Client,
    outside: Outside,
}

impl Victim {
    fn new() -> Victim {
        let server = Arc::new(Server::start());
        let document = server.nobody().get("/swagger/swagger.json").ok();
        let company = Company::on(server.clone(), "Acme");
        let furniture = company.furnish("acme", 2);
        let (platform, person) = ((*server.platform()).clone(), (*company.ada.session()).clone());
        let outside = Outside::of(&company);
        Victim { server, document, company, furniture, platform, person, outside }
    }

    /// Those who take a body and leave what others need; deletions come last.
    fn operations(&self) -> Vec<Operation> {
        let mut all = operations(&self.document);
        let rank = |operation: &Operation| {
            let ends = operation.path.ends_with("/sign_out") || operation.path.ends_with("/reset_access_token");
            let takes_all = operation.method == "DELETE" && operation.path.ends_with("accounts/{account_id}");
            (operation.method == "DELETE", takes_all, ends)
        };
        all.sort_by_key(rank);
        all
    }

    fn caller(&self, operation: &Operation) -> &Client {
        let insider = if operation.path.starts_with("/platform/") { &self.platform } else { &self.person };
        self.outside.caller(operation).unwrap_or(insider)
    }

    /// Where the operation is.
    fn at(&self, operation: &Operation) -> String {
        self.outside.at(operation, &self.furniture.things)
    }

    #[track_caller]
    fn try_on(&self, operation: &Operation, body: Body, what: &str) {
        let path = self.outside.with_query(operation, &self.at(operation));
        let answer = self.caller(operation).send(&operation.method, &path, body);
        assert_well_formed(&answer, what);
    }

    /// Still there, with all it had.
    fn assert_alive(&self) {
        self.server.nobody().get("/health").assert(200, json!({"status": "woot"}));
        let log = std::fs::read_to_string(self.server.database().with_file_name("server.log")).unwrap();
        assert!(!log.contains("panicked"), "{log}");
        self.server.command(&["check"]);
    }
}

/// 2xx or 4xx, with nothing or JSON in the body; a refusal says something.
#[track_caller]
fn assert_well_formed(answer: &Answer, what: &str) {
    let what = || format!("{} with {}: {}", answer.asked, what.chars().take(120).collect::<String>(), answer.status);
    assert!(matches!(answer.status, 200..=299 | 400..=499), "{}", what());
    if answer.bytes.is_empty() {
        // to these questions Chatwoot's no is an empty one
        let is_no = [(404, "/contact_inboxes/filter"), (422, "/reports/conversations")]
            .iter()
            .any(|(status, path)| answer.status == *status && answer.asked.contains(path));
        assert!(answer.status < 300 || is_no, "{}: nothing is said", what());
        return;
    }
    if answer.status == 200 && answer.header("content-type") == "text/csv; charset=utf-8" {
        return;
    }
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{}", what());
    let parsed: Result<Value, _> = serde_json::from_slice(&answer.bytes);
    assert!(parsed.is_ok(), "{}: no JSON: {}", what(), answer.text());
}

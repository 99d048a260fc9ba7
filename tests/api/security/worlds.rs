//! Two companies on one server, and what one of them sees of itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::table::{TABLE, Who, row_of};
use crate::support::clients::{Answer, Client};
use crate::support::document::{Operation, operations};
use crate::support::seed::{Company, Furniture};
use crate::support::server::Server;

/// A word that is in every name of the other account, and nowhere else.
pub const WORD: &str = "zanzibar";

/// Two companies that must not know of each other, and who there is.
pub struct Worlds {
    pub server: Arc<Server>,
    pub document: Value,
    /// Us.
    pub own: Company,
    pub ours: Furniture,
    /// The others, all of whose names have [`WORD`] in them.
    pub other: Company,
    pub theirs: Furniture,
}

impl Worlds {
    pub fn new() -> Worlds {
        let server = Arc::new(Server::start());
        let document = server.nobody().get("/swagger/swagger.json").ok();
        let own = Company::on(server.clone(), "Acme");
        let ours = own.furnish("acme", 1);
        let people = [format!("{WORD}-ada"), format!("{WORD}-bob")];
        let other = Company::with_people(server.clone(), WORD, [&people[0], &people[1]]);
        let theirs = other.furnish(WORD, 3);
        Worlds { server, document, own, ours, other, theirs }
    }

    pub fn operations(&self) -> Vec<(Operation, Who)> {
        let who = |operation: &Operation| TABLE.iter().find(|(row, _)| *row == row_of(operation)).map(|(_, who)| *who);
        operations(&self.document).into_iter().filter_map(|o| who(&o).map(|who| (o, who))).collect()
    }

    /// What the others see of themselves: everything that can be read, as an administrator, an agent and the platform do.
    pub fn others_own_view(&self) -> BTreeMap<String, Value> {
        let mut seen = BTreeMap::new();
        self.server.wait_until(UNCOUNTED, 0);
        for (operation, who) in self.operations().iter().filter(|(operation, _)| !operation.writes()) {
            let callers: &[&Client] = match who {
                Who::Agent | Who::Member | Who::Administrator | Who::AgentOrBot => &[&self.other.ada, &self.other.bob],
                Who::PlatformApp if !operation.path.ends_with("/login") => &[&self.server.platform()],
                _ => continue,
            };
            for (i, caller) in callers.iter().enumerate() {
                let answer = caller.get(&format!(
                    "{}{}",
                    operation.at(&self.theirs.things),
                    query(operation, &self.theirs, |_| None)
                ));
                assert!(answer.status == 200 || i > 0, "{}: {}", answer.asked, answer.text());
                seen.insert(format!("{i} {}", operation.name()), answer.body);
            }
        }
        seen
    }
}

/// What reports do not tell of yet: they are a second behind.
const UNCOUNTED: &str = "select count(*) from outbox o where id > (select last from reporting_cursor)
    and exists (select 1 from conversations c join inboxes i on i.id = c.inbox_id and i.deleted_at is null where c.id = o.conversation_id)
    and case name
    when 'conversation_created' then 1
    when 'conversation_updated' then exists (select 1 from json_each(o.changes)
        where key in ('status', 'assignee_id', 'team_id', 'label_list', 'first_reply_created_at'))
    when 'message_created' then exists (select 1 from messages where id = o.subject_id and message_type in (0, 1))
    end";

/// The query an operation needs to show all it can, and what the caller puts into it.
pub fn query(operation: &Operation, furniture: &Furniture, fill: impl Fn(&str) -> Option<String>) -> String {
    let needed = |name: &str| match name.trim_end_matches("[]") {
        "q" => Some("a".to_owned()),
        "status" => Some("all".to_owned()),
        "inbox_ids" => Some(furniture.things["inboxes"].to_string()),
        "type" if operation.path.ends_with("/reports/conversations") => Some("account".to_owned()),
        "group_by" if operation.path.ends_with("/grouped_conversation_metrics") => Some("team_id".to_owned()),
        _ => None,
    };
    let value = |name: &str| fill(name).or_else(|| needed(name));
    let pairs: Vec<String> =
        operation.query().iter().filter_map(|name| value(name).map(|value| format!("{name}={value}"))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// What the schema does not say of a member: nothing but the record may be what is refused.
pub fn sound(name: &str) -> Option<Value> {
    (name == "bot_type").then(|| json!("webhook"))
}

#[track_caller]
pub fn assert_silent(answer: &Answer, who: &str) {
    assert!(!answer.text().to_lowercase().contains(WORD), "{who}: {} tells {}", answer.asked, answer.text());
    let headers = format!("{:?}", answer.headers);
    assert!(!headers.to_lowercase().contains(WORD), "{who}: {} tells {headers}", answer.asked);
}

//! What the callers ask for.

use std::sync::Arc;

use rand::RngExt;
use rand::rngs::StdRng;

use crate::client;
use crate::load::Ask;
use crate::seed;

/// A reply of ordinary length.
pub const CONTENT: &str =
    "Thank you for waiting: your parcel left our house this morning, and it should arrive by Thursday evening.";

/// A conversation that has had its first reply and whose contact waits for nothing. A further one by the administrator is one message
/// and one event, of which no colleague has to be told.
pub fn answered(rng: &mut StdRng, conversations: i64) -> i64 {
    pick(rng, conversations, |id| !seed::is_waiting(id) && !seed::is_a_colleagues(id))
}

/// A conversation with more messages than a page has.
pub fn long(rng: &mut StdRng, conversations: i64) -> i64 {
    pick(rng, conversations, seed::is_long)
}

fn pick(rng: &mut StdRng, conversations: i64, is_wanted: impl Fn(i64) -> bool) -> i64 {
    loop {
        let id = rng.random_range(1..=conversations);
        if is_wanted(id) {
            return id;
        }
    }
}

/// A further reply of an agent, in any of the answered conversations. `root` is what the path begins with.
pub fn reply(conversations: i64, root: &'static str) -> Ask {
    say(conversations, root, answered)
}

/// A further reply in a colleague's conversation: a message, a notification that takes the place of the last, and an event of each.
pub fn reply_for_a_colleague(conversations: i64) -> Ask {
    let colleagues = |id| !seed::is_waiting(id) && seed::is_a_colleagues(id);
    say(conversations, "", move |rng, conversations| pick(rng, conversations, colleagues))
}

fn say(
    conversations: i64,
    root: &'static str,
    choose: impl Fn(&mut StdRng, i64) -> i64 + Send + Sync + 'static,
) -> Ask {
    let body = serde_json::json!({ "content": CONTENT, "message_type": "outgoing" }).to_string();
    Arc::new(move |rng, request| {
        let id = choose(rng, conversations);
        client::post(request, &format!("{root}/api/v1/accounts/1/conversations/{id}/messages"), &body);
    })
}

/// The newest messages of any of the long conversations.
pub fn message_page(conversations: i64, root: &'static str) -> Ask {
    Arc::new(move |rng, request| {
        let id = long(rng, conversations);
        client::get(request, &format!("{root}/api/v1/accounts/1/conversations/{id}/messages"));
    })
}

/// Any conversation.
pub fn conversation(conversations: i64) -> Ask {
    Arc::new(move |rng, request| {
        let id = rng.random_range(1..=conversations);
        client::get(request, &format!("/api/v1/accounts/1/conversations/{id}"));
    })
}

/// Always the same path below the account.
pub fn path(path: &str) -> Ask {
    let path = format!("/api/v1/accounts/1/{path}");
    Arc::new(move |_, request| client::get(request, &path))
}

/// The newest messages of this conversation.
pub fn newest_of(conversation: i64) -> Ask {
    path(&format!("conversations/{conversation}/messages"))
}

/// Conversations that meet all of these conditions: each an attribute, an operator and a value.
pub fn filter(conditions: &[(&str, &str, &str)]) -> Ask {
    let condition = |(key, operator, value): &(&str, &str, &str)| {
        serde_json::json!({
            "attribute_key": key, "filter_operator": operator, "values": [value], "query_operator": "AND",
        })
    };
    let payload: Vec<serde_json::Value> = conditions.iter().map(condition).collect();
    let body = serde_json::json!({ "payload": payload }).to_string();
    Arc::new(move |_, request| client::post(request, "/api/v1/accounts/1/conversations/filter", &body))
}

/// A report over the last twelve months.
pub fn report(path: &str) -> Ask {
    let now = seed::now() / 1000;
    let path = format!("/api/v2/accounts/1/{path}since={}&until={now}", now - 365 * 86_400);
    Arc::new(move |_, request| client::get(request, &path))
}

/// A merge of two contacts, of whom the first remains.
pub fn merge([base, mergee]: [i64; 2]) -> Ask {
    let body = serde_json::json!({ "base_contact_id": base, "mergee_contact_id": mergee }).to_string();
    Arc::new(move |_, request| client::post(request, "/api/v1/accounts/1/actions/contact_merge", &body))
}

/// One such request.
pub fn example(ask: &Ask) -> Vec<u8> {
    let mut request = Vec::new();
    ask(&mut rand::make_rng(), &mut request);
    request
}

//! Tag Conversation: the list, new conversations, one of them, its status.

mod attributes;
mod automatic;
mod bulk;
mod conditions;
mod create;
mod delete;
mod drafts;
mod files;
mod filter;
mod first_message;
mod list;
mod merge;
mod muting;
mod participants;
mod priority;
mod refusals;
mod search;
mod show;
mod sort;
mod status;
mod unread;
mod viewers;

use serde_json::Value;

use crate::support::Company;
use crate::support::clients::{Answer, Client};

/// No conversation at all.
const NONE: [i64; 0] = [];

/// The list of conversations with this query: `status=all&page=2`.
#[track_caller]
fn list(company: &Company, who: &Client, query: &str) -> Answer {
    who.get(&company.at(&format!("/conversations?{query}")))
}

/// The numbers of the conversations in the list, in its order.
#[track_caller]
fn listed(company: &Company, who: &Client, query: &str) -> Vec<i64> {
    let list = list(company, who, query).ok();
    list["data"]["payload"].as_array().unwrap().iter().map(|shown| shown["id"].as_i64().unwrap()).collect()
}

/// The counts above the list: of the caller's, of anybody's, of nobody's, of all.
#[track_caller]
fn counts(company: &Company, who: &Client, query: &str) -> [i64; 4] {
    let meta = list(company, who, query).ok()["data"]["meta"].clone();
    let count = |name: &str| -> Option<i64> { meta.get(name)?.as_i64() };
    ["mine_count", "assigned_count", "unassigned_count", "all_count"].map(|name| count(name).unwrap())
}

/// The inbox and the contact's source id in it.
#[track_caller]
fn source_id(company: &Company, contact: i64) -> Value {
    let shown = company.ada.get(&company.at(&format!("/contacts/{contact}"))).ok();
    shown["payload"]["contact_inboxes"][0]["source_id"].clone()
}

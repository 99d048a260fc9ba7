//! Tag Contact: the list and the search, one contact, where they are reached, what they wrote.

mod active;
mod addresses;
mod attributes;
mod conditions;
mod conversations;
mod create;
mod delete;
mod exports;
mod imports;
mod labels;
mod list;
mod merging;
mod notes;
mod search;
mod update;

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::clients::Client;

/// No contact at all.
const NONE: [&str; 0] = [];

/// Makes a contact; answers their id.
#[track_caller]
fn make(company: &Company, contact: Value) -> i64 {
    let made = company.ada.post(&company.at("/contacts"), contact).ok();
    made["payload"]["contact"]["id"].as_i64().unwrap()
}

/// Makes a contact of this name, with an identifier that puts them into the list.
#[track_caller]
fn named(company: &Company, name: &str) -> i64 {
    make(company, json!({"name": name, "identifier": format!("id-{name}")}))
}

/// The names in a list, in its order.
#[track_caller]
fn names(who: &Client, path: &str) -> Vec<String> {
    let list = who.get(path).ok();
    let names = list["payload"].as_array().unwrap().iter();
    names.map(|contact| contact["name"].as_str().unwrap_or_default().to_owned()).collect()
}

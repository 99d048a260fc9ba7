//! Tag Inbox: inboxes of three kinds, their members, their bot, and what becomes of a deleted one.

mod bot;
mod create;
mod delete;
mod list;
mod members;
mod update;

use serde_json::{Value, json};

use crate::support::Company;
use crate::support::clients::Answer;

/// Tries to make an inbox as the administrator.
#[track_caller]
fn make(company: &Company, inbox: Value) -> Answer {
    company.ada.post(&company.at("/inboxes"), inbox)
}

/// A channel in which programs speak.
fn api() -> Value {
    json!({"type": "api"})
}

/// A channel of a website.
fn website() -> Value {
    json!({"type": "web_widget", "website_url": "https://shop.example.com"})
}

/// The names in a list, in its order.
fn names(list: &Value) -> Vec<&str> {
    list["payload"].as_array().unwrap().iter().map(|inbox| inbox["name"].as_str().unwrap()).collect()
}

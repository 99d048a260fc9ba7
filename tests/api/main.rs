//! The API from outside: the real executable, called over HTTP. How a test looks: `support/mod.rs`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod account;
mod account_agent_bots;
mod account_users;
mod accounts;
mod agent_bots;
mod agents;
mod attachments;
mod audit_logs;
mod automation;
mod campaigns;
mod canned_responses;
mod client_api;
mod contact;
mod conversation;
mod conversation_assignment;
mod conversation_labels;
mod crash;
mod csat;
mod custom_attributes;
mod custom_filters;
mod dashboard_apps;
mod encodings;
mod hostile;
mod idempotency;
mod inbox;
mod integrations;
mod labels;
mod messages;
mod notifications;
mod openapi;
mod own_sessions;
mod profile;
mod reports;
mod retention;
mod search;
mod second_factor;
mod security;
mod sign_in;
mod sign_in_links;
#[allow(dead_code, reason = "other test executables use the rest")]
mod support;
mod teams;
mod users;
mod webhooks;
mod widget;

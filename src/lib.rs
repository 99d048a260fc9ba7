//! chatwoot-lite: the Chatwoot service in one executable and one SQLite file.

pub mod access;
pub mod accounts;
pub mod app;
pub mod attributes;
pub mod base;
pub mod bots;
pub mod cli;
pub mod client_api;
pub mod contacts;
pub mod conversations;
pub mod custom_filters;
pub mod delivery;
pub mod files;
pub mod http;
pub mod hub;
pub mod inboxes;
pub mod integrations;
pub mod labels;
pub mod messages;
pub mod server;
pub mod store;
pub mod tags;
pub mod teams;
pub mod users;
pub mod widget;

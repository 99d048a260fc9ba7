//! Tag Messages: answers, notes and messages of the contact, their list, and what becomes of a deleted one.

mod content;
mod create;
mod delete;
mod list;
mod refusals;
mod status;
mod templates;
mod unseen;

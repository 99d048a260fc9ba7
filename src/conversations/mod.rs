//! Conversations: their rows, status, assignment, labels, lists.

mod filter;
mod listing;
mod model;
mod sql;

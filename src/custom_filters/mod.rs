//! Filters that people keep under a name, each for themselves.
//!
//! What is kept is what the client sent: it is only read when it comes back as a filter. May touch custom_filters.

mod api;
mod model;
mod service;
mod sql;
pub mod wire;

pub use api::CustomFiltersApi;
pub use model::{CustomFilter, CustomFilterChange, FilterType};
pub use service::{create, delete, update};
pub use sql::{find, list};

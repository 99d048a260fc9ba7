//! Macros: actions that an agent does to conversations by one word (contract 7.11).

mod api;
mod execution;
mod model;
mod service;
pub mod wire;

pub use api::MacrosApi;
pub use execution::run;
pub use model::{Macro, Visibility};

//! The website's side: visitors of a page who write through its widget.
//!
//! A visitor is known by a signed token that stands for a session and needs no row: contact and session are stored with the
//! first thing the visitor says. Has no table of its own.

mod api;
mod browser;
mod campaign;
mod languages;
mod page;
mod principal;
mod service;
pub mod tokens;
mod views;
pub mod wire;

pub use api::{Apis, apis};
pub use page::{Page, ROUTE};
pub use principal::{Site, Visitor};
pub use service::{Here, Written, hmac_fits, say};
pub use views::messages;

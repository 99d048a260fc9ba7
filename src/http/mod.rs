//! The web toolkit; knows no domain.
//!
//! What goes in ([`Params`], [`Query`], [`Position`]), what comes out ([`Fast`], [`Empty`]), how failures look ([`errors`]), and the layers
//! around the router. The input side may use `files` and `store`, for uploads only.

pub mod assets;
mod coerce;
pub mod compression;
pub mod conditional;
pub mod cors;
pub mod docs;
pub mod downloads;
pub mod errors;
mod fast;
pub mod leftovers;
pub mod limits;
mod mark;
pub mod methods;
mod params;
pub mod rewrite;
pub mod server;
pub mod uploads;
pub mod wire;
mod words;

pub use fast::{Answer, Csv, Done, Empty, Fast, NoContent};
pub use params::{Flat, Params, Position, Query, Root};

//! The web toolkit; knows no domain.

pub mod conditional;
pub mod cors;
pub mod methods;
pub mod server;

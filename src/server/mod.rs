//! What the server says about itself: that it is well, and which Chatwoot it speaks like.

mod api;
mod wire;

pub use api::ServerApi;
pub use wire::CHATWOOT;

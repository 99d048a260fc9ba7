//! Groups of agents: a conversation may belong to one, and whoever is in it may see that conversation.
//!
//! May touch teams and team_members; takes a team that is being deleted off its conversations.

mod api;
mod deletion;
mod members;
mod model;
mod service;
mod sql;
#[cfg(test)]
mod tests;
mod views;
pub mod wire;

pub use api::{TeamMembersApi, TeamsApi};
pub use deletion::{delete, deletion_step};
pub use members::{add as add_members, remove as remove_members, replace as replace_members};
pub use model::{Team, TeamChange};
pub use service::{create, update};
pub use sql::{find, member_ids};
pub use views::views;

//! People who log in: as platform apps provision them, as their accounts see them, and as they see themselves.
//!
//! Tokens, sessions and memberships are of `access`. May touch `users`.

mod agents;
mod api;
mod enrolment;
pub mod links;
mod model;
mod own;
mod programs;
mod second_factor;
mod service;
mod sign_in;
mod sql;
mod views;
pub mod wire;

pub use api::{AgentsApi, AuthApi, LinksApi, LoginsApi, MfaApi, ProfileApi, UsersApi};
pub use enrolment::{Enrolled, Enrolment, Person, enrol, everybody};
pub use model::{AgentView, NewPassword, NewUser, Profile, User, UserChange, normal_email};
pub use own::check_picture;
pub use service::{create, delete, set_password, token, update};
pub use sql::{agent, agents, all_agents, any, find, find_by_email};
pub use views::{profile, senders};

#[cfg(test)]
mod tests;

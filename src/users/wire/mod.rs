//! How users look on the wire: to themselves and platform apps ([`User`]), to their account ([`Agent`], [`Assignee`]), under
//! their messages ([`UserSender`]); and what clients send.

mod agent;
pub(super) mod requests;
mod user;

pub use agent::{Agent, Assignee, AssigneeAccount, UserSender};
pub use requests::{
    ActiveAccount, AgentCreate, AgentRoot, AgentUpdate, AgentsCreate, AutoOffline, Availability, AvailabilityChange,
    ProfileChange, ProfileRoot, SignIn, UserChange,
};
pub use user::{SignOnUrl, SignedOut, User, UserAccount, Validated, ValidatedUser};

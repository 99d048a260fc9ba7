//! Who is calling, and where they may go: tokens, sessions, memberships, inbox visibility.
//!
//! Endpoints take a principal as their first argument ([`scoped::Path`] inside an account, [`Caller`] outside); services ask
//! for one. May touch its own tables and the rows it proves: accounts, users, bots, inboxes.

mod cache;
mod caller;
mod credentials;
mod echo;
pub mod mfa;
mod model;
mod named;
pub mod one_time;
pub mod passwords;
mod platform_apps;
mod principal;
pub mod scoped;
mod service;
pub mod sessions;
mod sql;

pub use cache::Cache;
pub use caller::Caller;
pub use credentials::{Credentials, SessionHeaders, device_of, session_of, session_of_socket};
pub use echo::{SessionEcho, write_session};
pub use model::{
    Administrator, Agent, AgentOrBot, Availability, Bot, Member, Membership, NewMembership, Owner, PlatformApp, Role,
    SignedIn,
};
pub use named::{Realm, name_of_caller};
pub use platform_apps::{create_platform_app, delete_platform_app};
pub use principal::Principal;
pub use service::{admit, create_token, dismiss, make_active, reset_token, update_membership};
pub use sql::{
    delete_tokens, grant, inbox_is_visible, is_granted, membership, memberships_of_account, memberships_of_user,
    platform_apps, require_active, require_grant, require_inbox, revoke_grants, team_has, token_of, user_name,
    visible_inboxes,
};

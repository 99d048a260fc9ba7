//! Operations on users: of platform apps, of sign-in, on one's own profile, on the agents of an account.

mod agents;
mod auth;
mod platform;
mod profile;
mod session;

pub use agents::AgentsApi;
pub use auth::AuthApi;
pub use platform::UsersApi;
pub use profile::ProfileApi;

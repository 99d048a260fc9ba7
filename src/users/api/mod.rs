//! Operations on users: of platform apps, of sign-in, on one's own profile, on the agents of an account.

mod agents;
mod auth;
mod links;
mod logins;
mod mfa;
mod platform;
mod profile;
mod session;

pub use agents::AgentsApi;
pub use auth::AuthApi;
pub use links::LinksApi;
pub use logins::LoginsApi;
pub use mfa::MfaApi;
pub use platform::UsersApi;
pub use profile::ProfileApi;

//! How accounts and their members look on the wire, to platform apps and to the members.

mod account;
mod platform;

pub use account::{Account, CacheKeys, CacheKeysAnswer, OwnChange, Portals, PortalsMeta};
pub use platform::{AccountChange, AccountUser, AccountUserCreate, AccountUserDelete, PlatformAccount, Role, Status};

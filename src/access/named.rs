//! Who calls, by name, for what comes before the endpoints and asks nobody for a right.

use poem::Request;

use super::model::{AgentOrBot, PlatformApp, SignedIn};
use super::principal::prove;
use crate::base::Result;
use crate::base::ids::AccountId;

/// Where somebody calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    /// In an account.
    Account(AccountId),
    /// About themselves.
    Own,
    /// As a platform app.
    Platform,
}

/// The proven caller as `user 3`, `bot 2` or `app 1`; refused as endpoints there refuse.
pub async fn name_of_caller(request: &Request, realm: Realm) -> Result<String> {
    Ok(match realm {
        Realm::Account(account) => match prove::<AgentOrBot>(request, Some(account)).await? {
            AgentOrBot::Agent(agent) => format!("user {}", agent.user),
            AgentOrBot::Bot(bot) => format!("bot {}", bot.id),
        },
        Realm::Own => format!("user {}", prove::<SignedIn>(request, None).await?.user),
        Realm::Platform => format!("app {}", prove::<PlatformApp>(request, None).await?.id),
    })
}

//! The proof: credentials become an identity, an identity becomes a principal. The order of checks is the contract's (1.3).

use std::sync::Arc;

use poem::Request;

use super::cache::{Cache, Identity, Proof};
use super::credentials::Credentials;
use super::echo::Slot;
use super::model::{Administrator, Agent, AgentOrBot, Bot, Member, Owner, PlatformApp, Role, SignedIn};
use super::{sessions, sql};
use crate::base::ids::{AccountId, SessionId};
use crate::base::{Error, Millis, Result};
use crate::store::{Db, Store};

/// Someone an endpoint can be for.
pub trait Principal: Sized + Send + Sync + 'static {
    /// The security schemes of the document that lead here.
    const SCHEMES: &'static [&'static str];
    /// Which identities get this far.
    const DOOR: Door;
    /// What those are told whom the look-up refused.
    #[doc(hidden)]
    fn to_strangers(error: Error) -> Error {
        error
    }
    /// The last step: role and shape.
    #[doc(hidden)]
    fn from_parts(identity: PartsOf, role: Option<Role>, account: Option<AccountId>) -> Result<Self>;
}

/// Who may knock at an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// People only.
    People,
    /// People, and bots on the whitelist of the contract (1.2).
    PeopleAndBots,
    /// Platform apps only.
    PlatformApps,
}

/// A proven identity on its way into a principal.
#[doc(hidden)]
#[derive(Debug)]
pub struct PartsOf(pub(super) Identity);

const NOT_FOR_BOTS: &str = "Access to this endpoint is not authorized for bots";
const NOT_A_MEMBER: &str = "You are not authorized to access this account";
const FOREIGN_BOT: &str = "Bot is not authorized to access this account";
const INVALID_PLATFORM_TOKEN: &str = "Invalid access_token";

/// Proves the caller of `request`, in `account` where one is given.
pub(super) async fn prove<P: Principal>(request: &Request, account: Option<AccountId>) -> Result<P> {
    let (Some(store), Some(cache)) = (request.data::<Store>(), request.data::<Arc<Cache>>()) else {
        return Err(Error::internal("the store is not in the request"));
    };
    let credentials = Credentials::of(request);
    let key = (key_of(&credentials), account);
    let epoch = store.access_epoch();
    let now = Millis::now();
    let mut proof = match cache.get(&key, epoch, now) {
        Some(proof) if opens(P::DOOR, &proof.identity) => proof,
        _ => {
            let look_up = move |db: &Db| look_up(db, credentials, P::DOOR, account);
            let proof = store.read(look_up).await.map_err(|error| P::to_strangers(error))?;
            cache.put(key.clone(), epoch, proof.clone());
            proof
        }
    };
    if let Identity::User { session: Some(session), .. } = &mut proof.identity {
        if let Some(slot) = request.data::<Slot>() {
            slot.fill(session.expires_at);
        }
        if session.note_activity(now) {
            note_activity(store, session.id);
            cache.put(key, epoch, proof.clone());
        }
    }
    P::from_parts(PartsOf(proof.identity), proof.role, account)
}

/// Moves the session's activity beside the request: nothing waits for it.
fn note_activity(store: &Store, session: SessionId) {
    let store = store.clone();
    tokio::spawn(async move {
        if let Err(error) = store.write(move |tx| sessions::touch(tx, session)).await {
            tracing::warn!(%error, "could not note that a session is in use");
        }
    });
}

fn opens(door: Door, identity: &Identity) -> bool {
    match identity {
        Identity::User { .. } => door != Door::PlatformApps,
        Identity::Bot(_) => door == Door::PeopleAndBots,
        Identity::PlatformApp(_) => door == Door::PlatformApps,
    }
}

fn key_of(credentials: &Credentials) -> String {
    match credentials {
        Credentials::Token(token) => format!("t {token}"),
        Credentials::Session(s) => format!("s {} {} {}", s.client, s.access_token, s.uid),
        Credentials::None => String::new(),
    }
}

fn look_up(db: &Db, credentials: Credentials, door: Door, account: Option<AccountId>) -> Result<Proof> {
    let identity = match door {
        Door::PlatformApps => platform_app(db, credentials)?,
        Door::People | Door::PeopleAndBots => identity(db, credentials, door)?,
    };
    let Some(account) = account else { return Ok(Proof { identity, role: None }) };
    if sql::account_is_suspended(db, account)?.ok_or(Error::NotFound)? {
        return Err(Error::Forbidden("Account is suspended".into()));
    }
    match identity {
        Identity::User { user, .. } => {
            let membership = sql::membership(db, account, user)?.ok_or(Error::Forbidden(NOT_A_MEMBER.into()))?;
            Ok(Proof { identity, role: Some(membership.role) })
        }
        Identity::Bot(bot) => {
            let name = sql::admitted_bot(db, account, bot.id)?.ok_or(Error::Forbidden(FOREIGN_BOT.into()))?;
            Ok(Proof { identity: Identity::Bot(Bot { account, id: bot.id, name }), role: None })
        }
        Identity::PlatformApp(_) => Ok(Proof { identity, role: None }),
    }
}

fn identity(db: &Db, credentials: Credentials, door: Door) -> Result<Identity> {
    match credentials {
        Credentials::None => Err(Error::Unauthenticated),
        Credentials::Session(headers) => {
            let session = sessions::verify(db, &headers)?.ok_or(Error::Unauthenticated)?;
            Ok(Identity::User { user: session.user, name: session.name.clone(), session: Some(session) })
        }
        Credentials::Token(token) => match sql::owner_of(db, &token)?.ok_or(Error::INVALID_TOKEN)? {
            Owner::User(user) => {
                let name = sql::user_name(db, user)?.ok_or(Error::INVALID_TOKEN)?;
                Ok(Identity::User { user, name, session: None })
            }
            // The account and the name follow in `look_up`, where the account is known.
            Owner::AgentBot(id) if door == Door::PeopleAndBots => {
                Ok(Identity::Bot(Bot { account: AccountId(0), id, name: String::new() }))
            }
            Owner::AgentBot(_) | Owner::PlatformApp(_) => Err(Error::Forbidden(NOT_FOR_BOTS.into())),
        },
    }
}

fn platform_app(db: &Db, credentials: Credentials) -> Result<Identity> {
    let refused = || Error::Forbidden(INVALID_PLATFORM_TOKEN.into());
    let Credentials::Token(token) = credentials else { return Err(refused()) };
    let Some(Owner::PlatformApp(id)) = sql::owner_of(db, &token)? else { return Err(refused()) };
    Ok(Identity::PlatformApp(sql::platform_app(db, id)?.ok_or_else(refused)?))
}

impl Principal for Agent {
    const SCHEMES: &'static [&'static str] = &["userApiKey"];
    const DOOR: Door = Door::People;

    fn from_parts(identity: PartsOf, role: Option<Role>, account: Option<AccountId>) -> Result<Self> {
        match (identity.0, role, account) {
            (Identity::User { user, name, .. }, Some(role), Some(account)) => Ok(Agent { account, user, name, role }),
            _ => Err(Error::NOT_ALLOWED),
        }
    }
}

impl Principal for Member {
    const SCHEMES: &'static [&'static str] = &["userApiKey"];
    const DOOR: Door = Door::People;

    fn to_strangers(error: Error) -> Error {
        match error {
            Error::Forbidden(text) if text == NOT_A_MEMBER => Error::NotFound,
            other => other,
        }
    }

    fn from_parts(identity: PartsOf, role: Option<Role>, account: Option<AccountId>) -> Result<Self> {
        Agent::from_parts(identity, role, account).map(Member)
    }
}

impl Principal for Administrator {
    const SCHEMES: &'static [&'static str] = &["userApiKey"];
    const DOOR: Door = Door::People;

    fn from_parts(identity: PartsOf, role: Option<Role>, account: Option<AccountId>) -> Result<Self> {
        let agent = Agent::from_parts(identity, role, account)?;
        if agent.is_administrator() { Ok(Administrator(agent)) } else { Err(Error::NOT_ALLOWED) }
    }
}

impl Principal for AgentOrBot {
    const SCHEMES: &'static [&'static str] = &["userApiKey", "agentBotApiKey"];
    const DOOR: Door = Door::PeopleAndBots;

    fn from_parts(identity: PartsOf, role: Option<Role>, account: Option<AccountId>) -> Result<Self> {
        match identity.0 {
            Identity::Bot(bot) => Ok(AgentOrBot::Bot(bot)),
            person => Agent::from_parts(PartsOf(person), role, account).map(AgentOrBot::Agent),
        }
    }
}

impl Principal for SignedIn {
    const SCHEMES: &'static [&'static str] = &["userApiKey"];
    const DOOR: Door = Door::People;

    fn from_parts(identity: PartsOf, _role: Option<Role>, _account: Option<AccountId>) -> Result<Self> {
        match identity.0 {
            Identity::User { user, name, .. } => Ok(SignedIn { user, name }),
            _ => Err(Error::NOT_ALLOWED),
        }
    }
}

impl Principal for PlatformApp {
    const SCHEMES: &'static [&'static str] = &["platformAppApiKey"];
    const DOOR: Door = Door::PlatformApps;

    fn from_parts(identity: PartsOf, _role: Option<Role>, _account: Option<AccountId>) -> Result<Self> {
        match identity.0 {
            Identity::PlatformApp(app) => Ok(app),
            _ => Err(Error::Forbidden(INVALID_PLATFORM_TOKEN.into())),
        }
    }
}

//! An account to its members (contract 7.3).

use poem_openapi::OpenApi;

use super::super::{Account, CacheKeys, service, sql, wire};
use crate::access::{self, Administrator, Agent, Member, scoped};
use crate::base::Result;
use crate::http::wire::MetaPayload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// The caller's account.
pub struct AccountApi {
    pub store: Store,
}

impl AccountApi {
    fn shown(&self, (account, keys): (Account, CacheKeys)) -> Answer<wire::Account> {
        Ok(Fast(wire::Account::new(account, keys, self.store.env().base_url())))
    }
}

fn with_keys(db: &Db, account: Account) -> Result<(Account, CacheKeys)> {
    let keys = sql::cache_keys(db, account.id)?;
    Ok((account, keys))
}

#[OpenApi]
impl AccountApi {
    /// Show the account.
    #[oai(path = "/api/v1/accounts/:account_id", method = "get", operation_id = "get-account", tag = "Tag::Account")]
    async fn show(&self, account_id: scoped::Path<Member>) -> Answer<wire::Account> {
        let account = account_id.account;
        self.shown(self.store.read(move |db| with_keys(db, sql::find(db, account)?)).await?)
    }

    /// Change the account.
    #[oai(
        path = "/api/v1/accounts/:account_id",
        method = "patch",
        operation_id = "update-account",
        tag = "Tag::Account"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::OwnChange>,
    ) -> Answer<wire::Account> {
        let (admin, change) = (account_id.0, params.into_inner().into());
        let write = move |tx: &Tx| with_keys(tx, service::update(tx, admin.account, change, admin.actor())?);
        self.shown(self.store.write(write).await?)
    }

    /// Note that the caller works in this account now.
    #[oai(
        path = "/api/v1/accounts/:account_id/update_active_at",
        method = "post",
        operation_id = "update-active-at",
        tag = "Tag::Account"
    )]
    async fn update_active_at(&self, account_id: scoped::Path<Agent>) -> Done {
        self.store.write(move |tx| access::make_active(tx, account_id.account, account_id.user)).await?;
        Ok(Empty)
    }

    /// Tell when the lists changed last that clients keep copies of.
    #[oai(
        path = "/api/v1/accounts/:account_id/cache_keys",
        method = "get",
        operation_id = "get-cache-keys",
        tag = "Tag::Account"
    )]
    async fn cache_keys(&self, account_id: scoped::Path<Agent>) -> Answer<wire::CacheKeysAnswer> {
        let account = account_id.account;
        let keys = self.store.read(move |db| sql::cache_keys(db, account)).await?;
        Ok(Fast(wire::CacheKeysAnswer { cache_keys: keys.into() }))
    }

    /// List the help centres: there are none.
    #[oai(
        path = "/api/v1/accounts/:account_id/portals",
        method = "get",
        operation_id = "list-all-portals",
        tag = "Tag::Account"
    )]
    async fn portals(&self, _account_id: scoped::Path<Agent>) -> Answer<wire::Portals> {
        Ok(Fast(MetaPayload { meta: wire::PortalsMeta { current_page: 1, portals_count: 0 }, payload: Vec::new() }))
    }
}

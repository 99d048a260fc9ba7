//! Platform operations on accounts and on who belongs to them.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{Account, service, sql, wire};
use crate::access::{self, Caller, PlatformApp};
use crate::base::Actor;
use crate::base::ids::AccountId;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// Accounts.
pub struct AccountsApi {
    pub store: Store,
}

impl AccountsApi {
    fn shown(&self, account: Account) -> Answer<wire::PlatformAccount> {
        Ok(Fast(wire::PlatformAccount::new(account, self.store.env().base_url())))
    }
}

#[OpenApi]
impl AccountsApi {
    /// List the accounts that the app may touch.
    #[oai(path = "/platform/api/v1/accounts", method = "get", operation_id = "list-accounts", tag = "Tag::Accounts")]
    async fn list(&self, app: Caller<PlatformApp>) -> Answer<Vec<wire::PlatformAccount>> {
        let accounts = self.store.read(move |db| sql::granted(db, app.id)).await?;
        let base_url = self.store.env().base_url();
        Ok(Fast(accounts.into_iter().map(|account| wire::PlatformAccount::new(account, base_url)).collect()))
    }

    /// Create an account without members; the app may touch it from now on.
    #[oai(
        path = "/platform/api/v1/accounts",
        method = "post",
        operation_id = "create-an-account",
        tag = "Tag::Accounts"
    )]
    async fn create(
        &self,
        app: Caller<PlatformApp>,
        params: Params<wire::AccountChange>,
    ) -> Answer<wire::PlatformAccount> {
        let (app, new) = (app.id, params.into_inner().into());
        let write = move |tx: &Tx| {
            let account = service::create(tx, new, Actor::PlatformApp(app))?;
            access::grant(tx, app, "Account", account.id.0)?;
            Ok(account)
        };
        self.shown(self.store.write(write).await?)
    }

    /// Show an account.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id",
        method = "get",
        operation_id = "get-details-of-an-account",
        tag = "Tag::Accounts"
    )]
    async fn show(&self, app: Caller<PlatformApp>, account_id: Path<AccountId>) -> Answer<wire::PlatformAccount> {
        self.shown(self.store.read(move |db| service::permitted(db, &app, account_id.0)).await?)
    }

    /// Change an account.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id",
        method = "patch",
        operation_id = "update-an-account",
        tag = "Tag::Accounts"
    )]
    async fn update(
        &self,
        app: Caller<PlatformApp>,
        account_id: Path<AccountId>,
        params: Params<wire::AccountChange>,
    ) -> Answer<wire::PlatformAccount> {
        let change = params.into_inner().into();
        let write = move |tx: &Tx| {
            let account = service::permitted(tx, &app, account_id.0)?;
            service::update(tx, account.id, change, Actor::PlatformApp(app.id))
        };
        self.shown(self.store.write(write).await?)
    }

    /// Delete an account with everything in it; its users stay.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id",
        method = "delete",
        operation_id = "delete-an-account",
        tag = "Tag::Accounts"
    )]
    async fn delete(&self, app: Caller<PlatformApp>, account_id: Path<AccountId>) -> Done {
        let write = move |tx: &Tx| {
            let account = service::permitted(tx, &app, account_id.0)?;
            service::delete(tx, account.id, Actor::PlatformApp(app.id))
        };
        self.store.write(write).await?;
        Ok(Empty)
    }
}

/// Who belongs to an account.
pub struct AccountUsersApi {
    pub store: Store,
}

#[OpenApi]
impl AccountUsersApi {
    /// List the members of an account.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id/account_users",
        method = "get",
        operation_id = "list-all-account-users",
        tag = "Tag::AccountUsers"
    )]
    async fn list(&self, app: Caller<PlatformApp>, account_id: Path<AccountId>) -> Answer<Vec<wire::AccountUser>> {
        let read = move |db: &Db| {
            let account = service::permitted(db, &app, account_id.0)?;
            access::memberships_of_account(db, account.id)
        };
        let members = self.store.read(read).await?;
        Ok(Fast(members.into_iter().map(Into::into).collect()))
    }

    /// Make a user a member of an account, or change their role.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id/account_users",
        method = "post",
        operation_id = "create-an-account-user",
        tag = "Tag::AccountUsers"
    )]
    async fn create(
        &self,
        app: Caller<PlatformApp>,
        account_id: Path<AccountId>,
        params: Params<wire::AccountUserCreate>,
    ) -> Answer<wire::AccountUser> {
        let wire::AccountUserCreate { user_id, role } = params.into_inner();
        let write = move |tx: &Tx| {
            let account = service::permitted(tx, &app, account_id.0)?;
            service::put_member(tx, account.id, user_id, role.map(Into::into), Actor::PlatformApp(app.id))
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Take a user out of an account; no error when they are no member.
    #[oai(
        path = "/platform/api/v1/accounts/:account_id/account_users",
        method = "delete",
        operation_id = "delete-an-account-user",
        tag = "Tag::AccountUsers"
    )]
    async fn delete(
        &self,
        app: Caller<PlatformApp>,
        account_id: Path<AccountId>,
        params: Params<wire::AccountUserDelete>,
    ) -> Done {
        let user = params.user_id;
        let write = move |tx: &Tx| {
            let account = service::permitted(tx, &app, account_id.0)?;
            access::dismiss(tx, account.id, user, Actor::PlatformApp(app.id))
        };
        self.store.write(write).await?;
        Ok(Empty)
    }
}

//! Platform operations on users.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::model::{self, NewPassword, NewUser};
use super::super::wire::{self, requests};
use super::super::{own, service, sql, views};
use crate::access::one_time::{self, Purpose};
use crate::access::{Caller, PlatformApp};
use crate::base::ids::UserId;
use crate::base::{Actor, FieldError, text};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// Users, to platform apps.
pub struct UsersApi {
    pub store: Store,
}

#[OpenApi]
impl UsersApi {
    /// Create a user, confirmed; somebody with that address already is answered unchanged. The app may touch the user from
    /// now on.
    #[oai(path = "/platform/api/v1/users", method = "post", operation_id = "create-a-user", tag = "Tag::Users")]
    async fn create(&self, app: Caller<PlatformApp>, params: Params<wire::UserChange>) -> Answer<wire::User> {
        let sent = params.into_inner();
        let email = sent.email.unwrap_or_default();
        let address = email.clone();
        let is_known = self.store.read(move |db| Ok(sql::find_by_email(db, &address)?.is_some())).await?;
        // Whoever is known keeps their password: no need to spend the time on another.
        let password = match sent.password.filter(|_| !is_known) {
            Some(password) => own::prepare(password, None).await?,
            None => NewPassword::Refused(vec![FieldError::new("password", "Password can't be blank", "blank")]),
        };
        let new = NewUser {
            name: sent.name.unwrap_or_default(),
            display_name: Option::<Option<String>>::from(sent.display_name).flatten(),
            email,
            password: Some(password),
            is_confirmed: true,
            custom_attributes: Some(requests::fields(sent.custom_attributes)),
        };
        let write = move |tx: &Tx| {
            let id = service::provide(tx, &app, new)?;
            views::profile(tx, id)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Show a user.
    #[oai(
        path = "/platform/api/v1/users/:id",
        method = "get",
        operation_id = "get-details-of-a-user",
        tag = "Tag::Users"
    )]
    async fn show(&self, app: Caller<PlatformApp>, id: Path<UserId>) -> Answer<wire::User> {
        let read = move |db: &Db| {
            let user = service::permitted(db, &app, id.0)?;
            views::profile(db, user.id)
        };
        Ok(Fast(self.store.read(read).await?.into()))
    }

    /// Change a user. A new password ends all their sessions.
    #[oai(path = "/platform/api/v1/users/:id", method = "patch", operation_id = "update-a-user", tag = "Tag::Users")]
    async fn update(
        &self,
        app: Caller<PlatformApp>,
        id: Path<UserId>,
        params: Params<wire::UserChange>,
    ) -> Answer<wire::User> {
        let sent = params.into_inner();
        let permission = (app.0.clone(), id.0);
        // Before a password is hashed for somebody who is none of theirs.
        self.store.read(move |db| service::permitted(db, &permission.0, permission.1)).await?;
        let password = match sent.password {
            Some(password) => Some(own::prepare(password, None).await?),
            None => None,
        };
        let change = model::UserChange {
            name: sent.name,
            display_name: sent.display_name.into(),
            email: sent.email,
            password,
            custom_attributes: requests::fields(sent.custom_attributes),
            ..model::UserChange::default()
        };
        let write = move |tx: &Tx| {
            let user = service::permitted(tx, &app, id.0)?;
            service::update(tx, user.id, change, Actor::PlatformApp(app.id))?;
            views::profile(tx, user.id)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Delete a user; what they wrote stays, without a sender.
    #[oai(path = "/platform/api/v1/users/:id", method = "delete", operation_id = "delete-a-user", tag = "Tag::Users")]
    async fn delete(&self, app: Caller<PlatformApp>, id: Path<UserId>) -> Done {
        let write = move |tx: &Tx| {
            let user = service::permitted(tx, &app, id.0)?;
            service::delete(tx, user.id, Actor::PlatformApp(app.id))
        };
        self.store.write(write).await?;
        Ok(Empty)
    }

    /// Make a link by which the user signs in without a password, once, within five minutes.
    #[oai(
        path = "/platform/api/v1/users/:id/login",
        method = "get",
        operation_id = "get-sso-url-of-a-user",
        tag = "Tag::Users"
    )]
    async fn login(&self, app: Caller<PlatformApp>, id: Path<UserId>) -> Answer<wire::SignOnUrl> {
        let write = move |tx: &Tx| {
            let user = service::permitted(tx, &app, id.0)?;
            let token = one_time::create(tx, user.id, Purpose::SignOn)?;
            let email = text::query_value(&user.email);
            Ok(format!("{}/app/login?email={email}&sso_auth_token={token}", tx.env.base_url()))
        };
        Ok(Fast(wire::SignOnUrl { url: self.store.write(write).await? }))
    }

    /// Show the user's `api_access_token`, which does not expire.
    #[oai(
        path = "/platform/api/v1/users/:id/token",
        method = "post",
        operation_id = "get-token-of-a-user",
        tag = "Tag::Users"
    )]
    async fn token(&self, app: Caller<PlatformApp>, id: Path<UserId>) -> Answer<wire::UserToken> {
        let read = move |db: &Db| {
            let user = service::permitted(db, &app, id.0)?;
            views::profile(db, user.id)
        };
        Ok(Fast(self.store.read(read).await?.into()))
    }
}

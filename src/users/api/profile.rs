//! The caller's own profile (contract 5.13 and 7.2).

use std::sync::Arc;

use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;
use serde_json::json;

use super::super::model::UserChange;
use super::super::wire::{self, ProfileRoot};
use super::super::{own, service, sql, views};
use super::session::WithSession;
use crate::access::{self, Caller, SignedIn, device_of, passwords, session_of};
use crate::base::ids::UserId;
use crate::base::{Actor, Error, Result};
use crate::http::limits::SignInGuard;
use crate::http::wire::Upload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// The caller.
pub struct ProfileApi {
    pub store: Store,
}

impl ProfileApi {
    /// Does something to the caller and answers how they are then.
    async fn change(&self, id: UserId, work: impl FnOnce(&Tx) -> Result<()> + Send + 'static) -> Answer<wire::User> {
        let write = move |tx: &Tx| {
            work(tx)?;
            views::profile(tx, id)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Refuses unless this is the caller's password.
    async fn require_password(&self, id: UserId, guard: Arc<SignInGuard>, current: Option<String>) -> Result<()> {
        let read = move |db: &Db| Ok((sql::find(db, id)?.email, sql::password_hash(db, id)?));
        let (email, hash) = self.store.read(read).await?;
        let current = current.unwrap_or_default();
        let fits = passwords::verify_guarded(guard, email, current, hash, false).await?;
        if fits { Ok(()) } else { Err(Error::refused("Invalid current password")) }
    }
}

#[OpenApi]
impl ProfileApi {
    /// Show the caller, access token included.
    #[oai(path = "/profile", method = "get", operation_id = "fetchProfile", tag = "Tag::Profile")]
    async fn show(&self, caller: Caller<SignedIn>) -> Answer<wire::User> {
        Ok(Fast(self.store.read(move |db| views::profile(db, caller.user)).await?.into()))
    }

    /// Change the caller. With a new password or address, the answer carries the headers of a new session to callers who came
    /// with a session.
    #[oai(path = "/api/v1/profile", method = "put", operation_id = "update-profile", tag = "Tag::Profile")]
    async fn update(
        &self,
        caller: Caller<SignedIn>,
        request: &Request,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::ProfileChange, ProfileRoot>,
    ) -> Result<WithSession<wire::User>, Error> {
        let (id, sent) = (caller.user, params.into_inner());
        let session = session_of(request).map(|headers| (headers, device_of(request)));
        let password = match sent.password.filter(|password| !password.trim().is_empty()) {
            Some(password) => {
                self.require_password(id, guard.0.clone(), sent.current_password).await?;
                Some(own::prepare(password, sent.password_confirmation).await?)
            }
            None => None,
        };
        let avatar = match sent.avatar {
            Some(Upload::Part(picture)) => {
                own::check_picture(&picture)?;
                Some(Some(picture.id))
            }
            Some(Upload::Text(_)) | None => None,
        };
        let change = UserChange {
            name: sent.name,
            display_name: sent.display_name.into(),
            email: sent.email,
            password,
            message_signature: sent.message_signature.into(),
            ui_settings: sent.ui_settings.map(|json| json.to_value()),
            custom_attributes: sent.phone_number.map(|n| ("phone_number".to_owned(), json!(n))).into_iter().collect(),
            avatar,
            confirm: false,
        };
        let availability = sent.availability.map(Into::into);
        let write = move |tx: &Tx| {
            let session = own::update(tx, id, change, availability, session)?;
            Ok((views::profile(tx, id)?, session))
        };
        let (profile, session) = self.store.write(write).await?;
        Ok(WithSession { body: profile.into(), session })
    }

    /// Take the caller's picture away.
    #[oai(path = "/api/v1/profile/avatar", method = "delete", operation_id = "delete-avatar", tag = "Tag::Profile")]
    async fn delete_avatar(&self, caller: Caller<SignedIn>) -> Answer<wire::User> {
        let id = caller.user;
        let change = UserChange { avatar: Some(None), ..UserChange::default() };
        self.change(id, move |tx| service::update(tx, id, change, Actor::User(id)).map(drop)).await
    }

    /// Choose what to appear as in an account.
    #[oai(
        path = "/api/v1/profile/availability",
        method = "post",
        operation_id = "set-availability",
        tag = "Tag::Profile"
    )]
    async fn availability(
        &self,
        caller: Caller<SignedIn>,
        params: Params<wire::AvailabilityChange, ProfileRoot>,
    ) -> Answer<wire::User> {
        let (id, sent) = (caller.user, params.into_inner());
        let availability = Some(sent.availability.into());
        self.change(id, move |tx| own::set_presence(tx, id, sent.account_id, availability, None)).await
    }

    /// Choose whether to show as offline in an account while absent.
    #[oai(
        path = "/api/v1/profile/auto_offline",
        method = "post",
        operation_id = "set-auto-offline",
        tag = "Tag::Profile"
    )]
    async fn auto_offline(
        &self,
        caller: Caller<SignedIn>,
        params: Params<wire::AutoOffline, ProfileRoot>,
    ) -> Answer<wire::User> {
        let (id, sent) = (caller.user, params.into_inner());
        let auto_offline = Some(sent.auto_offline.unwrap_or(false));
        self.change(id, move |tx| own::set_presence(tx, id, sent.account_id, None, auto_offline)).await
    }

    /// Choose the account to work in.
    #[oai(
        path = "/api/v1/profile/set_active_account",
        method = "put",
        operation_id = "set-active-account",
        tag = "Tag::Profile"
    )]
    async fn set_active_account(
        &self,
        caller: Caller<SignedIn>,
        params: Params<wire::ActiveAccount, ProfileRoot>,
    ) -> Done {
        let (id, account) = (caller.user, params.account_id);
        self.store.write(move |tx| access::make_active(tx, account, id)).await?;
        Ok(Empty)
    }

    /// Replace the caller's access token; the old one is refused from now on.
    #[oai(
        path = "/api/v1/profile/reset_access_token",
        method = "post",
        operation_id = "reset-access-token",
        tag = "Tag::Profile"
    )]
    async fn reset_access_token(&self, caller: Caller<SignedIn>) -> Answer<wire::User> {
        let id = caller.user;
        self.change(id, move |tx| service::token(tx, id, true).map(drop)).await
    }

    /// Ask for another confirmation. No mail is sent: the operator makes the link (`chatwoot-lite user confirmation-link`).
    #[oai(
        path = "/api/v1/profile/resend_confirmation",
        method = "post",
        operation_id = "resend-confirmation",
        tag = "Tag::Profile"
    )]
    async fn resend_confirmation(&self, caller: Caller<SignedIn>) -> Done {
        tracing::info!(
            user = caller.user.0,
            "asks for a confirmation: `chatwoot-lite user confirmation-link` makes it"
        );
        Ok(Empty)
    }
}

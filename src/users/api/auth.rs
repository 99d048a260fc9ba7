//! Signing in and out (contract 7.1). Answers to a sign-in carry the session headers.

use std::sync::Arc;

use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;

use super::super::sign_in::{self, Entrance};
use super::super::{views, wire};
use super::session::WithSession;
use crate::access::mfa::Shown;
use crate::access::sessions::{self, NewSession};
use crate::access::{device_of, session_of};
use crate::base::Error;
use crate::http::limits::SignInGuard;
use crate::http::{Answer, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// Sessions.
pub struct AuthApi {
    pub store: Store,
}

/// Something is there and not empty.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

#[OpenApi]
impl AuthApi {
    /// Sign in. The answer's headers `access-token`, `client` and `uid` prove the caller from then on.
    ///
    /// Whoever has a second factor is answered 206 with a token, and asks again with that and a code.
    #[oai(path = "/auth/sign_in", method = "post", operation_id = "sign-in", tag = "Tag::SignIn")]
    async fn sign_in(
        &self,
        request: &Request,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::SignIn>,
    ) -> Result<Entrance, Error> {
        let (sent, guard, device) = (params.into_inner(), guard.0.clone(), device_of(request));
        let email = sent.email.unwrap_or_default();
        if let Some(token) = given(sent.mfa_token) {
            let shown = match given(sent.backup_code) {
                Some(code) => Shown::BackupCode(code),
                None => Shown::Code(sent.otp_code.unwrap_or_default()),
            };
            return sign_in::by_second_factor(&self.store, guard, token, shown, device).await;
        }
        match given(sent.sso_auth_token) {
            Some(token) => sign_in::by_link(&self.store, guard, &email, token, device).await,
            None => {
                let password = sent.password.unwrap_or_default();
                sign_in::by_password(&self.store, guard, &email, password, device).await
            }
        }
    }

    /// Tell whose session this is.
    #[oai(path = "/auth/validate_token", method = "get", operation_id = "validate-token", tag = "Tag::SignIn")]
    async fn validate(&self, request: &Request) -> Result<WithSession<wire::Validated>, Error> {
        let refused = || Error::SignIn(401, "Invalid login credentials".into());
        let headers = session_of(request).ok_or_else(refused)?;
        let read = move |db: &Db| {
            let session = sessions::verify(db, &headers)?.ok_or_else(refused)?;
            let profile = views::profile(db, session.user)?;
            Ok((profile, NewSession { headers, expires_at: session.expires_at }))
        };
        let (profile, session) = self.store.read(read).await?;
        let created_at = Some(profile.user.created_at.iso());
        let data = wire::User { created_at, ..profile.into() };
        let body = wire::Validated { payload: wire::ValidatedUser { success: true, data } };
        Ok(WithSession { body, session: Some(session) })
    }

    /// Sign out: this session ends, with the sockets that were opened in it; those of other devices stay.
    #[oai(path = "/auth/sign_out", method = "delete", operation_id = "sign-out", tag = "Tag::SignIn")]
    async fn sign_out(&self, request: &Request) -> Answer<wire::SignedOut> {
        let unknown = || Error::SignIn(404, "User was not found or was not logged in.".into());
        let headers = session_of(request).ok_or_else(unknown)?;
        let was_in = self.store.write(move |tx: &Tx| sign_in::leave(tx, &headers)).await?;
        if was_in { Ok(Fast(wire::SignedOut { success: true })) } else { Err(unknown()) }
    }
}

//! Signing in and out (contract 7.1). Answers to a sign-in carry the session headers.

use std::sync::Arc;

use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;

use super::super::{sign_in, views, wire};
use super::session::WithSession;
use crate::access::sessions::{self, NewSession};
use crate::access::{Credentials, SessionHeaders};
use crate::base::Error;
use crate::http::limits::SignInGuard;
use crate::http::wire::DataEnvelope;
use crate::http::{Answer, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// Sessions.
pub struct AuthApi {
    pub store: Store,
}

fn session_of(request: &Request) -> Option<SessionHeaders> {
    match Credentials::of(request) {
        Credentials::Session(headers) => Some(headers),
        _ => None,
    }
}

#[OpenApi]
impl AuthApi {
    /// Sign in. The answer's headers `access-token`, `client` and `uid` prove the caller from then on.
    #[oai(path = "/auth/sign_in", method = "post", operation_id = "sign-in", tag = "Tag::SignIn")]
    async fn sign_in(
        &self,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::SignIn>,
    ) -> Result<WithSession<DataEnvelope<wire::User>>, Error> {
        let wire::SignIn { email, password, sso_auth_token } = params.into_inner();
        let (email, guard) = (email.unwrap_or_default(), guard.0.clone());
        let signed_in = match sso_auth_token.filter(|token| !token.is_empty()) {
            Some(token) => sign_in::by_link(&self.store, guard, &email, token).await?,
            None => sign_in::by_password(&self.store, guard, &email, password.unwrap_or_default()).await?,
        };
        let body = DataEnvelope { data: signed_in.profile.into() };
        Ok(WithSession { body, session: Some(signed_in.session) })
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

    /// Sign out: this session ends, those of other devices stay.
    #[oai(path = "/auth/sign_out", method = "delete", operation_id = "sign-out", tag = "Tag::SignIn")]
    async fn sign_out(&self, request: &Request) -> Answer<wire::SignedOut> {
        let unknown = || Error::SignIn(404, "User was not found or was not logged in.".into());
        let headers = session_of(request).ok_or_else(unknown)?;
        let was_in = self.store.write(move |tx: &Tx| sessions::end(tx, &headers)).await?;
        if was_in { Ok(Fast(wire::SignedOut { success: true })) } else { Err(unknown()) }
    }
}

//! New passwords and confirmed addresses, by the token of a link (contract 7.1).

use poem::Request;
use poem_openapi::OpenApi;

use super::super::links::{self, Arrival};
use super::super::{sql, wire};
use super::session::Told;
use crate::access::device_of;
use crate::base::Error;
use crate::http::Params;
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Links.
pub struct LinksApi {
    pub store: Store,
}

#[OpenApi]
impl LinksApi {
    /// Ask for a new password. No mail is sent: the operator makes the link (`chatwoot-lite user reset-link`).
    #[oai(path = "/auth/password", method = "post", operation_id = "request-password-reset", tag = "Tag::SignIn")]
    async fn request(&self, params: Params<wire::PasswordRequest>) -> Result<Told, Error> {
        let email = params.into_inner().email.unwrap_or_default();
        match self.store.read(move |db| sql::find_by_email(db, &email)).await? {
            Some(user) => {
                tracing::info!(
                    user = user.id.0,
                    "asks for a new password: `chatwoot-lite user reset-link` makes the link"
                );
                Ok(Told::Known)
            }
            None => Ok(Told::Unknown),
        }
    }

    /// Choose a new password by the token of a link. All sessions end, and a new one begins.
    #[oai(path = "/auth/password", method = "put", operation_id = "reset-password", tag = "Tag::SignIn")]
    async fn reset(&self, request: &Request, params: Params<wire::PasswordReset>) -> Result<Arrival, Error> {
        let (sent, device) = (params.into_inner(), device_of(request));
        let token = sent.reset_password_token.unwrap_or_default();
        let password = sent.password.unwrap_or_default();
        links::set_password(&self.store, token, password, sent.password_confirmation, device).await
    }

    /// Confirm an address by the token of a link, and sign in.
    #[oai(path = "/auth/confirmation", method = "post", operation_id = "confirm-address", tag = "Tag::SignIn")]
    async fn confirm(&self, request: &Request, params: Params<wire::Confirmation>) -> Result<Arrival, Error> {
        let (token, device) = (params.into_inner().confirmation_token.unwrap_or_default(), device_of(request));
        self.store.write(move |tx: &Tx| links::confirm(tx, &token, &device)).await
    }
}

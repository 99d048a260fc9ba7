//! The devices the caller is logged in on.

use poem::Request;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::wire;
use crate::access::{Caller, SignedIn, session_of, sessions};
use crate::base::Error;
use crate::base::ids::SessionId;
use crate::http::{Answer, Done, Empty, Fast};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// Logins.
pub struct LoginsApi {
    pub store: Store,
}

#[OpenApi]
impl LoginsApi {
    /// List the devices the caller is logged in on, the last used first.
    #[oai(path = "/api/v1/profile/sessions", method = "get", operation_id = "list-own-sessions", tag = "Tag::Profile")]
    async fn list(&self, caller: Caller<SignedIn>, request: &Request) -> Answer<Vec<wire::Login>> {
        let current = session_of(request).map(|headers| headers.client);
        let logins = self.store.read(move |db| sessions::of_user(db, caller.user)).await?;
        Ok(Fast(logins.into_iter().map(|login| wire::Login::new(login, current.as_deref())).collect()))
    }

    /// Log another device out.
    #[oai(
        path = "/api/v1/profile/sessions/:id",
        method = "delete",
        operation_id = "end-own-session",
        tag = "Tag::Profile"
    )]
    async fn end(&self, caller: Caller<SignedIn>, id: Path<SessionId>, request: &Request) -> Done {
        let current = session_of(request).map(|headers| headers.client);
        let write = move |tx: &Tx| {
            let client = sessions::client_of(tx, caller.user, id.0)?;
            if current == Some(client.clone()) {
                return Err(Error::refused("The session in use is ended by signing out"));
            }
            sessions::end_client(tx, caller.user, &client)
        };
        self.store.write(write).await?;
        Ok(Empty)
    }
}

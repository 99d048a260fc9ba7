//! Health and version, for anybody.

use poem_openapi::OpenApi;

use super::wire;
use crate::base::Millis;
use crate::http::{Answer, Fast};
use crate::store::{Db, Store};
use crate::tags::Tag;

/// Health and version.
pub struct ServerApi {
    pub store: Store,
}

#[OpenApi]
impl ServerApi {
    /// Tell that the server is well: it answers, and its database does.
    #[oai(path = "/health", method = "get", operation_id = "health", tag = "Tag::Server")]
    async fn health(&self) -> Answer<wire::Health> {
        self.store.read(|_: &Db| Ok(())).await?;
        Ok(Fast(wire::Health { status: "woot" }))
    }

    /// Tell which Chatwoot release the server answers like.
    #[oai(path = "/api", method = "get", operation_id = "get-version", tag = "Tag::Server")]
    async fn version(&self) -> Answer<wire::Version> {
        Ok(Fast(wire::Version::at(Millis::now())))
    }
}

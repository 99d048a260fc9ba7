//! Who is at a conversation right now.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{require, viewing, wire};
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::wire::Payload;
use crate::http::{Answer, Fast};
use crate::hub::Hub;
use crate::store::Store;
use crate::tags::Tag;

pub struct ViewersApi {
    pub store: Store,
}

#[OpenApi]
impl ViewersApi {
    /// List the people who look at a conversation or type in it right now, as far as their clients say so over the websocket.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/viewers",
        method = "get",
        operation_id = "list-viewers-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        hub: Data<&Hub>,
    ) -> Answer<Payload<Vec<wire::Viewer>>> {
        let (agent, hub) = (account_id.0, hub.clone());
        let list = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            viewing::list(db, &hub, &conversation)
        });
        Ok(Fast(Payload { payload: list.await? }))
    }
}

//! Whether the caller types.

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{Performer, require, typing};
use crate::access::{AgentOrBot, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Done, Empty, Params};
use crate::hub::Hub;
use crate::store::Store;
use crate::tags::Tag;

/// Whether the caller types.
#[derive(Debug, Object)]
#[oai(rename = "conversation_typing")]
pub struct Typing {
    /// `on` or `off`; anything else tells nobody anything.
    pub typing_status: Option<String>,
    /// Whether it is to be a private note.
    pub is_private: Option<bool>,
}

pub struct TypingApi {
    pub store: Store,
}

#[OpenApi]
impl TypingApi {
    /// Tell who else looks at a conversation that the caller begins or ends typing.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/toggle_typing_status",
        method = "post",
        operation_id = "toggle-typing-status-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn toggle(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<Typing>,
        hub: Data<&Hub>,
    ) -> Done {
        let (who, hub, change) = (account_id.0, hub.clone(), params.into_inner());
        let is_on = match change.typing_status.as_deref() {
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => None,
        };
        let tell = self.store.read(move |db| {
            let conversation = require(db, &who, conversation_id.0)?;
            let Some(is_on) = is_on else { return Ok(()) };
            typing::tell(db, &hub, &conversation, &Performer::from(&who), is_on, change.is_private == Some(true))
        });
        tell.await?;
        Ok(Empty)
    }
}

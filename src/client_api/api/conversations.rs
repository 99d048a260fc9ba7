//! Conversations of a contact.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{entrance, service, wire};
use crate::base::Result;
use crate::base::ids::DisplayId;
use crate::conversations::{Conversation, Status, status, typing, visits};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::hub::Hub;
use crate::messages::Window;
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::widget::wire::{TypingToggle, fields};
use crate::widget::{self, Here};

/// Conversations of a list at most.
const MOST: i64 = 100;

pub struct ConversationsApi {
    pub store: Store,
}

fn shown(db: &Db, here: &Here, conversation: Conversation) -> Result<wire::PublicConversation> {
    let messages = widget::messages(db, &conversation, Window::default())?;
    Ok(wire::PublicConversation::new(conversation, messages, here.contact.clone().into()))
}

#[OpenApi]
impl ConversationsApi {
    /// List the newest hundred conversations of a contact, oldest first: those of the session, or all when the contact has
    /// proven who they are.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations",
        method = "get",
        operation_id = "list-all-contact-conversations",
        tag = "Tag::ConversationsApi"
    )]
    async fn list(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
    ) -> Answer<Vec<wire::PublicConversation>> {
        let list = self.store.read(move |db| {
            let here = service::find(db, inbox_identifier.0, &contact_identifier.0)?;
            visits::all(db, &here.session, MOST)?.into_iter().map(|one| shown(db, &here, one)).collect()
        });
        Ok(Fast(list.await?))
    }

    /// Begin a conversation; where the inbox has one for each contact, that one goes on.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations",
        method = "post",
        operation_id = "create-a-conversation",
        tag = "Tag::ConversationsApi"
    )]
    async fn create(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        params: Params<wire::ConversationCreate>,
    ) -> Answer<wire::PublicConversation> {
        let attributes = fields(params.into_inner().custom_attributes);
        let begin = self.store.write(move |tx| {
            let here = service::find(tx, inbox_identifier.0, &contact_identifier.0)?;
            let conversation = service::begin(tx, &here, attributes)?;
            shown(tx, &here, conversation)
        });
        Ok(Fast(begin.await?))
    }

    /// Show a conversation.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id",
        method = "get",
        operation_id = "get-single-conversation",
        tag = "Tag::ConversationsApi"
    )]
    async fn show(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::PublicConversation> {
        let show = self.store.read(move |db| {
            let here = service::find(db, inbox_identifier.0, &contact_identifier.0)?;
            shown(db, &here, visits::find(db, &here.session, conversation_id.0)?)
        });
        Ok(Fast(show.await?))
    }

    /// Resolve a conversation. Never reopens it.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/toggle_status",
        method = "post",
        operation_id = "resolve-conversation",
        tag = "Tag::ConversationsApi"
    )]
    async fn resolve(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::PublicConversation> {
        let resolve = self.store.write(move |tx| {
            let here = service::find(tx, inbox_identifier.0, &contact_identifier.0)?;
            let mut conversation = visits::find(tx, &here.session, conversation_id.0)?;
            status::change(tx, &mut conversation, Status::Resolved, None, &here.performer())?;
            shown(tx, &here, conversation)
        });
        Ok(Fast(resolve.await?))
    }

    /// Tell agents that the contact is writing, or no longer is.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/toggle_typing",
        method = "post",
        operation_id = "toggle-typing-status",
        tag = "Tag::ConversationsApi"
    )]
    async fn toggle_typing(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
        params: Params<TypingToggle>,
        hub: Data<&Hub>,
    ) -> Done {
        let (is_on, hub) = (params.into_inner().is_on(), hub.clone());
        let tell = self.store.read(move |db| {
            let here = service::find(db, inbox_identifier.0, &contact_identifier.0)?;
            let conversation = visits::find(db, &here.session, conversation_id.0)?;
            is_on.map_or(Ok(()), |is_on| typing::tell(db, &hub, &conversation, &here.performer(), is_on, false))
        });
        tell.await?;
        Ok(Empty)
    }

    /// Note that the contact has seen everything.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/update_last_seen",
        method = "post",
        operation_id = "update-last-seen",
        tag = "Tag::ConversationsApi"
    )]
    async fn update_last_seen(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
    ) -> Done {
        let see = self.store.write(move |tx| {
            let here = service::find(tx, inbox_identifier.0, &contact_identifier.0)?;
            let mut conversation = visits::find(tx, &here.session, conversation_id.0)?;
            visits::see(tx, &mut conversation, &here.performer())
        });
        see.await?;
        Ok(Empty)
    }
}

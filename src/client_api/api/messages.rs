//! Messages of a contact's conversation.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{entrance, service, wire};
use crate::base::Error;
use crate::base::ids::{DisplayId, MessageId};
use crate::conversations::visits;
use crate::http::{Answer, Fast, Params, Position};
use crate::messages::{self, Window};
use crate::store::Store;
use crate::tags::Tag;
use crate::widget;
use crate::widget::wire::Message;

pub struct MessagesApi {
    pub store: Store,
}

#[OpenApi]
impl MessagesApi {
    /// List the newest 20 messages of a conversation, or the 20 before one; oldest first.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/messages",
        method = "get",
        operation_id = "list-all-converation-messages",
        tag = "Tag::MessagesApi"
    )]
    async fn list(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
        /// A message id.
        before: Position,
    ) -> Answer<Vec<Message>> {
        let window = Window { before: before.0.map(MessageId), ..Window::default() };
        let list = self.store.read(move |db| {
            let here = service::find(db, inbox_identifier.0, &contact_identifier.0)?;
            widget::messages(db, &visits::find(db, &here.session, conversation_id.0)?, window)
        });
        Ok(Fast(list.await?))
    }

    /// Write a message, with files if the body is multipart.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/messages",
        method = "post",
        operation_id = "create-a-message",
        tag = "Tag::MessagesApi"
    )]
    async fn create(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
        params: Params<wire::MessageCreate>,
    ) -> Answer<Message> {
        let written = params.into_inner().into();
        let write = self.store.write(move |tx| {
            let here = service::find(tx, inbox_identifier.0, &contact_identifier.0)?;
            let mut conversation = visits::find(tx, &here.session, conversation_id.0)?;
            let message = widget::say(tx, &here.performer(), &mut conversation, written)?;
            messages::rest_view(tx, conversation.display_id, message, None)
        });
        Ok(Fast(write.await?.into()))
    }

    /// Answer a message that asks something. A survey takes answers for 14 days.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier/conversations/:conversation_id/messages/:message_id",
        method = "patch",
        operation_id = "update-a-message",
        tag = "Tag::MessagesApi"
    )]
    async fn answer(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        conversation_id: Path<DisplayId>,
        message_id: Path<MessageId>,
        params: Params<wire::MessageUpdate>,
    ) -> Answer<Message> {
        let values = params.into_inner().submitted_values.ok_or_else(|| Error::missing("submitted_values"))?;
        let answer = self.store.write(move |tx| {
            let here = service::find(tx, inbox_identifier.0, &contact_identifier.0)?;
            let conversation = visits::find(tx, &here.session, conversation_id.0)?;
            let message = service::answer(tx, &here, conversation.id, message_id.0, values)?;
            messages::rest_view(tx, conversation.display_id, message, None)
        });
        Ok(Fast(answer.await?.into()))
    }
}

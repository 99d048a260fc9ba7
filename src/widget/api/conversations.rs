//! The visitor's conversation: the newest of their session.

use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi};

use super::super::{principal::Visitor, service, views, wire};
use crate::base::{Error, Result};
use crate::conversations::{Status, status, typing, visits};
use crate::http::{Answer, Done, Empty, Fast, NoContent, Params};
use crate::hub::Hub;
use crate::messages::Window;
use crate::store::Store;
use crate::tags::Tag;

/// Seconds after which it is worth asking again.
const SOON: u64 = 60;

pub struct ConversationsApi {
    pub store: Store,
}

/// What becomes of the wish to end a conversation.
#[derive(ApiResponse)]
enum Ended {
    /// It is resolved.
    #[oai(status = 200)]
    Resolved,
    /// The website does not let visitors end conversations.
    #[oai(status = 403)]
    Forbidden,
}

#[OpenApi]
impl ConversationsApi {
    /// Show the visitor's conversation; an empty object without one.
    #[oai(
        path = "/api/v1/widget/conversations",
        method = "get",
        operation_id = "widget-conversation",
        tag = "Tag::Widget"
    )]
    async fn show(&self, website_token: Visitor) -> Answer<wire::ConversationSeen> {
        let found = self.store.read(move |db| service::conversation(db, &website_token)).await?;
        Ok(Fast(found.map(|(_, conversation)| conversation).into()))
    }

    /// Begin a new conversation, with what a form said of the visitor and with a first message.
    #[oai(
        path = "/api/v1/widget/conversations",
        method = "post",
        operation_id = "widget-conversation-create",
        tag = "Tag::Widget"
    )]
    async fn create(
        &self,
        website_token: Visitor,
        params: Params<wire::ConversationCreate>,
    ) -> Answer<wire::NewConversation> {
        let (said, written, attributes) = params.into_inner().read();
        let begin = self.store.write(move |tx| {
            let (here, conversation) = service::begin_with(tx, &website_token, said, written, attributes)?;
            let messages = views::messages(tx, &conversation, Window::default())?;
            Ok(wire::NewConversation::new(conversation, messages, here.contact))
        });
        Ok(Fast(begin.await?))
    }

    /// Tell agents that the visitor is writing, or no longer is.
    #[oai(
        path = "/api/v1/widget/conversations/toggle_typing",
        method = "post",
        operation_id = "widget-typing",
        tag = "Tag::Widget"
    )]
    async fn toggle_typing(&self, website_token: Visitor, params: Params<wire::TypingToggle>, hub: Data<&Hub>) -> Done {
        let (is_on, hub) = (params.into_inner().is_on(), hub.clone());
        let tell = self.store.read(move |db| {
            let (here, conversation) = service::conversation(db, &website_token)?.ok_or(Error::NotFound)?;
            is_on.map_or(Ok(()), |is_on| typing::tell(db, &hub, &conversation, &here.performer(), is_on, false))
        });
        tell.await?;
        Ok(Empty)
    }

    /// Note that the visitor has seen everything.
    #[oai(
        path = "/api/v1/widget/conversations/update_last_seen",
        method = "post",
        operation_id = "widget-last-seen",
        tag = "Tag::Widget"
    )]
    async fn update_last_seen(&self, website_token: Visitor) -> Done {
        let see = self.store.write(move |tx| match service::conversation(tx, &website_token)? {
            Some((here, mut conversation)) => visits::see(tx, &mut conversation, &here.performer()),
            None => Ok(()),
        });
        see.await?;
        Ok(Empty)
    }

    /// Ask for a copy of the conversation by mail. Refused: this server sends no mail yet.
    #[oai(
        path = "/api/v1/widget/conversations/transcript",
        method = "post",
        operation_id = "widget-transcript",
        tag = "Tag::Widget"
    )]
    async fn transcript(&self, website_token: Visitor) -> Done {
        let found = self.store.read(move |db| service::conversation(db, &website_token)).await?;
        found.ok_or(Error::TooMany(SOON))?;
        Err(Error::refused("This server does not send mail yet"))
    }

    /// End the conversation. Never reopens it.
    #[oai(
        path = "/api/v1/widget/conversations/toggle_status",
        method = "get",
        operation_id = "widget-resolve",
        tag = "Tag::Widget"
    )]
    async fn resolve(&self, website_token: Visitor) -> Result<Ended> {
        let resolve = self.store.write(move |tx| {
            let (here, mut conversation) = service::conversation(tx, &website_token)?.ok_or(Error::NotFound)?;
            let site = service::website(tx, website_token.account, website_token.inbox)?;
            if !site.feature_flags.iter().any(|flag| flag == "end_conversation") {
                return Ok(Ended::Forbidden);
            }
            status::change(tx, &mut conversation, Status::Resolved, None, &here.performer())?;
            Ok(Ended::Resolved)
        });
        resolve.await
    }

    /// Replace the conversation's custom attributes.
    #[oai(
        path = "/api/v1/widget/conversations/set_custom_attributes",
        method = "post",
        operation_id = "widget-conversation-attributes",
        tag = "Tag::Widget"
    )]
    async fn set_custom_attributes(
        &self,
        website_token: Visitor,
        params: Params<wire::AttributesSet>,
    ) -> Result<NoContent> {
        let values = wire::fields(params.into_inner().custom_attributes);
        let set = self.store.write(move |tx| {
            let (here, mut conversation) = service::conversation(tx, &website_token)?.ok_or(Error::NotFound)?;
            visits::set_attributes(tx, &mut conversation, values, &here.performer())
        });
        set.await?;
        Ok(NoContent)
    }

    /// Take custom attributes of the conversation away.
    #[oai(
        path = "/api/v1/widget/conversations/destroy_custom_attributes",
        method = "post",
        operation_id = "widget-conversation-attributes-drop",
        tag = "Tag::Widget"
    )]
    async fn destroy_custom_attributes(
        &self,
        website_token: Visitor,
        params: Params<wire::ConversationDropped>,
    ) -> Answer<wire::ConversationRow> {
        let names = params.into_inner().custom_attribute.unwrap_or_default();
        let drop = self.store.write(move |tx| {
            let (here, mut conversation) = service::conversation(tx, &website_token)?.ok_or(Error::NotFound)?;
            visits::drop_attributes(tx, &mut conversation, &names, &here.performer())?;
            Ok(conversation)
        });
        Ok(Fast(drop.await?.into()))
    }
}

//! The messages of the visitor's conversation: the list, new ones, and answers to those that ask something.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde::Serialize;

use super::super::service::Here;
use super::super::{principal::Visitor, service, views, wire};
use crate::base::clock::seconds_or_zero;
use crate::base::ids::MessageId;
use crate::base::text::{is_email, presence};
use crate::base::{Error, Result};
use crate::contacts::{Contact, Identification};
use crate::conversations::{answers, visits};
use crate::http::{Answer, Fast, Params, Position};
use crate::messages::{self, ContentType, Window};
use crate::store::{Store, Tx};
use crate::tags::Tag;

pub struct MessagesApi {
    pub store: Store,
}

/// The contact who answered.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_answered")]
struct Answered {
    contact: wire::ContactRow,
}

#[OpenApi]
impl MessagesApi {
    /// List messages of the visitor's conversation, oldest first: the newest 20, the 20 before one, or up to 100 after one; with
    /// both, up to 1000 from `after` (with it) to `before` (without it).
    #[oai(path = "/api/v1/widget/messages", method = "get", operation_id = "widget-messages", tag = "Tag::Widget")]
    async fn list(
        &self,
        website_token: Visitor,
        /// A message id.
        before: Position,
        /// A message id.
        after: Position,
    ) -> Answer<wire::MessagePage> {
        let window = Window { before: before.0.map(MessageId), after: after.0.map(MessageId), only_public: true };
        let list = self.store.read(move |db| {
            let (payload, contact_last_seen_at) = match service::conversation(db, &website_token)? {
                Some((_, conversation)) => {
                    let seen_at = seconds_or_zero(conversation.contact_last_seen_at);
                    (views::messages(db, &conversation, window)?, Some(seen_at))
                }
                None => (Vec::new(), None),
            };
            Ok(wire::MessagePage { payload, meta: wire::MessagePageMeta { contact_last_seen_at } })
        });
        Ok(Fast(list.await?))
    }

    /// Write a message, with files if the body is multipart. The first one begins the conversation.
    #[oai(
        path = "/api/v1/widget/messages",
        method = "post",
        operation_id = "widget-message-create",
        tag = "Tag::Widget"
    )]
    async fn create(
        &self,
        website_token: Visitor,
        params: Params<wire::MessageCreate>,
    ) -> Answer<wire::CreatedMessage> {
        let sent = params.into_inner();
        let (written, attributes) = (sent.message.into(), wire::fields(sent.custom_attributes));
        let labels = sent.labels.unwrap_or_default();
        let write = self.store.write(move |tx| {
            let (conversation, message) = service::write(tx, &website_token, written, attributes, &labels)?;
            messages::rest_view(tx, conversation.display_id, message, None)
        });
        Ok(Fast(write.await?.into()))
    }

    /// Answer a message that asks something: for an e-mail address, a choice, a form or a rating.
    #[oai(
        path = "/api/v1/widget/messages/:id",
        method = "patch",
        operation_id = "widget-message-answer",
        tag = "Tag::Widget"
    )]
    async fn answer(
        &self,
        website_token: Visitor,
        id: Path<MessageId>,
        params: Params<wire::Answer>,
    ) -> Answer<Answered> {
        let sent = params.into_inner();
        let answer = self.store.write(move |tx| answer(tx, &website_token, id.0, sent));
        Ok(Fast(Answered { contact: answer.await?.into() }))
    }
}

fn answer(tx: &Tx, visitor: &Visitor, id: MessageId, sent: wire::Answer) -> Result<Contact> {
    let here = service::find(tx, visitor)?.ok_or(Error::NotFound)?;
    let (conversation, message) = visits::message(tx, &here.session, id)?;
    let contact = sent.contact.unwrap_or_default();
    if message.content_type == ContentType::InputEmail && contact.email.is_some() {
        let email = presence(contact.email.clone()).map(|email| email.trim().to_lowercase());
        let email = email.filter(|email| is_email(email));
        let email = email.ok_or_else(|| Error::invalid("email", "Email Invalid email", "invalid"))?;
        answers::answer_with_email(tx, message, &email, &here.performer())?;
        return Ok(service::identify(tx, visitor, Some(here.clone()), named(&here, contact, &email))?.contact);
    }
    let values = sent.message.unwrap_or_default().submitted_values.ok_or_else(|| Error::missing("submitted_values"))?;
    answers::answer(tx, &conversation, message, values, &here.performer())?;
    Ok(here.contact)
}

/// Who gives an e-mail address; with a made-up name, they are called by its first part.
fn named(here: &Here, sent: wire::AnswerContact, email: &str) -> Identification {
    let is_nobody = here.contact.contact_type() == "visitor";
    let local = email.split('@').next().unwrap_or_default().to_owned();
    let name = presence(sent.name).or_else(|| is_nobody.then_some(local));
    Identification { email: Some(email.to_owned()), name, ..Identification::default() }
}

//! The satisfaction survey of a conversation, for whoever has its address.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use serde_json::Value;

use super::super::{service, wire};
use crate::base::{Error, Result};
use crate::conversations::{self, Conversation};
use crate::http::{Answer, Fast, Params};
use crate::messages::Message;
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::{accounts, inboxes};

pub struct SurveyApi {
    pub store: Store,
}

fn shown(db: &Db, conversation: &Conversation, message: Message) -> Result<wire::Survey> {
    let account = conversation.account;
    let inbox = inboxes::find(db, account, conversation.inbox)?;
    let attributes: Value = serde_json::from_str(&message.content_attributes).unwrap_or_default();
    let display_type = attributes.get("display_type").and_then(Value::as_str).unwrap_or("emoji");
    Ok(wire::Survey {
        id: message.id,
        csat_survey_response: conversations::csat_response(db, account, message.id)?.map(Into::into),
        display_type: display_type.to_owned(),
        content: message.content,
        inbox_avatar_url: inbox.avatar_url,
        inbox_name: inbox.name,
        locale: accounts::find(db, account)?.locale,
        conversation_id: conversation.id,
        created_at: message.created_at.iso(),
    })
}

#[OpenApi]
impl SurveyApi {
    /// Show the survey of a conversation.
    #[oai(
        path = "/public/api/v1/csat_survey/:uuid",
        method = "get",
        operation_id = "get-csat-survey",
        tag = "Tag::CsatSurvey"
    )]
    async fn show(&self, uuid: Path<String>) -> Answer<wire::Survey> {
        let show = self.store.read(move |db| {
            let (conversation, message) = service::survey(db, &uuid.0)?;
            shown(db, &conversation, message)
        });
        Ok(Fast(show.await?))
    }

    /// Answer the survey of a conversation, within 14 days.
    #[oai(
        path = "/public/api/v1/csat_survey/:uuid",
        method = "put",
        operation_id = "update-csat-survey",
        tag = "Tag::CsatSurvey"
    )]
    async fn update(&self, uuid: Path<String>, params: Params<wire::SurveyUpdate>) -> Answer<wire::Survey> {
        let values = params.into_inner().message.submitted_values.ok_or_else(|| Error::missing("submitted_values"))?;
        let update = self.store.write(move |tx| {
            let (conversation, message) = service::rate(tx, &uuid.0, values)?;
            shown(tx, &conversation, message)
        });
        Ok(Fast(update.await?))
    }
}

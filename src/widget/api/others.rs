//! What else pages tell: events, labels, files that are to come.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{campaign, principal::Visitor, service, wire};
use crate::base::Result;
use crate::http::uploads::{self, DirectUpload, DirectUploadCreate};
use crate::http::{Answer, Fast, NoContent, Params};
use crate::store::Store;
use crate::tags::Tag;

pub struct OthersApi {
    pub store: Store,
}

#[OpenApi]
impl OthersApi {
    /// Report something that happened on the page: the widget was opened, which bots hear of, or a campaign was answered, which begins
    /// a conversation.
    #[oai(path = "/api/v1/widget/events", method = "post", operation_id = "widget-event", tag = "Tag::Widget")]
    async fn report(&self, website_token: Visitor, params: Params<wire::EventReport>) -> Result<NoContent> {
        let sent = params.into_inner();
        let info = wire::fields(sent.event_info);
        match sent.name.as_deref() {
            Some("webwidget.triggered") => {
                self.store.write(move |tx| service::triggered(tx, &website_token, info.into())).await?;
            }
            Some("campaign.triggered") => {
                self.store.write(move |tx| campaign::answer(tx, &website_token, info)).await?;
            }
            _ => {}
        }
        Ok(NoContent)
    }

    /// Put a label of the account on the visitor's conversation. Nothing happens without one, or for an unknown label.
    #[oai(path = "/api/v1/widget/labels", method = "post", operation_id = "widget-label-add", tag = "Tag::Widget")]
    async fn add_label(&self, website_token: Visitor, params: Params<wire::LabelSet>) -> Result<NoContent> {
        let label = params.into_inner().label.unwrap_or_default();
        self.store.write(move |tx| service::label(tx, &website_token, &label, true)).await?;
        Ok(NoContent)
    }

    /// Take a label off the visitor's conversation.
    #[oai(
        path = "/api/v1/widget/labels/:label",
        method = "delete",
        operation_id = "widget-label-remove",
        tag = "Tag::Widget"
    )]
    async fn remove_label(&self, website_token: Visitor, label: Path<String>) -> Result<NoContent> {
        self.store.write(move |tx| service::label(tx, &website_token, &label.0, false)).await?;
        Ok(NoContent)
    }

    /// Announce a file; its bytes go to the address in the answer, and its signed id stands for it in a message.
    #[oai(
        path = "/api/v1/widget/direct_uploads",
        method = "post",
        operation_id = "widget-direct-upload",
        tag = "Tag::Widget"
    )]
    async fn direct_upload(&self, website_token: Visitor, params: Params<DirectUploadCreate>) -> Answer<DirectUpload> {
        let (account, blob) = (website_token.account, params.into_inner().blob);
        Ok(Fast(self.store.write(move |tx| uploads::reserve(tx, account, blob)).await?))
    }
}

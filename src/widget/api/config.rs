//! What a widget asks for at its start; the visitor needs no session for it.

use poem_openapi::OpenApi;

use super::super::{principal::Site, views, wire};
use crate::campaigns::wire::WidgetCampaign;
use crate::http::{Answer, Fast};
use crate::inboxes;
use crate::store::Store;
use crate::tags::Tag;

pub struct ConfigApi {
    pub store: Store,
}

#[OpenApi]
impl ConfigApi {
    /// Show a website's widget, with fresh tokens of the visitor's session, or of a new one. Stores nothing.
    #[oai(path = "/api/v1/widget/config", method = "post", operation_id = "widget-config", tag = "Tag::Widget")]
    async fn config(&self, website_token: Site) -> Answer<wire::Config> {
        Ok(Fast(self.store.read(move |db| views::config(db, &website_token)).await?))
    }

    /// List those who may answer.
    #[oai(
        path = "/api/v1/widget/inbox_members",
        method = "get",
        operation_id = "widget-inbox-members",
        tag = "Tag::Widget"
    )]
    async fn members(&self, website_token: Site) -> Answer<wire::InboxMembers> {
        let Site { account, inbox, .. } = website_token;
        let members = self.store.read(move |db| inboxes::members(db, account, inbox)).await?;
        Ok(Fast(wire::InboxMembers { payload: members.into_iter().map(Into::into).collect() }))
    }

    /// List the website's campaigns that are switched on.
    #[oai(path = "/api/v1/widget/campaigns", method = "get", operation_id = "widget-campaigns", tag = "Tag::Widget")]
    async fn campaigns(&self, website_token: Site) -> Answer<Vec<WidgetCampaign>> {
        let Site { account, inbox, .. } = website_token;
        Ok(Fast(self.store.read(move |db| views::campaigns(db, account, inbox)).await?))
    }
}

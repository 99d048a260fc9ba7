//! The endpoints of campaigns.

use std::collections::HashMap;

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::Campaign;
use super::wire::{self, CampaignRoot};
use super::{service, sql};
use crate::access::{Administrator, scoped};
use crate::base::Result;
use crate::base::ids::{AccountId, InboxId, UserId};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::{inboxes, users};

/// Messages that show by themselves.
pub struct CampaignsApi {
    pub store: Store,
}

/// Campaigns with their websites and senders: two statements for all.
fn shown(db: &Db, account: AccountId, campaigns: Vec<Campaign>) -> Result<Vec<wire::Campaign>> {
    let mut ids: Vec<InboxId> = campaigns.iter().filter_map(|campaign| campaign.inbox).collect();
    ids.sort_unstable();
    ids.dedup();
    let inboxes = inboxes::views(db, account, &ids)?;
    let inboxes: HashMap<InboxId, _> = inboxes.into_iter().map(|inbox| (inbox.id, inbox)).collect();
    let ids: Vec<UserId> = campaigns.iter().filter_map(|campaign| campaign.sender).collect();
    let people = users::agents(db, account, &ids)?;
    let show = |campaign: Campaign| {
        let inbox = campaign.inbox.and_then(|id| inboxes.get(&id)).cloned();
        let sender = people.iter().find(|person| Some(person.id) == campaign.sender).cloned();
        wire::Campaign::new(campaign, inbox, sender.map(Into::into))
    };
    Ok(campaigns.into_iter().map(show).collect())
}

fn one(db: &Db, campaign: Campaign) -> Result<wire::Campaign> {
    let inbox = inboxes::views(db, campaign.account, campaign.inbox.as_slice())?.pop();
    let sender = users::agents(db, campaign.account, campaign.sender.as_slice())?.pop();
    Ok(wire::Campaign::new(campaign, inbox, sender.map(Into::into)))
}

#[OpenApi]
impl CampaignsApi {
    /// List all campaigns of the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/campaigns",
        method = "get",
        operation_id = "list-all-campaigns",
        tag = "Tag::Campaigns"
    )]
    async fn list(&self, account_id: scoped::Path<Administrator>) -> Answer<Vec<wire::Campaign>> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| shown(db, account, sql::list(db, account)?)).await?))
    }

    /// Create a campaign of a website.
    #[oai(
        path = "/api/v1/accounts/:account_id/campaigns",
        method = "post",
        operation_id = "create-a-campaign",
        tag = "Tag::Campaigns"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::CampaignCreateUpdate, CampaignRoot>,
    ) -> Answer<wire::Campaign> {
        let new = params.into_inner().into();
        Ok(Fast(self.store.write(move |tx| one(tx, service::create(tx, &account_id, new)?)).await?))
    }

    /// Show a campaign.
    #[oai(
        path = "/api/v1/accounts/:account_id/campaigns/:id",
        method = "get",
        operation_id = "get-details-of-a-single-campaign",
        tag = "Tag::Campaigns"
    )]
    async fn show(&self, account_id: scoped::Path<Administrator>, id: Path<i64>) -> Answer<wire::Campaign> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| one(db, sql::find(db, account, id.0)?)).await?))
    }

    /// Change a campaign, or switch it on or off.
    #[oai(
        path = "/api/v1/accounts/:account_id/campaigns/:id",
        method = "patch",
        operation_id = "update-a-campaign",
        tag = "Tag::Campaigns"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<i64>,
        params: Params<wire::CampaignCreateUpdate, CampaignRoot>,
    ) -> Answer<wire::Campaign> {
        let change = params.into_inner().into();
        Ok(Fast(self.store.write(move |tx| one(tx, service::update(tx, &account_id, id.0, change)?)).await?))
    }

    /// Delete a campaign. The conversations that it began stay.
    #[oai(
        path = "/api/v1/accounts/:account_id/campaigns/:id",
        method = "delete",
        operation_id = "delete-a-campaign",
        tag = "Tag::Campaigns"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<i64>) -> Done {
        self.store.write(move |tx| service::delete(tx, &account_id, id.0)).await?;
        Ok(Empty)
    }
}

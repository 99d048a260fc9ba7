//! Campaigns on the wire, and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::{Map, Value};

use super::model::{self, CampaignChange};
use crate::base::ids::{AccountId, InboxId, UserId};
use crate::http::wire::Json;
use crate::inboxes::wire::Inbox;
use crate::users::wire::{Agent, UserSender};

crate::root_key!(CampaignRoot, "campaign");

/// A message that the widget of a website shows by itself.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "campaign")]
pub struct Campaign {
    /// The number within the account.
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub account_id: AccountId,
    /// The website.
    pub inbox: Option<Inbox>,
    /// In whose name the message is sent; null for nobody's.
    pub sender: Option<Agent>,
    pub message: String,
    /// Always `active`.
    pub campaign_status: String,
    pub enabled: bool,
    /// Always `ongoing`.
    pub campaign_type: String,
    /// On which pages (`url`, with stars) and after how many seconds (`time_on_page`) the message shows.
    pub trigger_rules: Json,
    pub trigger_only_during_business_hours: bool,
    /// `2021-03-01T10:00:00.000Z`
    pub created_at: String,
    pub updated_at: String,
}

impl Campaign {
    /// A campaign with its website and its sender.
    pub fn new(campaign: model::Campaign, inbox: Option<Inbox>, sender: Option<Agent>) -> Self {
        Campaign {
            id: campaign.display_id,
            title: campaign.title,
            description: campaign.description,
            account_id: campaign.account,
            inbox,
            sender,
            message: campaign.message,
            campaign_status: "active".to_owned(),
            enabled: campaign.enabled,
            campaign_type: "ongoing".to_owned(),
            trigger_rules: Value::Object(campaign.trigger_rules).into(),
            trigger_only_during_business_hours: campaign.trigger_only_during_business_hours,
            created_at: campaign.created_at.iso(),
            updated_at: campaign.updated_at.iso(),
        }
    }
}

/// A campaign as the widget knows it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "widget_campaign")]
pub struct WidgetCampaign {
    /// The number within the account: what a visitor who answers names.
    pub id: i64,
    /// On which pages (`url`, with stars) and after how many seconds (`time_on_page`) the message shows.
    pub trigger_rules: Json,
    pub trigger_only_during_business_hours: bool,
    pub message: String,
    pub sender: Option<UserSender>,
}

impl WidgetCampaign {
    /// A campaign with its sender.
    pub fn new(campaign: model::Campaign, sender: Option<UserSender>) -> Self {
        WidgetCampaign {
            id: campaign.display_id,
            trigger_rules: Value::Object(campaign.trigger_rules).into(),
            trigger_only_during_business_hours: campaign.trigger_only_during_business_hours,
            message: campaign.message,
            sender,
        }
    }
}

/// What a campaign is to be.
#[derive(Debug, Object)]
#[oai(rename = "campaign_create_update_payload")]
pub struct CampaignCreateUpdate {
    /// Required to create a campaign, as the message and the inbox.
    pub title: MaybeUndefined<String>,
    pub description: MaybeUndefined<String>,
    pub message: MaybeUndefined<String>,
    /// A website.
    pub inbox_id: MaybeUndefined<InboxId>,
    /// A member of the account, in whose name the message is sent.
    pub sender_id: MaybeUndefined<UserId>,
    /// True by default.
    pub enabled: Option<bool>,
    /// `{"url": "https://shop.example.com/*", "time_on_page": 10}`
    pub trigger_rules: Option<Json>,
    pub trigger_only_during_business_hours: Option<bool>,
}

impl From<CampaignCreateUpdate> for CampaignChange {
    fn from(sent: CampaignCreateUpdate) -> Self {
        let text = |sent: MaybeUndefined<String>| Option::<Option<String>>::from(sent).map(Option::unwrap_or_default);
        let rules = |json: Json| match json.to_value() {
            Value::Object(rules) => seconds(rules),
            _ => Map::new(),
        };
        // forms have 0 for nobody
        let sender: Option<Option<UserId>> = sent.sender_id.into();
        CampaignChange {
            inbox: sent.inbox_id.into(),
            sender: sender.map(|sender| sender.filter(|user| user.0 != 0)),
            title: text(sent.title),
            description: sent.description.into(),
            message: text(sent.message),
            enabled: sent.enabled,
            trigger_rules: sent.trigger_rules.map(rules),
            trigger_only_during_business_hours: sent.trigger_only_during_business_hours,
        }
    }
}

/// The rules with their time as a number, which forms send as a text.
fn seconds(mut rules: Map<String, Value>) -> Map<String, Value> {
    if let Some(time) = rules.get_mut("time_on_page")
        && let Some(number) = time.as_str().and_then(|text| text.trim().parse::<i64>().ok())
    {
        *time = number.into();
    }
    rules
}

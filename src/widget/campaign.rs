//! A visitor answers the message of a campaign.

use serde_json::{Map, Value};

use super::principal::Visitor;
use super::service::{Written, begin, enter};
use crate::base::Result;
use crate::conversations::{Performer, post, visits};
use crate::messages::Draft;
use crate::store::Tx;
use crate::{campaigns, users};

/// Begins the conversation of a campaign that a visitor answers: its first message is the campaign's. Nothing for one who has a
/// conversation, or when the website does not show the campaign.
pub fn answer(tx: &Tx, visitor: &Visitor, mut info: Map<String, Value>) -> Result<()> {
    let number = info.get("campaign_id").and_then(|id| id.as_i64().or_else(|| id.as_str()?.trim().parse().ok()));
    let Some(number) = number else { return Ok(()) };
    let Some(campaign) = campaigns::find_enabled(tx, visitor.account, visitor.inbox, number)? else { return Ok(()) };
    let here = enter(tx, visitor)?;
    if visits::current(tx, &here.session)?.is_some() {
        return Ok(());
    }
    let text = |value: Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
    let custom_attributes = match info.remove("custom_attributes") {
        Some(Value::Object(attributes)) => attributes,
        _ => Map::new(),
    };
    let written = Written {
        timestamp: info.get("initiated_at").and_then(|at| at.get("timestamp")).cloned().unwrap_or_default(),
        referer_url: text(info.remove("referer")),
        campaign: Some(campaign.display_id),
        ..Written::default()
    };
    let mut conversation = begin(tx, visitor, &here, &written, custom_attributes)?;
    let mut draft = Draft::outgoing(campaign.message);
    draft.additional_attributes.insert("campaign_id".to_owned(), campaign.display_id.into());
    let sender = campaign.sender.map(|id| users::agents(tx, visitor.account, &[id])).transpose()?;
    let by = match sender.and_then(|mut agents| agents.pop()) {
        Some(agent) => Performer::Agent { id: agent.id, name: agent.name },
        None => Performer::System,
    };
    post::post_as(tx, &by, &mut conversation, draft).map(drop)
}

//! Puts inboxes and their people together as they are shown.

use serde_json::Value;

use super::model::Inbox;
use super::{sql, wire};
use crate::access::{self, Agent, Role};
use crate::base::ids::{AccountId, InboxId, UserId};
use crate::base::{Error, Result};
use crate::store::Db;
use crate::users::{self, AgentView};

/// These inboxes, in their order, without what only administrators see; two statements for all.
pub fn views(db: &Db, account: AccountId, ids: &[InboxId]) -> Result<Vec<wire::Inbox>> {
    let inboxes = sql::by_ids(db, account, ids)?.into_iter();
    Ok(inboxes.map(|inbox| wire::Inbox::new(inbox, db.env.base_url(), false)).collect())
}

/// An inbox as it is stored.
pub fn record(db: &Db, account: AccountId, id: InboxId) -> Result<wire::InboxRecord> {
    Ok(sql::find(db, account, id)?.into())
}

/// The first object of an inbox that was made, the last of one that goes.
pub fn snapshot(db: &Db, inbox: Inbox) -> Result<Value> {
    serde_json::to_value(wire::Inbox::new(inbox, db.env.base_url(), false)).map_err(Error::internal)
}

/// An inbox as this member sees it.
pub fn to(db: &Db, who: &Agent, inbox: Inbox) -> wire::Inbox {
    wire::Inbox::new(inbox, db.env.base_url(), who.is_administrator())
}

/// The inbox if this member may see it: 404 before 401.
pub fn visible(db: &Db, who: &Agent, id: InboxId) -> Result<Inbox> {
    let inbox = sql::find(db, who.account, id)?;
    access::require_inbox(db, who, id)?;
    Ok(inbox)
}

/// The inboxes this member may see, by name whatever its case.
pub fn all(db: &Db, who: &Agent) -> Result<Vec<wire::Inbox>> {
    let mut inboxes = sql::by_ids(db, who.account, &access::visible_inboxes(db, who)?)?;
    inboxes.sort_by_cached_key(|inbox| (inbox.name.to_lowercase(), inbox.id));
    Ok(inboxes.into_iter().map(|inbox| to(db, who, inbox)).collect())
}

/// The members of an inbox, by name.
pub fn members(db: &Db, account: AccountId, inbox: InboxId) -> Result<Vec<AgentView>> {
    users::agents(db, account, &sql::members(db, account, inbox)?)
}

/// Who can be given conversations of all these inboxes, each named once: their common members, and every administrator; by name.
pub fn assignable(db: &Db, account: AccountId, inboxes: &[InboxId]) -> Result<Vec<AgentView>> {
    let common: Vec<UserId> = sql::common_members(db, account, inboxes)?;
    let is_assignable = |agent: &AgentView| agent.role == Role::Administrator || common.contains(&agent.id);
    Ok(users::all_agents(db, account)?.into_iter().filter(is_assignable).collect())
}

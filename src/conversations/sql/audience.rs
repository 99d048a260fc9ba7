//! Who may hear of conversations.

use std::collections::HashMap;

use rusqlite::named_params;

use super::mentions::MENTIONED;
use crate::base::Result;
use crate::base::ids::{AccountId, ContactId, ConversationId, InboxId, UserId};
use crate::messages::mentions::Mentioned;
use crate::store::Db;

/// Who hears of a conversation, besides the administrators: the agents of its inbox, and its contact by these tokens.
#[derive(Debug, Clone)]
pub struct Audience {
    pub inbox: InboxId,
    pub tokens: Vec<String>,
}

pub const AUDIENCES: &str = "select c.id, c.inbox_id, ci.pubsub_token, ci.hmac_verified, ci.contact_id
      from json_each(:ids) page
      cross join conversations c on c.id = page.value and c.account_id = :account and c.status <> 9
      cross join inboxes i on i.id = c.inbox_id and i.deleted_at is null
      cross join contact_inboxes ci on ci.id = c.contact_inbox_id";

pub const VERIFIED: &str = "select ci.contact_id, ci.pubsub_token from json_each(:contacts) page
      cross join contact_inboxes ci indexed by contact_inboxes_contact on ci.contact_id = page.value
     where ci.account_id = :account and ci.hmac_verified = 1";

/// The audiences of these conversations; those that nobody may see any more are left out. A contact who proved their identity
/// hears on each session in which they did.
pub fn audiences(db: &Db, account: AccountId, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Audience>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let (mut audiences, mut verified) = (HashMap::new(), HashMap::<ContactId, Vec<ConversationId>>::new());
    let mut list = db.prepare_cached(AUDIENCES)?;
    let mut rows = list.query(named_params! {":ids": ids, ":account": account})?;
    while let Some(row) = rows.next()? {
        let (id, inbox) = (row.get(0)?, row.get(1)?);
        let mut tokens = Vec::new();
        if row.get(3)? {
            verified.entry(row.get(4)?).or_default().push(id);
        } else {
            tokens.push(row.get(2)?);
        }
        audiences.insert(id, Audience { inbox, tokens });
    }
    if verified.is_empty() {
        return Ok(audiences);
    }
    let contacts: Vec<ContactId> = verified.keys().copied().collect();
    let contacts = serde_json::to_string(&contacts).unwrap_or_default();
    let mut list = db.prepare_cached(VERIFIED)?;
    let mut rows = list.query(named_params! {":contacts": contacts, ":account": account})?;
    while let Some(row) = rows.next()? {
        for conversation in verified.get(&row.get(0)?).into_iter().flatten() {
            if let Some(audience) = audiences.get_mut(conversation) {
                audience.tokens.push(row.get(1)?);
            }
        }
    }
    Ok(audiences)
}

/// Those of the mentioned who may open the conversation: administrators, the agents of its inbox and the members of its team.
pub fn mentioned(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    mentioned: &Mentioned,
) -> Result<Vec<UserId>> {
    let users = serde_json::to_string(&mentioned.users).unwrap_or_default();
    let teams = serde_json::to_string(&mentioned.teams).unwrap_or_default();
    let mut list = db.prepare_cached(&mentioned_sql())?;
    let params = named_params! {":users": users, ":teams": teams, ":account": account, ":conversation": conversation};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

pub fn mentioned_sql() -> String {
    format!(
        "select named.user_id from ({MENTIONED}) named
          cross join conversations c on c.id = :conversation and c.account_id = :account
          cross join account_users a on a.account_id = :account and a.user_id = named.user_id
          where a.role = 1
             or exists (select 1 from inbox_members i
                 where i.inbox_id = c.inbox_id and i.user_id = a.user_id and i.account_id = :account)
             or exists (select 1 from team_members t
                 where t.team_id = c.team_id and t.user_id = a.user_id and t.account_id = :account)"
    )
}

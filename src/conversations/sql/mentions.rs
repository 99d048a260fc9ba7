//! Who was mentioned in a conversation.

use rusqlite::named_params;

use super::super::model::Conversation;
use crate::base::Result;
use crate::messages::mentions::Mentioned;
use crate::store::Tx;

/// The members of the account who are mentioned, by themselves or in a team.
pub const MENTIONED: &str = "select m.user_id
   from (select value as id from json_each(:users)
         union select t.user_id from json_each(:teams) wanted
           cross join team_members t on t.team_id = wanted.value and t.account_id = :account) named
   cross join account_users m on m.account_id = :account and m.user_id = named.id";

/// Notes when these were mentioned last, and lets them follow the conversation. Who is no member of the account is left out.
pub fn note_mentions(tx: &Tx, conversation: &Conversation, mentioned: &Mentioned) -> Result<()> {
    let users = serde_json::to_string(&mentioned.users).unwrap_or_default();
    let teams = serde_json::to_string(&mentioned.teams).unwrap_or_default();
    let params = named_params! {":users": users, ":teams": teams, ":account": conversation.account,
    ":conversation": conversation.id, ":now": tx.now};
    tx.prepare_cached(&format!(
        "insert into mentions(conversation_id, user_id, account_id, mentioned_at)
         select :conversation, user_id, :account, :now from ({MENTIONED}) where true
         on conflict do update set mentioned_at = excluded.mentioned_at"
    ))?
    .execute(params)?;
    tx.prepare_cached(&format!(
        "insert or ignore into conversation_participants(conversation_id, user_id, account_id, created_at)
         select :conversation, user_id, :account, :now from ({MENTIONED})"
    ))?
    .execute(params)?;
    Ok(())
}

//! What an event is about, as it is now.

use rusqlite::{OptionalExtension, named_params};

use crate::base::ids::{AccountId, ConversationId, InboxId, LabelId, MessageId, TeamId, UserId};
use crate::base::{Error, Millis, Result};
use crate::messages::MessageType;
use crate::store::{Db, Tx};

/// A conversation, to those who count.
#[derive(Debug, Clone)]
pub struct Facts {
    pub inbox: InboxId,
    pub assignee: Option<UserId>,
    pub team: Option<TeamId>,
    /// Those of its labels that are in the account's list.
    pub labels: Vec<LabelId>,
    pub created_at: Millis,
    /// Whether a person has answered.
    pub is_answered: bool,
}

pub(super) const FACTS: &str =
    "select c.inbox_id, c.assignee_id, t.id, c.created_at, c.first_reply_created_at is not null
    from conversations c
    cross join inboxes i on i.id = c.inbox_id and i.deleted_at is null
    left join teams t on t.id = c.team_id and t.deleted_at is null
   where c.id = :id and c.account_id = :account";
pub(super) const LABELS: &str = "select l.id from conversation_labels c
    cross join labels l on l.account_id = :account and l.title = c.label where c.conversation_id = :id";

/// The conversation, unless it or its inbox is gone.
pub fn facts(db: &Db, account: AccountId, id: ConversationId) -> Result<Option<Facts>> {
    let mut find = db.prepare_cached(FACTS)?;
    let params = named_params! {":id": id, ":account": account};
    let found = find.query_row(params, |row| {
        Ok(Facts {
            inbox: row.get(0)?,
            assignee: row.get(1)?,
            team: row.get(2)?,
            labels: Vec::new(),
            created_at: row.get(3)?,
            is_answered: row.get(4)?,
        })
    });
    let Some(mut facts) = found.optional()? else { return Ok(None) };
    let mut list = db.prepare_cached(LABELS)?;
    facts.labels = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(Some(facts))
}

/// A message that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    Incoming,
    /// By this person, if by one.
    Outgoing(Option<UserId>),
}

pub(super) const POSTED: &str = "select message_type, iif(sender_type = 'User', sender_id, null) from messages
    where id = :id and account_id = :account";

/// The message; `None` when it is no message between people, or gone.
pub fn posted(db: &Db, account: AccountId, id: MessageId) -> Result<Option<Posted>> {
    let mut find = db.prepare_cached(POSTED)?;
    let params = named_params! {":id": id, ":account": account};
    let found = find.query_row(params, |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(message_type, sender)| match message_type {
        n if n == MessageType::Incoming as i64 => Some(Posted::Incoming),
        n if n == MessageType::Outgoing as i64 => Some(Posted::Outgoing(sender)),
        _ => None,
    }))
}

pub(super) const LABEL_IDS: &str =
    "select id from labels where account_id = :account and title in (select value from json_each(:titles))";

/// The labels of these titles in the account's list.
pub fn label_ids(db: &Db, account: AccountId, titles: &[&str]) -> Result<Vec<LabelId>> {
    let titles = serde_json::to_string(titles).map_err(Error::internal)?;
    let mut list = db.prepare_cached(LABEL_IDS)?;
    let rows = list.query_map(named_params! {":account": account, ":titles": titles}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that a bot handed a conversation over to people for the first time.
pub fn hand_over(tx: &Tx, account: AccountId, id: ConversationId, at: Millis) -> Result<()> {
    // it may be gone by now
    let mut note = tx.prepare_cached(
        "insert into reporting_handoffs (conversation_id, account_id, handed_at)
         select id, account_id, :at from conversations where id = :id and account_id = :account
         on conflict do nothing",
    )?;
    note.execute(named_params! {":id": id, ":account": account, ":at": at})?;
    Ok(())
}

pub(super) const HANDED: &str =
    "select handed_at from reporting_handoffs where conversation_id = :id and account_id = :account";

/// When a bot handed the conversation over, if one did.
pub fn handed_at(db: &Db, account: AccountId, id: ConversationId) -> Result<Option<Millis>> {
    let mut find = db.prepare_cached(HANDED)?;
    Ok(find.query_row(named_params! {":id": id, ":account": account}, |row| row.get(0)).optional()?)
}

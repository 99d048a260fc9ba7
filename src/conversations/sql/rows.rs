//! Conversation rows: find, insert, change.

use rusqlite::types::Value as SqlValue;
use rusqlite::{OptionalExtension, Row, ToSql, named_params};

use super::super::model::{Conversation, Priority, Status};
use super::merging::redirected;
use crate::base::ids::{AccountId, ContactId, ContactInboxId, ConversationId, DisplayId, InboxId, UserId};
use crate::base::{Error, Millis, Result};
use crate::store::{Db, Tx};

/// The columns of [`from_row`], of a table or alias `c`.
pub const COLUMNS: &str = "c.id, c.account_id, c.display_id, c.inbox_id, c.contact_id, c.contact_inbox_id, c.status,
    c.priority, c.assignee_id, c.assignee_agent_bot_id, c.team_id, c.uuid, c.additional_attributes, c.custom_attributes,
    c.snoozed_until, c.waiting_since, c.first_reply_created_at, c.agent_last_seen_at, c.assignee_last_seen_at,
    c.contact_last_seen_at, c.last_activity_at, c.last_incoming_at, c.last_message_id, c.last_non_activity_message_id,
    c.unread_count, c.messages_count, c.created_at, c.updated_at";

/// How many [`COLUMNS`] there are: where the columns of a join begin.
pub const WIDTH: usize = 28;

/// Hidden conversations, and those of an inbox that is being deleted, are not there.
const VISIBLE: &str =
    "c.status <> 9 and exists (select 1 from inboxes i where i.id = c.inbox_id and i.deleted_at is null)";

/// A conversation from a row that begins with [`COLUMNS`].
pub fn from_row(row: &Row) -> rusqlite::Result<Conversation> {
    Ok(Conversation {
        id: row.get(0)?,
        account: row.get(1)?,
        display_id: row.get(2)?,
        inbox: row.get(3)?,
        contact: row.get(4)?,
        contact_inbox: row.get(5)?,
        status: Status::from_number(row.get(6)?),
        priority: row.get::<_, Option<i64>>(7)?.and_then(Priority::from_number),
        assignee: row.get(8)?,
        assignee_bot: row.get(9)?,
        team: row.get(10)?,
        uuid: row.get(11)?,
        additional_attributes: row.get(12)?,
        custom_attributes: row.get(13)?,
        snoozed_until: row.get(14)?,
        waiting_since: row.get(15)?,
        first_reply_created_at: row.get(16)?,
        agent_last_seen_at: row.get(17)?,
        assignee_last_seen_at: row.get(18)?,
        contact_last_seen_at: row.get(19)?,
        last_activity_at: row.get(20)?,
        last_incoming_at: row.get(21)?,
        last_message: row.get(22)?,
        last_non_activity_message: row.get(23)?,
        unread_count: row.get(24)?,
        messages_count: row.get(25)?,
        created_at: row.get(26)?,
        updated_at: row.get(27)?,
    })
}

/// The conversation of this number in the account; for the number of one that was merged, the one into which it was.
pub fn find(db: &Db, account: AccountId, display_id: DisplayId) -> Result<Conversation> {
    let mut find = db.prepare_cached(&format!(
        "select {COLUMNS} from conversations c where c.account_id = ? and c.display_id = ? and {VISIBLE}"
    ))?;
    match find.query_row((account, display_id), from_row).optional()? {
        Some(conversation) => Ok(conversation),
        None => match redirected(db, account, display_id)? {
            Some(id) => find_by_id(db, account, id),
            None => Err(Error::NotFound),
        },
    }
}

/// The conversation of this row id in the account.
pub fn find_by_id(db: &Db, account: AccountId, id: ConversationId) -> Result<Conversation> {
    let mut find = db.prepare_cached(&format!(
        "select {COLUMNS} from conversations c where c.id = ? and c.account_id = ? and {VISIBLE}"
    ))?;
    Ok(find.query_row((id, account), from_row)?)
}

pub(super) fn rows_sql() -> String {
    format!(
        "select {COLUMNS} from json_each(:ids) page
           cross join conversations c on c.id = page.value and c.account_id = :account order by page.key"
    )
}

/// These conversations as they are stored, in the order asked for.
pub fn rows(db: &Db, account: AccountId, ids: &[ConversationId]) -> Result<Vec<Conversation>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&rows_sql())?;
    let params = named_params! {":ids": ids, ":account": account};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

/// The newest conversation under a contact's address, if there is one.
pub fn latest_of_contact_inbox(db: &Db, account: AccountId, address: ContactInboxId) -> Result<Option<Conversation>> {
    let mut find = db.prepare_cached(&format!(
        "select {COLUMNS} from conversations c
          where c.contact_inbox_id = ? and c.account_id = ? and {VISIBLE} order by c.id desc limit 1"
    ))?;
    Ok(find.query_row((address, account), from_row).optional()?)
}

/// The conversations of a contact in these inboxes, latest activity first.
pub fn of_contact(
    db: &Db,
    account: AccountId,
    contact: ContactId,
    inboxes: &[InboxId],
    limit: i64,
) -> Result<Vec<ConversationId>> {
    let inboxes = serde_json::to_string(inboxes).unwrap_or_default();
    let mut list = db.prepare_cached(
        "select c.id from conversations c indexed by conversations_contact
          where c.contact_id = :contact and c.account_id = :account and c.status <> 9
            and c.inbox_id in (select value from json_each(:inboxes))
          order by c.last_activity_at desc limit :limit",
    )?;
    let params = named_params! {":contact": contact, ":account": account, ":inboxes": inboxes, ":limit": limit};
    Ok(list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// What a new row starts with; everything else has its default.
#[derive(Debug)]
pub struct NewRow {
    pub account: AccountId,
    pub inbox: InboxId,
    pub contact: ContactId,
    pub contact_inbox: ContactInboxId,
    pub status: Status,
    pub uuid: String,
    pub additional_attributes: String,
    pub custom_attributes: String,
    pub snoozed_until: Option<Millis>,
}

/// Stores a conversation under the account's next number.
pub fn insert(tx: &Tx, new: &NewRow) -> Result<ConversationId> {
    let display_id: DisplayId = tx
        .prepare_cached(
            "update account_counters set last_display_id = last_display_id + 1 where account_id = ? returning last_display_id",
        )?
        .query_row([new.account], |row| row.get(0))?;
    tx.prepare_cached(
        "insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, uuid,
            additional_attributes, custom_attributes, snoozed_until, waiting_since, last_activity_at, created_at, updated_at)
         values (:account, :display_id, :inbox, :contact, :contact_inbox, :status, :uuid,
            :additional_attributes, :custom_attributes, :snoozed_until, :now, :now, :now, :now)",
    )?
    .execute(named_params! {
        ":account": new.account, ":display_id": display_id, ":inbox": new.inbox, ":contact": new.contact,
        ":contact_inbox": new.contact_inbox, ":status": new.status as i64,
        ":uuid": new.uuid, ":additional_attributes": new.additional_attributes,
        ":custom_attributes": new.custom_attributes, ":snoozed_until": new.snoozed_until, ":now": tx.now,
    })?;
    Ok(ConversationId(tx.last_insert_rowid()))
}

/// Writes these columns, and only these: an index pays for each column that is named.
pub fn update(tx: &Tx, conversation: &Conversation, columns: &[(&'static str, SqlValue)]) -> Result<()> {
    let assignments: String = columns.iter().map(|(name, _)| format!("{name} = ?, ")).collect();
    let statement = format!("update conversations set {assignments} updated_at = ? where id = ? and account_id = ?");
    let mut values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| value as &dyn ToSql).collect();
    values.extend([&tx.now as &dyn ToSql, &conversation.id, &conversation.account]);
    tx.prepare_cached(&statement)?.execute(values.as_slice())?;
    Ok(())
}

/// Whether the person is a member of the inbox, whatever their role.
pub fn is_inbox_member(db: &Db, account: AccountId, inbox: InboxId, user: UserId) -> Result<bool> {
    let mut find =
        db.prepare_cached("select 1 from inbox_members where inbox_id = ? and user_id = ? and account_id = ?")?;
    Ok(find.exists((inbox, user, account))?)
}

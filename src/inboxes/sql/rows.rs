//! Inbox rows with their channel and opening hours: find, insert, change.

use rusqlite::{Row, named_params};

use super::super::model::{Hours, Inbox, SenderName};
use super::{channels, hours};
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Error, Result};
use crate::files;
use crate::store::{Db, Tx};

/// An inbox `i` with its picture `b`; the columns of its channel follow.
const INBOX: &str = "i.id, i.account_id, i.channel_id, i.channel_type, i.name, i.avatar_blob_id, b.key, b.filename,
    i.greeting_enabled, i.greeting_message, i.enable_email_collect, i.csat_survey_enabled, i.csat_config,
    i.enable_auto_assignment, i.auto_assignment_config, i.working_hours_enabled, i.out_of_office_message, i.timezone,
    i.allow_messages_after_resolved, i.lock_to_single_conversation, i.sender_name_type, i.business_name, i.portal_id,
    i.created_at, i.updated_at";
/// How many columns [`INBOX`] has.
const WIDTH: usize = 25;

/// The inbox, its hours still without days.
fn from_row(db: &Db, row: &Row) -> rusqlite::Result<Inbox> {
    let picture: Option<(String, String)> = row.get::<_, Option<_>>(6)?.zip(row.get(7)?);
    Ok(Inbox {
        id: row.get(0)?,
        account: row.get(1)?,
        channel_id: row.get(2)?,
        channel: channels::from_row(row, row.get_ref(3)?.as_str()?, WIDTH)?,
        name: row.get(4)?,
        avatar: row.get(5)?,
        avatar_url: picture.map(|(key, name)| files::url(db.env.base_url(), &key, &name)).unwrap_or_default(),
        greeting_enabled: row.get(8)?,
        greeting_message: row.get(9)?,
        enable_email_collect: row.get(10)?,
        csat_survey_enabled: row.get(11)?,
        csat_config: row.get(12)?,
        enable_auto_assignment: row.get(13)?,
        auto_assignment_config: row.get(14)?,
        working_hours_enabled: row.get(15)?,
        out_of_office_message: row.get(16)?,
        hours: Hours { timezone: row.get(17)?, days: Vec::new() },
        allow_messages_after_resolved: row.get(18)?,
        lock_to_single_conversation: row.get(19)?,
        sender_name_type: SenderName::from_number(row.get(20)?),
        business_name: row.get(21)?,
        portal_id: row.get(22)?,
        created_at: row.get(23)?,
        updated_at: row.get(24)?,
    })
}

/// The inbox; 404 when the account has none such, or it is being deleted.
pub fn find(db: &Db, account: AccountId, id: InboxId) -> Result<Inbox> {
    list(db, account, &[id])?.pop().ok_or(Error::NotFound)
}

/// These inboxes, in the order asked for; those the account does not have are left out.
pub fn list(db: &Db, account: AccountId, ids: &[InboxId]) -> Result<Vec<Inbox>> {
    let page = serde_json::to_string(ids).map_err(Error::internal)?;
    let mut list = db.prepare_cached(&list_sql())?;
    let params = named_params! {":ids": page, ":account": account};
    let rows = list.query_map(params, |row| from_row(db, row))?;
    let mut inboxes: Vec<Inbox> = rows.collect::<rusqlite::Result<_>>()?;
    let mut days = hours::of_inboxes(db, account, &page)?;
    for inbox in &mut inboxes {
        inbox.hours.days = days.remove(&inbox.id).unwrap_or_default();
    }
    Ok(inboxes)
}

/// The cross join pins the loops: the page first, then one row of each table.
pub(super) fn list_sql() -> String {
    format!(
        "select {INBOX}, {} from json_each(:ids) page
           cross join inboxes i on i.id = page.value and i.account_id = :account and i.deleted_at is null
           left join blobs b on b.id = i.avatar_blob_id {}
          order by page.key",
        channels::COLUMNS,
        channels::JOINS
    )
}

/// Whether the account has the inbox, and it is not being deleted.
pub fn exists(db: &Db, account: AccountId, id: InboxId) -> Result<bool> {
    let mut find = db.prepare_cached("select 1 from inboxes where id = ? and account_id = ? and deleted_at is null")?;
    Ok(find.exists((id, account))?)
}

/// Stores the row alone; its channel is stored already.
pub fn insert(tx: &Tx, new: &Inbox) -> Result<InboxId> {
    tx.prepare_cached(
        "insert into inboxes(account_id, channel_type, channel_id, name, avatar_blob_id, greeting_enabled, greeting_message,
            enable_email_collect, csat_survey_enabled, csat_config, enable_auto_assignment, auto_assignment_config,
            working_hours_enabled, out_of_office_message, timezone, allow_messages_after_resolved,
            lock_to_single_conversation, sender_name_type, business_name, portal_id, created_at, updated_at)
         values (:account, :channel_type, :channel_id, :name, :avatar, :greeting_enabled, :greeting_message,
            :enable_email_collect, :csat_survey_enabled, :csat_config, :enable_auto_assignment, :auto_assignment_config,
            :working_hours_enabled, :out_of_office_message, :timezone, :allow_messages_after_resolved,
            :lock_to_single_conversation, :sender_name_type, :business_name, :portal_id, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":channel_type": new.channel.type_name(),
        ":channel_id": new.channel_id, ":name": new.name, ":avatar": new.avatar, ":greeting_enabled": new.greeting_enabled,
        ":greeting_message": new.greeting_message, ":enable_email_collect": new.enable_email_collect,
        ":csat_survey_enabled": new.csat_survey_enabled, ":csat_config": new.csat_config,
        ":enable_auto_assignment": new.enable_auto_assignment, ":auto_assignment_config": new.auto_assignment_config,
        ":working_hours_enabled": new.working_hours_enabled, ":out_of_office_message": new.out_of_office_message,
        ":timezone": new.hours.timezone, ":allow_messages_after_resolved": new.allow_messages_after_resolved,
        ":lock_to_single_conversation": new.lock_to_single_conversation,
        ":sender_name_type": new.sender_name_type as i64, ":business_name": new.business_name,
        ":portal_id": new.portal_id, ":now": tx.now})?;
    Ok(InboxId(tx.last_insert_rowid()))
}

/// Saves the row alone.
pub fn save(tx: &Tx, inbox: &Inbox) -> Result<()> {
    tx.prepare_cached(
        "update inboxes set name = :name, avatar_blob_id = :avatar, greeting_enabled = :greeting_enabled,
            greeting_message = :greeting_message, enable_email_collect = :enable_email_collect,
            csat_survey_enabled = :csat_survey_enabled, csat_config = :csat_config,
            enable_auto_assignment = :enable_auto_assignment, auto_assignment_config = :auto_assignment_config,
            working_hours_enabled = :working_hours_enabled, out_of_office_message = :out_of_office_message,
            timezone = :timezone, allow_messages_after_resolved = :allow_messages_after_resolved,
            lock_to_single_conversation = :lock_to_single_conversation, sender_name_type = :sender_name_type,
            business_name = :business_name, portal_id = :portal_id, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": inbox.name, ":avatar": inbox.avatar, ":greeting_enabled": inbox.greeting_enabled,
    ":greeting_message": inbox.greeting_message, ":enable_email_collect": inbox.enable_email_collect,
    ":csat_survey_enabled": inbox.csat_survey_enabled, ":csat_config": inbox.csat_config,
    ":enable_auto_assignment": inbox.enable_auto_assignment, ":auto_assignment_config": inbox.auto_assignment_config,
    ":working_hours_enabled": inbox.working_hours_enabled, ":out_of_office_message": inbox.out_of_office_message,
    ":timezone": inbox.hours.timezone, ":allow_messages_after_resolved": inbox.allow_messages_after_resolved,
    ":lock_to_single_conversation": inbox.lock_to_single_conversation,
    ":sender_name_type": inbox.sender_name_type as i64, ":business_name": inbox.business_name,
    ":portal_id": inbox.portal_id, ":now": tx.now, ":id": inbox.id, ":account": inbox.account})?;
    Ok(())
}

/// Hides the inbox from everybody; its rows are the job's.
pub fn hide(tx: &Tx, account: AccountId, id: InboxId) -> Result<()> {
    tx.prepare_cached("update inboxes set deleted_at = ? where id = ? and account_id = ?")?
        .execute((tx.now, id, account))?;
    Ok(())
}

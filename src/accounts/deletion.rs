//! Long work on whole accounts, in short steps: what is below a deleted account, and the conversations of one who left.

use rusqlite::named_params;

use crate::base::ids::{AccountId, BlobId, ConversationId, UserId};
use crate::base::{Millis, Result};
use crate::files;
use crate::store::Tx;

/// Rows of one step: a few milliseconds.
const ROWS: usize = 500;

/// What hangs on an account besides its conversations, children first. Each statement answers the picture of every row.
const TABLES: &[&str] = &[
    // an import has two files: the other goes with its row
    "update blobs set is_linked = 0, created_at = 0 where id in
        (select b.id from contact_imports i cross join blobs b on b.id = i.refused_blob_id and b.is_linked = 1
          where i.account_id = :account limit :most)
     returning null",
    "delete from contact_imports where id in (select id from contact_imports where account_id = :account limit :most) returning blob_id",
    "delete from contact_exports where id in (select id from contact_exports where account_id = :account limit :most) returning blob_id",
    "delete from contact_merge_rows where (merge_id, kind, row_id) in
        (select r.merge_id, r.kind, r.row_id from contact_merges m cross join contact_merge_rows r on r.merge_id = m.id
          where m.account_id = :account limit :most)
     returning null",
    "delete from contact_merges where id in (select id from contact_merges where account_id = :account limit :most) returning null",
    "delete from notes where id in (select id from notes where account_id = :account limit :most) returning null",
    "delete from contacts where id in (select id from contacts where account_id = :account limit :most)
     returning avatar_blob_id",
    "delete from inboxes where id in (select id from inboxes where account_id = :account limit :most) returning avatar_blob_id",
    "delete from channel_web_widgets where id in (select id from channel_web_widgets where account_id = :account limit :most)
     returning null",
    "delete from channel_api where id in (select id from channel_api where account_id = :account limit :most) returning null",
    "delete from channel_email where id in (select id from channel_email where account_id = :account limit :most) returning null",
    "delete from agent_bots where id in (select id from agent_bots where account_id = :account limit :most)
     returning avatar_blob_id",
    "delete from integrations_hooks where id in (select id from integrations_hooks where account_id = :account limit :most)
     returning null",
    "delete from editor_uploads where blob_id in (select blob_id from editor_uploads where account_id = :account limit :most)
     returning blob_id",
    "delete from idempotency_keys where id in (select id from idempotency_keys where account_id = :account limit :most)
      returning null",
    "delete from custom_attribute_definitions where id in
        (select id from custom_attribute_definitions where account_id = :account limit :most) returning null",
    "delete from custom_filters where id in (select id from custom_filters where account_id = :account limit :most)
     returning null",
    "delete from automation_runs where id in
        (select n.id from automation_rules r cross join automation_runs n on n.rule_id = r.id
          where r.account_id = :account limit :most)
     returning null",
    "delete from conversation_counters where account_id = :account and (status, inbox_id, assignee_id) in
        (select status, inbox_id, assignee_id from conversation_counters where account_id = :account limit :most)
     returning null",
    "delete from reporting_rollups where account_id = :account and (dimension, dimension_id, span, slot) in
        (select dimension, dimension_id, span, slot from reporting_rollups where account_id = :account limit :most)
      returning null",
    "delete from notification_counters where account_id = :account and (user_id, is_read, is_snoozed) in
        (select user_id, is_read, is_snoozed from notification_counters where account_id = :account limit :most)
     returning null",
    "delete from audits where id in (select id from audits where account_id = :account limit :most) returning null",
    // The event that tells of the deletion stays its seven days.
    "delete from outbox where id in
        (select id from outbox where account_id = :account and name <> 'account_deleted' limit :most)
     returning null",
];

/// One step of deleting a hidden account; says whether more is to be done. The last step takes the account's own row.
pub fn deletion_step(tx: &Tx, account: AccountId) -> Result<bool> {
    let mut hidden = tx.prepare_cached("select 1 from accounts where id = ? and deleted_at is not null")?;
    if !hidden.exists([account])? {
        return Ok(false);
    }
    let mut budget = ROWS;
    while let Some(conversation) = any_conversation(tx, account)? {
        if !remove_conversation(tx, account, conversation, &mut budget)? || budget == 0 {
            return Ok(true);
        }
    }
    for statement in TABLES {
        let pictures = delete_some(tx, statement, account, budget)?;
        budget = budget.saturating_sub(pictures.len());
        for blob in pictures.into_iter().flatten() {
            files::delete(tx, blob)?;
        }
        if budget == 0 {
            return Ok(true);
        }
    }
    // Teams, labels, ready answers, apps, campaigns, webhooks, macros and rules, a handful each, go with the row.
    tx.prepare_cached("delete from accounts where id = ? and deleted_at is not null")?.execute([account])?;
    Ok(false)
}

fn delete_some(tx: &Tx, statement: &str, account: AccountId, most: usize) -> Result<Vec<Option<BlobId>>> {
    let mut delete = tx.prepare_cached(statement)?;
    let rows = delete.query_map(named_params! {":account": account, ":most": most as i64}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn any_conversation(tx: &Tx, account: AccountId) -> Result<Option<ConversationId>> {
    let mut find = tx.prepare_cached("select id from conversations where account_id = ? limit 1")?;
    let found = find.query_map([account], |row| row.get(0))?.next().transpose()?;
    Ok(found)
}

/// Removes the oldest messages of a conversation with their files, as many as `budget` allows, and the conversation once it
/// is empty; says whether it is gone. Takes what it did off `budget`. For jobs: no event, and the kept numbers stay right.
pub fn remove_conversation(tx: &Tx, account: AccountId, id: ConversationId, budget: &mut usize) -> Result<bool> {
    let most = *budget;
    delete_files(tx, account, id, most)?;
    let gone = delete_messages(tx, account, id, most)?;
    *budget = budget.saturating_sub(gone.len() + 1);
    if gone.len() < most {
        tx.prepare_cached("delete from conversations where id = ? and account_id = ?")?.execute((id, account))?;
        return Ok(true);
    }
    recount(tx, account, id, &gone)?;
    Ok(false)
}

/// The messages that go next.
const OLDEST: &str = "select id from messages where conversation_id = :conversation order by id limit :most";

fn delete_files(tx: &Tx, account: AccountId, id: ConversationId, most: usize) -> Result<()> {
    let mut list = tx.prepare_cached(&format!(
        "select blob_id from attachments where message_id in ({OLDEST}) and account_id = :account and blob_id is not null"
    ))?;
    let params = named_params! {":conversation": id, ":account": account, ":most": most as i64};
    let blobs: Vec<BlobId> = list.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    blobs.into_iter().try_for_each(|blob| files::delete(tx, blob))
}

/// A removed message: its id, whether it came in, and when.
type Removed = (i64, bool, Millis);

fn delete_messages(tx: &Tx, account: AccountId, id: ConversationId, most: usize) -> Result<Vec<Removed>> {
    let mut delete = tx.prepare_cached(&format!(
        "delete from messages where id in ({OLDEST}) and account_id = :account returning id, message_type = 0, created_at"
    ))?;
    let params = named_params! {":conversation": id, ":account": account, ":most": most as i64};
    let rows = delete.query_map(params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes removed messages off the kept numbers of a conversation that has more.
fn recount(tx: &Tx, account: AccountId, id: ConversationId, gone: &[Removed]) -> Result<()> {
    let mut seen = tx.prepare_cached("select agent_last_seen_at from conversations where id = ? and account_id = ?")?;
    let seen: Option<Millis> = seen.query_row((id, account), |row| row.get(0))?;
    let unread = gone.iter().filter(|(_, came_in, at)| *came_in && seen.is_none_or(|seen| *at > seen)).count();
    let newest = gone.iter().map(|(id, _, _)| *id).max();
    tx.prepare_cached(
        "update conversations set messages_count = messages_count - :gone, unread_count = max(unread_count - :unread, 0),
            last_non_activity_message_id = iif(last_non_activity_message_id <= :newest, null, last_non_activity_message_id)
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":gone": gone.len() as i64, ":unread": unread as i64, ":newest": newest, ":id": id,
        ":account": account})?;
    Ok(())
}

/// One step of taking a user who left off their conversations in the account, silently; says whether more is to be done.
pub fn unassign_step(tx: &Tx, account: AccountId, user: UserId) -> Result<bool> {
    let mut unassign = tx.prepare_cached(
        "update conversations set assignee_id = null where id in
            (select id from conversations where account_id = :account and assignee_id = :user limit :most)",
    )?;
    let done = unassign.execute(named_params! {":account": account, ":user": user, ":most": ROWS as i64})?;
    Ok(done == ROWS)
}

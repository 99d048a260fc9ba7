//! Every statement on hooks.

use rusqlite::{Row, named_params};

use super::model::{Hook, HookType};
use crate::base::Result;
use crate::base::ids::{AccountId, HookId, InboxId};
use crate::store::{Db, Tx};

/// The account's hooks `h`, each with its inbox; those of an inbox that is being deleted are gone already.
const HOOK: &str =
    "select h.id, h.account_id, h.app_id, h.inbox_id, i.name, h.status, h.hook_type, h.settings, h.reference_id
    from integrations_hooks h
    left join inboxes i on i.id = h.inbox_id and i.account_id = h.account_id and i.deleted_at is null
    where h.account_id = :account and (h.inbox_id is null or i.id is not null)";

const ONE: &str = "and h.id = :id";
const ALL: &str = "order by h.id";

fn from_row(row: &Row) -> rusqlite::Result<Hook> {
    Ok(Hook {
        id: row.get(0)?,
        account: row.get(1)?,
        app_id: row.get(2)?,
        inbox: row.get(3)?,
        inbox_name: row.get(4)?,
        is_enabled: row.get(5)?,
        hook_type: HookType::from_name(&row.get::<_, String>(6)?),
        settings: row.get(7)?,
        reference_id: row.get(8)?,
    })
}

/// The hook; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: HookId) -> Result<Hook> {
    let mut find = db.prepare_cached(&format!("{HOOK} {ONE}"))?;
    Ok(find.query_row(named_params! {":account": account, ":id": id}, from_row)?)
}

/// All hooks of the account, by id.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<Hook>> {
    let mut list = db.prepare_cached(&format!("{HOOK} {ALL}"))?;
    Ok(list.query_map(named_params! {":account": account}, from_row)?.collect::<rusqlite::Result<_>>()?)
}

const CONNECTED: &str = "select 1 from integrations_hooks where account_id = :account and app_id = :app";

/// Whether the account has a hook of this integration.
pub fn is_connected(db: &Db, account: AccountId, app_id: &str) -> Result<bool> {
    Ok(db.prepare_cached(CONNECTED)?.exists(named_params! {":account": account, ":app": app_id})?)
}

const INBOX: &str = "select 1 from inboxes where id = :id and account_id = :account and deleted_at is null";

/// Whether the account has this inbox.
pub fn has_inbox(db: &Db, account: AccountId, inbox: InboxId) -> Result<bool> {
    Ok(db.prepare_cached(INBOX)?.exists(named_params! {":account": account, ":id": inbox})?)
}

pub fn insert(tx: &Tx, new: &Hook) -> Result<HookId> {
    tx.prepare_cached(
        "insert into integrations_hooks(account_id, app_id, inbox_id, status, hook_type, settings, reference_id, created_at,
            updated_at)
         values (:account, :app, :inbox, :status, :hook_type, :settings, :reference, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":app": new.app_id, ":inbox": new.inbox,
        ":status": new.is_enabled, ":hook_type": new.hook_type.name(), ":settings": new.settings,
        ":reference": new.reference_id, ":now": tx.now})?;
    Ok(HookId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, hook: &Hook) -> Result<()> {
    tx.prepare_cached(
        "update integrations_hooks set status = :status, settings = :settings, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":status": hook.is_enabled, ":settings": hook.settings, ":now": tx.now, ":id": hook.id,
    ":account": hook.account})?;
    Ok(())
}

pub fn delete(tx: &Tx, account: AccountId, id: HookId) -> Result<()> {
    tx.prepare_cached("delete from integrations_hooks where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn every_statement_finds_its_rows_by_an_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        for sql in [&format!("{HOOK} {ONE}"), &format!("{HOOK} {ALL}"), CONNECTED, INBOX] {
            let mut explain = conn.prepare(&format!("explain query plan {sql}")).unwrap();
            let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
            assert!(!plan.is_empty() && !plan.iter().any(|line| line.starts_with("SCAN")), "{sql}\n{plan:#?}");
        }
    }
}

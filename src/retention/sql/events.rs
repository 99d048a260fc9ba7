//! What events say of things that are gone.

use rusqlite::named_params;

use crate::base::Result;
use crate::base::ids::AccountId;
use crate::store::{Db, Tx};

/// The events stay, and keep the number of what they were about: whoever reads them again learns that it is gone. What the values
/// were goes.
pub const EMPTY: &str = "update outbox set changes = '{}', echo_id = null, snapshot = case name
        when 'contact_deleted' then json_object('id', subject_id)
        when 'conversation_deleted' then json_remove(snapshot, '$.uuid') end
    where account_id = :account and seq > :after and seq <= :last
      and (changes <> '{}' or snapshot is not null or echo_id is not null)
      and (conversation_id is not null and not exists (select 1 from conversations v where v.id = outbox.conversation_id)
        or case
          when name in ('contact_created', 'contact_updated', 'contact_deleted', 'contact_merged', 'contact_restored')
            then not exists (select 1 from contacts c where c.id = outbox.subject_id)
          when name in ('note_created', 'note_updated', 'note_deleted')
            then not exists (select 1 from notes n where n.id = outbox.subject_id)
          when name in ('contact_inbox_created', 'webwidget_triggered')
            then not exists (select 1 from contact_inboxes a where a.id = outbox.subject_id)
          when name in ('message_created', 'message_updated')
            then not exists (select 1 from messages m where m.id = outbox.subject_id)
          else 0 end)";

/// Empties those of these events that are about things which are gone.
pub fn empty(tx: &Tx, account: AccountId, after: i64, last: i64) -> Result<()> {
    tx.prepare_cached(EMPTY)?.execute(named_params! {":account": account, ":after": after, ":last": last})?;
    Ok(())
}

pub const FIRST: &str = "select seq from outbox where account_id = ? order by seq limit 1";

/// The numbers of the account's first event that is kept, and of its last.
pub fn last(db: &Db, account: AccountId) -> Result<(i64, i64)> {
    let mut find = db.prepare_cached("select last_event_seq from account_counters where account_id = ?")?;
    let last: i64 = find.query_row([account], |row| row.get(0))?;
    let mut find = db.prepare_cached(FIRST)?;
    let mut rows = find.query([account])?;
    Ok((rows.next()?.map_or(Ok(last), |row| row.get(0))?, last))
}

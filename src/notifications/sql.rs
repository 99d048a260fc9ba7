//! Every statement on notifications.

use rusqlite::{OptionalExtension, Row, named_params};

use super::model::{Counts, Includes, Notification};
use crate::access::Agent;
use crate::base::ids::{AccountId, ConversationId, InboxId, MessageId, NotificationId, UserId};
use crate::base::{Millis, Result};
use crate::preferences::Kind;
use crate::store::{Db, Page, Tx};

const COLUMNS: &str =
    "n.id, n.account_id, n.user_id, n.conversation_id, n.notification_type, n.message_id, n.meta, n.read_at,
    n.snoozed_until, n.last_activity_at, n.created_at, n.updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Notification> {
    let kind: i64 = row.get(4)?;
    Ok(Notification {
        id: row.get(0)?,
        account: row.get(1)?,
        user: row.get(2)?,
        conversation: row.get(3)?,
        kind: Kind::ALL.into_iter().find(|known| *known as i64 == kind).unwrap_or(Kind::ConversationCreation),
        message: row.get(5)?,
        meta: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
        read_at: row.get(7)?,
        snoozed_until: row.get(8)?,
        last_activity_at: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// Whether `:user` of `:account` may open the conversation `c`: it is there for everybody, and they are an administrator, in its
/// inbox or in its team.
const VISIBLE: &str =
    "c.status <> 9 and exists (select 1 from inboxes i where i.id = c.inbox_id and i.deleted_at is null)
    and (exists (select 1 from account_users a where a.account_id = :account and a.user_id = :user and a.role = 1)
      or exists (select 1 from account_users a join inbox_members m
           on m.inbox_id = c.inbox_id and m.user_id = a.user_id and m.account_id = a.account_id
          where a.account_id = :account and a.user_id = :user)
      or exists (select 1 from account_users a join team_members t
           on t.team_id = c.team_id and t.user_id = a.user_id and t.account_id = a.account_id
          where a.account_id = :account and a.user_id = :user))";

/// The rows of `:user` in `:account` that are meant.
fn meant(includes: Includes) -> &'static str {
    match (includes.read, includes.snoozed) {
        (true, true) => "n.user_id = :user and n.account_id = :account",
        (true, false) => "n.user_id = :user and n.account_id = :account and n.snoozed_until is null",
        (false, true) => "n.user_id = :user and n.account_id = :account and n.read_at is null",
        (false, false) => {
            "n.user_id = :user and n.account_id = :account and n.read_at is null and n.snoozed_until is null"
        }
    }
}

fn page_sql(includes: Includes, is_ascending: bool) -> String {
    let (meant, order) = (meant(includes), if is_ascending { "" } else { "desc" });
    format!(
        "select {COLUMNS} from notifications n cross join conversations c on c.id = n.conversation_id
          where {meant} and {VISIBLE}
          order by n.last_activity_at {order}, n.id {order} limit :limit offset :offset"
    )
}

/// A page of the person's own list.
pub(super) fn page(
    db: &Db,
    who: &Agent,
    includes: Includes,
    is_ascending: bool,
    page: Page,
) -> Result<Vec<Notification>> {
    let mut list = db.prepare_cached(&page_sql(includes, is_ascending))?;
    let params =
        named_params! {":user": who.user, ":account": who.account, ":limit": page.limit(), ":offset": page.offset()};
    Ok(list.query_map(params, from_row)?.collect::<rusqlite::Result<_>>()?)
}

const COUNTS: &str = "select coalesce(sum(n), 0), coalesce(sum(iif(is_read = 0, n, 0)), 0) from notification_counters
    where account_id = :account and user_id = :user and is_read <= :read and is_snoozed <= :snoozed";

/// How many there are of those that are meant, and how many of them nobody has read.
pub(super) fn counts_of(db: &Db, account: AccountId, user: UserId, includes: Includes) -> Result<Counts> {
    let mut find = db.prepare_cached(COUNTS)?;
    let params =
        named_params! {":account": account, ":user": user, ":read": includes.read, ":snoozed": includes.snoozed};
    Ok(find.query_row(params, |row| Ok(Counts { count: row.get(0)?, unread_count: row.get(1)? }))?)
}

/// The numbers above the person's list, as events tell them.
pub fn counts(db: &Db, account: AccountId, user: UserId) -> Result<Counts> {
    counts_of(db, account, user, Includes::default())
}

fn one() -> String {
    format!("select {COLUMNS} from notifications n where n.id = :id and n.account_id = :account")
}

/// The person's own notification; 404 when it is none of theirs.
pub(super) fn find(db: &Db, who: &Agent, id: NotificationId) -> Result<Notification> {
    let mut find = db.prepare_cached(&format!("{} and n.user_id = :user", one()))?;
    Ok(find.query_row(named_params! {":id": id, ":account": who.account, ":user": who.user}, from_row)?)
}

/// Anybody's notification, if it is still there.
pub(super) fn of_anybody(db: &Db, account: AccountId, id: NotificationId) -> Result<Option<Notification>> {
    let mut find = db.prepare_cached(&one())?;
    Ok(find.query_row(named_params! {":id": id, ":account": account}, from_row).optional()?)
}

fn by_ids_sql() -> String {
    format!(
        "select {COLUMNS} from json_each(:ids) page
          cross join notifications n on n.id = page.value and n.account_id = :account"
    )
}

/// Those of these that are still there.
pub(super) fn by_ids(db: &Db, account: AccountId, ids: &[NotificationId]) -> Result<Vec<Notification>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&by_ids_sql())?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes away what the person was told of the conversation before; answers its id.
pub(super) fn take(
    tx: &Tx,
    account: AccountId,
    user: UserId,
    conversation: ConversationId,
) -> Result<Option<NotificationId>> {
    let mut find = tx.prepare_cached(LATEST)?;
    let params = named_params! {":conversation": conversation, ":user": user, ":account": account};
    let id: Option<NotificationId> = find.query_row(params, |row| row.get(0)).optional()?;
    if let Some(id) = id {
        delete(tx, account, id)?;
    }
    Ok(id)
}

const LATEST: &str =
    "select id from notifications where conversation_id = :conversation and user_id = :user and account_id = :account";

pub(super) fn insert(
    tx: &Tx,
    account: AccountId,
    user: UserId,
    conversation: ConversationId,
    kind: Kind,
    message: Option<MessageId>,
) -> Result<NotificationId> {
    tx.prepare_cached(
        "insert into notifications(account_id, user_id, conversation_id, notification_type, message_id, last_activity_at,
            created_at, updated_at)
         values (:account, :user, :conversation, :kind, :message, :now, :now, :now)",
    )?
    .execute(named_params! {":account": account, ":user": user, ":conversation": conversation, ":kind": kind as i64,
    ":message": message, ":now": tx.now})?;
    Ok(NotificationId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, n: &Notification) -> Result<()> {
    tx.prepare_cached(
        "update notifications set meta = :meta, read_at = :read_at, snoozed_until = :snoozed_until,
            last_activity_at = :last_activity_at, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(
        named_params! {":meta": serde_json::Value::Object(n.meta.clone()).to_string(), ":read_at": n.read_at,
        ":snoozed_until": n.snoozed_until, ":last_activity_at": n.last_activity_at, ":now": tx.now, ":id": n.id,
        ":account": n.account},
    )?;
    Ok(())
}

pub(super) fn delete(tx: &Tx, account: AccountId, id: NotificationId) -> Result<()> {
    tx.prepare_cached("delete from notifications where id = ? and account_id = ?")?.execute((id, account))?;
    Ok(())
}

/// The person's unread ones, asleep or not.
const UNREAD: &str = "select id from notifications indexed by notifications_list
    where user_id = :user and account_id = :account and read_at is null limit :most";

/// Marks some of the person's notifications read; answers how many.
pub(super) fn read_some(tx: &Tx, who: &Agent, most: i64) -> Result<usize> {
    let mut mark = tx.prepare_cached(&format!(
        "update notifications set read_at = :now, updated_at = :now where id in ({UNREAD}) and account_id = :account"
    ))?;
    let params = named_params! {":now": tx.now, ":user": who.user, ":account": who.account, ":most": most};
    Ok(mark.execute(params)?)
}

const OF_CONVERSATION: &str = "select id from notifications
    where conversation_id = :conversation and user_id = :user and account_id = :account and read_at is null";

/// The person's unread notification about a conversation.
pub(super) fn unread_of(db: &Db, who: &Agent, conversation: ConversationId) -> Result<Option<NotificationId>> {
    let mut find = db.prepare_cached(OF_CONVERSATION)?;
    let params = named_params! {":conversation": conversation, ":user": who.user, ":account": who.account};
    Ok(find.query_row(params, |row| row.get(0)).optional()?)
}

/// The person's notifications, or only those they read.
const DELETED: &str = "select id from notifications indexed by notifications_list
    where user_id = :user and account_id = :account and (:all or read_at is not null) limit :most";

/// Takes some of the person's notifications away; answers how many.
pub(super) fn delete_some(tx: &Tx, who: &Agent, only_read: bool, most: i64) -> Result<usize> {
    let mut delete =
        tx.prepare_cached(&format!("delete from notifications where id in ({DELETED}) and account_id = :account"))?;
    let params = named_params! {":user": who.user, ":account": who.account, ":all": !only_read, ":most": most};
    Ok(delete.execute(params)?)
}

fn hidden() -> String {
    format!(
        "select n.id from notifications n cross join conversations c on c.id = n.conversation_id
          where n.user_id = :user and n.account_id = :account and not ({VISIBLE}) limit :most"
    )
}

/// Takes away some of what a person was told of and may not see any more; answers how much.
pub(super) fn delete_hidden(tx: &Tx, account: AccountId, user: UserId, most: i64) -> Result<usize> {
    let mut delete =
        tx.prepare_cached(&format!("delete from notifications where id in ({}) and account_id = :account", hidden()))?;
    Ok(delete.execute(named_params! {":user": user, ":account": account, ":most": most})?)
}

const OLD: &str =
    "select id from notifications where snoozed_until is null and created_at < :before order by created_at limit :most";

/// Takes away some of what is older than this and not put off; answers how much.
pub(super) fn delete_old(tx: &Tx, before: Millis, most: i64) -> Result<usize> {
    let mut delete = tx.prepare_cached(&format!("delete from notifications where id in ({OLD})"))?;
    Ok(delete.execute(named_params! {":before": before, ":most": most})?)
}

/// The agents of an inbox who want to be told of new conversations, by mail or on their devices.
const EAGER: &str = "select m.user_id from inbox_members m
      cross join notification_settings s on s.account_id = m.account_id and s.user_id = m.user_id
     where m.inbox_id = :inbox and m.account_id = :account and (s.email_flags | s.push_flags) & 1 <> 0";

pub(super) fn eager(db: &Db, account: AccountId, inbox: InboxId) -> Result<Vec<UserId>> {
    let mut list = db.prepare_cached(EAGER)?;
    let rows = list.query_map(named_params! {":inbox": inbox, ":account": account}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const PARTICIPANTS: &str =
    "select user_id from conversation_participants where conversation_id = :conversation and account_id = :account";

/// Who follows a conversation.
pub(super) fn participants(db: &Db, account: AccountId, conversation: ConversationId) -> Result<Vec<UserId>> {
    let mut list = db.prepare_cached(PARTICIPANTS)?;
    let rows = list.query_map(named_params! {":conversation": conversation, ":account": account}, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod plans {
    use super::*;

    fn plan(db: &rusqlite::Connection, sql: &str) -> String {
        let mut explain = db.prepare(&format!("explain query plan {sql}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ")
    }

    #[test]
    fn every_statement_is_answered_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let (one, by_ids, hidden) = (one(), by_ids_sql(), hidden());
        for sql in [
            COUNTS,
            &one,
            &by_ids,
            LATEST,
            UNREAD,
            OF_CONVERSATION,
            DELETED,
            &hidden,
            OLD,
            EAGER,
            PARTICIPANTS,
            "delete from users where id = 1",
            "delete from conversations where id = 1",
        ] {
            let plan = plan(&db, sql);
            assert!(!plan.replace("SCAN page", "").contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
        for read in [false, true] {
            for snoozed in [false, true] {
                for is_ascending in [false, true] {
                    let plan = plan(&db, &page_sql(Includes { read, snoozed }, is_ascending));
                    assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}");
                    let index = if read || snoozed { "notifications_list" } else { "notifications_unread" };
                    assert!(plan.contains(index), "{index}: {plan}");
                }
            }
        }
    }
}

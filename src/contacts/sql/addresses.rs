//! Where contacts can be reached: rows of `contact_inboxes`, and what is asked of inboxes for them.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::model::{Channel, ContactInbox};
use crate::base::ids::{AccountId, ContactId, ContactInboxId, InboxId};
use crate::base::{Result, token};
use crate::store::{Db, Tx};

const ADDRESS: &str =
    "ci.id, ci.account_id, ci.contact_id, ci.inbox_id, ci.source_id, ci.hmac_verified, ci.pubsub_token,
    ci.created_at, ci.updated_at";

fn from_row(row: &Row) -> rusqlite::Result<ContactInbox> {
    Ok(ContactInbox {
        id: row.get(0)?,
        account: row.get(1)?,
        contact: row.get(2)?,
        inbox: row.get(3)?,
        source_id: row.get(4)?,
        hmac_verified: row.get(5)?,
        pubsub_token: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

/// The address with this source id, in the inbox when one is given, else the oldest of the account. 404 when there is none, or
/// its contact or inbox is being deleted.
pub fn by_source(db: &Db, account: AccountId, inbox: Option<InboxId>, source_id: &str) -> Result<ContactInbox> {
    let mut find = db.prepare_cached(&format!(
        "select {ADDRESS} from contact_inboxes ci indexed by contact_inboxes_source
           cross join contacts c on c.id = ci.contact_id and c.deleted_at is null
           cross join inboxes i on i.id = ci.inbox_id and i.deleted_at is null
          where ci.account_id = :account and ci.source_id = :source_id and (:inbox is null or ci.inbox_id = :inbox)
          order by ci.id limit 1"
    ))?;
    let params = named_params! {":account": account, ":source_id": source_id, ":inbox": inbox};
    Ok(find.query_row(params, from_row)?)
}

/// Whoever has this source id in the inbox, also a contact that is being deleted, which is then true.
pub fn by_address(
    db: &Db,
    account: AccountId,
    inbox: InboxId,
    source_id: &str,
) -> Result<Option<(ContactInbox, bool)>> {
    let mut find = db.prepare_cached(&format!(
        "select {ADDRESS}, c.deleted_at is not null from contact_inboxes ci cross join contacts c on c.id = ci.contact_id
          where ci.inbox_id = :inbox and ci.source_id = :source_id and ci.account_id = :account"
    ))?;
    let params = named_params! {":inbox": inbox, ":source_id": source_id, ":account": account};
    Ok(find.query_row(params, |row| Ok((from_row(row)?, row.get(9)?))).optional()?)
}

/// The addresses of these contacts, oldest first, but those in inboxes that are being deleted.
pub fn of_contacts(db: &Db, account: AccountId, contacts: &[ContactId]) -> Result<Vec<ContactInbox>> {
    let contacts = serde_json::to_string(contacts).unwrap_or_default();
    let mut list = db.prepare_cached(&format!(
        "select {ADDRESS} from json_each(:contacts) page
           cross join contact_inboxes ci indexed by contact_inboxes_contact on ci.contact_id = page.value
           cross join inboxes i on i.id = ci.inbox_id and i.deleted_at is null
          where ci.account_id = :account order by ci.id"
    ))?;
    let rows = list.query_map(named_params! {":contacts": contacts, ":account": account}, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// These addresses; those the account does not have are left out.
pub fn by_ids(db: &Db, account: AccountId, ids: &[ContactInboxId]) -> Result<HashMap<ContactInboxId, ContactInbox>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&format!(
        "select {ADDRESS} from json_each(?) page cross join contact_inboxes ci on ci.id = page.value and ci.account_id = ?"
    ))?;
    let rows = list.query_map((ids, account), |row| from_row(row).map(|address| (address.id, address)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The channel of an inbox; 404 when the account has none such, or none any more.
pub fn channel_of(db: &Db, account: AccountId, inbox: InboxId) -> Result<Channel> {
    let mut find =
        db.prepare_cached("select channel_type from inboxes where id = ? and account_id = ? and deleted_at is null")?;
    Ok(find.query_row((inbox, account), |row| Ok(Channel::of(row.get_ref(0)?.as_str()?)))?)
}

/// Stores a new address.
pub fn insert(
    tx: &Tx,
    account: AccountId,
    contact: ContactId,
    inbox: InboxId,
    source_id: &str,
    hmac_verified: bool,
    pubsub_token: &str,
) -> Result<ContactInbox> {
    let mut insert = tx.prepare_cached(
        "insert into contact_inboxes as ci (account_id, contact_id, inbox_id, source_id, hmac_verified, pubsub_token,
            created_at, updated_at)
         values (:account, :contact, :inbox, :source_id, :hmac_verified, :token, :now, :now) returning id",
    )?;
    let params = named_params! {":account": account, ":contact": contact, ":inbox": inbox, ":source_id": source_id,
    ":hmac_verified": hmac_verified, ":token": pubsub_token, ":now": tx.now};
    let id: ContactInboxId = insert.query_row(params, |row| row.get(0))?;
    let mut find =
        tx.prepare_cached(&format!("select {ADDRESS} from contact_inboxes ci where ci.id = ? and ci.account_id = ?"))?;
    Ok(find.query_row((id, account), from_row)?)
}

/// Notes that the contact has proven at this address who they are.
pub fn verify(tx: &Tx, address: &ContactInbox) -> Result<()> {
    tx.prepare_cached("update contact_inboxes set hmac_verified = 1, updated_at = ? where id = ? and account_id = ?")?
        .execute((tx.now, address.id, address.account))?;
    Ok(())
}

/// Takes the source id and the token of an address away, so that another contact can have it.
pub fn release(tx: &Tx, address: &ContactInbox) -> Result<()> {
    let away = format!("{}-released", token::uuid());
    tx.prepare_cached(
        "update contact_inboxes set source_id = :away, pubsub_token = :away, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":away": away, ":now": tx.now, ":id": address.id, ":account": address.account})?;
    Ok(())
}

/// What an inbox has of a contact: the newest address there, and whether it has a conversation.
#[derive(Debug)]
pub struct Offer {
    pub inbox: InboxId,
    pub channel: Channel,
    pub source_id: Option<String>,
    pub has_conversation: bool,
}

/// The contact in each of these inboxes.
pub fn offers(db: &Db, account: AccountId, contact: ContactId, inboxes: &[InboxId]) -> Result<Vec<Offer>> {
    let inboxes = serde_json::to_string(inboxes).unwrap_or_default();
    let mut list = db.prepare_cached(
        "select i.id, i.channel_type, ci.source_id,
            exists (select 1 from conversations v where v.contact_inbox_id = ci.id and v.account_id = :account)
           from json_each(:inboxes) page
           cross join inboxes i on i.id = page.value and i.account_id = :account and i.deleted_at is null
           left join contact_inboxes ci on ci.id = (select max(n.id) from contact_inboxes n
                where n.contact_id = :contact and n.inbox_id = i.id and n.account_id = :account)
          order by page.key",
    )?;
    let params = named_params! {":inboxes": inboxes, ":account": account, ":contact": contact};
    let rows = list.query_map(params, |row| {
        Ok(Offer {
            inbox: row.get(0)?,
            channel: Channel::of(row.get_ref(1)?.as_str()?),
            source_id: row.get(2)?,
            has_conversation: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

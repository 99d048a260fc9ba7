//! Contact rows: find, insert, change.

use rusqlite::{OptionalExtension, Row, named_params};

use super::super::model::{Contact, Taken};
use crate::base::ids::{AccountId, BlobId, ContactId};
use crate::base::{Error, Millis, Result};
use crate::files;
use crate::store::{Db, Tx};

/// A contact `c` with its picture.
const CONTACT: &str = "c.id, c.account_id, c.name, c.email, c.phone_number, c.identifier, c.blocked, c.additional_attributes,
    c.custom_attributes, c.avatar_blob_id, b.key, b.filename, c.avatar_source_url, c.last_activity_at, c.conversations_count,
    c.created_at, c.updated_at";

fn from_row(db: &Db, row: &Row) -> rusqlite::Result<Contact> {
    let (id, account) = (row.get(0)?, row.get(1)?);
    let picture: Option<(String, String)> = row.get::<_, Option<_>>(10)?.zip(row.get(11)?);
    Ok(Contact {
        id,
        account,
        name: row.get(2)?,
        email: row.get(3)?,
        phone_number: row.get(4)?,
        identifier: row.get(5)?,
        blocked: row.get(6)?,
        additional_attributes: row.get(7)?,
        custom_attributes: row.get(8)?,
        avatar: row.get(9)?,
        avatar_url: picture.map(|(key, name)| files::url(db.env.base_url(), &key, &name)).unwrap_or_default(),
        avatar_source_url: row.get(12)?,
        last_activity_at: row.get(13)?,
        conversations_count: row.get(14)?,
        is_online: db.env.presence.contact_is_present(account, id, db.now),
        created_at: row.get(15)?,
        updated_at: row.get(16)?,
    })
}

/// The contact; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: ContactId) -> Result<Contact> {
    let mut find = db.prepare_cached(&format!(
        "select {CONTACT} from contacts c left join blobs b on b.id = c.avatar_blob_id
          where c.id = ? and c.account_id = ? and c.deleted_at is null"
    ))?;
    Ok(find.query_row((id, account), |row| from_row(db, row))?)
}

/// A hidden contact; 404 when the account has none such.
pub fn find_hidden(db: &Db, account: AccountId, id: ContactId) -> Result<Contact> {
    hidden_by_ids(db, account, &[id])?.pop().ok_or(Error::NotFound)
}

/// These contacts as far as they are hidden.
pub fn hidden_by_ids(db: &Db, account: AccountId, ids: &[ContactId]) -> Result<Vec<Contact>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&format!(
        "select {CONTACT} from json_each(:ids) page
           cross join contacts c on c.id = page.value and c.account_id = :account and c.deleted_at is not null
           left join blobs b on b.id = c.avatar_blob_id"
    ))?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| from_row(db, row))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the account has this contact, and it is not hidden.
pub fn is_there(db: &Db, account: AccountId, id: ContactId) -> Result<bool> {
    let mut find =
        db.prepare_cached("select 1 from contacts where id = ? and account_id = ? and deleted_at is null")?;
    Ok(find.exists((id, account))?)
}

/// The contact with this value, if the account has one.
fn by(db: &Db, account: AccountId, column: &'static str, value: &str) -> Result<Option<Contact>> {
    let mut find = db.prepare_cached(&format!(
        "select {CONTACT} from contacts c left join blobs b on b.id = c.avatar_blob_id
          where c.account_id = ? and c.{column} = ? and c.deleted_at is null"
    ))?;
    Ok(find.query_row((account, value), |row| from_row(db, row)).optional()?)
}

/// The contact with this id in an outside system.
pub fn by_identifier(db: &Db, account: AccountId, identifier: &str) -> Result<Option<Contact>> {
    by(db, account, "identifier", identifier)
}

/// The contact with this e-mail address, in lower case.
pub fn by_email(db: &Db, account: AccountId, email: &str) -> Result<Option<Contact>> {
    by(db, account, "email", email)
}

/// The contact with this phone number.
pub fn by_phone_number(db: &Db, account: AccountId, number: &str) -> Result<Option<Contact>> {
    by(db, account, "phone_number", number)
}

/// These contacts, in the order asked for; those the account does not have are left out.
pub fn list(db: &Db, account: AccountId, ids: &[ContactId]) -> Result<Vec<Contact>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    let mut list = db.prepare_cached(&format!(
        "select {CONTACT} from json_each(:ids) page
           cross join contacts c on c.id = page.value and c.account_id = :account and c.deleted_at is null
           left join blobs b on b.id = c.avatar_blob_id
          order by page.key"
    ))?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| from_row(db, row))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the contact is blocked; 404 when the account has none such.
pub fn is_blocked(db: &Db, account: AccountId, id: ContactId) -> Result<bool> {
    let mut find =
        db.prepare_cached("select blocked from contacts where id = ? and account_id = ? and deleted_at is null")?;
    Ok(find.query_row((id, account), |row| row.get(0))?)
}

/// Which values of this contact belong to another one.
pub fn taken(db: &Db, contact: &Contact) -> Result<Taken> {
    let mut find = db.prepare_cached(
        "select
            exists (select 1 from contacts where account_id = :account and email = :email and deleted_at is null and id <> :id),
            exists (select 1 from contacts where account_id = :account and phone_number = :phone_number and deleted_at is null
                and id <> :id),
            exists (select 1 from contacts where account_id = :account and identifier = :identifier and deleted_at is null
                and id <> :id)",
    )?;
    let params = named_params! {":account": contact.account, ":id": contact.id, ":email": contact.email,
    ":phone_number": contact.phone_number, ":identifier": contact.identifier};
    Ok(find.query_row(params, |row| {
        Ok(Taken { email: row.get(0)?, phone_number: row.get(1)?, identifier: row.get(2)? })
    })?)
}

pub fn insert(tx: &Tx, new: &Contact) -> Result<ContactId> {
    tx.prepare_cached(
        "insert into contacts(account_id, name, name_key, email, phone_number, identifier, blocked, additional_attributes,
            custom_attributes, avatar_blob_id, avatar_source_url, created_at, updated_at)
         values (:account, :name, :name_key, :email, :phone_number, :identifier, :blocked, :additional_attributes,
            :custom_attributes, :avatar, :avatar_source_url, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.name, ":name_key": new.name_key(), ":email": new.email,
        ":phone_number": new.phone_number, ":identifier": new.identifier, ":blocked": new.blocked,
        ":additional_attributes": new.additional_attributes, ":custom_attributes": new.custom_attributes,
        ":avatar": new.avatar, ":avatar_source_url": new.avatar_source_url, ":now": tx.now})?;
    Ok(ContactId(tx.last_insert_rowid()))
}

pub fn save(tx: &Tx, contact: &Contact) -> Result<()> {
    tx.prepare_cached(
        "update contacts set name = :name, name_key = :name_key, email = :email, phone_number = :phone_number,
            identifier = :identifier, blocked = :blocked, additional_attributes = :additional_attributes,
            custom_attributes = :custom_attributes, avatar_blob_id = :avatar, avatar_source_url = :avatar_source_url,
            updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": contact.name, ":name_key": contact.name_key(), ":email": contact.email,
    ":phone_number": contact.phone_number, ":identifier": contact.identifier, ":blocked": contact.blocked,
    ":additional_attributes": contact.additional_attributes, ":custom_attributes": contact.custom_attributes,
    ":avatar": contact.avatar, ":avatar_source_url": contact.avatar_source_url, ":now": tx.now,
    ":id": contact.id, ":account": contact.account})?;
    Ok(())
}

/// Notes when the contact was last active and answers what was there; 404 when the account has none such. Touches no column
/// that the search knows.
pub fn set_last_activity(tx: &Tx, account: AccountId, id: ContactId, at: Millis) -> Result<Option<Millis>> {
    let mut find = tx.prepare_cached(
        "select last_activity_at from contacts where id = ? and account_id = ? and deleted_at is null",
    )?;
    let before: Option<Millis> = find.query_row((id, account), |row| row.get(0))?;
    if before != Some(at) {
        tx.prepare_cached("update contacts set last_activity_at = ?, updated_at = ? where id = ? and account_id = ?")?
            .execute((at, tx.now, id, account))?;
    }
    Ok(before)
}

/// Puts back when the contact was last active.
pub fn restore_last_activity(tx: &Tx, account: AccountId, id: ContactId, at: Option<Millis>) -> Result<()> {
    tx.prepare_cached("update contacts set last_activity_at = ? where id = ? and account_id = ?")?
        .execute((at, id, account))?;
    Ok(())
}

/// Gives the contact another picture, or none.
pub fn set_avatar(tx: &Tx, account: AccountId, id: ContactId, picture: Option<BlobId>) -> Result<()> {
    tx.prepare_cached("update contacts set avatar_blob_id = ? where id = ? and account_id = ?")?
        .execute((picture, id, account))?;
    Ok(())
}

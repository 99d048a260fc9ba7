//! The channels of inboxes, a table for each kind.

use rusqlite::{Row, named_params};

use super::super::model::{Api, Channel, Email, Inbox, ReplyTime, Website};
use crate::base::ids::{AccountId, ChannelId, InboxId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

/// The columns of all channels, of which the inbox has one.
pub const COLUMNS: &str = "w.website_url, w.website_token, w.hmac_token, w.hmac_mandatory, w.widget_color, w.welcome_title,
    w.welcome_tagline, w.reply_time, w.pre_chat_form_enabled, w.pre_chat_form_options, w.continuity_via_email,
    w.allowed_domains, w.feature_flags, a.identifier, a.hmac_token, a.hmac_mandatory, a.webhook_url, a.additional_attributes,
    e.email, e.forward_to_email, e.settings";
/// Joins an inbox `i` to its channel, whatever its kind.
pub const JOINS: &str =
    "left join channel_web_widgets w on i.channel_type = 'Channel::WebWidget' and w.id = i.channel_id
     left join channel_api a on i.channel_type = 'Channel::Api' and a.id = i.channel_id
     left join channel_email e on i.channel_type = 'Channel::Email' and e.id = i.channel_id";

/// The channel of a row that has [`COLUMNS`] from column `at` on.
pub fn from_row(row: &Row, channel_type: &str, at: usize) -> rusqlite::Result<Channel> {
    // Columns of JSON hold what was written as JSON: the schema checks it.
    Ok(match channel_type {
        "Channel::WebWidget" => Channel::Website(Website {
            website_url: row.get(at)?,
            website_token: row.get(at + 1)?,
            hmac_token: row.get(at + 2)?,
            hmac_mandatory: row.get(at + 3)?,
            widget_color: row.get(at + 4)?,
            welcome_title: row.get(at + 5)?,
            welcome_tagline: row.get(at + 6)?,
            reply_time: ReplyTime::from_number(row.get(at + 7)?),
            pre_chat_form_enabled: row.get(at + 8)?,
            pre_chat_form_options: row.get(at + 9)?,
            continuity_via_email: row.get(at + 10)?,
            allowed_domains: row.get(at + 11)?,
            feature_flags: serde_json::from_str(row.get_ref(at + 12)?.as_str()?).unwrap_or_default(),
        }),
        "Channel::Email" => Channel::Email(Email {
            email: row.get(at + 18)?,
            forward_to_email: row.get(at + 19)?,
            settings: serde_json::from_str(row.get_ref(at + 20)?.as_str()?).unwrap_or_default(),
        }),
        _ => Channel::Api(Api {
            identifier: row.get(at + 13)?,
            hmac_token: row.get(at + 14)?,
            hmac_mandatory: row.get(at + 15)?,
            webhook_url: row.get(at + 16)?,
            additional_attributes: row.get(at + 17)?,
        }),
    })
}

/// Stores the channel of a new inbox.
pub fn insert(tx: &Tx, new: &Inbox) -> Result<ChannelId> {
    match &new.channel {
        Channel::Website(site) => tx
            .prepare_cached(
                "insert into channel_web_widgets(account_id, website_url, website_token, hmac_token, hmac_mandatory, widget_color,
                    welcome_title, welcome_tagline, reply_time, pre_chat_form_enabled, pre_chat_form_options,
                    continuity_via_email, allowed_domains, feature_flags)
                 values (:account, :website_url, :website_token, :hmac_token, :hmac_mandatory, :widget_color, :welcome_title,
                    :welcome_tagline, :reply_time, :pre_chat_form_enabled, :pre_chat_form_options, :continuity_via_email,
                    :allowed_domains, :feature_flags)",
            )?
            .execute(named_params! {":account": new.account, ":website_url": site.website_url,
                ":website_token": site.website_token, ":hmac_token": site.hmac_token,
                ":hmac_mandatory": site.hmac_mandatory, ":widget_color": site.widget_color,
                ":welcome_title": site.welcome_title, ":welcome_tagline": site.welcome_tagline,
                ":reply_time": site.reply_time as i64, ":pre_chat_form_enabled": site.pre_chat_form_enabled,
                ":pre_chat_form_options": site.pre_chat_form_options, ":continuity_via_email": site.continuity_via_email,
                ":allowed_domains": site.allowed_domains, ":feature_flags": flags(site)})?,
        Channel::Api(api) => tx
            .prepare_cached(
                "insert into channel_api(account_id, identifier, hmac_token, hmac_mandatory, webhook_url, additional_attributes)
                 values (:account, :identifier, :hmac_token, :hmac_mandatory, :webhook_url, :additional_attributes)",
            )?
            .execute(named_params! {":account": new.account, ":identifier": api.identifier,
                ":hmac_token": api.hmac_token, ":hmac_mandatory": api.hmac_mandatory, ":webhook_url": api.webhook_url,
                ":additional_attributes": api.additional_attributes})?,
        Channel::Email(mail) => tx
            .prepare_cached(
                "insert into channel_email(account_id, email, forward_to_email, settings)
                 values (:account, :email, :forward_to_email, :settings)",
            )?
            .execute(named_params! {":account": new.account, ":email": mail.email,
                ":forward_to_email": mail.forward_to_email, ":settings": settings(mail)?})
            .map_err(taken)?,
    };
    Ok(ChannelId(tx.last_insert_rowid()))
}

/// Saves the channel of an inbox.
pub fn save(tx: &Tx, inbox: &Inbox) -> Result<()> {
    let (id, account) = (inbox.channel_id, inbox.account);
    match &inbox.channel {
        Channel::Website(site) => tx
            .prepare_cached(
                "update channel_web_widgets set website_url = :website_url, hmac_mandatory = :hmac_mandatory,
                    widget_color = :widget_color, welcome_title = :welcome_title, welcome_tagline = :welcome_tagline,
                    reply_time = :reply_time, pre_chat_form_enabled = :pre_chat_form_enabled,
                    pre_chat_form_options = :pre_chat_form_options, continuity_via_email = :continuity_via_email,
                    allowed_domains = :allowed_domains, feature_flags = :feature_flags
                  where id = :id and account_id = :account",
            )?
            .execute(named_params! {":website_url": site.website_url, ":hmac_mandatory": site.hmac_mandatory,
            ":widget_color": site.widget_color, ":welcome_title": site.welcome_title,
            ":welcome_tagline": site.welcome_tagline, ":reply_time": site.reply_time as i64,
            ":pre_chat_form_enabled": site.pre_chat_form_enabled,
            ":pre_chat_form_options": site.pre_chat_form_options,
            ":continuity_via_email": site.continuity_via_email, ":allowed_domains": site.allowed_domains,
            ":feature_flags": flags(site), ":id": id, ":account": account})?,
        Channel::Api(api) => tx
            .prepare_cached(
                "update channel_api set hmac_mandatory = :hmac_mandatory, webhook_url = :webhook_url,
                    additional_attributes = :additional_attributes
                  where id = :id and account_id = :account",
            )?
            .execute(named_params! {":hmac_mandatory": api.hmac_mandatory, ":webhook_url": api.webhook_url,
            ":additional_attributes": api.additional_attributes, ":id": id, ":account": account})?,
        Channel::Email(mail) => tx
            .prepare_cached(
                "update channel_email set email = :email, settings = :settings where id = :id and account_id = :account",
            )?
            .execute(named_params! {":email": mail.email, ":settings": settings(mail)?, ":id": id, ":account": account})
            .map_err(taken)?,
    };
    Ok(())
}

fn flags(site: &Website) -> String {
    serde_json::json!(site.feature_flags).to_string()
}

fn settings(mail: &Email) -> Result<String> {
    serde_json::to_string(&mail.settings).map_err(Error::internal)
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(columns) if columns.contains("channel_email.email") => {
            Error::invalid("email", "Email has already been taken", "taken")
        }
        _ => error.into(),
    }
}

pub(super) const BY_WEBSITE_TOKEN: &str = "select i.account_id, i.id from channel_web_widgets w
    cross join inboxes i on i.channel_type = 'Channel::WebWidget' and i.channel_id = w.id
    where w.website_token = ? and i.account_id = w.account_id and i.deleted_at is null";

/// The inbox whose pages have this token, of whatever account; 404 when there is none.
pub fn by_website_token(db: &Db, token: &str) -> Result<(AccountId, InboxId)> {
    Ok(db.prepare_cached(BY_WEBSITE_TOKEN)?.query_row([token], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) const BY_IDENTIFIER: &str = "select i.account_id, i.id from channel_api a
    cross join inboxes i on i.channel_type = 'Channel::Api' and i.channel_id = a.id
    where a.identifier = ? and i.account_id = a.account_id and i.deleted_at is null";

/// The inbox whose clients know this identifier, of whatever account; 404 when there is none.
pub fn by_identifier(db: &Db, identifier: &str) -> Result<(AccountId, InboxId)> {
    Ok(db.prepare_cached(BY_IDENTIFIER)?.query_row([identifier], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Deletes the channel of an inbox that is hidden: its tokens and addresses lead nowhere any more.
pub fn delete(tx: &Tx, inbox: &Inbox) -> Result<()> {
    let statement = match &inbox.channel {
        Channel::Website(_) => "delete from channel_web_widgets where id = ? and account_id = ?",
        Channel::Api(_) => "delete from channel_api where id = ? and account_id = ?",
        Channel::Email(_) => "delete from channel_email where id = ? and account_id = ?",
    };
    tx.prepare_cached(statement)?.execute((inbox.channel_id, inbox.account))?;
    Ok(())
}

//! What conversations need to know of their inbox.

use rusqlite::named_params;

use crate::base::Result;
use crate::base::ids::{AccountId, InboxId};
use crate::store::Db;

/// The rules an inbox has for its conversations.
#[derive(Debug, Clone)]
pub struct InboxFacts {
    pub channel_type: String,
    pub enable_auto_assignment: bool,
    pub lock_to_single_conversation: bool,
    pub csat_survey_enabled: bool,
    /// JSON text.
    pub csat_config: String,
    /// Whether it greets whoever begins a conversation.
    pub greeting_enabled: bool,
    /// Whether it is closed at times.
    pub working_hours_enabled: bool,
    /// Whether it asks for an e-mail address.
    pub enable_email_collect: bool,
    /// Hours in which a contact can be answered; `None` for always.
    pub reply_window: Option<i64>,
    /// Whether a program answers first: an agent bot, or an enabled Dialogflow hook.
    pub has_bot: bool,
}

impl InboxFacts {
    /// Whether outside programs write its messages.
    pub fn is_api(&self) -> bool {
        self.channel_type == "Channel::Api"
    }

    /// Whether visitors of a page write its messages.
    pub fn is_website(&self) -> bool {
        self.channel_type == "Channel::WebWidget"
    }

    /// Whether its messages are e-mails.
    pub fn is_email(&self) -> bool {
        self.channel_type == "Channel::Email"
    }
}

/// The hours of an API inbox's reply window, of an inbox `i` joined to its channel `a`.
pub const REPLY_WINDOW: &str =
    "cast(nullif(json_extract(a.additional_attributes, '$.agent_reply_time_window'), '') as integer)";
/// Joins an inbox `i` to its API channel `a`, if it has one.
pub const API_CHANNEL: &str = "left join channel_api a on i.channel_type = 'Channel::Api' and a.id = i.channel_id";

/// The name of an inbox of the account.
pub fn inbox_name(db: &Db, account: AccountId, inbox: InboxId) -> Result<String> {
    let mut find = db.prepare_cached("select name from inboxes where id = ? and account_id = ?")?;
    Ok(find.query_row((inbox, account), |row| row.get(0))?)
}

/// The facts about an inbox of the account that is not being deleted.
pub fn inbox_facts(db: &Db, account: AccountId, inbox: InboxId) -> Result<InboxFacts> {
    let mut find = db.prepare_cached(&format!(
        "select i.channel_type, i.enable_auto_assignment, i.lock_to_single_conversation, i.csat_survey_enabled, i.csat_config,
            i.greeting_enabled, i.working_hours_enabled, i.enable_email_collect, {REPLY_WINDOW},
            exists (select 1 from agent_bot_inboxes b where b.inbox_id = i.id) or exists (select 1 from integrations_hooks h
                where h.inbox_id = i.id and h.app_id = 'dialogflow' and h.status = 1)
           from inboxes i {API_CHANNEL} where i.id = :inbox and i.account_id = :account and i.deleted_at is null"
    ))?;
    Ok(find.query_row(named_params! {":inbox": inbox, ":account": account}, |row| {
        Ok(InboxFacts {
            channel_type: row.get(0)?,
            enable_auto_assignment: row.get(1)?,
            lock_to_single_conversation: row.get(2)?,
            csat_survey_enabled: row.get(3)?,
            csat_config: row.get(4)?,
            greeting_enabled: row.get(5)?,
            working_hours_enabled: row.get(6)?,
            enable_email_collect: row.get(7)?,
            reply_window: row.get(8)?,
            has_bot: row.get(9)?,
        })
    })?)
}

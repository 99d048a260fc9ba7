//! Puts together what visitors see.

use serde_json::{Value, json};

use super::principal::Site;
use super::{languages, service, tokens, wire};
use crate::base::Result;
use crate::base::ids::{AccountId, InboxId, UserId};
use crate::base::token;
use crate::campaigns::wire::WidgetCampaign;
use crate::campaigns::{self, Campaign};
use crate::conversations::Conversation;
use crate::inboxes::{self, Inbox, Website};
use crate::messages::{self, Window};
use crate::store::Db;
use crate::{accounts, bots, contacts, users};

/// Megabytes of a file at most, as widgets are told.
const MOST_MEGABYTES: i64 = 40;

/// The messages of a conversation that its contact may see.
pub fn messages(db: &Db, conversation: &Conversation, window: Window) -> Result<Vec<wire::Message>> {
    let (account, id) = (conversation.account, conversation.id);
    let found = messages::page(db, account, id, &Window { only_public: true, ..window })?;
    let shown = messages::rest_views(db, account, conversation.display_id, found)?;
    Ok(shown.into_iter().map(Into::into).collect())
}

/// The campaigns of a website, each with its sender while they are a member.
pub fn campaigns(db: &Db, account: AccountId, inbox: InboxId) -> Result<Vec<WidgetCampaign>> {
    let shown = campaigns::enabled_of_inbox(db, account, inbox)?;
    let ids: Vec<UserId> = shown.iter().filter_map(|campaign| campaign.sender).collect();
    let members: Vec<UserId> = users::agents(db, account, &ids)?.into_iter().map(|agent| agent.id).collect();
    let people = users::senders(db, account, &members)?;
    let with_sender = |campaign: Campaign| {
        let sender = campaign.sender.and_then(|id| people.get(&id)).cloned();
        WidgetCampaign::new(campaign, sender)
    };
    Ok(shown.into_iter().map(with_sender).collect())
}

/// A website and what its widget is told of it.
pub struct Described {
    pub inbox: Inbox,
    pub site: Website,
    pub locale: String,
    /// Empty without one.
    pub bot: String,
    pub utc_offset: String,
    pub languages: Value,
}

/// The website of an inbox; 404 when it is none.
pub fn described(db: &Db, account: AccountId, inbox: InboxId) -> Result<Described> {
    let site = service::website(db, account, inbox)?;
    let bot = match inboxes::bot_of(db, account, inbox)? {
        Some(bot) => bots::senders(db, account, &[bot])?.remove(&bot).and_then(|bot| bot.name),
        None => None,
    };
    let inbox = inboxes::find(db, account, inbox)?;
    Ok(Described {
        utc_offset: inbox.hours.utc_offset(db.now),
        inbox,
        site,
        locale: accounts::find(db, account)?.locale,
        bot: bot.unwrap_or_default(),
        languages: languages::list(),
    })
}

/// What the page and `config` say of the installation.
pub fn global() -> Value {
    json!({
        "LOGO_THUMBNAIL": "",
        "BRAND_NAME": "",
        "WIDGET_BRAND_URL": "",
        "DIRECT_UPLOADS_ENABLED": false,
        "MAXIMUM_FILE_UPLOAD_SIZE": MOST_MEGABYTES,
        "INSTALLATION_NAME": "chatwoot-lite",
    })
}

/// A session's tokens, of one that is stored or of one that is not.
pub struct Tokens {
    pub session: String,
    pub pubsub: String,
}

/// The tokens of the session with this source id; without one, of a new session.
pub fn tokens_of(db: &Db, account: AccountId, inbox: InboxId, source_id: Option<&str>) -> Result<Tokens> {
    let secret = db.env.secret();
    let fresh = token::uuid();
    let source_id = source_id.unwrap_or(&fresh);
    let stored = contacts::session(db, account, inbox, source_id)?;
    let pubsub = match stored {
        Some(session) => session.pubsub_token,
        None => tokens::pubsub(secret, inbox, source_id)?,
    };
    Ok(Tokens { session: tokens::session(secret, inbox, source_id, db.now)?, pubsub })
}

/// Everything a widget asks for at its start.
pub fn config(db: &Db, site: &Site) -> Result<wire::Config> {
    let tokens = tokens_of(db, site.account, site.inbox, site.source_id.as_deref())?;
    let session = match &site.source_id {
        Some(source_id) => contacts::session(db, site.account, site.inbox, source_id)?,
        None => None,
    };
    let contact = session.map(|session| contacts::find(db, site.account, session.contact)).transpose()?;
    let described = described(db, site.account, site.inbox)?;
    Ok(wire::Config {
        contact: wire::ConfigContact::new(contact, tokens.pubsub),
        website_channel_config: wire::ChannelConfig::new(described, tokens.session, db.env.base_url()),
        global_config: global().into(),
    })
}

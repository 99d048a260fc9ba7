//! The variables of a message's content: what `contact`, `agent`, `conversation`, `inbox` and `account` mean in it.

use serde_json::{Map, Value, json};

use super::model::Conversation;
use super::sql;
use crate::base::{Error, Result};
use crate::messages::{Sender, liquid};
use crate::store::Db;
use crate::{accounts, bots, contacts, users};

/// The text with its variables replaced; `sender` is the agent. Reads nothing when there are none.
pub fn expand(db: &Db, conversation: &Conversation, sender: Option<Sender>, text: String) -> Result<String> {
    if !liquid::has_variables(&text) {
        return Ok(text);
    }
    Ok(liquid::expand(&text, &values(db, conversation, sender)?))
}

fn values(db: &Db, conversation: &Conversation, sender: Option<Sender>) -> Result<Value> {
    let account = conversation.account;
    let contact = contacts::find(db, account, conversation.contact)?;
    let mut customer = liquid::names(contact.name.as_deref().unwrap_or_default());
    customer.insert("email".to_owned(), json!(contact.email));
    customer.insert("phone_number".to_owned(), json!(contact.phone_number));
    customer.insert("custom_attribute".to_owned(), object(&contact.custom_attributes));
    Ok(json!({
        "agent": agent(db, conversation, sender)?,
        "conversation": {
            "display_id": conversation.display_id,
            "contact_name": customer.get("name"),
            "custom_attribute": object(&conversation.custom_attributes),
        },
        "contact": customer,
        "inbox": {"name": sql::inbox_name(db, account, conversation.inbox)?},
        "account": {"name": accounts::find(db, account)?.name},
    }))
}

/// The person or bot who writes.
fn agent(db: &Db, conversation: &Conversation, sender: Option<Sender>) -> Result<Map<String, Value>> {
    match sender {
        Some(Sender::User(id)) => match users::agent(db, conversation.account, id) {
            Ok(person) => {
                let mut agent = liquid::names(person.available_name());
                agent.insert("available_name".to_owned(), json!(person.available_name()));
                agent.insert("email".to_owned(), json!(person.email));
                Ok(agent)
            }
            Err(Error::NotFound) => Ok(Map::new()),
            Err(error) => Err(error),
        },
        Some(Sender::AgentBot(id)) => {
            let bot = bots::senders(db, conversation.account, &[id])?.remove(&id);
            Ok(liquid::names(bot.and_then(|bot| bot.name).as_deref().unwrap_or_default()))
        }
        Some(Sender::Contact(_)) | None => Ok(Map::new()),
    }
}

/// A column of JSON as a tree: it holds what was written as JSON, the schema checks it.
fn object(stored: &str) -> Value {
    serde_json::from_str(stored).unwrap_or_default()
}

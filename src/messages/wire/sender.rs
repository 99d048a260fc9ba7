//! Who wrote a message (contract 2.11).

use poem_openapi::Union;
use serde::Serialize;

use crate::bots::wire::BotSender;
use crate::contacts::wire::ContactSender;
use crate::users::wire::UserSender;

/// A person of the account, a contact, or a bot.
#[derive(Debug, Clone, Union, Serialize)]
#[oai(rename = "message_sender")]
#[serde(untagged)]
pub enum Sender {
    User(UserSender),
    Contact(Box<ContactSender>),
    AgentBot(BotSender),
}

//! What a message answers: `in_reply_to` and `in_reply_to_external_id` (contract 3.11).

use serde_json::{Map, Value, json};

use super::sql;
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, MessageId};
use crate::store::Db;

const ID: &str = "in_reply_to";
const EXTERNAL_ID: &str = "in_reply_to_external_id";

/// Completes the reference to another message of the conversation by the id that was not given; both are null when there is no
/// such message. Attributes without a reference stay as they are.
pub fn resolve(
    db: &Db,
    account: AccountId,
    conversation: ConversationId,
    attributes: &mut Map<String, Value>,
) -> Result<()> {
    let answered = match (attributes.get(ID).filter(is_given), attributes.get(EXTERNAL_ID).filter(is_given)) {
        (None, None) => return Ok(()),
        (Some(id), _) => match number(id) {
            Some(id) => sql::answered(db, account, conversation, MessageId(id))?,
            None => None,
        },
        (None, Some(external)) => {
            let external = external.as_str().map_or_else(|| external.to_string(), str::to_owned);
            sql::answered_externally(db, account, conversation, &external)?
        }
    };
    let (id, source_id) = answered.unzip();
    attributes.insert(ID.to_owned(), json!(id));
    attributes.insert(EXTERNAL_ID.to_owned(), json!(source_id.flatten()));
    Ok(())
}

fn is_given(value: &&Value) -> bool {
    !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty())
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

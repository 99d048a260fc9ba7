//! What macros and rules have in common on the wire: actions and files.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde_json::{Value, json};

use super::files::Kept;
use crate::base::ids::AccountId;
use crate::http::wire::Json;

/// What is to be done to a conversation.
#[derive(Debug, Clone, Object)]
#[oai(rename = "automation_action")]
pub struct Action {
    /// `send_message`, `add_label`, `assign_agent` and so on.
    pub action_name: Option<String>,
    /// What the action needs, in a list: texts, ids, or nothing.
    pub action_params: Option<Value>,
}

impl From<Action> for Value {
    fn from(sent: Action) -> Value {
        let params = match sent.action_params {
            None | Some(Value::Null) => json!([]),
            Some(Value::String(text)) if text.trim().is_empty() => json!([]),
            Some(list @ Value::Array(_)) => list,
            Some(one) => json!([one]),
        };
        json!({"action_name": sent.action_name.unwrap_or_default(), "action_params": params})
    }
}

/// Actions as they are stored, when they were sent.
pub fn actions(sent: MaybeUndefined<Vec<Action>>) -> Option<Vec<Value>> {
    let sent: Option<Option<Vec<Action>>> = sent.into();
    sent.map(|sent| sent.unwrap_or_default().into_iter().map(Value::from).collect())
}

/// A list of objects as it is shown.
pub fn shown(list: Vec<Value>) -> Vec<Json> {
    list.into_iter().map(Json::from).collect()
}

/// The files of one rule or macro, `owner` being the name of its id; nothing when it has none.
pub fn files(account: AccountId, owner: &str, id: i64, kept: &[Kept]) -> Option<Vec<Json>> {
    let own = kept.iter().filter(|file| file.owner == id);
    let shown = own.map(|file| {
        let object = json!({"id": file.id, owner: id, "file_type": file.content_type, "account_id": account,
            "file_url": file.file_url, "blob_id": file.blob, "filename": file.filename});
        Json::from(object)
    });
    let shown: Vec<Json> = shown.collect();
    (!shown.is_empty()).then_some(shown)
}

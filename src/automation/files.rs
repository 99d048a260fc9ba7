//! Files that a rule or a macro keeps, to send them again and again.

use serde_json::{Value, json};

use super::{actions, sql};
use crate::base::ids::{AccountId, AutomationRuleId, BlobId, MacroId};
use crate::base::{Error, FieldError, Result};
use crate::files;
use crate::store::Tx;

/// Who keeps a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Rule(AutomationRuleId),
    Macro(MacroId),
}

/// A file that is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: i64,
    /// The id of the rule or macro.
    pub owner: i64,
    pub blob: BlobId,
    /// Absolute.
    pub file_url: String,
    pub filename: String,
    pub content_type: String,
}

/// The files that actions send, by their ids.
fn named(stored: &[Value]) -> Vec<BlobId> {
    let sending = stored.iter().filter(|action| actions::name(action) == "send_attachment");
    let ids = sending.flat_map(actions::params).filter_map(actions::integer);
    ids.map(BlobId).collect()
}

/// The actions with ids of files for the signed ids of uploads that clients send. An id that is none must be of a file that is
/// kept already.
pub fn resolved(tx: &Tx, account: AccountId, stored: Vec<Value>, kept: &[Kept]) -> Result<Vec<Value>> {
    let invalid = || Error::Broken(vec![FieldError::new("actions", "Invalid attachment", "invalid")]);
    let file = |param: &Value| {
        if let Some(id) = actions::integer(param) {
            return kept.iter().any(|file| file.blob.0 == id).then(|| json!(id)).ok_or_else(invalid);
        }
        let signed = param.as_str().ok_or_else(invalid)?;
        Ok(json!(files::by_signed_id(tx, account, signed).map_err(|_| invalid())?.id))
    };
    let resolve = |mut action: Value| {
        if actions::name(&action) == "send_attachment" {
            let ids: Vec<Value> = actions::params(&action).iter().map(file).collect::<Result<_>>()?;
            if let Some(action) = action.as_object_mut() {
                action.insert("action_params".to_owned(), ids.into());
            }
        }
        Ok(action)
    };
    stored.into_iter().map(resolve).collect()
}

/// Keeps exactly the files that these actions send.
pub fn keep(tx: &Tx, account: AccountId, owner: Owner, stored: &[Value]) -> Result<()> {
    let wanted = named(stored);
    let kept = sql::files_of(tx, account, &[owner])?;
    for file in kept.iter().filter(|file| !wanted.contains(&file.blob)) {
        sql::delete_file(tx, account, file.id)?;
    }
    let mut known: Vec<BlobId> = kept.iter().map(|file| file.blob).collect();
    for blob in wanted {
        if !known.contains(&blob) {
            files::share(tx, blob, account)?;
            sql::add_file(tx, account, owner, blob)?;
            known.push(blob);
        }
    }
    Ok(())
}

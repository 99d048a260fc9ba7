//! The jobs there are: each name with the step it is done in.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::accounts;
use crate::base::{Error, Result};
use crate::store::Tx;

/// One step of a job, told by its payload; says whether more is to be done. Done twice it must do no harm.
pub type Step = fn(&Tx, &Value) -> Result<bool>;

/// The step of the job of this name.
pub fn step(name: &str) -> Option<Step> {
    let step: Step = match name {
        "delete_account" => |tx, job| accounts::deletion_step(tx, get(job, "account_id")?),
        "unassign_user" => |tx, job| accounts::unassign_step(tx, get(job, "account_id")?, get(job, "user_id")?),
        _ => return None,
    };
    Some(step)
}

/// A value of the payload.
fn get<T: DeserializeOwned>(payload: &Value, name: &str) -> Result<T> {
    let value = payload.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|why| Error::internal(format!("{name} of the job's payload: {why}")))
}

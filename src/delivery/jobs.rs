//! The jobs there are: each name with the step it is done in.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::base::{Error, Result};
use crate::store::Tx;
use crate::{
    accounts, automation, bots, contacts, conversations, inboxes, labels, notifications, reports, retention, teams,
};

/// One step of a job, told by its payload; says whether more is to be done. Done twice it must do no harm.
pub type Step = fn(&Tx, &Value) -> Result<bool>;

/// How a job is done.
pub enum Way {
    Steps(Step),
    /// By `scrubbing`, in more than transactions.
    Scrubbing,
}

/// How the job of this name is done.
pub fn way(name: &str) -> Option<Way> {
    let step: Step = match name {
        "scrub" => return Some(Way::Scrubbing),
        "erase_contact" => |tx, job| retention::step(tx, get(job, "account_id")?, get(job, "erasure_id")?),
        "delete_account" => |tx, job| accounts::deletion_step(tx, get(job, "account_id")?),
        "unassign_user" => |tx, job| accounts::unassign_step(tx, get(job, "account_id")?, get(job, "user_id")?),
        "delete_contact" => |tx, job| contacts::deletion_step(tx, get(job, "account_id")?, get(job, "contact_id")?),
        "merge_contact" => |tx, job| contacts::merge_step(tx, get(job, "account_id")?, get(job, "merge_id")?),
        "forget_merge" => |tx, job| contacts::forget_merge_step(tx, get(job, "account_id")?, get(job, "merge_id")?),
        "import_contacts" => |tx, job| contacts::import_step(tx, get(job, "account_id")?, get(job, "import_id")?),
        "forget_import" => |tx, job| contacts::forget_import(tx, get(job, "account_id")?, get(job, "import_id")?),
        "export_contacts" => |tx, job| contacts::export_step(tx, get(job, "account_id")?, get(job, "export_id")?),
        "forget_export" => |tx, job| contacts::forget_export(tx, get(job, "account_id")?, get(job, "export_id")?),
        "delete_inbox" => |tx, job| inboxes::deletion_step(tx, get(job, "account_id")?, get(job, "inbox_id")?),
        "delete_team" => |tx, job| teams::deletion_step(tx, get(job, "account_id")?, get(job, "team_id")?),
        "detach_bot" => |tx, job| bots::detach_step(tx, get(job, "account_id")?, get(job, "bot_id")?),
        "forget_reports" => |tx, job| {
            reports::forget_step(tx, get(job, "account_id")?, get(job, "dimension")?, get(job, "dimension_id")?)
        },
        "prune_notifications" => |tx, job| notifications::prune_step(tx, get(job, "account_id")?, get(job, "user_id")?),
        "rename_label" => rename_label,
        "wake_conversation" => wake_conversation,
        "wake_notification" => wake_notification,
        "change_conversations" => |tx, job| conversations::bulk::step(tx, job).map(|()| false),
        "change_contacts" => |tx, job| contacts::bulk::step(tx, job).map(|()| false),
        "merge_conversation" => {
            |tx, job| conversations::merging::step(tx, get(job, "account_id")?, get(job, "conversation_id")?)
        }
        "delete_conversation" => {
            |tx, job| conversations::deletion::step(tx, get(job, "account_id")?, get(job, "conversation_id")?)
        }
        "run_macro" => run_macro,
        _ => return None,
    };
    Some(Way::Steps(step))
}

/// Whether jobs of this name must be done one after the other in an account: a label that is renamed twice, or two that change
/// places, would never come to rest.
pub fn keeps_order(name: &str) -> bool {
    name == "rename_label"
}

fn rename_label(tx: &Tx, job: &Value) -> Result<bool> {
    let (from, to): (String, String) = (get(job, "from")?, get(job, "to")?);
    labels::rename_step(tx, get(job, "account_id")?, &from, &to)
}

fn run_macro(tx: &Tx, job: &Value) -> Result<bool> {
    let (id, user) = (get(job, "macro_id")?, get(job, "user_id")?);
    automation::run_macro(tx, get(job, "account_id")?, id, user, get(job, "conversation_id")?).map(|()| false)
}

fn wake_conversation(tx: &Tx, job: &Value) -> Result<bool> {
    conversations::status::wake(tx, get(job, "account_id")?, get(job, "conversation_id")?)?;
    Ok(false)
}

fn wake_notification(tx: &Tx, job: &Value) -> Result<bool> {
    notifications::wake(tx, get(job, "account_id")?, get(job, "notification_id")?)?;
    Ok(false)
}

/// A value of the payload.
fn get<T: DeserializeOwned>(payload: &Value, name: &str) -> Result<T> {
    let value = payload.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|why| Error::internal(format!("{name} of the job's payload: {why}")))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The names in calls of `enqueue`, in files that are not tests.
    fn enqueued(folder: &Path, names: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                enqueued(&path, names);
            } else if path.extension().is_some_and(|kind| kind == "rs") && !path.to_string_lossy().contains("tests") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
                for call in ["enqueue(\"", "enqueue_at(\""] {
                    names.extend(text.split(call).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
                }
            }
        }
    }

    #[test]
    fn every_job_that_is_queued_has_a_step() {
        let mut names = Vec::new();
        enqueued(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
        assert!(names.len() > 4, "{names:?}");
        for name in names {
            assert!(way(&name).is_some(), "{name}");
        }
    }
}

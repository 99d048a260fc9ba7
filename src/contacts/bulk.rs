//! The same change of many contacts, done in the background: a job for each few of them, in the order of the requests.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{deletion, labelling};
use crate::access::{self, Agent};
use crate::base::ids::{AccountId, ContactId, UserId};
use crate::base::{Error, Result};
use crate::store::Tx;

/// Contacts of one job.
const CHUNK: usize = 20;
/// Contacts of one request at most.
const MOST: usize = 10_000;

/// What is to be changed about each of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BulkChange {
    pub add_labels: Vec<String>,
    pub remove_labels: Vec<String>,
    /// Administrators only.
    pub delete: bool,
}

/// Queues a change of these contacts, in the name of this person. 422 for more than one request may name.
pub fn enqueue(tx: &Tx, agent: &Agent, ids: &[ContactId], change: &BulkChange) -> Result<()> {
    if change.delete && !agent.is_administrator() {
        return Err(Error::NOT_ALLOWED);
    }
    if ids.len() > MOST {
        return Err(Error::invalid("ids", format!("Ids is too many (maximum is {MOST})"), "too_many"));
    }
    let change = serde_json::to_value(change).map_err(Error::internal)?;
    for ids in ids.chunks(CHUNK) {
        let job = json!({"account_id": agent.account, "user_id": agent.user, "ids": ids, "change": &change});
        tx.enqueue("change_contacts", job)?;
    }
    Ok(())
}

/// Does a job of [`enqueue`]. Contacts that are gone, and those of which a rule refuses the change, stay as they are.
pub fn step(tx: &Tx, job: &Value) -> Result<()> {
    #[derive(Deserialize)]
    struct Job {
        account_id: AccountId,
        user_id: UserId,
        ids: Vec<ContactId>,
        change: BulkChange,
    }
    let Job { account_id: account, user_id: user, ids, change } = Job::deserialize(job).map_err(Error::internal)?;
    let Some(membership) = access::membership(tx, account, user)? else { return Ok(()) };
    let agent = Agent { account, user, name: String::new(), role: membership.role };
    for id in ids {
        match of_one(tx, &agent, id, &change) {
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(refusal) => tracing::info!(%account, contact = %id, %refusal, "a contact stays as it is"),
            Ok(()) => {}
        }
    }
    Ok(())
}

fn of_one(tx: &Tx, agent: &Agent, id: ContactId, change: &BulkChange) -> Result<()> {
    if change.delete {
        return if agent.is_administrator() {
            deletion::delete(tx, agent.account, id, agent.actor())
        } else {
            Err(Error::NOT_ALLOWED)
        };
    }
    let mut labels = labelling::labels(tx, agent.account, id)?;
    labels.extend(change.add_labels.iter().cloned());
    labels.retain(|label| !change.remove_labels.contains(label));
    labelling::replace(tx, agent.account, id, &labels, agent.actor()).map(drop)
}

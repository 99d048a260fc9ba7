//! The same change of many conversations, done in the background: a job for each few of them, in the order of the requests.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::assignment::{self, Request};
use super::model::{Performer, Status};
use super::revision::Revision;
use super::{labelling, sight, sql, status};
use crate::access::{self, Agent};
use crate::base::ids::{AccountId, DisplayId, TeamId, UserId};
use crate::base::{Error, FieldError, Millis, Result};
use crate::store::Tx;

/// Conversations of one job.
const CHUNK: usize = 20;
/// Conversations of one request at most.
const MOST: usize = 10_000;

/// What is to be changed about each of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Change {
    /// A status by its name.
    pub status: Option<String>,
    /// When a snoozed conversation wakes, in milliseconds.
    pub snoozed_until: Option<Millis>,
    /// Null unassigns.
    #[serde(default, with = "kept")]
    pub assignee: Option<Option<UserId>>,
    /// Null takes the team away.
    #[serde(default, with = "kept")]
    pub team: Option<Option<TeamId>>,
    pub add_labels: Vec<String>,
    pub remove_labels: Vec<String>,
}

/// Tells what is to be emptied from what is not to be changed: as a list of one, or of none.
mod kept {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        value.iter().collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        Ok(Vec::<T>::deserialize(from)?.pop())
    }
}

/// Queues a change of these conversations, in the name of this person. 422 for a status that does not exist, and for more
/// conversations than one request may name.
pub fn enqueue(tx: &Tx, agent: &Agent, ids: &[DisplayId], change: &Change) -> Result<()> {
    change.status.as_deref().map(Status::parse).transpose()?;
    if ids.len() > MOST {
        let text = format!("Ids is too many (maximum is {MOST})");
        return Err(Error::Invalid(vec![FieldError::new("ids", text, "too_many")]));
    }
    let change = serde_json::to_value(change).map_err(Error::internal)?;
    for ids in ids.chunks(CHUNK) {
        let job = json!({"account_id": agent.account, "user_id": agent.user, "ids": ids, "change": &change});
        tx.enqueue("change_conversations", job)?;
    }
    Ok(())
}

/// Changes these conversations. Those that the person may not see (any more), and those of which a rule refuses the change, stay
/// as they are.
pub fn perform(tx: &Tx, account: AccountId, user: UserId, ids: &[DisplayId], change: &Change) -> Result<()> {
    let Some(membership) = access::membership(tx, account, user)? else { return Ok(()) };
    let name = access::user_name(tx, user)?.unwrap_or_default();
    let agent = Agent { account, user, name, role: membership.role };
    for id in ids {
        match of_one(tx, &agent, *id, change) {
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(refusal) => tracing::info!(%account, conversation = %id, %refusal, "a conversation stays as it is"),
            Ok(()) => {}
        }
    }
    Ok(())
}

fn of_one(tx: &Tx, agent: &Agent, id: DisplayId, change: &Change) -> Result<()> {
    let by = Performer::from(agent);
    let mut conversation = sight::require(tx, agent, id)?;
    let mut revision = Revision::of(&mut conversation);
    // what can be refused comes first
    if !change.add_labels.is_empty() || !change.remove_labels.is_empty() {
        let mut labels = sql::labels_of(tx, revision.account, revision.id)?;
        labels.extend(change.add_labels.iter().cloned());
        labels.retain(|label| !change.remove_labels.contains(label));
        labelling::apply(tx, &mut revision, &labels, &by)?;
    }
    // a team takes a conversation from who is not in it: whoever is named has the last word
    if let Some(team) = change.team {
        assignment::apply(tx, &mut revision, Request::Team(team), &by)?;
    }
    if let Some(user) = change.assignee {
        assignment::apply(tx, &mut revision, Request::User(user), &by)?;
    }
    if let Some(name) = change.status.as_deref() {
        status::apply(tx, &mut revision, Status::parse(name)?, change.snoozed_until, &by)?;
    }
    revision.save(tx, &by)
}

/// Reads the payload of a job of [`enqueue`].
pub fn step(tx: &Tx, job: &Value) -> Result<()> {
    #[derive(Deserialize)]
    struct Job {
        account_id: AccountId,
        user_id: UserId,
        ids: Vec<DisplayId>,
        change: Change,
    }
    let job = Job::deserialize(job).map_err(Error::internal)?;
    perform(tx, job.account_id, job.user_id, &job.ids, &job.change)
}

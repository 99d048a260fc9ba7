//! Doing actions: one after the other, each undone alone when it fails.

use serde_json::{Map, Value, json};

use super::{Action, Assignee, name, read};
use crate::access::{self, Agent, AgentOrBot};
use crate::base::ids::{AccountId, AutomationRuleId, BlobId, ConversationId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::conversations::assignment::{self, Request};
use crate::conversations::{self, Conversation, Performer, labelling, muting, post, priority, status};
use crate::files::{self, Stored};
use crate::messages::{self, Draft, Message};
use crate::store::Tx;
use crate::teams;

/// What is said of an action that this server cannot do yet.
const NO_WEBHOOK: &str = "This server does not deliver webhook events of rules and macros yet";
const NO_MAIL: &str = "This server does not send mail yet";

/// Who acts.
#[derive(Debug, Clone)]
pub enum Hand {
    Rule { account: AccountId, id: AutomationRuleId },
    Person(Agent),
}

impl Hand {
    fn account(&self) -> AccountId {
        match self {
            Hand::Rule { account, .. } => *account,
            Hand::Person(agent) => agent.account,
        }
    }

    fn performer(&self) -> Performer {
        match self {
            Hand::Rule { id, .. } => Performer::Rule { id: *id },
            Hand::Person(agent) => agent.into(),
        }
    }
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Nothing was done, for this reason.
    Skipped(String),
    /// It was tried and undone, for this reason.
    Failed(String),
}

impl Outcome {
    /// For the record: what was to be done, and what became of it.
    pub fn record(&self, stored: &Value) -> Value {
        let (outcome, message) = match self {
            Outcome::Done => ("done", None),
            Outcome::Skipped(why) => ("skipped", Some(why)),
            Outcome::Failed(why) => ("failed", Some(why)),
        };
        json!({"action_name": name(stored), "outcome": outcome, "message": message})
    }
}

/// Does these actions on a conversation; answers what became of each.
pub fn all(tx: &Tx, hand: &Hand, conversation: ConversationId, stored: &[Value]) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for action in stored {
        let outcome = match read(action) {
            None => Outcome::Failed("The action cannot be read".to_owned()),
            Some(action) => match tx.attempt(|tx| one(tx, hand, conversation, &action))? {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Failed(reason(error)),
            },
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// What may be told of an error.
fn reason(error: Error) -> String {
    match error {
        Error::Internal(source) => {
            tracing::error!(error = %source, "an action failed");
            "The server could not do it".to_owned()
        }
        other => other.to_string(),
    }
}

fn one(tx: &Tx, hand: &Hand, id: ConversationId, action: &Action) -> Result<Outcome> {
    let mut conversation = conversations::find_by_id(tx, hand.account(), id)?;
    let (c, by) = (&mut conversation, &hand.performer());
    match action {
        Action::SendMessage(text) => say(tx, hand, c, Some(text), false).map(drop)?,
        Action::AddPrivateNote(text) => say(tx, hand, c, Some(text), true).map(drop)?,
        Action::AddLabels(labels) => label(tx, c, |known| known.extend(labels.iter().cloned()), by)?,
        Action::RemoveLabels(labels) => label(tx, c, |known| known.retain(|label| !labels.contains(label)), by)?,
        Action::AssignAgent(to) => return assign_agent(tx, hand, c, *to),
        Action::AssignTeam(team) => return assign_team(tx, hand, c, *team),
        Action::ChangeStatus(to) => status::change(tx, c, *to, None, by)?,
        Action::ChangePriority(to) => priority::set(tx, c, *to, by)?,
        Action::Mute => muting::mute(tx, c, by)?,
        Action::SendAttachment(blobs) => return send_files(tx, hand, c, blobs),
        Action::SendWebhookEvent => return Ok(Outcome::Skipped(NO_WEBHOOK.to_owned())),
        Action::SendEmailToTeam | Action::SendEmailTranscript => return Ok(Outcome::Skipped(NO_MAIL.to_owned())),
    }
    Ok(Outcome::Done)
}

/// Writes a message: in the person's name, or in nobody's with the rule noted on it.
fn say(tx: &Tx, hand: &Hand, conversation: &mut Conversation, text: Option<&str>, private: bool) -> Result<Message> {
    let mut draft = Draft { content: text.map(str::to_owned), private, ..Draft::outgoing("") };
    match hand {
        Hand::Person(agent) => post::post(tx, &AgentOrBot::Agent(agent.clone()), conversation, draft),
        Hand::Rule { id, .. } => {
            draft.content_attributes = Map::from_iter([("automation_rule_id".to_owned(), json!(id))]);
            post::post_as(tx, &hand.performer(), conversation, draft)
        }
    }
}

/// Replaces the labels by what is made of those there are.
fn label(
    tx: &Tx,
    conversation: &mut Conversation,
    change: impl FnOnce(&mut Vec<String>),
    by: &Performer,
) -> Result<()> {
    let mut labels = conversations::labels_of(tx, conversation.account, conversation.id)?;
    change(&mut labels);
    labelling::replace(tx, conversation, &labels, by).map(drop)
}

fn assign_agent(tx: &Tx, hand: &Hand, conversation: &mut Conversation, to: Assignee) -> Result<Outcome> {
    let user = match (to, hand) {
        (Assignee::Nobody, _) => None,
        (Assignee::Agent(user), _) => Some(user),
        (Assignee::Oneself, Hand::Person(agent)) => Some(agent.user),
        (Assignee::Oneself, Hand::Rule { .. }) => return Ok(Outcome::Skipped("A rule is no agent".to_owned())),
    };
    if let Some(user) = user
        && !may_be_assigned(tx, conversation, user)?
    {
        return Ok(Outcome::Skipped("The agent does not belong to the inbox".to_owned()));
    }
    assignment::assign(tx, conversation, Request::User(user), &hand.performer())?;
    Ok(Outcome::Done)
}

/// Members of the inbox, and administrators.
fn may_be_assigned(tx: &Tx, conversation: &Conversation, user: UserId) -> Result<bool> {
    match agent(tx, conversation.account, user)? {
        Some(agent) => access::inbox_is_visible(tx, &agent, conversation.inbox),
        None => Ok(false),
    }
}

/// A member of the account as the one who acts.
pub fn agent(tx: &Tx, account: AccountId, user: UserId) -> Result<Option<Agent>> {
    let membership = access::membership(tx, account, user)?;
    let name = access::user_name(tx, user)?;
    Ok(membership.zip(name).map(|(member, name)| Agent { account, user, name, role: member.role }))
}

fn assign_team(tx: &Tx, hand: &Hand, conversation: &mut Conversation, team: Option<TeamId>) -> Result<Outcome> {
    if let Some(team) = team
        && matches!(teams::find(tx, conversation.account, team), Err(Error::NotFound))
    {
        return Ok(Outcome::Skipped("The team does not exist".to_owned()));
    }
    assignment::assign(tx, conversation, Request::Team(team), &hand.performer())?;
    Ok(Outcome::Done)
}

/// Sends files that are kept with the macro or rule; they stay there.
fn send_files(tx: &Tx, hand: &Hand, conversation: &mut Conversation, blobs: &[BlobId]) -> Result<Outcome> {
    let kept: Vec<Stored> = blobs.iter().map(|blob| files::find(tx, *blob)).collect::<Result<_>>()?;
    let facts = conversations::inbox_facts(tx, conversation.account, conversation.inbox)?;
    if facts.is_website() && !kept.iter().all(|file| files::allowed_on_website(&file.content_type)) {
        return Ok(Outcome::Skipped("The inbox does not take files of this kind".to_owned()));
    }
    let mut message = say(tx, hand, conversation, None, false)?;
    messages::attach_shared(tx, &mut message, &kept)?;
    Ok(Outcome::Done)
}

//! What can be done to a conversation by a macro or a rule.

mod run;

use serde_json::Value;

use crate::base::ids::{BlobId, TeamId, UserId};
use crate::base::text::{is_email, is_http_url, label_list};
use crate::conversations::{Priority, Status};
pub use run::{Hand, Outcome, agent, all};

/// Actions of one macro or rule at most.
const MOST: usize = 50;
/// Characters of a text at most, as of a message.
const LONGEST: usize = 150_000;
/// Bytes of all actions together.
pub const LARGEST: usize = 400_000;

/// Whom a conversation is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    Agent(UserId),
    /// Who sets the macro off.
    Oneself,
    Nobody,
}

/// One action, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    SendMessage(String),
    AddPrivateNote(String),
    AddLabels(Vec<String>),
    RemoveLabels(Vec<String>),
    AssignAgent(Assignee),
    AssignTeam(Option<TeamId>),
    ChangeStatus(Status),
    /// None takes the priority away.
    ChangePriority(Option<Priority>),
    Mute,
    SendAttachment(Vec<BlobId>),
    /// Needs a delivery that this server does not have yet.
    SendWebhookEvent,
    SendEmailToTeam,
    SendEmailTranscript,
}

/// Whose action it is: their lists differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Rule,
    Macro,
}

const BOTH: &[Of] = &[Of::Rule, Of::Macro];

/// The names there are, and whose.
const NAMES: [(&str, &[Of]); 17] = [
    ("send_message", BOTH),
    ("add_label", BOTH),
    ("remove_label", BOTH),
    ("send_email_to_team", &[Of::Rule]),
    ("assign_team", BOTH),
    ("remove_assigned_team", &[Of::Macro]),
    ("assign_agent", BOTH),
    ("send_webhook_event", BOTH),
    ("mute_conversation", BOTH),
    ("send_attachment", BOTH),
    ("change_status", BOTH),
    ("resolve_conversation", BOTH),
    ("open_conversation", &[Of::Rule]),
    ("snooze_conversation", BOTH),
    ("change_priority", BOTH),
    ("send_email_transcript", BOTH),
    ("add_private_note", BOTH),
];

/// The name of an action as it is stored; empty when it has none.
pub fn name(stored: &Value) -> &str {
    stored.get("action_name").and_then(Value::as_str).unwrap_or_default()
}

/// The parameters of an action as it is stored. One alone need not be in a list.
pub fn params(stored: &Value) -> &[Value] {
    match stored.get("action_params") {
        Some(Value::Array(list)) => list,
        None | Some(Value::Null) => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The sentences about what is wrong with these actions.
pub fn errors(stored: &[Value], of: Of) -> Vec<String> {
    let kind = if of == Of::Rule { "Automation" } else { "Macro execution" };
    if stored.len() > MOST {
        return vec![format!("{kind} actions are too many (maximum is {MOST}).")];
    }
    let is_known = |stored: &&Value| NAMES.iter().any(|(known, whose)| *known == name(stored) && whose.contains(&of));
    let shown = |stored: &Value| name(stored).chars().filter(|c| !c.is_control()).take(60).collect::<String>();
    let unknown: Vec<String> = stored.iter().filter(|action| !is_known(action)).map(shown).collect();
    let mut errors = Vec::new();
    if !unknown.is_empty() {
        errors.push(format!("{kind} actions {} not supported.", unknown.join(",")));
    }
    let unreadable = stored.iter().filter(is_known).filter(|action| read(action).is_none());
    errors.extend(unreadable.map(|action| format!("{kind} action {} has invalid parameters.", name(action))));
    errors
}

/// Reads an action; `None` when its parameters make no sense.
pub fn read(stored: &Value) -> Option<Action> {
    let params = params(stored);
    Some(match name(stored) {
        "send_message" => Action::SendMessage(message(params)?),
        "add_private_note" => Action::AddPrivateNote(message(params)?),
        "add_label" => Action::AddLabels(labels(params)?),
        "remove_label" => Action::RemoveLabels(labels(params)?),
        "assign_agent" => Action::AssignAgent(assignee(params)?),
        "assign_team" => Action::AssignTeam(unless_nil(params, |value| integer(value).map(TeamId))?),
        "remove_assigned_team" => Action::AssignTeam(None),
        "change_status" => Action::ChangeStatus(Status::parse(params.first()?.as_str()?).ok()?),
        "resolve_conversation" => Action::ChangeStatus(Status::Resolved),
        "open_conversation" => Action::ChangeStatus(Status::Open),
        "snooze_conversation" => Action::ChangeStatus(Status::Snoozed),
        "change_priority" => Action::ChangePriority(unless_nil(params, |value| Priority::parse(value.as_str()?).ok())?),
        "mute_conversation" => Action::Mute,
        "send_attachment" => Action::SendAttachment(blobs(params)?),
        "send_webhook_event" => is_http_url(params.first()?.as_str()?).then_some(Action::SendWebhookEvent)?,
        "send_email_to_team" => is_team_mail(params.first()?).then_some(Action::SendEmailToTeam)?,
        "send_email_transcript" => are_addresses(params.first()?.as_str()?).then_some(Action::SendEmailTranscript)?,
        _ => return None,
    })
}

fn message(params: &[Value]) -> Option<String> {
    let text = params.first()?.as_str()?;
    let is_fine = !text.trim().is_empty() && text.chars().count() <= LONGEST;
    is_fine.then(|| text.to_owned())
}

fn labels(params: &[Value]) -> Option<Vec<String>> {
    let texts: Option<Vec<&str>> = params.iter().map(Value::as_str).collect();
    Some(label_list(texts?)).filter(|labels| !labels.is_empty() && labels.iter().all(|l| l.chars().count() <= 255))
}

/// An integer, also as a text: forms send it so.
pub fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// What is chosen, or `Some(None)` for the choice of nothing.
fn unless_nil<T>(params: &[Value], read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    match params.first()? {
        Value::Null => Some(None),
        Value::String(text) if text == "nil" || text == "null" => Some(None),
        value => read(value).map(Some),
    }
}

fn assignee(params: &[Value]) -> Option<Assignee> {
    if params.first()?.as_str() == Some("self") {
        return Some(Assignee::Oneself);
    }
    let agent = unless_nil(params, |value| integer(value).map(UserId))?;
    Some(agent.map_or(Assignee::Nobody, Assignee::Agent))
}

fn blobs(params: &[Value]) -> Option<Vec<BlobId>> {
    let ids: Option<Vec<BlobId>> = params.iter().map(|value| integer(value).map(BlobId)).collect();
    ids.filter(|ids| !ids.is_empty())
}

fn is_team_mail(value: &Value) -> bool {
    let teams = value.get("team_ids").and_then(Value::as_array);
    let has_text = value.get("message").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    has_text && teams.is_some_and(|teams| !teams.is_empty() && teams.iter().all(|team| integer(team).is_some()))
}

fn are_addresses(text: &str) -> bool {
    let mut addresses = text.split(',').map(str::trim).peekable();
    addresses.peek().is_some() && addresses.all(is_email)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn action(name: &str, params: Value) -> Value {
        json!({"action_name": name, "action_params": params})
    }

    #[test]
    fn actions_are_read() {
        for (name, params, expected) in [
            ("send_message", json!(["Hi"]), Action::SendMessage("Hi".into())),
            ("send_message", json!("Hi"), Action::SendMessage("Hi".into())),
            ("add_label", json!(["a, b", "c"]), Action::AddLabels(vec!["a".into(), "b".into(), "c".into()])),
            ("assign_agent", json!([3]), Action::AssignAgent(Assignee::Agent(UserId(3)))),
            ("assign_agent", json!(["3"]), Action::AssignAgent(Assignee::Agent(UserId(3)))),
            ("assign_agent", json!(["self"]), Action::AssignAgent(Assignee::Oneself)),
            ("assign_agent", json!(["nil"]), Action::AssignAgent(Assignee::Nobody)),
            ("assign_team", json!([7]), Action::AssignTeam(Some(TeamId(7)))),
            ("assign_team", json!([null]), Action::AssignTeam(None)),
            ("remove_assigned_team", json!([]), Action::AssignTeam(None)),
            ("change_status", json!(["pending"]), Action::ChangeStatus(Status::Pending)),
            ("snooze_conversation", json!(null), Action::ChangeStatus(Status::Snoozed)),
            ("change_priority", json!(["high"]), Action::ChangePriority(Some(Priority::High))),
            ("change_priority", json!(["nil"]), Action::ChangePriority(None)),
            ("send_attachment", json!([4]), Action::SendAttachment(vec![BlobId(4)])),
            ("send_webhook_event", json!(["https://a.test/x"]), Action::SendWebhookEvent),
            ("send_email_to_team", json!([{"team_ids": [1], "message": "Look"}]), Action::SendEmailToTeam),
            ("send_email_transcript", json!(["a@b.c, d@e.f"]), Action::SendEmailTranscript),
        ] {
            assert_eq!(read(&action(name, params.clone())), Some(expected), "{name} {params}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_named() {
        let wrong = [
            action("fly", json!([])),
            action("send_message", json!([" "])),
            action("send_webhook_event", json!(["ftp://a"])),
            action("assign_agent", json!([])),
            action("send_email_transcript", json!(["nobody"])),
            action("mute_conversation", json!([])),
            json!("add_label"),
        ];
        assert_eq!(
            errors(&wrong, Of::Rule),
            [
                "Automation actions fly, not supported.",
                "Automation action send_message has invalid parameters.",
                "Automation action send_webhook_event has invalid parameters.",
                "Automation action assign_agent has invalid parameters.",
                "Automation action send_email_transcript has invalid parameters.",
            ]
        );
        let of_rules = [action("open_conversation", json!([]))];
        assert_eq!(errors(&of_rules, Of::Rule), Vec::<String>::new());
        assert_eq!(errors(&of_rules, Of::Macro), ["Macro execution actions open_conversation not supported."]);
        assert_eq!(errors(&vec![action("fly", json!([])); 51], Of::Rule).len(), 1);
    }
}

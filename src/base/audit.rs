//! The lines of the audit log: who changed how an account is set up, and who signed in and out.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Actor;
use super::event::{Event, EventKind};
use super::ids::{AccountId, UserId};

/// What stands for a secret.
const REDACTED: &str = "[REDACTED]";
/// Whatever has one of these in its name is a secret.
const SECRETS: [&str; 5] = ["password", "secret", "token", "api_key", "credential"];

/// One line, but for its time and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    pub account: AccountId,
    /// What changed, by Chatwoot's name: `Inbox`, `AccountUser`.
    pub auditable_type: &'static str,
    /// Its row; of a member of an inbox or a team the user's, since those have no row of their own.
    pub auditable_id: i64,
    /// `create`, `update`, `destroy`, `sign_in` or `sign_out`.
    pub action: &'static str,
    pub actor: Actor,
    /// `[before, after]` by attribute of what was changed; the plain values of what was made or went.
    pub changes: Map<String, Value>,
}

impl Audit {
    /// Somebody signs in to all their accounts, or out of them; this line is for one.
    pub fn of_session(account: AccountId, user: UserId, action: &'static str) -> Self {
        Audit {
            account,
            auditable_type: "User",
            auditable_id: user.0,
            action,
            actor: Actor::User(user),
            changes: Map::new(),
        }
    }
}

/// What was changed and how, if the log is to say so.
fn audited(kind: EventKind) -> Option<(&'static str, &'static str)> {
    use EventKind::*;
    Some(match kind {
        AccountUpdated => ("Account", "update"),
        AccountUserCreated => ("AccountUser", "create"),
        AccountUserUpdated => ("AccountUser", "update"),
        AccountUserDeleted => ("AccountUser", "destroy"),
        InboxCreated => ("Inbox", "create"),
        InboxUpdated => ("Inbox", "update"),
        InboxDeleted => ("Inbox", "destroy"),
        TeamCreated => ("Team", "create"),
        TeamUpdated => ("Team", "update"),
        TeamDeleted => ("Team", "destroy"),
        WebhookCreated => ("Webhook", "create"),
        WebhookUpdated => ("Webhook", "update"),
        WebhookDeleted => ("Webhook", "destroy"),
        AutomationRuleCreated => ("AutomationRule", "create"),
        AutomationRuleUpdated => ("AutomationRule", "update"),
        AutomationRuleDeleted => ("AutomationRule", "destroy"),
        MacroCreated => ("Macro", "create"),
        MacroUpdated => ("Macro", "update"),
        MacroDeleted => ("Macro", "destroy"),
        ConversationDeleted => ("Conversation", "destroy"),
        _ => return None,
    })
}

impl Event {
    /// The lines that this event makes: none for what is not audited, one for each member who came or went.
    pub fn audits(&self) -> Vec<Audit> {
        match self.kind {
            EventKind::InboxMembersChanged => self.members("InboxMember", "inbox_id"),
            EventKind::TeamMembersChanged => self.members("TeamMember", "team_id"),
            kind => audited(kind).and_then(|(thing, action)| self.one(thing, action)).into_iter().collect(),
        }
    }

    fn one(&self, auditable_type: &'static str, action: &'static str) -> Option<Audit> {
        let mut changes = match self.audited.as_ref().or(self.snapshot.as_ref()) {
            Some(told) => told.as_object().cloned().unwrap_or_default(),
            None => self.changes.0.clone(),
        };
        let auditable_id = changes.remove("id").filter(|_| self.audited.is_some()).and_then(|id| id.as_i64());
        if action == "update" && changes.is_empty() {
            return None;
        }
        changes.iter_mut().for_each(|(name, value)| without_secrets(name, value));
        let auditable_id = auditable_id.unwrap_or(self.subject);
        Some(Audit { account: self.account, auditable_type, auditable_id, action, actor: self.actor, changes })
    }

    fn members(&self, auditable_type: &'static str, group: &str) -> Vec<Audit> {
        let Some((before, after)) = self.changes.of("user_ids") else { return Vec::new() };
        let (before, after) = (ids(before), ids(after));
        let line = |user: &i64, action| {
            let mut changes = Map::new();
            changes.insert(group.to_owned(), json!(self.subject));
            changes.insert("user_id".to_owned(), json!(user));
            Audit { account: self.account, auditable_type, auditable_id: *user, action, actor: self.actor, changes }
        };
        let came = after.difference(&before).map(|user| line(user, "create"));
        came.chain(before.difference(&after).map(|user| line(user, "destroy"))).collect()
    }
}

fn ids(list: &Value) -> BTreeSet<i64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

/// Says that there is a secret, and not which.
fn without_secrets(name: &str, value: &mut Value) {
    let name = name.to_lowercase();
    if SECRETS.iter().any(|secret| name.contains(secret)) {
        return redact(value);
    }
    match value {
        Value::Object(object) => object.iter_mut().for_each(|(name, value)| without_secrets(name, value)),
        Value::Array(list) => list.iter_mut().for_each(|item| without_secrets("", item)),
        _ => {}
    }
}

fn redact(value: &mut Value) {
    match value {
        Value::Null => {}
        Value::Array(list) => list.iter_mut().for_each(redact),
        _ => *value = REDACTED.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Changes;

    fn event(kind: EventKind, changes: Value) -> Event {
        let changes = Changes(changes.as_object().cloned().unwrap_or_default());
        Event::new(AccountId(1), kind, 7, Actor::User(UserId(2))).with_changes(changes)
    }

    fn told(event: &Event) -> Vec<(&'static str, i64, &'static str, Value)> {
        let lines = event.audits().into_iter();
        lines.map(|line| (line.auditable_type, line.auditable_id, line.action, line.changes.into())).collect()
    }

    #[test]
    fn changes_and_last_states_are_kept() {
        let renamed = json!({"name": ["a", "b"]});
        assert_eq!(told(&event(EventKind::InboxUpdated, renamed.clone())), [("Inbox", 7, "update", renamed)]);
        let mut gone = event(EventKind::ConversationDeleted, json!({}));
        gone.snapshot = Some(json!({"id": 3, "status": "open"}));
        assert_eq!(told(&gone), [("Conversation", 7, "destroy", json!({"status": "open"}))]);
        let member = event(EventKind::AccountUserCreated, json!({"role": [null, "agent"]}));
        let member = member.with_audited(json!({"id": 9, "role": 0}));
        assert_eq!(told(&member), [("AccountUser", 9, "create", json!({"role": 0}))]);
    }

    #[test]
    fn each_member_who_came_or_went_has_a_line() {
        let changed = event(EventKind::TeamMembersChanged, json!({"user_ids": [[1, 2], [2, 3]]}));
        assert_eq!(
            told(&changed),
            [
                ("TeamMember", 3, "create", json!({"team_id": 7, "user_id": 3})),
                ("TeamMember", 1, "destroy", json!({"team_id": 7, "user_id": 1})),
            ]
        );
    }

    #[test]
    fn what_is_not_audited_makes_no_line() {
        for kind in [EventKind::MessageCreated, EventKind::ContactUpdated, EventKind::ConversationUpdated] {
            assert_eq!(told(&event(kind, json!({"content": ["a", "b"]}))), []);
        }
        let only_what_is_not_told = event(EventKind::AccountUserUpdated, json!({"auto_offline": [true, false]}));
        assert_eq!(told(&only_what_is_not_told.with_audited(json!({"id": 9}))), []);
    }

    #[test]
    fn secrets_are_left_out_however_deep() {
        let sent = json!({"hmac_token": ["a", "b"], "secret": [null, "c"],
            "settings": [{}, {"Smtp_Password": "d", "port": 1, "apps": [{"api_key": "e"}]}]});
        let line = event(EventKind::InboxUpdated, sent).audits().remove(0);
        let kept = json!({"hmac_token": ["[REDACTED]", "[REDACTED]"], "secret": [null, "[REDACTED]"],
            "settings": [{}, {"Smtp_Password": "[REDACTED]", "port": 1, "apps": [{"api_key": "[REDACTED]"}]}]});
        assert_eq!(Value::from(line.changes), kept);
    }
}

//! What can happen, as one enum. An event is written once, in the transaction of its cause (`Tx::emit`);
//! the names of realtime events and webhooks are derived from it later.

use serde_json::{Map, Value, json};

use super::ids::{AccountId, AgentBotId, AutomationRuleId, ContactId, ConversationId, PlatformAppId, UserId};
use super::{Error, Millis, Result};

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    User(UserId),
    AgentBot(AgentBotId),
    Contact(ContactId),
    PlatformApp(PlatformAppId),
    /// A rule of the account. What it does sets off no rule.
    AutomationRule(AutomationRuleId),
    /// The server itself: round robin, templates, jobs, the command line.
    System,
}

impl Actor {
    /// The name stored in the outbox, and the id beside it.
    pub fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Actor::User(id) => ("User", Some(id.0)),
            Actor::AgentBot(id) => ("AgentBot", Some(id.0)),
            Actor::Contact(id) => ("Contact", Some(id.0)),
            Actor::PlatformApp(id) => ("PlatformApp", Some(id.0)),
            Actor::AutomationRule(id) => ("AutomationRule", Some(id.0)),
            Actor::System => ("System", None),
        }
    }

    /// The actor of these parts; the server itself when nobody else is known by them.
    pub fn of_parts(kind: &str, id: Option<i64>) -> Self {
        match (kind, id) {
            ("User", Some(id)) => Actor::User(UserId(id)),
            ("AgentBot", Some(id)) => Actor::AgentBot(AgentBotId(id)),
            ("Contact", Some(id)) => Actor::Contact(ContactId(id)),
            ("PlatformApp", Some(id)) => Actor::PlatformApp(PlatformAppId(id)),
            ("AutomationRule", Some(id)) => Actor::AutomationRule(AutomationRuleId(id)),
            _ => Actor::System,
        }
    }
}

/// Changed attributes: name to `[before, after]`, in the order in which they were noted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes(pub Map<String, Value>);

impl Changes {
    /// Notes a change when the two values differ; says whether they did.
    pub fn note(&mut self, attribute: &str, before: impl Into<Value>, after: impl Into<Value>) -> bool {
        let (before, after) = (before.into(), after.into());
        let differ = before != after;
        if differ {
            self.0.insert(attribute.to_owned(), json!([before, after]));
        }
        differ
    }

    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What an attribute was and became, when it changed.
    pub fn of(&self, attribute: &str) -> Option<(&Value, &Value)> {
        let pair = self.0.get(attribute)?;
        Some((pair.get(0)?, pair.get(1)?))
    }
}

/// The kinds of change, each with the id of the row it is about.
macro_rules! kinds {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What happened. The number beside it in [`Event`] is the row id of the thing named first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum EventKind { $($variant),* }
        impl EventKind {
            /// The name stored in the outbox.
            pub fn name(self) -> &'static str {
                match self { $(EventKind::$variant => $name),* }
            }

            /// The kind of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(EventKind::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    AccountCreated = "account_created",
    AccountUpdated = "account_updated",
    AccountDeleted = "account_deleted",
    AccountUserCreated = "account_user_created",
    AccountUserUpdated = "account_user_updated",
    AccountUserDeleted = "account_user_deleted",
    UserUpdated = "user_updated",
    AgentBotCreated = "agent_bot_created",
    AgentBotUpdated = "agent_bot_updated",
    AgentBotDeleted = "agent_bot_deleted",
    TeamCreated = "team_created",
    TeamUpdated = "team_updated",
    TeamDeleted = "team_deleted",
    TeamMembersChanged = "team_members_changed",
    LabelCreated = "label_created",
    LabelUpdated = "label_updated",
    LabelDeleted = "label_deleted",
    InboxCreated = "inbox_created",
    InboxUpdated = "inbox_updated",
    InboxDeleted = "inbox_deleted",
    InboxMembersChanged = "inbox_members_changed",
    CustomAttributeCreated = "custom_attribute_definition_created",
    CustomAttributeUpdated = "custom_attribute_definition_updated",
    CustomAttributeDeleted = "custom_attribute_definition_deleted",
    CustomFilterCreated = "custom_filter_created",
    CustomFilterUpdated = "custom_filter_updated",
    CustomFilterDeleted = "custom_filter_deleted",
    HookCreated = "hook_created",
    HookUpdated = "hook_updated",
    HookDeleted = "hook_deleted",
    ContactCreated = "contact_created",
    ContactUpdated = "contact_updated",
    ContactDeleted = "contact_deleted",
    ContactMerged = "contact_merged",
    ContactRestored = "contact_restored",
    ContactErased = "contact_erased",
    ContactImportUpdated = "contact_import_updated",
    ContactExportUpdated = "contact_export_updated",
    ContactInboxCreated = "contact_inbox_created",
    NoteCreated = "note_created",
    NoteUpdated = "note_updated",
    NoteDeleted = "note_deleted",
    ConversationCreated = "conversation_created",
    ConversationUpdated = "conversation_updated",
    ConversationDeleted = "conversation_deleted",
    ConversationMerged = "conversation_merged",
    ConversationParticipantsChanged = "conversation_participants_changed",
    MessageCreated = "message_created",
    MessageUpdated = "message_updated",
    CannedResponseCreated = "canned_response_created",
    CannedResponseUpdated = "canned_response_updated",
    CannedResponseDeleted = "canned_response_deleted",
    MacroCreated = "macro_created",
    MacroUpdated = "macro_updated",
    MacroDeleted = "macro_deleted",
    AutomationRuleCreated = "automation_rule_created",
    AutomationRuleUpdated = "automation_rule_updated",
    AutomationRuleDeleted = "automation_rule_deleted",
    DashboardAppCreated = "dashboard_app_created",
    DashboardAppUpdated = "dashboard_app_updated",
    DashboardAppDeleted = "dashboard_app_deleted",
    NotificationCreated = "notification_created",
    NotificationUpdated = "notification_updated",
    NotificationDeleted = "notification_deleted",
    WebhookCreated = "webhook_created",
    WebhookUpdated = "webhook_updated",
    WebhookDeleted = "webhook_deleted",
    CampaignCreated = "campaign_created",
    CampaignUpdated = "campaign_updated",
    CampaignDeleted = "campaign_deleted",
    WebwidgetTriggered = "webwidget_triggered",
}

impl EventKind {
    /// The list that clients keep a copy of and have to fetch again: `label`, `inbox` or `team`.
    pub fn cached_list(self) -> Option<&'static str> {
        use EventKind::*;
        match self {
            LabelCreated | LabelUpdated | LabelDeleted => Some("label"),
            InboxCreated | InboxUpdated | InboxDeleted | InboxMembersChanged => Some("inbox"),
            TeamCreated | TeamUpdated | TeamDeleted | TeamMembersChanged => Some("team"),
            _ => None,
        }
    }
}

/// One change of the domain: exactly one row of the outbox.
#[derive(Debug, Clone)]
pub struct Event {
    pub account: AccountId,
    pub kind: EventKind,
    /// Row id of the thing that changed (a conversation's row id, not its display id).
    pub subject: i64,
    /// The conversation concerned, for conversation and message events.
    pub conversation: Option<ConversationId>,
    pub actor: Actor,
    pub changes: Changes,
    /// The client's own id of a message it created.
    pub echo_id: Option<String>,
    /// The last object of a deleted thing, since its row is gone when the event is read.
    pub snapshot: Option<Value>,
    /// What the audit log says instead of the changes: what was made, perhaps under an `id` of its own. Only for that log.
    pub audited: Option<Value>,
}

impl Event {
    /// An event without changes, echo or snapshot; set those fields where they matter.
    pub fn new(account: AccountId, kind: EventKind, subject: i64, actor: Actor) -> Self {
        Event {
            account,
            kind,
            subject,
            conversation: None,
            actor,
            changes: Changes::default(),
            echo_id: None,
            snapshot: None,
            audited: None,
        }
    }

    /// The same with the changed attributes.
    pub fn with_changes(mut self, changes: Changes) -> Self {
        self.changes = changes;
        self
    }

    /// The same, with what the audit log is to say of it.
    pub fn with_audited(mut self, told: Value) -> Self {
        self.audited = Some(told);
        self
    }

    /// The same, about this conversation.
    pub fn in_conversation(mut self, id: ConversationId) -> Self {
        self.conversation = Some(id);
        self
    }
}

/// A change of the domain as it is read again from the outbox, after the commit that made it.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The row of the outbox: later is larger, over all accounts.
    pub id: i64,
    pub account: AccountId,
    /// The number within the account.
    pub seq: i64,
    pub kind: EventKind,
    /// Row id of the thing that changed. It may be gone by now.
    pub subject: i64,
    pub conversation: Option<ConversationId>,
    pub actor: Actor,
    pub changes: Changes,
    pub echo_id: Option<String>,
    /// The last object of a deleted thing.
    pub snapshot: Option<Value>,
    pub at: Millis,
}

/// The changes of the text that is stored.
impl TryFrom<&str> for Changes {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Changes).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_known_again_by_its_parts() {
        let actors = [
            Actor::User(UserId(1)),
            Actor::AgentBot(AgentBotId(2)),
            Actor::Contact(ContactId(3)),
            Actor::PlatformApp(PlatformAppId(4)),
            Actor::AutomationRule(AutomationRuleId(5)),
            Actor::System,
        ];
        for actor in actors {
            let (kind, id) = actor.parts();
            assert_eq!(Actor::of_parts(kind, id), actor);
        }
        assert_eq!(Actor::of_parts("Ghost", Some(1)), Actor::System);
    }

    #[test]
    fn a_kind_is_known_again_by_its_name() {
        assert_eq!(EventKind::named(EventKind::MessageCreated.name()), Some(EventKind::MessageCreated));
        assert_eq!(EventKind::named("message_lost"), None);
    }

    #[test]
    fn changes_are_read_again() {
        let mut changes = Changes::default();
        changes.note("status", "open", "resolved");
        let again = Changes::try_from(serde_json::to_string(&changes.0).unwrap().as_str()).unwrap();
        assert_eq!(again, changes);
        assert_eq!(again.of("status"), Some((&json!("open"), &json!("resolved"))));
        assert_eq!((again.of("priority"), Changes::try_from("[").is_err()), (None, true));
    }
}

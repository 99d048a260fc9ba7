//! Which events a row becomes, and that each row does the same each time.

use super::drafts::{self, To};
use super::*;

fn row(name: &str, changes: &str) -> Row {
    Row {
        id: 1,
        account: AccountId(1),
        seq: 1,
        name: name.to_owned(),
        subject: 1,
        conversation: Some(ConversationId(1)),
        user: None,
        changes: changes.to_owned(),
        echo_id: None,
        snapshot: None,
    }
}

fn events(name: &str, changes: &str) -> Vec<&'static str> {
    drafts::of(&row(name, changes)).iter().map(|draft| draft.event).collect()
}

#[test]
fn parts_follow_from_the_row() {
    assert_eq!(events("message_created", "{}"), ["message.created"]);
    assert_eq!(
        events("message_created", r#"{"is_first_reply":[false,true],"has_mentions":[false,true]}"#),
        ["message.created", "first.reply.created", "conversation.mentioned"]
    );
    assert_eq!(events("conversation_updated", r#"{"label_list":[[],["a"]]}"#), ["conversation.updated"]);
    assert_eq!(events("conversation_updated", r#"{"contact_last_seen_at":[null,1]}"#), ["conversation.read"]);
    assert_eq!(events("conversation_updated", r#"{"contact_id":[1,2]}"#), ["conversation.contact_changed"]);
    assert_eq!(
        events(
            "conversation_updated",
            r#"{"status":[],"assignee_agent_bot_id":[],"team_id":[],"contact_id":[],"contact_last_seen_at":[]}"#
        ),
        [
            "conversation.status_changed",
            "assignee.changed",
            "team.changed",
            "conversation.contact_changed",
            "conversation.read",
            "conversation.updated"
        ]
    );
    assert_eq!(events("contact_merged", "{}"), ["contact.merged"]);
    assert_eq!(events("notification_created", "{}"), ["notification.created"]);
    let replacing = r#"{"id":[1,2]}"#;
    assert_eq!(events("notification_created", replacing), ["notification.deleted", "notification.created"]);
    assert_eq!(drafts::gone_notification(&row("notification_created", replacing)), 1);
    assert_eq!(drafts::gone_notification(&row("notification_deleted", "{}")), 1);
    for quiet in ["account_user_created", "hook_created", "contact_inbox_created", "user_updated", "something_new"] {
        assert!(events(quiet, "{}").is_empty(), "{quiet}");
    }
}

#[test]
fn what_is_between_agents_stays_there() {
    let all = r#"{"status":[],"assignee_id":[],"team_id":[],"contact_id":[],"contact_last_seen_at":[]}"#;
    let public: Vec<_> = drafts::of(&row("conversation_updated", all))
        .into_iter()
        .filter(|draft| draft.to == To::Everybody)
        .map(|draft| draft.event)
        .collect();
    assert_eq!(public, ["conversation.status_changed", "conversation.updated"]);
}

#[test]
fn lists_go_stale_with_the_events_that_stamp_them() {
    use crate::base::EventKind::*;
    for kind in [
        LabelCreated,
        LabelUpdated,
        LabelDeleted,
        InboxCreated,
        InboxUpdated,
        InboxDeleted,
        InboxMembersChanged,
        TeamCreated,
        TeamUpdated,
        TeamDeleted,
        TeamMembersChanged,
        MessageCreated,
        ContactUpdated,
        AccountUserCreated,
    ] {
        let is_told = events(kind.name(), "{}") == ["account.cache_invalidated"];
        assert_eq!(is_told, kind.cached_list().is_some(), "{kind:?}");
    }
}

//! The audit log on the wire, as Chatwoot's enterprise edition has it.

use poem_openapi::Object;
use serde::Serialize;
use serde_json::Value;

use super::sql::Line;
use crate::base::ids::AccountId;
use crate::http::wire::Json;

/// A line of the audit log.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "audit_log")]
pub struct AuditLog {
    pub id: i64,
    /// Of a member of an inbox or a team, and of who signed in or out, the user's.
    pub auditable_id: i64,
    /// What changed: `Account`, `AccountUser`, `Inbox`, `InboxMember`, `Team`, `TeamMember`, `Webhook`, `AutomationRule`,
    /// `Macro`, `Conversation`; or `User`, who signed in or out.
    pub auditable_type: String,
    /// A user, a team or a membership as it is now; null for everything else, and for what is gone.
    pub auditable: Option<Json>,
    /// The account.
    pub associated_id: AccountId,
    /// Always `Account`.
    pub associated_type: String,
    /// Who did it; null for the server itself.
    pub user_id: Option<i64>,
    /// `User`, `PlatformApp`, `AgentBot` or `AutomationRule`.
    pub user_type: Option<String>,
    /// The user's e-mail address at that time.
    pub username: Option<String>,
    /// `create`, `update`, `destroy`, `sign_in` or `sign_out`.
    pub action: String,
    /// The value before and after by attribute; plain values of what was made or went. Secrets are `[REDACTED]`.
    pub audited_changes: Json,
    /// Counts the lines of one thing.
    pub version: i64,
    /// Always null.
    pub comment: Option<String>,
    /// What the answer had as `x-request-id`.
    pub request_uuid: Option<String>,
    /// In seconds.
    pub created_at: i64,
    /// From where it was asked for.
    pub remote_address: Option<String>,
}

impl AuditLog {
    pub(super) fn new(account: AccountId, line: Line, auditable: Option<Value>) -> Self {
        AuditLog {
            id: line.id,
            auditable_id: line.auditable_id,
            auditable_type: line.auditable_type,
            auditable: auditable.map(Json::from),
            associated_id: account,
            associated_type: "Account".to_owned(),
            user_id: line.user_id,
            user_type: line.user_type,
            username: line.username,
            action: line.action,
            audited_changes: line.audited_changes.into(),
            version: line.version,
            comment: None,
            request_uuid: line.request_uuid,
            created_at: line.created_at.seconds(),
            remote_address: line.remote_address,
        }
    }
}

/// A page of the audit log.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "audit_logs")]
pub struct AuditLogs {
    pub per_page: i64,
    pub total_entries: i64,
    pub current_page: i64,
    pub audit_logs: Vec<AuditLog>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::Millis;
    use crate::http::wire::assert_same_json;

    #[test]
    fn what_is_documented_is_written() {
        let line = Line {
            id: 1,
            auditable_type: "Team".into(),
            auditable_id: 2,
            action: "update".into(),
            user_type: Some("User".into()),
            user_id: Some(3),
            username: Some("ada@example.com".into()),
            audited_changes: r#"{"name":["a","b"]}"#.into(),
            version: 4,
            request_uuid: None,
            remote_address: Some("203.0.113.7".into()),
            created_at: Millis(5000),
        };
        let log = AuditLog::new(AccountId(6), line, Some(json!({"id": 2})));
        assert_eq!(log.created_at, 5);
        assert_same_json(&AuditLogs { per_page: 15, total_entries: 1, current_page: 1, audit_logs: vec![log] });
    }
}

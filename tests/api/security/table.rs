//! One row for each operation of the document.

use Who::{Administrator, Agent, AgentOrBot, Everybody, Member, PlatformApp, Session, SignedIn, Visitor};

use crate::support::document::{Operation, operations, place};
use crate::support::server;

/// Whom an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Everybody,
    /// Whoever shows the headers of a session.
    Session,
    /// Any person.
    SignedIn,
    /// Any member of the account.
    Agent,
    /// The same, where to everybody else there is no such account.
    Member,
    Administrator,
    /// Any member of the account and its bots.
    AgentOrBot,
    PlatformApp,
    /// Whoever shows the token of a website, and most also that of a session there.
    Visitor,
}

#[rustfmt::skip]
pub const TABLE: &[(&str, Who)] = &[
    ("GET /health", Everybody),
    ("GET /api", Everybody),
    ("POST /auth/sign_in", Everybody),
    ("GET /auth/validate_token", Session),
    ("DELETE /auth/sign_out", Session),
    // the token in the body is the permission
    ("POST /auth/password", Everybody),
    ("PUT /auth/password", Everybody),
    ("POST /auth/confirmation", Everybody),
    ("GET /profile", SignedIn),
    ("PUT /api/v1/profile", SignedIn),
    ("DELETE /api/v1/profile/avatar", SignedIn),
    ("POST /api/v1/profile/availability", SignedIn),
    ("POST /api/v1/profile/auto_offline", SignedIn),
    ("PUT /api/v1/profile/set_active_account", SignedIn),
    ("POST /api/v1/profile/reset_access_token", SignedIn),
    ("POST /api/v1/profile/resend_confirmation", SignedIn),
    ("GET /api/v1/profile/sessions", SignedIn),
    ("DELETE /api/v1/profile/sessions/{}", SignedIn),
    ("GET /api/v1/profile/mfa", SignedIn),
    ("POST /api/v1/profile/mfa", SignedIn),
    ("DELETE /api/v1/profile/mfa", SignedIn),
    ("POST /api/v1/profile/mfa/verify", SignedIn),
    ("POST /api/v1/profile/mfa/backup_codes", SignedIn),
    ("POST /api/v1/notification_subscriptions", SignedIn),
    ("DELETE /api/v1/notification_subscriptions", SignedIn),

    ("POST /platform/api/v1/accounts", PlatformApp),
    ("GET /platform/api/v1/accounts/{}", PlatformApp),
    ("PATCH /platform/api/v1/accounts/{}", PlatformApp),
    ("DELETE /platform/api/v1/accounts/{}", PlatformApp),
    ("GET /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("POST /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("DELETE /platform/api/v1/accounts/{}/account_users", PlatformApp),
    ("GET /platform/api/v1/agent_bots", PlatformApp),
    ("POST /platform/api/v1/agent_bots", PlatformApp),
    ("GET /platform/api/v1/agent_bots/{}", PlatformApp),
    ("PATCH /platform/api/v1/agent_bots/{}", PlatformApp),
    ("DELETE /platform/api/v1/agent_bots/{}", PlatformApp),
    ("DELETE /platform/api/v1/agent_bots/{}/avatar", PlatformApp),
    ("POST /platform/api/v1/users", PlatformApp),
    ("GET /platform/api/v1/users/{}", PlatformApp),
    ("PATCH /platform/api/v1/users/{}", PlatformApp),
    ("DELETE /platform/api/v1/users/{}", PlatformApp),
    ("GET /platform/api/v1/users/{}/login", PlatformApp),

    ("GET /api/v1/accounts/{}", Member),
    ("PATCH /api/v1/accounts/{}", Administrator),
    ("POST /api/v1/accounts/{}/update_active_at", Agent),
    ("GET /api/v1/accounts/{}/cache_keys", Agent),
    ("GET /api/v1/accounts/{}/portals", Agent),
    ("GET /api/v1/accounts/{}/notification_settings", Agent),
    ("PATCH /api/v1/accounts/{}/notification_settings", Agent),
    ("GET /api/v1/accounts/{}/agents", Agent),
    ("POST /api/v1/accounts/{}/agents", Administrator),
    ("PATCH /api/v1/accounts/{}/agents/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agents/{}", Administrator),
    ("POST /api/v1/accounts/{}/agents/bulk_create", Administrator),
    ("POST /api/v1/accounts/{}/agents/{}/invitation_link", Administrator),

    ("GET /api/v1/accounts/{}/agent_bots", Agent),
    ("POST /api/v1/accounts/{}/agent_bots", Administrator),
    ("GET /api/v1/accounts/{}/agent_bots/{}", Agent),
    ("PATCH /api/v1/accounts/{}/agent_bots/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agent_bots/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/agent_bots/{}/avatar", Administrator),
    ("POST /api/v1/accounts/{}/agent_bots/{}/reset_access_token", Administrator),

    ("GET /api/v1/accounts/{}/contacts", Agent),
    ("POST /api/v1/accounts/{}/contacts", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}", Agent),
    ("PUT /api/v1/accounts/{}/contacts/{}", Agent),
    ("DELETE /api/v1/accounts/{}/contacts/{}", Administrator),
    ("GET /api/v1/accounts/{}/contacts/{}/conversations", Agent),
    ("GET /api/v1/accounts/{}/contacts/search", Agent),
    ("POST /api/v1/accounts/{}/contacts/filter", Agent),
    ("POST /api/v1/accounts/{}/contact_inboxes/filter", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/contact_inboxes", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}/contactable_inboxes", Agent),
    ("GET /api/v1/accounts/{}/contacts/active", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/destroy_custom_attributes", Agent),
    ("DELETE /api/v1/accounts/{}/contacts/{}/avatar", Agent),
    ("POST /api/v1/accounts/{}/actions/contact_merge", Agent),
    ("GET /api/v1/accounts/{}/contacts/merges", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/undo_merge", Agent),
    ("POST /api/v1/accounts/{}/contacts/import", Administrator),
    ("GET /api/v1/accounts/{}/contacts/imports", Administrator),
    ("GET /api/v1/accounts/{}/contacts/imports/{}", Administrator),
    ("POST /api/v1/accounts/{}/contacts/export", Administrator),
    ("GET /api/v1/accounts/{}/contacts/exports", Administrator),
    ("GET /api/v1/accounts/{}/contacts/{}/notes", Agent),
    ("POST /api/v1/accounts/{}/contacts/{}/notes", Agent),
    ("GET /api/v1/accounts/{}/contacts/{}/notes/{}", Agent),
    ("PATCH /api/v1/accounts/{}/contacts/{}/notes/{}", Agent),
    ("DELETE /api/v1/accounts/{}/contacts/{}/notes/{}", Agent),

    ("GET /api/v1/accounts/{}/conversations", Agent),
    ("POST /api/v1/accounts/{}/conversations", AgentOrBot),
    ("POST /api/v1/accounts/{}/conversations/filter", Agent),
    ("GET /api/v1/accounts/{}/conversations/meta", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/toggle_status", AgentOrBot),
    ("POST /api/v1/accounts/{}/conversations/{}/toggle_typing_status", AgentOrBot),
    ("PATCH /api/v1/accounts/{}/conversations/{}", AgentOrBot),
    ("DELETE /api/v1/accounts/{}/conversations/{}", Administrator),
    ("GET /api/v1/accounts/{}/conversations/search", Agent),
    ("POST /api/v1/accounts/{}/bulk_actions", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/toggle_priority", AgentOrBot),
    ("POST /api/v1/accounts/{}/conversations/{}/custom_attributes", AgentOrBot),
    ("GET /api/v1/accounts/{}/conversations/{}/viewers", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/merge", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/mute", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/unmute", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/transcript", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}/participants", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/participants", Agent),
    ("PATCH /api/v1/accounts/{}/conversations/{}/participants", Agent),
    ("DELETE /api/v1/accounts/{}/conversations/{}/participants", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}/attachments", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}/draft_messages", Agent),
    ("PATCH /api/v1/accounts/{}/conversations/{}/draft_messages", Agent),
    ("DELETE /api/v1/accounts/{}/conversations/{}/draft_messages", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/direct_uploads", Agent),
    ("POST /api/v1/accounts/{}/upload", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/update_last_seen", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/unread", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/assignments", AgentOrBot),
    ("GET /api/v1/accounts/{}/conversations/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/labels", Agent),
    ("GET /api/v1/accounts/{}/conversations/{}/messages", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/messages", AgentOrBot),
    ("DELETE /api/v1/accounts/{}/conversations/{}/messages/{}", Agent),
    ("PATCH /api/v1/accounts/{}/conversations/{}/messages/{}", Agent),
    ("POST /api/v1/accounts/{}/conversations/{}/messages/{}/retry", Agent),

    ("GET /api/v1/accounts/{}/inboxes", Agent),
    ("POST /api/v1/accounts/{}/inboxes", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}", Agent),
    ("PATCH /api/v1/accounts/{}/inboxes/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/inboxes/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/inboxes/{}/avatar", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}/assignable_agents", Agent),
    ("GET /api/v1/accounts/{}/assignable_agents", Agent),
    ("GET /api/v1/accounts/{}/inbox_members/{}", Agent),
    ("POST /api/v1/accounts/{}/inbox_members", Administrator),
    ("PATCH /api/v1/accounts/{}/inbox_members", Administrator),
    ("DELETE /api/v1/accounts/{}/inbox_members", Administrator),
    ("GET /api/v1/accounts/{}/inboxes/{}/agent_bot", Agent),
    ("POST /api/v1/accounts/{}/inboxes/{}/set_agent_bot", Administrator),

    ("GET /api/v1/accounts/{}/integrations/apps", Agent),
    ("POST /api/v1/accounts/{}/integrations/hooks", Administrator),
    ("PATCH /api/v1/accounts/{}/integrations/hooks", Administrator),
    ("DELETE /api/v1/accounts/{}/integrations/hooks", Administrator),

    ("GET /api/v1/accounts/{}/teams", Agent),
    ("POST /api/v1/accounts/{}/teams", Administrator),
    ("GET /api/v1/accounts/{}/teams/{}", Agent),
    ("PATCH /api/v1/accounts/{}/teams/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/teams/{}", Administrator),
    ("GET /api/v1/accounts/{}/teams/{}/team_members", Agent),
    ("POST /api/v1/accounts/{}/teams/{}/team_members", Administrator),
    ("PATCH /api/v1/accounts/{}/teams/{}/team_members", Administrator),
    ("DELETE /api/v1/accounts/{}/teams/{}/team_members", Administrator),

    ("GET /api/v1/accounts/{}/labels", Agent),
    ("POST /api/v1/accounts/{}/labels", Administrator),
    ("GET /api/v1/accounts/{}/labels/{}", Administrator),
    ("PATCH /api/v1/accounts/{}/labels/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/labels/{}", Administrator),

    ("GET /api/v1/accounts/{}/custom_attribute_definitions", Agent),
    ("POST /api/v1/accounts/{}/custom_attribute_definitions", Agent),
    ("GET /api/v1/accounts/{}/custom_attribute_definitions/{}", Agent),
    ("PATCH /api/v1/accounts/{}/custom_attribute_definitions/{}", Agent),
    ("DELETE /api/v1/accounts/{}/custom_attribute_definitions/{}", Agent),

    ("GET /api/v1/accounts/{}/custom_filters", Agent),
    ("POST /api/v1/accounts/{}/custom_filters", Agent),
    ("GET /api/v1/accounts/{}/custom_filters/{}", Agent),
    ("PATCH /api/v1/accounts/{}/custom_filters/{}", Agent),
    ("DELETE /api/v1/accounts/{}/custom_filters/{}", Agent),
    ("GET /api/v1/accounts/{}/canned_responses", Agent),
    ("POST /api/v1/accounts/{}/canned_responses", Agent),
    ("PATCH /api/v1/accounts/{}/canned_responses/{}", Agent),
    ("DELETE /api/v1/accounts/{}/canned_responses/{}", Agent),

    ("GET /api/v1/accounts/{}/macros", Agent),
    ("POST /api/v1/accounts/{}/macros", Agent),
    ("GET /api/v1/accounts/{}/macros/{}", Agent),
    ("PATCH /api/v1/accounts/{}/macros/{}", Agent),
    ("DELETE /api/v1/accounts/{}/macros/{}", Agent),
    ("POST /api/v1/accounts/{}/macros/{}/execute", Agent),

    ("GET /api/v1/accounts/{}/automation_rules", Administrator),
    ("POST /api/v1/accounts/{}/automation_rules", Administrator),
    ("GET /api/v1/accounts/{}/automation_rules/{}", Administrator),
    ("PATCH /api/v1/accounts/{}/automation_rules/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/automation_rules/{}", Administrator),
    ("POST /api/v1/accounts/{}/automation_rules/{}/clone", Administrator),
    ("GET /api/v1/accounts/{}/automation_rules/{}/runs", Administrator),

    ("GET /api/v1/accounts/{}/campaigns", Administrator),
    ("POST /api/v1/accounts/{}/campaigns", Administrator),
    ("GET /api/v1/accounts/{}/campaigns/{}", Administrator),
    ("PATCH /api/v1/accounts/{}/campaigns/{}", Administrator),
    ("DELETE /api/v1/accounts/{}/campaigns/{}", Administrator),

    ("GET /api/v1/accounts/{}/csat_survey_responses", Administrator),
    ("GET /api/v1/accounts/{}/csat_survey_responses/metrics", Administrator),
    ("GET /api/v1/accounts/{}/csat_survey_responses/download", Administrator),

    ("GET /api/v2/accounts/{}/reports", Administrator),
    ("GET /api/v2/accounts/{}/reports/summary", Administrator),
    ("GET /api/v2/accounts/{}/reports/bot_summary", Administrator),
    ("GET /api/v2/accounts/{}/reports/bot_metrics", Administrator),
    ("GET /api/v2/accounts/{}/reports/conversations", Administrator),
    ("GET /api/v2/accounts/{}/reports/agents", Administrator),
    ("GET /api/v2/accounts/{}/reports/inboxes", Administrator),
    ("GET /api/v2/accounts/{}/reports/labels", Administrator),
    ("GET /api/v2/accounts/{}/reports/teams", Administrator),
    ("GET /api/v2/accounts/{}/summary_reports/agent", Administrator),
    ("GET /api/v2/accounts/{}/summary_reports/team", Administrator),
    ("GET /api/v2/accounts/{}/summary_reports/inbox", Administrator),
    ("GET /api/v2/accounts/{}/summary_reports/label", Administrator),
    ("GET /api/v2/accounts/{}/summary_reports/channel", Administrator),
    ("GET /api/v2/accounts/{}/live_reports/conversation_metrics", Administrator),
    ("GET /api/v2/accounts/{}/live_reports/grouped_conversation_metrics", Administrator),

    ("GET /api/v1/accounts/{}/dashboard_apps", Agent),
    ("POST /api/v1/accounts/{}/dashboard_apps", Agent),
    ("GET /api/v1/accounts/{}/dashboard_apps/{}", Agent),
    ("PATCH /api/v1/accounts/{}/dashboard_apps/{}", Agent),
    ("DELETE /api/v1/accounts/{}/dashboard_apps/{}", Agent),

    ("POST /api/v1/widget/config", Visitor),
    ("GET /api/v1/widget/inbox_members", Visitor),
    ("GET /api/v1/widget/campaigns", Visitor),
    ("GET /api/v1/widget/conversations", Visitor),
    ("POST /api/v1/widget/conversations", Visitor),
    ("POST /api/v1/widget/conversations/toggle_typing", Visitor),
    ("POST /api/v1/widget/conversations/update_last_seen", Visitor),
    ("POST /api/v1/widget/conversations/transcript", Visitor),
    ("GET /api/v1/widget/conversations/toggle_status", Visitor),
    ("POST /api/v1/widget/conversations/set_custom_attributes", Visitor),
    ("POST /api/v1/widget/conversations/destroy_custom_attributes", Visitor),
    ("GET /api/v1/widget/messages", Visitor),
    ("POST /api/v1/widget/messages", Visitor),
    ("PATCH /api/v1/widget/messages/{}", Visitor),
    ("GET /api/v1/widget/contact", Visitor),
    ("PATCH /api/v1/widget/contact", Visitor),
    ("PATCH /api/v1/widget/contact/set_user", Visitor),
    ("POST /api/v1/widget/contact/destroy_custom_attributes", Visitor),
    ("POST /api/v1/widget/events", Visitor),
    ("POST /api/v1/widget/labels", Visitor),
    ("DELETE /api/v1/widget/labels/{}", Visitor),
    ("POST /api/v1/widget/direct_uploads", Visitor),

    // knowing the words in the path is the permission
    ("GET /public/api/v1/inboxes/{}", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts", Everybody),
    ("GET /public/api/v1/inboxes/{}/contacts/{}", Everybody),
    ("PATCH /public/api/v1/inboxes/{}/contacts/{}", Everybody),
    ("GET /public/api/v1/inboxes/{}/contacts/{}/conversations", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts/{}/conversations", Everybody),
    ("GET /public/api/v1/inboxes/{}/contacts/{}/conversations/{}", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/toggle_status", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/toggle_typing", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/update_last_seen", Everybody),
    ("GET /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/messages", Everybody),
    ("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/messages", Everybody),
    ("PATCH /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/messages/{}", Everybody),
    ("GET /public/api/v1/csat_survey/{}", Everybody),
    ("PUT /public/api/v1/csat_survey/{}", Everybody),
];

pub fn row_of(operation: &Operation) -> String {
    format!("{} {}", operation.method, place(&operation.path))
}

pub fn is_of_account(operation: &Operation) -> bool {
    operation.path.starts_with("/api/v1/accounts/{")
}

/// Parameters in the path, but the account.
pub fn has_inner_ids(operation: &Operation) -> bool {
    operation.path.matches('{').count() > usize::from(is_of_account(operation))
}

#[test]
fn each_operation_has_a_row_and_each_row_an_operation() {
    let document = server::shared().nobody().get("/swagger/swagger.json").ok();
    let served: Vec<String> = operations(&document).iter().map(row_of).collect();
    let without_row: Vec<_> = served.iter().filter(|name| !TABLE.iter().any(|(row, _)| row == name)).collect();
    let without_operation: Vec<_> = TABLE.iter().filter(|(row, _)| !served.iter().any(|name| name == row)).collect();
    assert!(without_row.is_empty(), "in the document, not in the table: {without_row:#?}");
    assert!(without_operation.is_empty(), "in the table, not in the document: {without_operation:#?}");
}

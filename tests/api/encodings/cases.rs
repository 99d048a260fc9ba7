//! Every write with a body that it takes.

use serde_json::{Value, json};

use crate::support::body::raw;
use crate::support::clients::Client;
use crate::support::seed::{Company, Furniture, PASSWORD, person};
use crate::support::totp::code;
use crate::support::visitors::Outside;

/// Where the writes go.
pub struct Shop {
    pub company: Company,
    pub furniture: Furniture,
    /// The administrator, by a session: it outlives a new token.
    pub person: Client,
    pub outside: Outside,
}

impl Shop {
    fn thing(&self, kind: &str) -> i64 {
        self.furniture.things[kind]
    }

    /// A path of the conversation.
    fn conversation(&self, path: &str) -> String {
        self.company.at(&format!("/conversations/{}{path}", self.thing("conversations")))
    }

    /// The token in a link that the operator makes.
    fn token(&self, command: &str, email: &str) -> String {
        let made = self.company.server.command(&["user", command, "--email", email]);
        String::from_utf8(made.stdout).unwrap().trim().split('=').next_back().unwrap().to_owned()
    }

    /// Begins with a second factor for the administrator; answers its secret.
    fn secret(&self) -> String {
        self.company.server.command(&["user", "disable-mfa", "--email", &self.company.ada.email]);
        let set_up = self.company.ada.post("/api/v1/profile/mfa", ()).ok();
        set_up["secret"].as_str().unwrap().to_owned()
    }

    /// Has the administrator use a second factor; answers its next code.
    fn code(&self) -> String {
        let secret = self.secret();
        self.company.ada.post("/api/v1/profile/mfa/verify", json!({"otp_code": code(&secret, 0)})).ok();
        code(&secret, 1)
    }

    /// An agent who is in no inbox and no team.
    fn newcomer(&self) -> i64 {
        self.company.agent("Newcomer").id
    }
}

/// One write: the key its body may be wrapped in, and a body. The number is one that no other body has.
pub struct Case {
    pub operation: &'static str,
    pub root: Option<&'static str>,
    pub body: fn(&Shop, i64) -> Value,
}

const fn flat(operation: &'static str, body: fn(&Shop, i64) -> Value) -> Case {
    Case { operation, root: None, body }
}

const fn under(root: &'static str, operation: &'static str, body: fn(&Shop, i64) -> Value) -> Case {
    Case { operation, root: Some(root), body }
}

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    flat("POST /auth/sign_in", |shop, _| json!({"email": shop.company.bob.email, "password": PASSWORD})),
    flat("POST /auth/password", |shop, _| json!({"email": shop.company.bob.email})),
    flat("PUT /auth/password", |shop, _| json!({
        "reset_password_token": shop.token("reset-link", &shop.company.bob.email), "password": PASSWORD,
        "password_confirmation": PASSWORD,
    })),
    flat("POST /auth/confirmation", |shop, n| {
        let email = format!("greta-{n}-@example.com");
        shop.company.ada.post(&shop.company.at("/agents"), json!({"email": email, "name": "Greta"})).ok();
        json!({"confirmation_token": shop.token("confirmation-link", &email)})
    }),
    flat("POST /api/v1/profile/mfa/verify", |shop, _| json!({"otp_code": code(&shop.secret(), 0)})),
    flat("POST /api/v1/profile/mfa/backup_codes", |shop, _| json!({"otp_code": shop.code()})),
    under("notification_subscription", "POST /api/v1/notification_subscriptions", |_, n| json!({
        "subscription_type": "fcm", "subscription_attributes": {"device_id": format!("phone-{n}-"), "push_token": "t"},
    })),
    flat("DELETE /api/v1/notification_subscriptions", |_, _| json!({"push_token": "t"})),
    flat("DELETE /api/v1/profile/mfa", |shop, _| json!({"otp_code": shop.code(), "password": PASSWORD})),
    under("profile", "PUT /api/v1/profile", |_, n| json!({
        "name": format!("Ada-{n}-"), "display_name": null, "ui_settings": {"sidebar": "wide"}, "availability": "busy",
    })),
    under("profile", "POST /api/v1/profile/availability", |shop, _| json!({"account_id": shop.company.id, "availability": "busy"})),
    under("profile", "POST /api/v1/profile/auto_offline", |shop, _| json!({"account_id": shop.company.id, "auto_offline": false})),
    under("profile", "PUT /api/v1/profile/set_active_account", |shop, _| json!({"account_id": shop.company.id})),

    flat("POST /platform/api/v1/accounts", |_, n| json!({
        "name": format!("Acme-{n}-"), "features": {"macros": true}, "custom_attributes": {"plan": "pro"}, "domain": null,
    })),
    flat("PATCH /platform/api/v1/accounts/{}", |_, n| json!({
        "name": format!("Acme-{n}-"), "features": {"macros": true}, "status": "active",
    })),
    flat("POST /platform/api/v1/accounts/{}/account_users", |shop, _| json!({"user_id": shop.company.bob.id, "role": "agent"})),
    flat("DELETE /platform/api/v1/accounts/{}/account_users", |shop, _| json!({"user_id": person(&shop.company.server, "Nobody").id})),
    flat("POST /platform/api/v1/agent_bots", |shop, n| json!({
        "name": format!("Robo-{n}-"), "outgoing_url": "https://bot.example.com", "account_id": shop.company.id,
    })),
    flat("PATCH /platform/api/v1/agent_bots/{}", |_, n| json!({"name": format!("Robo-{n}-"), "description": "Answers"})),
    flat("POST /platform/api/v1/users", |_, n| json!({
        "name": "Cleo", "email": format!("cleo-{n}-@example.com"), "password": PASSWORD, "custom_attributes": {"level": "3"},
    })),
    flat("PATCH /platform/api/v1/users/{}", |_, n| json!({"name": format!("Bob-{n}-"), "custom_attributes": {"level": "3"}})),

    flat("PATCH /api/v1/accounts/{}", |_, n| json!({
        "name": format!("Acme-{n}-"), "auto_resolve_after": 60, "auto_resolve_ignore_waiting": true, "domain": null,
    })),
    under("notification_settings", "PATCH /api/v1/accounts/{}/notification_settings", |_, _| json!({
        "selected_email_flags": ["email_conversation_mention"], "selected_push_flags": ["push_conversation_creation"],
    })),
    under("agent", "POST /api/v1/accounts/{}/agents", |_, n| json!({
        "email": format!("dora-{n}-@example.com"), "name": "Dora", "role": "agent", "auto_offline": false,
    })),
    under("agent", "PATCH /api/v1/accounts/{}/agents/{}", |_, n| json!({"name": format!("Bob-{n}-"), "auto_offline": true})),
    flat("POST /api/v1/accounts/{}/agents/bulk_create", |_, n| json!({
        "emails": [format!("eve-{n}-@example.com"), format!("fay-{n}-@example.com")],
    })),

    flat("POST /api/v1/accounts/{}/agent_bots", |_, n| json!({"name": format!("Robo-{n}-"), "outgoing_url": "https://bot.example.com"})),
    flat("PATCH /api/v1/accounts/{}/agent_bots/{}", |_, n| json!({"name": format!("Robo-{n}-"), "description": "Answers"})),

    under("contact", "POST /api/v1/accounts/{}/contacts", |shop, n| json!({
        "name": "Cora", "email": format!("cora-{n}-@example.com"), "inbox_id": shop.thing("inboxes"), "blocked": false,
        "custom_attributes": {"plan": "pro", "tags": ["a", "b"]}, "additional_attributes": {"city": "Oslo"},
    })),
    under("contact", "PUT /api/v1/accounts/{}/contacts/{}", |_, n| json!({
        "name": format!("Cora-{n}-"), "custom_attributes": {"plan": "pro"}, "phone_number": null,
    })),
    flat("POST /api/v1/accounts/{}/contacts/{}/contact_inboxes", |shop, n| json!({
        "inbox_id": shop.thing("inboxes"), "source_id": format!("source-{n}-"),
    })),
    flat("POST /api/v1/accounts/{}/contacts/{}/labels", |_, _| json!({"labels": ["billing", "späte"]})),
    under("contact", "POST /api/v1/accounts/{}/contacts/{}/destroy_custom_attributes", |_, _| json!({
        "custom_attributes": ["level", "x"],
    })),
    flat("POST /api/v1/accounts/{}/actions/contact_merge", |shop, _| json!({
        "base_contact_id": shop.thing("contacts"), "mergee_contact_id": shop.company.contact("Double"),
    })),
    flat("POST /api/v1/accounts/{}/contacts/{}/undo_merge", |shop, _| {
        let pair = json!({"base_contact_id": shop.thing("contacts"), "mergee_contact_id": shop.company.contact("Double")});
        shop.company.ada.post(&shop.company.at("/actions/contact_merge"), pair).ok();
        let list = shop.company.ada.get(&shop.company.at("/contacts/merges")).ok();
        json!({"merge_id": list["payload"][0]["id"]})
    }),
    flat("POST /api/v1/accounts/{}/contacts/export", |_, _| json!({"column_names": ["id", "name"], "label": "acme"})),
    under("note", "POST /api/v1/accounts/{}/contacts/{}/notes", |_, n| json!({"content": format!("Grüße -{n}- & more = 100%")})),
    under("note", "PATCH /api/v1/accounts/{}/contacts/{}/notes/{}", |_, n| json!({"content": format!("Other -{n}-")})),

    flat("POST /api/v1/accounts/{}/contacts/filter", |_, _| json!({
        "payload": [
            {"attribute_key": "blocked", "filter_operator": "equal_to", "values": [false], "query_operator": "OR"},
            {"attribute_key": "name", "filter_operator": "contains", "values": ["acme"]},
        ],
        "sort": "-name", "page": 2,
    })),
    flat("POST /api/v1/accounts/{}/contact_inboxes/filter", |shop, _| json!({
        "inbox_id": shop.thing("inboxes"), "source_id": shop.furniture.source_id,
    })),
    flat("POST /api/v1/accounts/{}/conversations/filter", |shop, _| json!({
        "payload": [
            {"attribute_key": "inbox_id", "filter_operator": "equal_to", "values": [shop.thing("inboxes"), 7], "query_operator": "and"},
            {"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"], "query_operator": null},
        ],
        "page": 3,
    })),

    flat("POST /api/v1/accounts/{}/conversations", |shop, n| json!({
        "inbox_id": shop.thing("inboxes"), "contact_id": shop.thing("contacts"), "custom_attributes": {"order": format!("-{n}-")},
        "additional_attributes": {"mail_subject": "Hello"}, "message": {"content": "Hello"},
    })),
    flat("POST /api/v1/accounts/{}/conversations/{}/toggle_status", |_, _| json!({"status": "resolved"})),
    flat("POST /api/v1/accounts/{}/conversations/{}/toggle_typing_status", |_, _| json!({
        "typing_status": "on", "is_private": true,
    })),
    flat("POST /api/v1/accounts/{}/conversations/{}/assignments", |shop, _| json!({"assignee_id": shop.company.ada.id})),
    flat("POST /api/v1/accounts/{}/conversations/{}/labels", |_, _| json!({"labels": ["billing", "späte"]})),
    flat("POST /api/v1/accounts/{}/conversations/{}/messages", |_, n| json!({
        "content": format!("Grüße -{n}- & more = 100%"), "private": true, "content_type": "text", "echo_id": format!("-{n}-"),
    })),

    flat("PATCH /api/v1/accounts/{}/conversations/{}/messages/{}", |_, _| json!({"status": "delivered"})),
    flat("PATCH /api/v1/accounts/{}/conversations/{}", |_, _| json!({"priority": "high"})),
    flat("POST /api/v1/accounts/{}/conversations/{}/toggle_priority", |_, _| json!({"priority": null})),
    flat("POST /api/v1/accounts/{}/conversations/{}/custom_attributes", |_, _| json!({"custom_attributes": {"plan": "pro"}})),
    flat("POST /api/v1/accounts/{}/conversations/{}/participants", |shop, _| {
        let people = json!({"user_ids": [shop.company.bob.id]});
        shop.company.ada.delete(&shop.conversation("/participants"), people.clone()).assert_empty();
        people
    }),
    flat("PATCH /api/v1/accounts/{}/conversations/{}/participants", |shop, _| json!({
        "user_ids": [shop.company.bob.id, shop.company.ada.id],
    })),
    flat("DELETE /api/v1/accounts/{}/conversations/{}/participants", |shop, _| json!({"user_ids": [shop.company.ada.id]})),
    under("draft_message", "PATCH /api/v1/accounts/{}/conversations/{}/draft_messages", |_, n| json!({"message": format!("-{n}-")})),
    flat("POST /api/v1/accounts/{}/conversations/{}/merge", |shop, _| json!({
        "mergee_conversation_id": shop.thing("conversations"),
    })),
    flat("POST /api/v1/accounts/{}/conversations/{}/direct_uploads", |_, _| json!({
        "blob": {"filename": "a.txt", "content_type": "text/plain", "byte_size": 4, "checksum": "CY9rzUYh03PK3k6DJie09g=="},
    })),
    flat("POST /api/v1/accounts/{}/upload", |shop, _| {
        let blob = json!({"blob": {"filename": "a.txt", "content_type": "text/plain", "byte_size": 4}});
        let announced = shop.company.ada.post(&shop.conversation("/direct_uploads"), blob).ok();
        let target = announced["direct_upload"]["url"].as_str().unwrap().splitn(4, '/').last().unwrap();
        let sent = shop.company.server.nobody().put(&format!("/{target}"), raw("text/plain", "test"));
        assert_eq!(sent.status, 204);
        json!({"attachment": announced["signed_id"]})
    }),
    flat("POST /api/v1/accounts/{}/bulk_actions", |shop, _| json!({
        "type": "Conversation", "ids": [shop.thing("conversations")], "labels": {"add": ["bulk"]}, "fields": {"team_id": shop.thing("teams")},
    })),

    flat("POST /api/v1/accounts/{}/inboxes", |_, n| json!({
        "name": format!("App-{n}-"), "channel": {"type": "api", "webhook_url": "https://app.example.com/hook"},
        "greeting_enabled": true, "greeting_message": "Hello",
    })),
    flat("PATCH /api/v1/accounts/{}/inboxes/{}", |_, n| json!({
        "name": format!("App-{n}-"), "enable_auto_assignment": false, "channel": {"webhook_url": "https://app.example.com/hook"},
    })),
    flat("PUT /api/v1/accounts/{}/inboxes/{}/retention", |_, _| json!({
        "conversation_days": 30_000, "attachment_days": 20_000, "erase_contacts": true,
    })),
    flat("POST /api/v1/accounts/{}/inboxes/{}/set_agent_bot", |shop, _| json!({"agent_bot": shop.thing("agent_bots")})),
    flat("POST /api/v1/accounts/{}/inbox_members", |shop, _| {
        let members = json!({"inbox_id": shop.thing("inboxes"), "user_ids": [shop.company.bob.id]});
        shop.company.ada.delete(&shop.company.at("/inbox_members"), members.clone()).ok();
        members
    }),
    flat("PATCH /api/v1/accounts/{}/inbox_members", |shop, _| json!({
        "inbox_id": shop.thing("inboxes"), "user_ids": [shop.company.bob.id, shop.company.ada.id],
    })),
    flat("DELETE /api/v1/accounts/{}/inbox_members", |shop, _| json!({
        "inbox_id": shop.thing("inboxes"), "user_ids": [shop.company.ada.id],
    })),

    under("hook", "POST /api/v1/accounts/{}/integrations/hooks", |_, n| json!({
        "app_id": format!("app-{n}-"), "settings": {"api_key": "secret"}, "status": "enabled",
    })),
    under("hook", "PATCH /api/v1/accounts/{}/integrations/hooks", |shop, n| json!({
        "hook_id": shop.thing("hooks"), "settings": {"api_key": format!("secret-{n}-")}, "status": "disabled",
    })),
    flat("DELETE /api/v1/accounts/{}/integrations/hooks", |shop, n| {
        let hook = json!({"app_id": format!("app-{n}-"), "settings": {}});
        json!({"hook_id": shop.company.ada.post(&shop.company.at("/integrations/hooks"), hook).id()})
    }),

    under("webhook", "POST /api/v1/accounts/{}/webhooks", |_, n| json!({
        "url": format!("https://hook.example.com/-{n}-"), "name": "Hook", "subscriptions": ["message_created", "contact_created"],
    })),
    under("webhook", "PATCH /api/v1/accounts/{}/webhooks/{}", |_, n| json!({"name": format!("Hook-{n}-")})),
    under("team", "POST /api/v1/accounts/{}/teams", |_, n| json!({
        "name": format!("sales-{n}-"), "description": "They sell", "allow_auto_assign": false,
    })),
    under("team", "PATCH /api/v1/accounts/{}/teams/{}", |_, n| json!({
        "name": format!("sales-{n}-"), "description": "They buy", "allow_auto_assign": true,
    })),
    flat("POST /api/v1/accounts/{}/teams/{}/team_members", |shop, _| json!({"user_ids": [shop.newcomer()]})),
    flat("PATCH /api/v1/accounts/{}/teams/{}/team_members", |shop, _| json!({"user_ids": [shop.company.ada.id, shop.company.bob.id]})),
    flat("DELETE /api/v1/accounts/{}/teams/{}/team_members", |shop, _| json!({"user_ids": [shop.company.bob.id]})),

    under("label", "POST /api/v1/accounts/{}/labels", |_, n| json!({
        "title": format!("label-{n}-"), "description": "A label", "color": "#00ff00", "show_on_sidebar": true,
    })),
    under("label", "PATCH /api/v1/accounts/{}/labels/{}", |_, n| json!({"title": format!("label-{n}-"), "show_on_sidebar": false})),
    under("canned_response", "POST /api/v1/accounts/{}/canned_responses", |_, n| json!({
        "short_code": format!("hello-{n}-"), "content": "Hello",
    })),
    under("canned_response", "PATCH /api/v1/accounts/{}/canned_responses/{}", |_, n| json!({"short_code": format!("hello-{n}-")})),
    under("dashboard_app", "POST /api/v1/accounts/{}/dashboard_apps", |_, n| json!({
        "title": format!("CRM-{n}-"), "content": [{"type": "frame", "url": "https://crm.example.com"}],
    })),
    under("dashboard_app", "PATCH /api/v1/accounts/{}/dashboard_apps/{}", |_, n| json!({"title": format!("CRM-{n}-")})),
    flat("POST /api/v1/accounts/{}/notifications/read_all", |_, _| json!({"primary_actor_type": "Conversation", "primary_actor_id": 0})),
    flat("POST /api/v1/accounts/{}/notifications/destroy_all", |_, _| json!({"type": "read"})),
    flat("POST /api/v1/accounts/{}/notifications/{}/snooze", |_, _| json!({"snoozed_until": "2099-01-01T00:00:00Z"})),
    under("campaign", "POST /api/v1/accounts/{}/campaigns", |shop, n| json!({
        "title": format!("Sale-{n}-"), "message": "Ten percent off", "inbox_id": shop.thing("websites"),
        "sender_id": shop.company.bob.id, "trigger_rules": {"url": "https://shop.example.com/*", "time_on_page": 10},
    })),
    under("campaign", "PATCH /api/v1/accounts/{}/campaigns/{}", |_, n| json!({"title": format!("Sale-{n}-"), "enabled": false})),
    under("macro", "POST /api/v1/accounts/{}/macros", |_, n| json!({
        "name": format!("Close-{n}-"), "visibility": "global",
        "actions": [{"action_name": "add_label", "action_params": ["done"]}, {"action_name": "change_status", "action_params": ["resolved"]}],
    })),
    under("macro", "PATCH /api/v1/accounts/{}/macros/{}", |_, n| json!({"name": format!("Close-{n}-")})),
    flat("POST /api/v1/accounts/{}/macros/{}/execute", |shop, _| json!({"conversation_ids": [shop.thing("conversations")]})),
    under("automation_rule", "POST /api/v1/accounts/{}/automation_rules", |_, n| json!({
        "name": format!("Close-{n}-"), "event_name": "conversation_opened", "active": false, "description": "x",
        "conditions": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["open", "pending"]}],
        "actions": [{"action_name": "add_label", "action_params": ["done"]}],
    })),
    under("automation_rule", "PATCH /api/v1/accounts/{}/automation_rules/{}", |_, n| json!({"name": format!("Close-{n}-"), "active": false})),

    under("custom_attribute_definition", "POST /api/v1/accounts/{}/custom_attribute_definitions", |_, n| json!({
        "attribute_display_name": "Plan", "attribute_key": format!("plan-{n}-"), "attribute_display_type": 6,
        "attribute_values": ["pro", "free"], "attribute_model": 1, "default_value": null,
    })),
    under("custom_attribute_definition", "PATCH /api/v1/accounts/{}/custom_attribute_definitions/{}", |_, n| json!({
        "attribute_display_name": format!("Plan-{n}-"), "attribute_display_type": "text", "attribute_description": "What",
    })),
    under("custom_filter", "POST /api/v1/accounts/{}/custom_filters", |_, n| json!({
        "name": format!("Mine-{n}-"), "filter_type": "contact", "query": {"payload": [{"attribute_key": "city"}]},
    })),
    under("custom_filter", "PATCH /api/v1/accounts/{}/custom_filters/{}", |_, n| json!({"name": format!("Mine-{n}-")})),

    flat("POST /api/v1/widget/conversations", |_, n| json!({
        "contact": {"name": "Cora"}, "message": {"content": format!("Hello -{n}-"), "echo_id": format!("-{n}-")},
        "custom_attributes": {"order": format!("-{n}-")},
    })),
    flat("POST /api/v1/widget/conversations/toggle_typing", |_, _| json!({"typing_status": "on"})),
    flat("POST /api/v1/widget/conversations/set_custom_attributes", |_, _| json!({"custom_attributes": {"plan": "pro"}})),
    flat("POST /api/v1/widget/conversations/destroy_custom_attributes", |_, _| json!({"custom_attribute": ["order", "x"]})),
    flat("POST /api/v1/widget/messages", |_, n| json!({
        "message": {"content": format!("Grüße -{n}- & more = 100%"), "echo_id": format!("-{n}-"), "timestamp": "now"},
    })),
    flat("PATCH /api/v1/widget/messages/{}", |_, n| json!({
        "contact": {"email": format!("cora-{n}-@example.com"), "name": format!("Cora-{n}-")},
    })),
    flat("PATCH /api/v1/widget/contact", |_, n| json!({"name": format!("Cora-{n}-"), "custom_attributes": {"plan": "pro"}})),
    flat("PATCH /api/v1/widget/contact/set_user", |_, n| json!({"identifier": 7, "name": format!("Cora-{n}-"), "city": "Oslo"})),
    flat("POST /api/v1/widget/contact/destroy_custom_attributes", |_, _| json!({"custom_attributes": ["plan", "x"]})),
    flat("POST /api/v1/widget/events", |_, _| json!({"name": "webwidget.triggered", "event_info": {"referer": "https://x"}})),
    flat("POST /api/v1/widget/labels", |_, _| json!({"label": "acme"})),
    flat("POST /api/v1/widget/direct_uploads", |_, _| json!({
        "blob": {"filename": "a.txt", "content_type": "text/plain", "byte_size": 4, "checksum": "abc"},
    })),

    flat("POST /public/api/v1/inboxes/{}/contacts", |_, n| json!({
        "name": "Cora", "email": format!("cora-{n}-@example.com"), "custom_attributes": {"plan": "pro"},
    })),
    flat("PATCH /public/api/v1/inboxes/{}/contacts/{}", |_, n| json!({"name": format!("Cora-{n}-"), "custom_attributes": {"plan": "pro"}})),
    flat("POST /public/api/v1/inboxes/{}/contacts/{}/conversations", |_, n| json!({"custom_attributes": {"order": format!("-{n}-")}})),
    flat("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/toggle_typing", |_, _| json!({"typing_status": "on"})),
    flat("POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/messages", |_, n| json!({
        "content": format!("Grüße -{n}- & more = 100%"), "echo_id": format!("-{n}-"),
    })),
    flat("PATCH /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/messages/{}", |_, _| json!({
        "submitted_values": {"csat_survey_response": {"rating": 5, "feedback_message": "fine"}},
    })),
    flat("PUT /public/api/v1/csat_survey/{}", |_, _| json!({
        "message": {"submitted_values": {"csat_survey_response": {"rating": 4, "feedback_message": "fine"}}},
    })),
];

/// Writes without a body.
#[rustfmt::skip]
pub const WITHOUT_BODY: &[&str] = &[
    "DELETE /auth/sign_out",
    "DELETE /api/v1/profile/avatar",
    "POST /api/v1/profile/reset_access_token",
    "POST /api/v1/profile/resend_confirmation",
    "DELETE /api/v1/profile/sessions/{}",
    "POST /api/v1/profile/mfa",
    "DELETE /platform/api/v1/accounts/{}",
    "DELETE /platform/api/v1/agent_bots/{}",
    "DELETE /platform/api/v1/agent_bots/{}/avatar",
    "DELETE /platform/api/v1/users/{}",
    "DELETE /api/v1/accounts/{}/agents/{}",
    "POST /api/v1/accounts/{}/agents/{}/invitation_link",
    "POST /api/v1/accounts/{}/update_active_at",
    "DELETE /api/v1/accounts/{}/agent_bots/{}",
    "DELETE /api/v1/accounts/{}/agent_bots/{}/avatar",
    "POST /api/v1/accounts/{}/agent_bots/{}/reset_access_token",
    "DELETE /api/v1/accounts/{}/contacts/{}",
    "DELETE /api/v1/accounts/{}/conversations/{}",
    "POST /api/v1/accounts/{}/contacts/{}/erase",
    "DELETE /api/v1/accounts/{}/contacts/{}/avatar",
    "DELETE /api/v1/accounts/{}/contacts/{}/notes/{}",
    // a file, which is no JSON
    "POST /api/v1/accounts/{}/contacts/import",
    "POST /api/v1/accounts/{}/conversations/{}/update_last_seen",
    "POST /api/v1/accounts/{}/conversations/{}/unread",
    "POST /api/v1/accounts/{}/conversations/{}/mute",
    "POST /api/v1/accounts/{}/conversations/{}/unmute",
    "POST /api/v1/accounts/{}/conversations/{}/transcript",
    "DELETE /api/v1/accounts/{}/conversations/{}/draft_messages",
    "POST /api/v1/accounts/{}/conversations/{}/messages/{}/retry",
    "DELETE /api/v1/accounts/{}/conversations/{}/messages/{}",
    "DELETE /api/v1/accounts/{}/inboxes/{}",
    "DELETE /api/v1/accounts/{}/inboxes/{}/avatar",
    "DELETE /api/v1/accounts/{}/teams/{}",
    "DELETE /api/v1/accounts/{}/labels/{}",
    "DELETE /api/v1/accounts/{}/custom_attribute_definitions/{}",
    "DELETE /api/v1/accounts/{}/custom_filters/{}",
    "DELETE /api/v1/accounts/{}/canned_responses/{}",
    "DELETE /api/v1/accounts/{}/dashboard_apps/{}",
    "PATCH /api/v1/accounts/{}/notifications/{}",
    "POST /api/v1/accounts/{}/notifications/{}/unread",
    "DELETE /api/v1/accounts/{}/notifications/{}",
    "DELETE /api/v1/accounts/{}/campaigns/{}",
    "DELETE /api/v1/accounts/{}/webhooks/{}",
    "POST /platform/api/v1/users/{}/token",
    "DELETE /api/v1/accounts/{}/macros/{}",
    "DELETE /api/v1/accounts/{}/automation_rules/{}",
    "POST /api/v1/accounts/{}/automation_rules/{}/clone",
    "POST /api/v1/widget/config",
    "POST /api/v1/widget/conversations/update_last_seen",
    "POST /api/v1/widget/conversations/transcript",
    "DELETE /api/v1/widget/labels/{}",
    "POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/toggle_status",
    "POST /public/api/v1/inboxes/{}/contacts/{}/conversations/{}/update_last_seen",
];

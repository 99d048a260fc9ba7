//! The objects of the API as they are at first; what a test expects differs in a few members (`json::merged`).

use serde_json::{Value, json};

use super::Company;
use super::clients::{Bot, Person};
use super::json::{any_id, any_iso_time, any_precise_time, any_text, any_time, any_token, any_uuid, merged};

/// Members of an object inside an object changed.
pub fn merged_at(object: Value, member: &str, changes: Value) -> Value {
    let inner = merged(object[member].clone(), changes);
    merged(object, json!({ member: inner }))
}

/// A contact who has an e-mail address and never did anything.
pub fn contact(id: impl Into<Value>, name: &str) -> Value {
    json!({
        "additional_attributes": {}, "availability_status": "offline", "email": any_text(), "id": id.into(), "name": name,
        "phone_number": null, "blocked": false, "identifier": null, "thumbnail": "", "custom_attributes": {},
        "created_at": any_time(),
    })
}

/// A contact under their message.
pub fn contact_sender(id: i64, name: &str) -> Value {
    json!({
        "additional_attributes": {}, "custom_attributes": {}, "email": any_text(), "id": id, "identifier": null, "name": name,
        "phone_number": null, "thumbnail": "", "blocked": false, "type": "contact",
    })
}

/// A contact in a list: with what they are reached by, and the number of their conversations.
pub fn listed_contact(contact: Value, conversations: i64) -> Value {
    merged(contact, json!({"contact_inboxes": [], "conversations_count": conversations}))
}

/// A person under their message, absent now.
pub fn user_sender(person: &Person) -> Value {
    json!({
        "id": person.id, "name": person.name, "available_name": person.name, "avatar_url": "", "type": "user",
        "availability_status": "offline", "thumbnail": "",
    })
}

/// A bot under its message.
pub fn bot_sender(bot: &Bot) -> Value {
    json!({"id": bot.id, "name": bot.name, "avatar_url": "", "type": "agent_bot"})
}

/// A member of an account, absent now.
pub fn agent(company: &Company, person: &Person, role: &str) -> Value {
    json!({
        "id": person.id, "account_id": company.id, "availability_status": "offline", "auto_offline": true,
        "confirmed": true, "email": person.email, "provider": "email", "available_name": person.name,
        "name": person.name, "role": role, "thumbnail": "", "custom_role_id": null,
    })
}

/// Who takes care of a conversation: the agent and the rest of the `user` of 2021, of this account only.
pub fn assignee(company: &Company, person: &Person, role: &str) -> Value {
    let rest = json!({
        "uid": person.email, "display_name": null, "accounts": [{"id": company.id, "name": company.name, "role": role}],
    });
    merged(agent(company, person, role), rest)
}

/// A bot of [`Company::bot`] that takes care of a conversation.
pub fn slim_bot(company: &Company, bot: &Bot) -> Value {
    json!({
        "id": bot.id, "name": bot.name, "description": format!("Answers for {}", company.name), "thumbnail": "",
        "outgoing_url": format!("http://127.0.0.1:9/{}", company.name), "bot_type": "webhook",
    })
}

/// A bot of [`Company::bot`] as its account sees it.
pub fn bot(company: &Company, bot: &Bot) -> Value {
    let rest = json!({"bot_config": {}, "account_id": company.id, "access_token": bot.token, "system_bot": false});
    merged(slim_bot(company, bot), rest)
}

/// A team as somebody outside it sees it.
pub fn team(company: &Company, id: impl Into<Value>, name: &str) -> Value {
    json!({
        "id": id.into(), "name": name, "description": null, "allow_auto_assign": true, "account_id": company.id,
        "is_member": false,
    })
}

/// A team as it is stored: the answer to an assignment.
pub fn team_record(company: &Company, id: i64, name: &str) -> Value {
    json!({
        "id": id, "name": name, "description": null, "allow_auto_assign": true, "account_id": company.id,
        "created_at": any_iso_time(), "updated_at": any_iso_time(),
    })
}

/// Nine to five from Monday to Friday.
fn office_hours() -> Value {
    let day = |number: i64| {
        let is_closed = number == 0 || number == 6;
        let hour = |hour: i64| if is_closed { Value::Null } else { json!(hour) };
        json!({
            "day_of_week": number, "closed_all_day": is_closed, "open_hour": hour(9), "open_minutes": hour(0),
            "close_hour": hour(17), "close_minutes": hour(0), "open_all_day": false,
        })
    };
    (0..7).map(day).collect()
}

/// What all inboxes have; what belongs to a channel is null.
fn any_inbox(id: impl Into<Value>, name: &str, channel_type: &str) -> Value {
    json!({
        "id": id.into(), "channel_id": any_id(), "name": name, "channel_type": channel_type, "avatar_url": "",
        "greeting_enabled": false, "greeting_message": null, "working_hours_enabled": false,
        "enable_email_collect": true, "csat_survey_enabled": false, "csat_config": {}, "enable_auto_assignment": true,
        "auto_assignment_config": {}, "out_of_office_message": null, "working_hours": office_hours(), "timezone": "UTC",
        "callback_webhook_url": null, "allow_messages_after_resolved": true, "lock_to_single_conversation": false,
        "sender_name_type": "friendly", "business_name": null, "widget_color": null, "website_url": null,
        "welcome_title": null, "welcome_tagline": null, "web_widget_script": null, "website_token": null,
        "reply_time": null, "allowed_domains": null, "hmac_mandatory": null, "selected_feature_flags": null,
        "messaging_service_sid": null, "phone_number": null, "provider": null, "page_id": null, "forward_to_email": null,
    })
}

/// An API inbox as agents see it.
pub fn api_inbox(id: impl Into<Value>, name: &str) -> Value {
    let channel = json!({
        "hmac_mandatory": false, "webhook_url": null, "inbox_identifier": any_token(), "additional_attributes": {},
    });
    merged(any_inbox(id, name, "Channel::Api"), channel)
}

/// A website inbox as agents see it.
pub fn website_inbox(id: impl Into<Value>, name: &str, url: &str) -> Value {
    let channel = json!({
        "hmac_mandatory": false, "widget_color": "#1f93ff", "website_url": url, "web_widget_script": any_text(),
        "website_token": any_token(), "reply_time": "in_a_few_minutes", "pre_chat_form_enabled": false,
        "pre_chat_form_options": {}, "continuity_via_email": true,
        "selected_feature_flags": ["attachments", "emoji_picker", "end_conversation"],
    });
    merged(any_inbox(id, name, "Channel::WebWidget"), channel)
}

/// An e-mail inbox as agents see it.
pub fn email_inbox(id: impl Into<Value>, name: &str, address: &str) -> Value {
    merged(any_inbox(id, name, "Channel::Email"), json!({"email": address, "forwarding_enabled": false}))
}

/// An API or website inbox as administrators see it.
pub fn with_secrets(inbox: Value) -> Value {
    merged(inbox, json!({"hmac_token": any_token()}))
}

/// An API inbox as it is stored: beside a new contact.
pub fn inbox_record(account: i64, id: i64, name: &str) -> Value {
    json!({
        "id": id, "channel_id": any_id(), "account_id": account, "name": name, "created_at": any_iso_time(),
        "updated_at": any_iso_time(), "channel_type": "Channel::Api", "enable_auto_assignment": true,
        "greeting_enabled": false, "greeting_message": null, "email_address": null, "working_hours_enabled": false,
        "out_of_office_message": null, "timezone": "UTC", "enable_email_collect": true, "csat_survey_enabled": false,
        "allow_messages_after_resolved": true, "auto_assignment_config": {}, "lock_to_single_conversation": false,
        "portal_id": null, "sender_name_type": "friendly", "business_name": null, "csat_config": {},
    })
}

/// An open conversation in an API inbox in which nothing was said.
pub fn conversation(account: i64, inbox: i64, id: i64, contact: Value) -> Value {
    json!({
        "meta": {
            "sender": merged(contact, json!({"channel": "Channel::Api"})), "channel": "Channel::Api", "hmac_verified": false,
        },
        "id": id, "display_id": id, "messages": [], "account_id": account, "uuid": any_uuid(), "additional_attributes": {},
        "agent_last_seen_at": 0, "assignee_last_seen_at": 0, "can_reply": true, "contact_last_seen_at": 0,
        "custom_attributes": {}, "inbox_id": inbox, "labels": [], "muted": false, "snoozed_until": null, "status": "open",
        "created_at": any_time(), "updated_at": any_precise_time(), "timestamp": any_time(), "first_reply_created_at": 0,
        "unread_count": 0, "last_non_activity_message": null, "last_activity_at": any_time(), "priority": null,
        "waiting_since": any_time(), "sla_policy_id": null,
    })
}

/// A public text of nobody's.
pub fn message(inbox: i64, conversation: i64, message_type: i64, content: &str) -> Value {
    json!({
        "id": any_id(), "content": content, "inbox_id": inbox, "conversation_id": conversation,
        "message_type": message_type, "content_type": "text", "status": "sent", "content_attributes": {},
        "created_at": any_time(), "private": false, "source_id": null,
    })
}

/// The same inside a conversation, which has no assignee and nothing unread.
pub fn message_inside(account: i64, message: Value) -> Value {
    let rest = json!({
        "account_id": account, "updated_at": any_iso_time(), "sender_type": null, "sender_id": null,
        "external_source_ids": {}, "additional_attributes": {}, "processed_message_content": message["content"],
        "sentiment": {},
        "conversation": {
            "assignee_id": null, "unread_count": 0, "last_activity_at": any_time(), "contact_inbox": {"source_id": any_uuid()},
        },
    });
    merged(message, rest)
}

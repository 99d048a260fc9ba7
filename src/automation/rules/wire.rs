//! Rules on the wire, and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::model::{EventName, Rule, RuleChange};
use crate::automation::files::Kept;
use crate::automation::wire::{Action, actions, files, shown};
use crate::base::ids::{AccountId, AutomationRuleId};
use crate::http::wire::Json;

crate::root_key!(AutomationRuleRoot, "automation_rule", optional);

/// What is done to a conversation when something happened to it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "automation_rule")]
pub struct AutomationRule {
    pub id: AutomationRuleId,
    pub account_id: AccountId,
    pub name: String,
    pub description: Option<String>,
    /// `conversation_created`, `conversation_updated`, `conversation_opened`, `conversation_resolved` or `message_created`.
    pub event_name: String,
    /// All of them, or as their `query_operator` joins them.
    pub conditions: Vec<Json>,
    /// In their order.
    pub actions: Vec<Json>,
    /// Unix seconds.
    pub created_on: i64,
    pub active: bool,
    /// The files that the actions send; left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<Json>>,
}

impl AutomationRule {
    /// A rule with its files among these.
    pub fn new(rule: Rule, kept: &[Kept]) -> Self {
        AutomationRule {
            files: files(rule.account, "automation_rule_id", rule.id.0, kept),
            id: rule.id,
            account_id: rule.account,
            name: rule.name,
            description: rule.description,
            event_name: rule.event.map_or("", EventName::name).to_owned(),
            conditions: shown(rule.conditions),
            actions: shown(rule.actions),
            created_on: rule.created_at.seconds(),
            active: rule.active,
        }
    }
}

/// What is looked at before a rule acts.
#[derive(Debug, Clone, Object)]
#[oai(rename = "automation_condition")]
pub struct Condition {
    /// An attribute of the conversation, its contact or the message, or the key of a custom one.
    pub attribute_key: Option<String>,
    pub attribute_model: Option<String>,
    /// `equal_to`, `not_equal_to`, `contains` and so on, or `attribute_changed`.
    pub filter_operator: Option<String>,
    /// A list; for `attribute_changed` an object of `from` and `to`.
    pub values: Option<Value>,
    /// `AND` or `OR`: joins this condition with the next. AND binds closer.
    pub query_operator: Option<String>,
    /// `conversation_attribute` or `contact_attribute` for a custom attribute.
    pub custom_attribute_type: Option<String>,
}

impl From<Condition> for Value {
    fn from(sent: Condition) -> Value {
        let values = match sent.values {
            None | Some(Value::Null) => json!([]),
            Some(values @ (Value::Array(_) | Value::Object(_))) => values,
            Some(one) => json!([one]),
        };
        let mut stored = Map::new();
        stored.insert("attribute_key".to_owned(), sent.attribute_key.unwrap_or_default().into());
        stored.insert("filter_operator".to_owned(), sent.filter_operator.unwrap_or_default().into());
        stored.insert("values".to_owned(), values);
        stored.insert("query_operator".to_owned(), sent.query_operator.filter(|word| !word.trim().is_empty()).into());
        let extras = [("attribute_model", sent.attribute_model), ("custom_attribute_type", sent.custom_attribute_type)];
        stored.extend(extras.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))));
        stored.into()
    }
}

/// What a rule is to be.
#[derive(Debug, Object)]
#[oai(rename = "automation_rule_create_update_payload")]
pub struct AutomationRuleChange {
    /// Required to create a rule, as the event and the actions.
    pub name: MaybeUndefined<String>,
    pub description: MaybeUndefined<String>,
    /// `conversation_created`, `conversation_updated`, `conversation_opened`, `conversation_resolved` or `message_created`.
    pub event_name: MaybeUndefined<String>,
    /// Without any, the rule acts each time.
    pub conditions: MaybeUndefined<Vec<Condition>>,
    pub actions: MaybeUndefined<Vec<Action>>,
    /// True by default.
    pub active: Option<bool>,
}

impl From<AutomationRuleChange> for RuleChange {
    fn from(sent: AutomationRuleChange) -> Self {
        let text = |sent: MaybeUndefined<String>| Option::<Option<String>>::from(sent).map(Option::unwrap_or_default);
        let conditions: Option<Option<Vec<Condition>>> = sent.conditions.into();
        RuleChange {
            name: text(sent.name),
            description: sent.description.into(),
            event: text(sent.event_name).map(|name| EventName::parse(name.trim())),
            conditions: conditions.map(|sent| sent.unwrap_or_default().into_iter().map(Value::from).collect()),
            actions: actions(sent.actions),
            active: sent.active,
        }
    }
}

//! The satisfaction survey that follows a resolved conversation, once for each conversation.

use serde_json::{Value, json};

use super::expansion;
use super::model::can_reply;
use super::revision::Revision;
use super::sql::{self, InboxFacts};
use crate::base::Result;
use crate::messages::{self, ContentType, MessageType, NewMessage};
use crate::store::Tx;

const QUESTION: &str = "Please rate the conversation";
const NOT_SENT: &str = "CSAT survey not sent due to outgoing message restrictions";

/// Queues the survey where the inbox wants one, or a line saying that it would not reach the contact.
pub fn offer(tx: &Tx, revision: &mut Revision, inbox: &InboxFacts) -> Result<()> {
    let (account, id) = (revision.account, revision.id);
    let is_survey = Some(ContentType::InputCsat);
    if !inbox.csat_survey_enabled || messages::exists_of(tx, account, id, &[MessageType::Template], is_survey)? {
        return Ok(());
    }
    let config: Value = serde_json::from_str(&inbox.csat_config).unwrap_or_default();
    if !is_wanted(&config, &sql::labels_of(tx, account, id)?) {
        return Ok(());
    }
    if can_reply(inbox.reply_window, revision.last_incoming_at, tx.now) {
        let mut question = survey(revision, &config);
        if let Some(text) = question.content.take() {
            question.content = Some(expansion::expand(tx, revision, None, text)?);
        }
        revision.post(question);
    } else {
        revision.say(NOT_SENT);
    }
    Ok(())
}

fn survey(revision: &Revision, config: &Value) -> NewMessage {
    let text = |name: &str| config.get(name).and_then(Value::as_str).filter(|t| !t.trim().is_empty());
    let question = text("message").unwrap_or(QUESTION);
    let mut message = NewMessage::text(revision.account, revision.inbox, revision.id, MessageType::Template, question);
    message.content_type = ContentType::InputCsat;
    message.content_attributes = json!({"display_type": text("display_type").unwrap_or("emoji")}).to_string();
    message
}

/// Whether the survey's rules let a conversation with these labels through.
fn is_wanted(config: &Value, labels: &[String]) -> bool {
    let rules = config.get("survey_rules");
    let values = rules.and_then(|r| r.get("values")).and_then(Value::as_array);
    let Some(values) = values.filter(|v| !v.is_empty()) else { return true };
    let has_one = values.iter().filter_map(Value::as_str).any(|value| labels.iter().any(|label| label == value));
    match rules.and_then(|r| r.get("operator")).and_then(Value::as_str) {
        Some("does_not_contain") => !has_one,
        _ => has_one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_choose_by_label() {
        let labels = ["vip".to_owned()];
        let rule = |operator: &str, value: &str| json!({"survey_rules": {"operator": operator, "values": [value]}});
        assert!(is_wanted(&json!({}), &labels));
        assert!(is_wanted(&json!({"survey_rules": {"operator": "contains", "values": []}}), &labels));
        assert!(is_wanted(&rule("contains", "vip"), &labels) && !is_wanted(&rule("contains", "spam"), &labels));
        assert!(!is_wanted(&rule("does_not_contain", "vip"), &labels));
    }
}

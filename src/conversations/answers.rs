//! What contacts answer to interactive messages: choices, forms, and how satisfied they are (realtime-and-widget 2.5).

use serde_json::{Value, json};

use super::model::{Conversation, Performer};
use super::sql::{self, CsatAnswer};
use crate::base::{Error, FieldError, Result};
use crate::messages::{self, ContentType, Message};
use crate::store::Tx;

/// Bytes of an answer at most.
const LONGEST: usize = 64 * 1024;
/// Characters of a feedback at most.
const LONGEST_FEEDBACK: usize = 10_000;

/// Keeps the values that were submitted to a message. 422 for a message that asks nothing, and for values it cannot take.
pub fn answer(
    tx: &Tx,
    conversation: &Conversation,
    message: Message,
    values: Value,
    by: &Performer,
) -> Result<Message> {
    if values.to_string().len() > LONGEST {
        return Err(invalid("submitted_values", "Submitted values is too long", "too_long"));
    }
    let values = match message.content_type {
        ContentType::InputCsat => rate(tx, conversation, &message, &values)?,
        ContentType::InputSelect
        | ContentType::Form
        | ContentType::InputText
        | ContentType::InputTextarea
        | ContentType::InputEmail => values,
        _ => return Err(Error::refused("This message asks for no answer")),
    };
    messages::answer(tx, message, "submitted_values", values, by.actor())
}

/// Keeps the e-mail address that was submitted to a message.
pub fn answer_with_email(tx: &Tx, message: Message, email: &str, by: &Performer) -> Result<Message> {
    messages::answer(tx, message, "submitted_email", json!(email), by.actor())
}

/// Keeps a rating beside the message, in place of an earlier one; answers the values in their usual form.
fn rate(tx: &Tx, conversation: &Conversation, message: &Message, values: &Value) -> Result<Value> {
    let sent = values.get("csat_survey_response").unwrap_or(&Value::Null);
    let rating = sent.get("rating").and_then(number).filter(|rating| (1..=5).contains(rating));
    let rating = rating.ok_or_else(|| invalid("rating", "Rating is not included in the list", "inclusion"))?;
    let feedback = sent.get("feedback_message").and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    if feedback.is_some_and(|text| text.chars().count() > LONGEST_FEEDBACK) {
        return Err(invalid("feedback_message", "Feedback message is too long", "too_long"));
    }
    sql::rate(tx, conversation, &CsatAnswer { message: message.id, rating, feedback: feedback.map(str::to_owned) })?;
    Ok(json!({"csat_survey_response": {"rating": rating, "feedback_message": feedback}}))
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn invalid(attribute: &'static str, message: &str, code: &'static str) -> Error {
    Error::Invalid(vec![FieldError::new(attribute, message, code)])
}

//! Answers to surveys on the wire.

use std::collections::BTreeMap;

use poem_openapi::Object;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::base::ids::{AccountId, DisplayId, MessageId};
use crate::contacts::wire::ContactShown;
use crate::http::wire::Json;
use crate::users::wire::Agent;

/// What a customer said of a conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "csat_response")]
pub struct CsatResponse {
    pub id: i64,
    /// 1 to 5.
    pub rating: i64,
    pub feedback_message: Option<String>,
    /// Always null, as the next.
    pub csat_review_notes: Option<String>,
    pub review_notes_updated_at: Option<i64>,
    pub account_id: AccountId,
    /// The message that asked.
    pub message_id: MessageId,
    /// Left out when they are gone.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactShown>,
    /// The number of the conversation.
    pub conversation_id: DisplayId,
    /// Who took care of the conversation; left out when nobody did, or they are no member any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_agent: Option<Agent>,
    /// Unix seconds.
    pub created_at: i64,
}

/// How many answers there are.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "csat_metrics")]
pub struct CsatMetrics {
    pub total_count: i64,
    /// By rating, for example `{"5": 2}`; ratings that nobody gave are left out.
    pub ratings_count: Json,
    /// How many surveys were sent in this time.
    pub total_sent_messages_count: i64,
}

impl CsatMetrics {
    /// These counts by rating, of so many surveys.
    pub fn new(counts: &BTreeMap<i64, i64>, sent: i64) -> Self {
        let by_rating: Map<String, Value> =
            counts.iter().map(|(rating, n)| (rating.to_string(), (*n).into())).collect();
        CsatMetrics {
            total_count: counts.values().sum(),
            ratings_count: Value::Object(by_rating).into(),
            total_sent_messages_count: sent,
        }
    }
}

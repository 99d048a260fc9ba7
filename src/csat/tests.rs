//! What is documented is written.

use std::collections::BTreeMap;

use super::wire::{CsatMetrics, CsatResponse};
use crate::base::ids::{AccountId, DisplayId, MessageId};
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    assert_same_json(&CsatMetrics::new(&BTreeMap::from([(5, 2), (1, 1)]), 4));
    assert_same_json(&CsatResponse {
        id: 1,
        rating: 5,
        feedback_message: Some("fine".into()),
        csat_review_notes: None,
        review_notes_updated_at: None,
        account_id: AccountId(1),
        message_id: MessageId(1),
        contact: None,
        conversation_id: DisplayId(1),
        assigned_agent: None,
        created_at: 0,
    });
}

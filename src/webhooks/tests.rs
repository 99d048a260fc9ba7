//! The shapes.

use super::model::Webhook;
use super::wire;
use crate::base::Millis;
use crate::base::ids::{AccountId, InboxId};
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    let mut webhook = Webhook::blank(AccountId(1), "secret".into(), Millis(0));
    assert_same_json(&wire::OneWebhook { webhook: webhook.clone().into() });
    webhook.inbox = Some(InboxId(3));
    webhook.inbox_name = Some("Shop".into());
    assert_same_json(&wire::Webhooks { webhooks: vec![webhook.into()] });
}

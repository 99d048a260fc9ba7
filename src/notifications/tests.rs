//! The shapes, and what of a person's list stays in it.

use serde_json::Map;

use super::model::{Counts, Notification};
use super::wire;
use crate::base::Millis;
use crate::base::ids::{AccountId, ConversationId, MessageId, NotificationId, UserId};
use crate::http::wire::assert_same_json;
use crate::preferences::Kind;

#[test]
fn what_is_documented_is_written() {
    let mut notification = Notification {
        id: NotificationId(1),
        account: AccountId(1),
        user: UserId(1),
        conversation: ConversationId(1),
        kind: Kind::ConversationMention,
        message: None,
        meta: Map::new(),
        read_at: None,
        snoozed_until: None,
        last_activity_at: Millis(0),
        created_at: Millis(0),
        updated_at: Millis(0),
    };
    assert_same_json(&wire::NotificationRecord::from(notification.clone()));
    notification.message = Some(MessageId(2));
    notification.read_at = Some(Millis(1));
    assert_same_json(&wire::NotificationRecord::from(notification));
    assert_same_json(&wire::NotificationsMeta::new(Counts { count: 2, unread_count: 1 }, 1));
}

//! What is documented is written.

use serde_json::json;

use super::model::DashboardApp;
use super::wire;
use crate::base::Millis;
use crate::base::ids::{AccountId, UserId};
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    let blank = DashboardApp::blank(AccountId(1), UserId(1), Millis(0));
    let content = vec![json!({"url": "https://a.test", "type": "frame"})];
    assert_same_json(&wire::DashboardApp::from(DashboardApp { content, ..blank }));
}

//! What is documented is written.

use super::{Campaign, wire};
use crate::base::Millis;
use crate::base::ids::AccountId;
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    let blank = Campaign::blank(AccountId(1), Millis(0));
    assert_same_json(&wire::Campaign::new(blank.clone(), None, None));
    assert_same_json(&wire::WidgetCampaign::new(blank, None));
}

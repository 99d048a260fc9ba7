//! What is documented of definitions is what is written.

use super::wire;
use super::*;
use crate::base::Millis;
use crate::base::ids::AccountId;
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    let definition = Definition { values: vec!["a".to_owned()], ..Definition::blank(AccountId(1), Millis(0)) };
    assert_same_json(&wire::Definition::from(definition));
}

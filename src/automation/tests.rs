//! What is documented is written.

use serde_json::json;

use super::files::Kept;
use super::macros::{Macro, Visibility, wire as macros};
use super::rules::{EventName, Rule, wire as rules};
use super::runs::{Run, wire as runs};
use crate::base::Millis;
use crate::base::ids::{AccountId, AutomationRuleId, BlobId, DisplayId, MacroId, UserId};
use crate::http::wire::assert_same_json;

#[test]
fn what_is_documented_is_written() {
    let actions = vec![json!({"action_name": "send_attachment", "action_params": [3]})];
    let kept = [Kept {
        id: 1,
        owner: 1,
        blob: BlobId(3),
        file_url: "http://a.test/x".into(),
        filename: "x".into(),
        content_type: "text/plain".into(),
    }];
    let rule = Rule {
        id: AutomationRuleId(1),
        account: AccountId(1),
        name: "Prices".into(),
        description: None,
        event: Some(EventName::MessageCreated),
        conditions: Vec::new(),
        actions: actions.clone(),
        active: true,
        created_at: Millis(0),
    };
    assert_same_json(&rules::AutomationRule::new(rule.clone(), &kept));
    assert_same_json(&rules::AutomationRule::new(rule, &[]));
    let shown = Macro {
        id: MacroId(1),
        account: AccountId(1),
        name: "Prices".into(),
        visibility: Visibility::Global,
        created_by: Some(UserId(1)),
        updated_by: None,
        actions,
    };
    assert_same_json(&macros::Macro::new(shown, &[], &kept));
    let run = Run {
        id: 1,
        event: Some(EventName::MessageCreated),
        conversation: DisplayId(1),
        matched: true,
        actions: vec![json!({"action_name": "fly", "outcome": "failed", "message": "no"})],
        created_at: Millis(0),
    };
    assert_same_json(&runs::AutomationRun::of(AutomationRuleId(1), run));
}

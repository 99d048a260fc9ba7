//! The page of the survey, for whoever wrote by another way than the widget.

use serde_json::{Value, json};

use crate::access::assert_no_violations;
use crate::shop::{FIELD, Shop, eventually};

pub fn a_page_asks_how_it_was() {
    let shop = Shop::new();
    shop.set(json!({"csat_survey_enabled": true}));
    let guest = shop.guest();
    guest.write(FIELD, "Thank you\n");
    shop.hears("Thank you");
    shop.company.bob.post(&shop.at("/toggle_status"), json!({"status": "resolved"})).ok();
    let conversation = shop.company.bob.get(&shop.at("")).ok();
    let address = |uuid: &str| format!("http://{}/survey/responses/{uuid}", shop.wire.address);
    guest.goto(&address(conversation["uuid"].as_str().unwrap())).sees("#form:not([hidden])");
    assert_no_violations(&guest, "survey");
    guest.picture("survey");
    guest.click("label:nth-child(5)").write("#feedback", "<b>Quick</b>").press("Send").reads("#note", "Thank you");
    assert_no_violations(&guest, "survey, answered");
    let given = eventually("the rating", || {
        let all = shop.all();
        let survey = all.iter().find(|message| message["content_type"] == "input_csat")?;
        let given = &survey["content_attributes"]["submitted_values"]["csat_survey_response"];
        (!given.is_null()).then(|| given.clone())
    });
    assert_eq!(given, json!({"rating": 5, "feedback_message": "<b>Quick</b>"}));
    guest.assert_no_complaints();
    guest.goto(&address("0b6e2a0e-0000-4000-8000-000000000000")).reads("#question", "There is no such survey.");
    assert_eq!(guest.js("return document.querySelector('#form').checkVisibility()"), Value::Bool(false));
}

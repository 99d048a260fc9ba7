//! Conversations by conditions, and the counts alone.

use serde_json::{Value, json};

use super::{NONE, list};
use crate::support::clients::{Answer, Client};
use crate::support::{Company, Talk};

fn condition(key: &str, operator: &str, values: Value) -> Value {
    json!({"attribute_key": key, "filter_operator": operator, "values": values})
}

fn joined(mut condition: Value, word: &str) -> Value {
    condition["query_operator"] = json!(word);
    condition
}

#[track_caller]
fn filter(company: &Company, who: &Client, payload: Value) -> Answer {
    who.post(&company.at("/conversations/filter"), json!({ "payload": payload }))
}

/// The numbers of the conversations that pass, in their order.
#[track_caller]
fn passing(company: &Company, who: &Client, payload: Value) -> Vec<i64> {
    let found = filter(company, who, payload).ok();
    found["payload"].as_array().unwrap().iter().map(|shown| shown["id"].as_i64().unwrap()).collect()
}

/// Five conversations: 1 is open, 2 is Bob's and resolved, 3 is urgent and in a team, 4 has attributes, 5 is in an inbox without
/// Bob. The latest is first in a list.
fn desk() -> (Talk, i64, i64) {
    let talk = Talk::new();
    let other = talk.inbox("Other")["id"].as_i64().unwrap();
    let team = talk.team("Sales");
    let make = |new: Value| {
        let mut body = json!({"inbox_id": talk.inbox, "contact_id": talk.contact});
        body.as_object_mut().unwrap().extend(new.as_object().unwrap().clone());
        talk.ada.post(&talk.at("/conversations"), body).id()
    };
    make(json!({"assignee_id": talk.bob.id, "status": "resolved"}));
    make(json!({"team_id": team}));
    make(json!({
        "status": "pending",
        "custom_attributes": {"plan": "PRO", "seats": 5, "vip": true, "since": "2024-01-05"},
        "additional_attributes": {"browser_language": "de", "referer": "https://shop.example.com/Cart", "mail_subject": "Re: Offer",
            "conversation_language": "en"},
    }));
    make(json!({"inbox_id": other}));
    let of_account = format!("account_id = {}", talk.company.id);
    talk.server.alter(&format!("update conversations set priority = 3 where display_id = 3 and {of_account}"));
    talk.server
        .alter(&format!("update conversations set last_activity_at = created_at + display_id where {of_account}"));
    for (id, labels) in [(1, json!(["vip", "old"])), (3, json!(["old"]))] {
        talk.ada.post(&talk.at(&format!("/conversations/{id}/labels")), json!({"labels": labels})).ok();
    }
    for (key, kind) in [("plan", "text"), ("seats", "number"), ("vip", "checkbox"), ("since", "date")] {
        let new = json!({"attribute_display_name": key, "attribute_key": key, "attribute_display_type": kind});
        talk.ada.post(&talk.at("/custom_attribute_definitions"), new).ok();
    }
    // labels leave a line in the log
    talk.server
        .alter(&format!("update conversations set last_activity_at = created_at + display_id where {of_account}"));
    (talk, other, team)
}

#[test]
fn a_filter_answers_like_the_list_without_its_wrapper() {
    let talk = Talk::new();
    talk.hear("Hello");
    let list = list(&talk, &talk.ada, "status=open").ok()["data"].clone();
    let expected = json!({"meta": list["meta"], "payload": list["payload"]});
    let dashboard = json!([{"attribute_key": "status", "attribute_model": "standard", "filter_operator": "equal_to",
        "values": ["open"], "custom_attribute_type": ""}]);
    filter(&talk, &talk.ada, dashboard).assert(200, expected.clone());
    filter(&talk, &talk.bob, json!([])).assert(200, expected.clone());
    assert_eq!(expected["meta"], json!({"mine_count": 0, "assigned_count": 0, "unassigned_count": 1, "all_count": 1}));
    let path = talk.at("/conversations/filter");
    talk.ada.post(&path, json!({})).assert_error(422, "param is missing or the value is empty: payload");
}

#[test]
fn every_key_and_operator_finds_what_it_says() {
    let (talk, other, team) = desk();
    let inbox = talk.inbox;
    let today = jiff::Timestamp::now().to_string()[..10].to_owned();
    for (key, operator, values, expected) in [
        ("status", "equal_to", json!(["all"]), vec![5, 4, 3, 2, 1]),
        ("status", "equal_to", json!(["resolved", "pending"]), vec![4, 2]),
        ("status", "not_equal_to", json!(["open"]), vec![4, 2]),
        ("assignee_id", "equal_to", json!([talk.bob.id]), vec![2]),
        ("assignee_id", "not_equal_to", json!([talk.bob.id]), vec![]),
        ("assignee_id", "is_present", json!([]), vec![2]),
        ("assignee_id", "is_not_present", json!([]), vec![5, 4, 3, 1]),
        ("inbox_id", "equal_to", json!([other]), vec![5]),
        ("inbox_id", "not_equal_to", json!([other.to_string()]), vec![4, 3, 2, 1]),
        ("inbox_id", "equal_to", json!([other, inbox]), vec![5, 4, 3, 2, 1]),
        ("inbox_id", "is_not_present", json!([]), vec![]),
        ("team_id", "equal_to", json!([team]), vec![3]),
        ("team_id", "is_not_present", json!([]), vec![5, 4, 2, 1]),
        ("team_id", "is_present", json!(null), vec![3]),
        ("priority", "equal_to", json!(["urgent", "low"]), vec![3]),
        ("priority", "not_equal_to", json!(["low"]), vec![3]),
        ("display_id", "equal_to", json!(["4", 1]), vec![4, 1]),
        ("display_id", "not_equal_to", json!([4]), vec![5, 3, 2, 1]),
        ("display_id", "contains", json!([4]), vec![4]),
        ("display_id", "does_not_contain", json!([4]), vec![5, 3, 2, 1]),
        ("campaign_id", "equal_to", json!([1]), vec![]),
        ("campaign_id", "is_not_present", json!([]), vec![5, 4, 3, 2, 1]),
        ("labels", "equal_to", json!(["vip"]), vec![1]),
        ("labels", "equal_to", json!(["vip", "old"]), vec![3, 1]),
        ("labels", "not_equal_to", json!(["vip"]), vec![5, 4, 3, 2]),
        ("labels", "is_present", json!([]), vec![3, 1]),
        ("labels", "is_not_present", json!([]), vec![5, 4, 2]),
        ("browser_language", "equal_to", json!(["de"]), vec![4]),
        ("browser_language", "equal_to", json!(["DE"]), vec![]),
        ("conversation_language", "not_equal_to", json!(["de"]), vec![4]),
        ("referer", "contains", json!(["cart"]), vec![4]),
        ("referer", "equal_to", json!(["https://shop.example.com/Cart"]), vec![4]),
        ("mail_subject", "does_not_contain", json!(["x"]), vec![4]),
        ("created_at", "is_greater_than", json!(["2024-01-01"]), vec![5, 4, 3, 2, 1]),
        ("created_at", "is_greater_than", json!([today]), vec![]),
        ("created_at", "days_before", json!([1]), vec![]),
        ("last_activity_at", "is_less_than", json!(["2024-01-01"]), vec![]),
        ("plan", "equal_to", json!(["pro"]), vec![4]),
        ("plan", "not_equal_to", json!(["pro"]), vec![5, 3, 2, 1]),
        ("plan", "contains", json!(["r"]), vec![4]),
        ("seats", "is_greater_than", json!([4]), vec![4]),
        ("seats", "is_not_present", json!([]), vec![5, 3, 2, 1]),
        ("vip", "equal_to", json!([true]), vec![4]),
        ("since", "is_less_than", json!(["2024-01-06"]), vec![4]),
    ] {
        let found = passing(&talk, &talk.ada, json!([condition(key, operator, values.clone())]));
        assert_eq!(found, expected, "{key} {operator} {values}");
        // whichever way it is looked for
        let both = json!([
            joined(condition(key, operator, values.clone()), "or"),
            condition("referer", "equal_to", json!(["-"]))
        ]);
        assert_eq!(passing(&talk, &talk.ada, both), expected, "{key} {operator} {values}");
    }
}

#[test]
fn and_binds_closer_than_or() {
    let (talk, ..) = desk();
    let pending = condition("status", "equal_to", json!(["pending"]));
    let old = condition("labels", "equal_to", json!(["old"]));
    let urgent = condition("priority", "equal_to", json!(["urgent"]));
    let payload =
        |first: &str, second: &str| json!([joined(pending.clone(), first), joined(old.clone(), second), urgent]);
    assert_eq!(passing(&talk, &talk.ada, payload("and", "OR")), [3]);
    assert_eq!(passing(&talk, &talk.ada, payload("OR", "and")), [4, 3]);
    assert_eq!(passing(&talk, &talk.ada, payload("OR", "OR")), [4, 3, 1]);
    assert_eq!(passing(&talk, &talk.ada, payload("AND", "AND")), NONE);
}

#[test]
fn the_contacts_own_attributes_count_where_they_are_named() {
    let (talk, ..) = desk();
    let new = json!({"attribute_display_name": "City", "attribute_key": "tariff", "attribute_model": 1});
    talk.ada.post(&talk.at("/custom_attribute_definitions"), new).ok();
    let joe = talk.contact("Joe");
    talk.ada.patch(&talk.at(&format!("/contacts/{joe}")), json!({"custom_attributes": {"tariff": "Gold"}})).ok();
    let his = talk.conversation(talk.inbox, joe);
    let mut gold = condition("tariff", "equal_to", json!(["gold"]));
    filter(&talk, &talk.ada, json!([gold])).assert_error(
        422,
        "Invalid attribute key - [tariff]. The key should be one of [status,assignee_id,inbox_id,team_id,priority,display_id,\
         campaign_id,labels,browser_language,conversation_language,referer,created_at,last_activity_at,mail_subject] or a \
         custom attribute defined in the account.",
    );
    gold["custom_attribute_type"] = json!("contact_attribute");
    assert_eq!(passing(&talk, &talk.ada, json!([gold])), [his]);
}

#[test]
fn an_agent_sees_what_is_in_their_inboxes() {
    let (talk, other, _) = desk();
    let everything = json!([condition("status", "equal_to", json!(["all"]))]);
    let meta = |who: &Client, payload: &Value| filter(&talk, who, payload.clone()).ok()["meta"].clone();
    let counts = |mine: i64, assigned: i64, unassigned: i64| json!({"mine_count": mine, "assigned_count": assigned, "unassigned_count": unassigned, "all_count": assigned + unassigned});
    // by the kept counters, and by counting
    for payload in [everything, json!([condition("created_at", "is_greater_than", json!(["2024-01-01"]))])] {
        assert_eq!(passing(&talk, &talk.bob, payload.clone()), [4, 3, 2, 1]);
        assert_eq!(meta(&talk.bob, &payload), counts(1, 1, 3));
        assert_eq!(meta(&talk.ada, &payload), counts(0, 1, 4));
        assert_eq!(passing(&talk, &talk.agent("Cleo"), payload.clone()), NONE);
        assert_eq!(meta(&talk.agent("Dora"), &payload), counts(0, 0, 0));
    }
    assert_eq!(passing(&talk, &talk.bob, json!([condition("inbox_id", "equal_to", json!([other]))])), NONE);
}

#[test]
fn pages_follow_one_another_however_they_are_found() {
    let talk = Talk::new();
    talk.server.alter(&format!(
        "insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, uuid, last_activity_at,
            additional_attributes, created_at, updated_at)
         with recursive n(i) as (select 2 union all select i + 1 from n where i < 5200)
         select c.account_id, i, c.inbox_id, c.contact_id, c.contact_inbox_id, i % 2, '', i * 1000,
            json_object('referer', 'https://' || i), i * 1000, 0
           from n, conversations c where c.account_id = {account} and c.display_id = 1;
         update account_counters set last_display_id = 5200 where account_id = {account}",
        account = talk.company.id
    ));
    let shown = |payload: &Value, page: i64| {
        let path = talk.at(&format!("/conversations/filter?page={page}"));
        let found = talk.ada.post(&path, json!({ "payload": payload })).ok();
        let ids = found["payload"].as_array().unwrap().iter().map(|shown| shown["id"].as_i64().unwrap());
        (ids.collect::<Vec<_>>(), found["meta"]["all_count"].as_i64().unwrap())
    };
    let latest: Vec<i64> = std::iter::once(1).chain((2..=5200).rev()).collect();
    // counted and walked; more hits than are counted; fewer
    for (payload, count) in [
        (json!([]), 5200),
        (json!([condition("display_id", "not_equal_to", json!([0]))]), 5000),
        (json!([condition("created_at", "is_greater_than", json!(["1970-01-01"]))]), 1),
        (json!([condition("created_at", "is_less_than", json!(["1970-01-02"]))]), 5000),
    ] {
        let expected: Vec<i64> = match count {
            1 => vec![1],
            _ if payload.to_string().contains("is_less_than") => latest[1..].to_vec(),
            _ => latest.clone(),
        };
        for page in [1, 2, 100] {
            let ids: Vec<i64> = expected.iter().copied().skip(25 * (page - 1)).take(25).collect();
            assert_eq!(shown(&payload, page as i64), (ids, count), "{payload} {page}");
        }
        assert_eq!(shown(&payload, i64::MAX).0, NONE);
    }
    // half of them, sorted when there are few and walked when there are many
    let odd = json!([condition("status", "equal_to", json!(["resolved"]))]);
    assert_eq!(shown(&odd, 2), ((0..25).map(|n| 5149 - 2 * n).collect(), 2599));
    let late = json!([
        joined(condition("status", "equal_to", json!(["resolved"])), "AND"),
        condition("referer", "contains", json!(["519"]))
    ]);
    assert_eq!(shown(&late, 1), (vec![5199, 5197, 5195, 5193, 5191, 4519, 3519, 2519, 1519, 519], 10));
}

#[test]
fn the_counts_can_be_had_alone() {
    let (talk, other, team) = desk();
    for query in [
        "status=all".to_owned(),
        "status=open&assignee_type=me&page=1&sort_by=last_activity_at_desc".to_owned(),
        "status=all&assignee_type=unassigned".to_owned(),
        format!("status=all&inbox_id={other}"),
        format!("status=all&team_id={team}"),
        "status=all&labels[]=old&labels[]=vip".to_owned(),
        "status=all&conversation_type=unattended".to_owned(),
        "status=all&conversation_type=mention".to_owned(),
        "status=nothing".to_owned(),
        "q=%3F".to_owned(),
    ] {
        for who in [&talk.ada, &talk.bob] {
            let meta = list(&talk, who, &query).ok()["data"]["meta"].clone();
            who.get(&talk.at(&format!("/conversations/meta?{query}"))).assert(200, json!({ "meta": meta }));
        }
    }
    talk.bob.get(&talk.at("/conversations/meta?team_id=9223372036854775807")).assert_not_found();
}

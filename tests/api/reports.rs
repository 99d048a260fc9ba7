//! Reports (beyond the swagger): what happens is counted, soon after it happened, once.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::support::json::{anything, is_same};
use crate::support::{Company, Talk};

fn at(company: &Company, path: &str) -> String {
    format!("/api/v2/accounts/{}/{path}", company.id)
}

/// Waits until an answer is this.
#[track_caller]
fn becomes(company: &Company, path: &str, expected: Value) {
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = company.ada.get(&at(company, path));
        if answer.status == 200 && is_same(&answer.body, &expected) {
            return;
        }
        if Instant::now() > patience {
            answer.assert(200, expected);
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

fn nothing() -> Value {
    json!({"conversations_count": 0, "incoming_messages_count": 0, "outgoing_messages_count": 0,
        "avg_first_response_time": null, "avg_resolution_time": null, "resolutions_count": 0, "reply_time": null})
}

#[test]
fn what_happens_is_counted_once() {
    let talk = Talk::new();
    talk.hear("Hello");
    talk.say(&talk.bob, "Hi");
    talk.post(&talk.bob, json!({"content": "VIP!", "private": true})).ok();
    talk.hear("Are you there?");
    talk.say(&talk.bob, "Yes");
    talk.set(&talk.ada, "resolved");
    let day = format!("since={}&until={}", now() - 43_200, now() + 43_200);
    let numbers = json!({"conversations_count": 1, "incoming_messages_count": 2, "outgoing_messages_count": 3,
        "avg_first_response_time": anything(), "avg_resolution_time": anything(), "resolutions_count": 1,
        "reply_time": anything(), "previous": nothing()});
    let summary = format!("reports/summary?type=account&{day}");
    becomes(&talk, &summary, numbers.clone());
    let body = talk.ada.get(&at(&talk, &summary)).ok();
    for time in ["avg_first_response_time", "avg_resolution_time", "reply_time"] {
        assert!((0.0..600.0).contains(&body[time].as_f64().unwrap()), "{body}");
    }
    let inbox = format!("reports/summary?type=inbox&id={}&{day}", talk.inbox);
    talk.ada.get(&at(&talk, &inbox)).assert(200, numbers);
    // the same again changes nothing
    talk.set(&talk.ada, "resolved");
    talk.hear("Thanks");
    let metric = |name: &str| {
        let path = at(&talk, &format!("reports?metric={name}&group_by=year&timezone_offset=0&{day}"));
        let points = talk.ada.get(&path).ok();
        points.as_array().unwrap().iter().map(|point| point["value"].as_f64().unwrap()).sum::<f64>()
    };
    let patience = Instant::now() + Duration::from_secs(30);
    while metric("incoming_messages_count") < 3.0 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(20));
    }
    for (name, value) in [("conversations_count", 1.0), ("incoming_messages_count", 3.0), ("resolutions_count", 1.0)] {
        assert_eq!(metric(name), value, "{name}");
    }
    assert_eq!(metric("bot_handoffs_count") + metric("bot_resolutions_count"), 0.0);
    // it is open again
    becomes(
        &talk,
        &format!("summary_reports/channel?{day}"),
        json!({"Channel::Api": {"open": 1, "resolved": 0, "pending": 0, "snoozed": 0, "total": 1}}),
    );
    let live = json!({"open": 1, "unattended": 1, "unassigned": 1, "pending": 0});
    talk.ada.get(&at(&talk, "live_reports/conversation_metrics")).assert(200, live);
}

#[test]
fn numbers_are_for_administrators_of_the_account() {
    let talk = Talk::new();
    let other = Company::new();
    for path in [
        "reports?metric=conversations_count",
        "reports/summary",
        "reports/bot_summary",
        "reports/bot_metrics",
        "reports/conversations?type=account",
        "reports/agents",
        "summary_reports/agent",
        "summary_reports/channel",
        "live_reports/conversation_metrics",
        "live_reports/grouped_conversation_metrics?group_by=team_id",
    ] {
        talk.bob.get(&at(&talk, path)).assert_not_allowed();
        assert_eq!(other.ada.get(&at(&talk, path)).status, 401, "{path}");
        assert_eq!(talk.ada.get(&at(&talk, path)).status, 200, "{path}");
    }
    assert_eq!(talk.ada.get(&at(&talk, "reports/conversations")).status, 422);
    let foreign = at(&other, &format!("reports/summary?type=inbox&id={}", talk.inbox));
    other.ada.get(&foreign).assert_not_found();
}

#[test]
fn a_file_is_sent_as_one() {
    let acme = Company::new();
    acme.team("=SUM(A1)");
    let answer = acme.ada.get(&at(&acme, "reports/teams?since=0&until=1"));
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=teams_report.csv");
    let titles =
        "Team name,Conversations,Resolutions,Avg first response time (s),Avg resolution time (s),Avg reply time (s)";
    assert_eq!(answer.text(), format!("{titles}\n'=sum(a1),0,0,,,\n"));
}

//! What customers said of conversations (beyond the swagger).

use serde_json::{Value, json};

use crate::support::json::{any_id, merged};
use crate::support::{Company, shapes};

/// A conversation of this contact that ended with a survey, which was answered so; answers its number.
fn rated(acme: &Company, inbox: &Value, contact: i64, assignee: Option<i64>, rating: i64, feedback: &str) -> i64 {
    let conversation = acme.conversation(inbox["id"].as_i64().unwrap(), contact);
    let path = acme.at(&format!("/conversations/{conversation}"));
    if let Some(assignee) = assignee {
        acme.ada.post(&format!("{path}/assignments"), json!({"assignee_id": assignee})).ok();
    }
    acme.ada.post(&format!("{path}/toggle_status"), json!({"status": "resolved"})).ok();
    let uuid = acme.ada.get(&path).ok()["uuid"].clone();
    let survey = format!("/public/api/v1/csat_survey/{}", uuid.as_str().unwrap());
    let answer = json!({"rating": rating, "feedback_message": feedback});
    let answer = json!({"message": {"submitted_values": {"csat_survey_response": answer}}});
    if rating > 0 {
        acme.server.nobody().put(&survey, answer).ok();
    }
    conversation
}

struct Shop {
    acme: Company,
    jane: i64,
    good: i64,
    bad: i64,
    other: i64,
    other_inbox: i64,
}

/// Jane is happy with Bob, then not, then somewhat in another inbox without anybody; a fourth survey nobody answers.
fn shop() -> Shop {
    let acme = Company::new();
    let inbox = |name: &str| {
        let inbox = acme.inbox(name);
        acme.ada.patch(&acme.at(&format!("/inboxes/{}", inbox["id"])), json!({"csat_survey_enabled": true})).ok();
        inbox
    };
    let (app, second) = (inbox("App"), inbox("Second"));
    let jane = acme.contact("Jane");
    let bob = acme.bob.id;
    let good = rated(&acme, &app, jane, Some(bob), 5, "Thanks, \"Bob\"");
    let bad = rated(&acme, &app, jane, Some(bob), 1, "=cmd()");
    let other = rated(&acme, &second, jane, None, 5, "");
    rated(&acme, &app, jane, None, 0, "");
    // one after the other, a day each
    acme.server.alter(&format!(
        "update csat_survey_responses set created_at = 86400000 * (id - (select min(id) from csat_survey_responses
            where account_id = {0})) where account_id = {0};
         update messages set created_at = 0 where content_type = 9 and account_id = {0}
            and id = (select min(id) from messages where content_type = 9 and account_id = {0})",
        acme.id
    ));
    Shop { jane, good, bad, other, other_inbox: second["id"].as_i64().unwrap(), acme }
}

#[test]
fn answers_are_listed_and_chosen() {
    let Shop { acme, jane, good, bad, other, other_inbox } = shop();
    let path = acme.at("/csat_survey_responses");
    let list = acme.ada.get(&path).ok();
    let row = |conversation: i64, rating: i64, feedback: Value, at: i64| {
        json!({
            "id": any_id(), "rating": rating, "feedback_message": feedback, "csat_review_notes": null,
            "review_notes_updated_at": null, "account_id": acme.id, "message_id": any_id(),
            "contact": shapes::contact(jane, "Jane"), "conversation_id": conversation, "created_at": at,
        })
    };
    let agent = json!({"assigned_agent": shapes::agent(&acme, &acme.bob, "agent")});
    let feedback = list[0]["feedback_message"].clone();
    let expected = [
        row(other, 5, feedback, 172_800),
        merged(row(bad, 1, json!("=cmd()"), 86_400), agent.clone()),
        merged(row(good, 5, json!("Thanks, \"Bob\""), 0), agent),
    ];
    crate::support::json::assert_same("the list", &list, &json!(expected));
    let numbers = |query: &str| {
        let list = acme.ada.get(&format!("{path}?{query}")).ok();
        let rows = list.as_array().unwrap();
        rows.iter().map(|row| row["conversation_id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(numbers("sort=created_at"), [good, bad, other]);
    assert_eq!(numbers("sort=-created_at"), [other, bad, good]);
    assert_eq!(numbers("since=86400&until=172800"), [bad]);
    assert_eq!(numbers("rating=5"), [other, good]);
    assert_eq!(numbers(&format!("user_ids[]={}&user_ids[]=1", acme.bob.id)), [bad, good]);
    assert_eq!(numbers("user_ids[]=x"), Vec::<i64>::new());
    assert_eq!(numbers(&format!("inbox_id={other_inbox}")), [other]);
    assert_eq!(numbers("team_id=1"), Vec::<i64>::new());
    assert_eq!(numbers("page=2"), Vec::<i64>::new());
    acme.ada.get(&format!("{path}?since=soon")).assert_error(422, "'soon' is not a valid since");
    acme.bob.get(&path).assert_not_allowed();
}

#[test]
fn answers_are_counted() {
    let Shop { acme, .. } = shop();
    let path = acme.at("/csat_survey_responses/metrics");
    let counts = |query: &str, total: i64, ratings: Value, sent: i64| {
        let expected = json!({"total_count": total, "ratings_count": ratings, "total_sent_messages_count": sent});
        acme.ada.get(&format!("{path}?{query}")).assert(200, expected);
    };
    counts("", 3, json!({"1": 1, "5": 2}), 4);
    counts("since=0&until=86400", 1, json!({"5": 1}), 1);
    counts("rating=1", 1, json!({"1": 1}), 4);
    counts("since=90000000000", 0, json!({}), 0);
}

#[test]
fn answers_are_downloaded() {
    let Shop { acme, good, bad, other, .. } = shop();
    let answer = acme.ada.get(&acme.at("/csat_survey_responses/download?sort=created_at"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=csat_report.csv");
    let text = answer.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone Number,\
         Link to the conversation,Recorded date"
    );
    assert_eq!(lines.len(), 4, "{text}");
    let bob = format!("Bob ({})", acme.bob.email);
    assert!(lines[1].starts_with(&format!("{bob},5,\"Thanks, \"\"Bob\"\"\",Jane,jane-")), "{text}");
    assert!(lines[1].ends_with(&format!("/app/accounts/{}/conversations/{good},1970-01-01T00:00:00.000Z", acme.id)));
    assert!(
        lines[2].starts_with(&format!("{bob},1,'=cmd(),Jane,")) && lines[2].contains(&format!("/{bad},")),
        "{text}"
    );
    assert!(lines[3].starts_with(",5,,Jane,") && lines[3].contains(&format!("/{other},")), "{text}");
}

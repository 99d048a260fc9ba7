//! What is going on now, and what is refused.

use super::*;

#[tokio::test]
async fn live_numbers_are_those_of_now() {
    let (server, [first, second]) = two_days();
    let third = server.begin("2024-03-06T08:00:00Z");
    server.change("2024-03-06T09:00:00Z", first, hear);
    server
        .change("2024-03-06T09:00:00Z", third, |tx, c| assignment::assign(tx, c, Wish::User(Some(UserId(2))), &ada()));
    server.change("2024-03-06T09:30:00Z", third, answer);
    server.change("2024-03-06T10:00:00Z", second, |tx, c| status::change(tx, c, Status::Pending, None, &ada()));
    let fourth = server.begin("2024-03-06T11:00:00Z");
    let account = json!({"open": 3, "unattended": 2, "unassigned": 1, "pending": 1});
    assert_eq!(server.get("live_reports/conversation_metrics").await, account);
    assert_eq!(server.get("reports/conversations?type=account").await, account);
    let team = json!({"open": 1, "unattended": 1, "unassigned": 0, "pending": 0});
    assert_eq!(server.get("live_reports/conversation_metrics?team_id=1").await, team);
    let agent = |id: i64, name: &str, email: &str, open: i64, unattended: i64| {
        json!({"id": id, "name": name, "email": email, "thumbnail": "", "availability": "offline",
            "metric": {"open": open, "unattended": unattended}})
    };
    let agents = json!([agent(2, "=Bob", "b@b", 2, 1), agent(1, "Ada", "a@a", 0, 0)]);
    assert_eq!(server.get("reports/conversations?type=agent").await, agents);
    assert_eq!(server.get("reports/conversations?type=agent&page=2").await, json!([]));
    assert_eq!(
        server.get("live_reports/grouped_conversation_metrics?group_by=assignee_id").await,
        json!([{"open": 2, "unattended": 1, "unassigned": 0, "assignee_id": 2},
            {"open": 1, "unattended": 1, "unassigned": 1, "assignee_id": null}])
    );
    let by_team = "live_reports/grouped_conversation_metrics?group_by=team_id";
    assert_eq!(
        server.get(by_team).await,
        json!([{"open": 1, "unattended": 1, "unassigned": 0, "team_id": 1},
            {"open": 2, "unattended": 1, "unassigned": 1, "team_id": null}])
    );
    for id in [third, fourth] {
        server.change("2024-03-06T12:00:00Z", id, |tx, c| status::change(tx, c, Status::Resolved, None, &ada()));
    }
    assert_eq!(server.get(by_team).await, json!([{"open": 1, "unattended": 1, "unassigned": 0, "team_id": 1}]));
    server.write("2024-03-06T13:00:00Z", |tx| Ok(tx.execute("update inboxes set deleted_at = 1 where id = 1", [])?));
    let nothing = json!({"open": 0, "unattended": 0, "unassigned": 0, "pending": 0});
    assert_eq!(server.get("live_reports/conversation_metrics").await, nothing);
    assert_eq!(server.get(by_team).await, json!([]));
}

#[tokio::test]
async fn what_is_not_theirs_or_makes_no_sense_is_refused() {
    let (server, _) = two_days();
    server.count();
    for path in ["reports?metric=reply_time", "reports/summary?", "reports/bot_summary?"] {
        for foreign in ["inbox&id=2", "agent&id=3", "team&id=2", "label&id=2", "inbox"] {
            let (status, body) = server.ask(&server.ada, &format!("1/{path}&type={foreign}")).await;
            assert_eq!(status, 404, "{path} {foreign} {body}");
        }
        let (status, body) = server.ask(&server.ada, &format!("1/{path}&type=planet")).await;
        assert_eq!((status, error(&body)), (422, json!("'planet' is not a valid type")));
    }
    let refused = async |path: &str| server.ask(&server.ada, &format!("1/{path}")).await;
    assert_eq!(refused("reports/conversations").await, (422, String::new()));
    assert_eq!(refused("reports/conversations?type=inbox").await, (422, String::new()));
    let group = "live_reports/grouped_conversation_metrics";
    for path in [group.to_owned(), format!("{group}?group_by=inbox_id")] {
        let (status, body) = refused(&path).await;
        assert_eq!((status, error(&body)), (422, json!("invalid group_by")));
    }
    assert_eq!(refused("live_reports/conversation_metrics?team_id=9").await.0, 404);
    let series = "reports?metric=reply_time&since=0&group_by";
    assert_eq!(error(&refused(&format!("{series}=hour")).await.1), json!("The period is too long"));
    assert_eq!(error(&refused(&format!("{series}=eon")).await.1), json!("'eon' is not a valid group_by"));
    for who in [&server.bob, &"nobody".to_owned()] {
        assert_eq!(server.ask(who, "1/reports/summary").await.0, 401);
    }
    assert_eq!(server.ask(&server.ada, "2/reports/summary").await.0, 401);
}

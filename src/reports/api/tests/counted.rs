//! Where things are counted, and what is not.

use super::*;

#[tokio::test]
async fn a_conversation_is_counted_where_it_is() {
    let (server, [first, _]) = two_days();
    server.count();
    let conversations = async |of: &str| {
        server.get(&format!("reports/summary?{TWO_DAYS}&{of}")).await["conversations_count"].as_i64().unwrap()
    };
    let now = "2024-06-01T00:00:00Z";
    server.change(now, first, |tx, c| assignment::assign(tx, c, Wish::User(Some(UserId(1))), &ada()));
    server.change(now, first, |tx, c| assignment::assign(tx, c, Wish::Team(None), &ada()));
    server.change(now, first, |tx, c| labelling::replace(tx, c, &[], &ada()));
    server.change(now, first, |tx, c| status::change(tx, c, Status::Snoozed, None, &ada()));
    server.count();
    for (of, n) in
        [("type=agent&id=2", 0), ("type=agent&id=1", 1), ("type=team&id=1", 0), ("type=label&id=1", 0), ("", 2)]
    {
        assert_eq!(conversations(of).await, n, "{of}");
    }
    server.change(now, first, |tx, c| labelling::replace(tx, c, &["vip".into()], &ada()));
    server.count();
    assert_eq!(conversations("type=label&id=1").await, 1);
    let channels = server.get(&format!("summary_reports/channel?{TWO_DAYS}")).await;
    assert_eq!(channels["Channel::Api"], json!({"open": 1, "resolved": 0, "pending": 0, "snoozed": 1, "total": 2}));
    // what was done stays with who did it
    let bob = server.get(&format!("reports/summary?{TWO_DAYS}&type=agent&id=2")).await;
    assert_eq!((&bob["outgoing_messages_count"], &bob["resolutions_count"]), (&json!(2), &json!(1)));
}

#[tokio::test]
async fn a_merge_answers_nobody() {
    let (server, [_, second]) = two_days();
    let third = server.begin("2024-03-05T19:00:00Z");
    server.change("2024-03-05T19:30:00Z", third, answer);
    server.change("2024-03-05T20:00:00Z", second, move |tx, c| {
        let from = conversations::find_by_id(tx, ACCOUNT, third)?;
        conversations::merging::merge(tx, c, &from, &ada())
    });
    server.count();
    let counts = async |metric: &str| {
        let points = server.get(&format!("reports?metric={metric}&{TWO_DAYS}")).await;
        points.as_array().unwrap().iter().map(|point| point["count"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    // what is gone before it was counted is not; what it brings along is no answer of the one who merged
    assert_eq!((counts("avg_first_response_time").await, counts("reply_time").await), (vec![1, 0], vec![1, 0]));
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}")).await["conversations_count"], json!(2));
}

#[tokio::test]
async fn bots_resolve_and_hand_over_once() {
    let server = Server::start();
    let attach = "insert into agent_bot_inboxes(inbox_id, agent_bot_id, account_id, created_at) values (1, 1, 1, 0)";
    server.write("2024-03-04T08:00:00Z", |tx| Ok(tx.execute(attach, [])?));
    let robo = || Performer::Bot { id: AgentBotId(1), name: "Robo".into() };
    let turn = |time: &str, id, to, by: Performer| {
        server.change(time, id, move |tx, c| status::change(tx, c, to, None, &by));
    };
    let handed = server.begin("2024-03-04T08:00:00Z");
    server.change("2024-03-04T08:01:00Z", handed, move |tx, c| post::post_as(tx, &robo(), c, Draft::outgoing("Beep")));
    turn("2024-03-04T10:00:00Z", handed, Status::Open, robo());
    turn("2024-03-04T10:01:00Z", handed, Status::Pending, ada());
    turn("2024-03-04T10:02:00Z", handed, Status::Open, robo());
    server.change("2024-03-04T10:10:00Z", handed, answer);
    turn("2024-03-04T10:20:00Z", handed, Status::Resolved, ada());
    let alone = server.begin("2024-03-04T12:00:00Z");
    turn("2024-03-04T12:30:00Z", alone, Status::Resolved, robo());
    let by_hand = server.begin("2024-03-04T13:00:00Z");
    turn("2024-03-04T13:30:00Z", by_hand, Status::Open, ada());
    server.count();
    let none = json!({"bot_resolutions_count": 0, "bot_handoffs_count": 0});
    assert_eq!(
        server.get(&format!("reports/bot_summary?{TWO_DAYS}&type=account")).await,
        json!({"bot_resolutions_count": 1, "bot_handoffs_count": 1, "previous": none})
    );
    assert_eq!(
        server.get(&format!("reports/bot_metrics?{TWO_DAYS}")).await,
        json!({"conversation_count": 3, "message_count": 2, "resolution_rate": 33, "handoff_rate": 33})
    );
    // people's time begins when the bot gives up
    let summary = server.get(&format!("reports/summary?{TWO_DAYS}")).await;
    assert_eq!((&summary["avg_first_response_time"], &summary["reply_time"]), (&json!(600.0), &Value::Null));
    let handoffs = format!("metric=bot_handoffs_count&{TWO_DAYS}");
    assert_eq!(server.series(&handoffs).await.iter().map(|(_, n)| *n).sum::<f64>(), 1.0);
    assert_eq!(
        server.get("reports/bot_metrics?since=1&until=2").await,
        json!({"conversation_count": 0, "message_count": 0, "resolution_rate": 0, "handoff_rate": 0})
    );
}

#[tokio::test]
async fn what_is_deleted_takes_its_numbers_along() {
    let (server, _) = two_days();
    server.count();
    let dimensions = |server: &Server| {
        let read = |db: &Db| {
            let mut list =
                db.prepare("select distinct dimension from reporting_rollups where account_id = 1 order by 1")?;
            Ok(list.query_map([], |row| row.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
        };
        server.store.read_blocking(read).unwrap()
    };
    assert_eq!(dimensions(&server), [0, 1, 2, 3, 4]);
    server.write("2024-06-01T00:00:00Z", |tx| {
        for (kind, id) in [
            (EventKind::AccountUserDeleted, 2),
            (EventKind::TeamDeleted, 1),
            (EventKind::LabelDeleted, 1),
            (EventKind::InboxDeleted, 1),
        ] {
            tx.emit(Event::new(ACCOUNT, kind, id, Actor::System))?;
        }
        count(tx)?;
        let mut jobs = tx.prepare("select payload from jobs where name = 'forget_reports' order by id")?;
        let payloads = jobs.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        for payload in payloads {
            let job: Value = serde_json::from_str(&payload).unwrap();
            let number = |name: &str| job[name].as_i64().unwrap();
            let account = AccountId(number("account_id"));
            assert!(!reports::forget_step(tx, account, number("dimension"), number("dimension_id"))?);
        }
        Ok(())
    });
    assert_eq!(dimensions(&server), [0]);
}

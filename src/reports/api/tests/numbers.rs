//! Numbers, series, tables and files.

use super::*;

#[tokio::test]
async fn a_summary_has_all_numbers_and_those_before() {
    let (server, _) = two_days();
    let nothing = json!({
        "conversations_count": 0, "incoming_messages_count": 0, "outgoing_messages_count": 0,
        "avg_first_response_time": null, "avg_resolution_time": null, "resolutions_count": 0, "reply_time": null,
        "previous": {
            "conversations_count": 0, "incoming_messages_count": 0, "outgoing_messages_count": 0,
            "avg_first_response_time": null, "avg_resolution_time": null, "resolutions_count": 0, "reply_time": null,
        },
    });
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}")).await, nothing, "nothing is counted yet");
    // while the past is counted, the conversation has a team and a label from the beginning
    server.count();
    let with = |numbers: Value| {
        let mut all = nothing.clone();
        all.as_object_mut().unwrap().extend(numbers.as_object().unwrap().clone());
        all
    };
    let all = with(json!({
        "conversations_count": 2, "incoming_messages_count": 3, "outgoing_messages_count": 2,
        "avg_first_response_time": 5400.0, "avg_resolution_time": 10800.0, "resolutions_count": 1, "reply_time": 1200.0,
    }));
    for of in ["", "&type=account", "&type=inbox&id=1"] {
        assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}{of}")).await, all, "{of}");
    }
    let one = |incoming| {
        with(json!({
            "conversations_count": 1, "incoming_messages_count": incoming, "outgoing_messages_count": 2,
            "avg_first_response_time": 5400.0, "avg_resolution_time": 10800.0, "resolutions_count": 1, "reply_time": 1200.0,
        }))
    };
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}&type=agent&id=2")).await, one(0));
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}&type=team&id=1")).await, one(2));
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}&type=label&id=1")).await, one(2));
    assert_eq!(server.get(&format!("reports/summary?{TWO_DAYS}&type=agent&id=1")).await, nothing);
    // nine to five
    let at_work = server.get(&format!("reports/summary?{TWO_DAYS}&business_hours=true")).await;
    let times = ["avg_first_response_time", "avg_resolution_time", "reply_time"].map(|name| at_work[name].as_f64());
    assert_eq!(times, [Some(1800.0), Some(7200.0), Some(1200.0)]);
    // Tuesday, with Monday before it
    let tuesday = server.get("reports/summary?since=1709596800&until=1709683199").await;
    let before = &tuesday["previous"];
    assert_eq!((&tuesday["conversations_count"], &tuesday["resolutions_count"]), (&json!(1), &json!(0)));
    assert_eq!((&before["conversations_count"], &before["avg_resolution_time"]), (&json!(1), &json!(10800.0)));
}

#[tokio::test]
async fn a_series_has_a_point_for_each_period_of_a_time_zone() {
    let (server, _) = two_days();
    server.count();
    let days = format!("metric=conversations_count&{TWO_DAYS}&group_by=day&timezone_offset=0");
    assert_eq!(
        server.get(&format!("reports?{days}")).await,
        json!([{"value": 1, "timestamp": 1_709_510_400}, {"value": 1, "timestamp": 1_709_596_800}])
    );
    let ask = |metric: &str, since: &str, until: &str, rest: &str| {
        format!("metric={metric}&since={}&until={}{rest}", seconds(since), seconds(until))
    };
    let points = |list: &[(&str, f64)]| list.iter().map(|(t, v)| ((*t).to_owned(), *v)).collect::<Vec<_>>();
    // a quarter to seven in the evening is a quarter past midnight, half an hour into Wednesday, in India
    let india = ask("conversations_count", "2024-03-03T18:30:00Z", "2024-03-06T18:29:59Z", "&timezone_offset=5.5");
    assert_eq!(
        server.series(&india).await,
        points(&[("2024-03-03T18:30", 1.0), ("2024-03-04T18:30", 0.0), ("2024-03-05T18:30", 1.0)])
    );
    let india = server.series(&india).await;
    let zone = r#"update accounts set custom_attributes = '{"timezone": "Asia/Kolkata"}' where id = 1"#;
    server.write("2024-06-01T00:00:00Z", |tx| Ok(tx.execute(zone, [])?));
    let there = ask("conversations_count", "2024-03-03T18:30:00Z", "2024-03-06T18:29:59Z", "");
    assert_eq!(server.series(&there).await, india, "the account is in India");
    server.write("2024-06-01T00:00:00Z", |tx| Ok(tx.execute("update accounts set custom_attributes = '{}'", [])?));
    // eight in the morning is midnight
    let west = ask("conversations_count", "2024-03-03T08:00:00Z", "2024-03-06T07:59:59Z", "&timezone_offset=-8");
    assert_eq!(
        server.series(&west).await,
        points(&[("2024-03-03T08:00", 0.0), ("2024-03-04T08:00", 1.0), ("2024-03-05T08:00", 1.0)])
    );
    let hours = ask("incoming_messages_count", "2024-03-04T08:00:00Z", "2024-03-04T11:00:00Z", "&group_by=hour");
    assert_eq!(
        server.series(&hours).await,
        points(&[("2024-03-04T08:00", 1.0), ("2024-03-04T09:00", 0.0), ("2024-03-04T10:00", 1.0)])
    );
    let half = format!("{hours}&timezone_offset=5.5");
    let halves = server.series(&half).await;
    assert_eq!((halves.len(), halves[0].0.as_str()), (4, "2024-03-04T07:30"));
    for (group_by, begins) in
        [("week", "2024-03-04T00:00"), ("month", "2024-03-01T00:00"), ("year", "2024-01-01T00:00")]
    {
        let query = format!("metric=resolutions_count&{TWO_DAYS}&group_by={group_by}");
        assert_eq!(server.series(&query).await, points(&[(begins, 1.0)]), "{group_by}");
    }
    let averages = format!("metric=reply_time&{TWO_DAYS}");
    assert_eq!(
        server.get(&format!("reports?{averages}")).await,
        json!([{"value": 1200.0, "timestamp": 1_709_510_400, "count": 1},
            {"value": 0.0, "timestamp": 1_709_596_800, "count": 0}])
    );
    let at_work =
        format!("metric=avg_first_response_time&{TWO_DAYS}&business_hours=true&type=agent&id=2&group_by=month");
    assert_eq!(
        server.get(&format!("reports?{at_work}")).await,
        json!([{"value": 1800.0, "timestamp": seconds("2024-03-01"), "count": 1}])
    );
    assert_eq!(server.get(&format!("reports?metric=happiness&{TWO_DAYS}")).await, json!({}));
    assert_eq!(server.get("reports").await, json!({}));
}

#[tokio::test]
async fn tables_and_files_have_a_line_for_each() {
    let (server, _) = two_days();
    server.count();
    let line = |id: i64, conversations: i64, is_busy: bool| {
        let time = |seconds: f64| if is_busy { json!(seconds) } else { Value::Null };
        json!({"id": id, "conversations_count": conversations, "resolved_conversations_count": i64::from(is_busy),
            "avg_resolution_time": time(10800.0), "avg_first_response_time": time(5400.0), "avg_reply_time": time(1200.0)})
    };
    let table = async |name: &str| server.get(&format!("summary_reports/{name}?{TWO_DAYS}&business_hours=false")).await;
    assert_eq!(table("agent").await, json!([line(2, 1, true), line(1, 0, false)]));
    assert_eq!(table("team").await, json!([line(1, 1, true)]));
    assert_eq!(table("inbox").await, json!([line(1, 2, true)]));
    let mut vip = line(1, 1, true);
    vip["name"] = json!("vip");
    assert_eq!(table("label").await, json!([vip]));
    let channels = json!({"Channel::Api": {"open": 1, "resolved": 1, "pending": 0, "snoozed": 0, "total": 2}});
    assert_eq!(table("channel").await, channels);
    assert_eq!(server.get("summary_reports/channel?since=1&until=2").await, json!({}));
    let numbers = "Conversations,Resolutions,Avg first response time (s),Avg resolution time (s),Avg reply time (s)\n";
    let file = async |name: &str| server.text(&format!("reports/{name}?{TWO_DAYS}&business_hours=true")).await;
    assert_eq!(file("agents").await, format!("Agent name,{numbers}'=Bob,1,1,1800,7200,1200\nAda,0,0,,,\n"));
    assert_eq!(file("inboxes").await, format!("Inbox name,Inbox type,{numbers}App,Channel::Api,2,1,1800,7200,1200\n"));
    assert_eq!(file("labels").await, format!("Label,{numbers}vip,1,1,1800,7200,1200\n"));
    assert_eq!(file("teams").await, format!("Team name,{numbers}sales,1,1,1800,7200,1200\n"));
}

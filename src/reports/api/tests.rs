//! A past written down, counted, and asked for through the endpoints.

use std::sync::Arc;

use poem::endpoint::{DynEndpoint, ToDynEndpoint};
use poem::{Endpoint, EndpointExt, Request, Response, Route};
use poem_openapi::OpenApiService;
use serde_json::{Value, json};

use super::*;
use crate::access::{Agent, AgentOrBot, Cache, Owner, Role, create_token};
use crate::base::ids::{AccountId, AgentBotId, ContactId, ConversationId, InboxId, TeamId, UserId};
use crate::base::{Actor, Changes, Event, EventKind, Happened, Millis};
use crate::contacts::{self, ContactInbox};
use crate::conversations::assignment::{self, Request as Wish};
use crate::conversations::creation::{self, NewConversation};
use crate::conversations::{self, Conversation, Performer, Status, labelling, post, status};
use crate::http::errors;
use crate::messages::{Draft, MessageType};
use crate::reports;
use crate::store::{Db, Env, Store, Tx};

/// Ada administers Acme, Bob is in its inbox, which is open from nine to five on weekdays, and in its team.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into users(id, name, email, pubsub_token, created_at, updated_at)
        values (1, 'Ada', 'a@a', 'a', 0, 0), (2, '=Bob', 'b@b', 'b', 0, 0);
    insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, 1, 1, 0, 0), (1, 2, 0, 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'i', 'h'), (2, 2, 'j', 'h');
    insert into inboxes(id, account_id, channel_type, channel_id, name, enable_auto_assignment, working_hours_enabled, created_at,
            updated_at)
        values (1, 1, 'Channel::Api', 1, 'App', 0, 1, 0, 0), (2, 2, 'Channel::Api', 2, 'Other', 0, 0, 0, 0);
    insert into working_hours(inbox_id, day_of_week, open_hour, open_minutes, close_hour, close_minutes)
        values (1, 1, 9, 0, 17, 0), (1, 2, 9, 0, 17, 0), (1, 3, 9, 0, 17, 0), (1, 4, 9, 0, 17, 0), (1, 5, 9, 0, 17, 0);
    insert into working_hours(inbox_id, day_of_week, closed_all_day) values (1, 0, 1), (1, 6, 1);
    insert into inbox_members(inbox_id, user_id, account_id, turn, created_at) values (1, 2, 1, 0, 0);
    insert into teams(id, account_id, name, allow_auto_assign, created_at, updated_at) values (1, 1, 'sales', 0, 0, 0);
    insert into team_members(team_id, user_id, account_id, created_at) values (1, 2, 1, 0);
    insert into labels(id, account_id, title, created_at, updated_at) values (1, 1, 'vip', 0, 0), (2, 2, 'theirs', 0, 0);
    insert into contacts(id, account_id, name, created_at, updated_at) values (1, 1, 'Jane', 0, 0);
    insert into agent_bots(id, account_id, name, created_at, updated_at) values (1, 1, 'Robo', 0, 0);";

const ACCOUNT: AccountId = AccountId(1);

fn at(text: &str) -> Millis {
    Millis::parse(text).unwrap()
}

fn seconds(text: &str) -> i64 {
    at(text).seconds()
}

fn jane() -> Performer {
    Performer::Contact { id: ContactId(1), name: "Jane".into() }
}

fn ada() -> Performer {
    Performer::Agent { id: UserId(1), name: "Ada".into() }
}

fn bob() -> AgentOrBot {
    AgentOrBot::Agent(Agent { account: ACCOUNT, user: UserId(2), name: "=Bob".into(), role: Role::Agent })
}

struct Server {
    endpoint: Box<dyn DynEndpoint<Output = Response>>,
    store: Store,
    ada: String,
    bob: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::new(Env::default())).unwrap();
        let people = store.write_blocking(|tx| {
            tx.execute_batch(COMPANY)?;
            Ok((create_token(tx, Owner::User(UserId(1)))?, create_token(tx, Owner::User(UserId(2)))?))
        });
        let (ada, bob) = people.unwrap();
        let route = Route::new().nest("/", OpenApiService::new(apis(&store), "test", "1"));
        let route = errors::guard(route.data(store.clone()).data(Arc::new(Cache::default())));
        Server { endpoint: Box::new(ToDynEndpoint(route)), store, ada, bob, _folder: folder }
    }

    /// Something that happens at this time.
    fn write<T: Send + 'static>(
        &self,
        time: &str,
        work: impl FnOnce(&Tx) -> crate::base::Result<T> + Send + 'static,
    ) -> T {
        let time = at(time);
        self.store.write_blocking(move |tx| tx.at(time, work)).unwrap()
    }

    /// A conversation of Jane's begins with a message.
    fn begin(&self, time: &str) -> ConversationId {
        self.write(time, |tx| {
            let address: ContactInbox =
                contacts::find_or_create_inbox(tx, ACCOUNT, ContactId(1), InboxId(1), None, false, Actor::System)?;
            let facts = conversations::inbox_facts(tx, ACCOUNT, InboxId(1))?;
            let mut conversation = creation::start(tx, ACCOUNT, &facts, &address, NewConversation::default(), &jane())?;
            hear(tx, &mut conversation)?;
            Ok(conversation.id)
        })
    }

    fn change<T: Send + 'static>(
        &self,
        time: &str,
        id: ConversationId,
        work: impl FnOnce(&Tx, &mut Conversation) -> crate::base::Result<T> + Send + 'static,
    ) {
        self.write(time, move |tx| {
            let mut conversation = conversations::find_by_id(tx, ACCOUNT, id)?;
            work(tx, &mut conversation).map(drop)
        });
    }

    /// Counts what has not been counted.
    fn count(&self) {
        self.store.write_blocking(count).unwrap();
    }

    async fn ask(&self, token: &str, path: &str) -> (u16, String) {
        let path = format!("/api/v2/accounts/{path}");
        let request = Request::builder().uri(path.parse().unwrap()).header("api_access_token", token).finish();
        let response = self.endpoint.call(request).await.unwrap();
        (response.status().as_u16(), response.into_body().into_string().await.unwrap())
    }

    async fn text(&self, path: &str) -> String {
        let (status, text) = self.ask(&self.ada, &format!("1/{path}")).await;
        assert_eq!(status, 200, "{path}: {text}");
        text
    }

    async fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path).await).unwrap()
    }

    /// Values of a metric by the time at which their periods begin.
    async fn series(&self, query: &str) -> Vec<(String, f64)> {
        let points = self.get(&format!("reports?{query}")).await;
        let point = |point: &Value| {
            let time = Millis(point["timestamp"].as_i64().unwrap() * 1000).iso();
            (time.trim_end_matches(":00.000Z").to_owned(), point["value"].as_f64().unwrap())
        };
        points.as_array().unwrap().iter().map(point).collect()
    }
}

fn hear(tx: &Tx, conversation: &mut Conversation) -> crate::base::Result<()> {
    let mut draft = Draft::outgoing("Hello");
    draft.message_type = MessageType::Incoming;
    post::post_as(tx, &jane(), conversation, draft).map(drop)
}

fn answer(tx: &Tx, conversation: &mut Conversation) -> crate::base::Result<()> {
    post::post(tx, &bob(), conversation, Draft::outgoing("Hi")).map(drop)
}

/// What a refusal says.
fn error(body: &str) -> Value {
    serde_json::from_str::<Value>(body).unwrap()["error"].clone()
}

/// Counts the rows of the outbox, and removes them.
fn count(tx: &Tx) -> crate::base::Result<()> {
    reports::sum(tx, &read(tx)?)?.write(tx)?;
    tx.execute("delete from outbox", [])?;
    Ok(())
}

fn read(db: &Db) -> crate::base::Result<Vec<Happened>> {
    let mut list = db.prepare(
        "select id, account_id, seq, name, subject_id, conversation_id, actor_type, actor_id, changes, created_at
           from outbox order by id",
    )?;
    let rows = list.query_map([], |row| {
        let actor_type: String = row.get(6)?;
        Ok(Happened {
            id: row.get(0)?,
            account: row.get(1)?,
            seq: row.get(2)?,
            kind: EventKind::named(&row.get::<_, String>(3)?).unwrap(),
            subject: row.get(4)?,
            conversation: row.get(5)?,
            actor: Actor::of_parts(&actor_type, row.get(7)?),
            changes: Changes::try_from(row.get::<_, String>(8)?.as_str()).unwrap(),
            echo_id: None,
            snapshot: None,
            at: row.get(9)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A Monday with one conversation from its beginning to its end, and one that begins on Tuesday evening.
fn two_days() -> (Server, [ConversationId; 2]) {
    let server = Server::start();
    let first = server.begin("2024-03-04T08:00:00Z");
    let to_bob = |tx: &Tx, c: &mut Conversation| assignment::assign(tx, c, Wish::User(Some(UserId(2))), &ada());
    server.change("2024-03-04T08:10:00Z", first, to_bob);
    server.change("2024-03-04T09:30:00Z", first, answer);
    server.change("2024-03-04T10:00:00Z", first, hear);
    server.change("2024-03-04T10:20:00Z", first, answer);
    server.change("2024-03-04T10:30:00Z", first, |tx, c| {
        assignment::assign(tx, c, Wish::Team(Some(TeamId(1))), &ada())?;
        labelling::replace(tx, c, &["vip".into(), "unlisted".into()], &ada())
    });
    server.change("2024-03-04T11:00:00Z", first, |tx, c| status::change(tx, c, Status::Resolved, None, &ada()));
    let second = server.begin("2024-03-05T18:45:00Z");
    (server, [first, second])
}

const TWO_DAYS: &str = "since=1709510400&until=1709683199"; // 2024-03-04 and 05, as dashboards ask

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

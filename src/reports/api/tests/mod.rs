//! A past written down, counted, and asked for through the endpoints.

mod counted;
mod live;
mod numbers;

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

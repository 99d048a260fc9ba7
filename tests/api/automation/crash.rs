//! What a rule does is done once for each event, however the process ended.

use std::sync::Arc;
use std::thread;

use serde_json::json;

use super::action;
use crate::support::seed::Company;
use crate::support::server::Server;

const ROUNDS: i64 = 4;
const MESSAGES: i64 = 30;

#[test]
fn a_rule_acts_once_for_each_message_over_kills() {
    let server = Arc::new(Server::start());
    let company = Company::on(server.clone(), "Acme");
    let inbox = company.inbox("App")["id"].as_i64().unwrap();
    let contact = company.contact("Cora");
    let rule = company.rule("message_created", json!([]), json!([action("add_private_note", json!(["Noted"]))]));
    let account = company.id;
    let conversations: Vec<i64> = (0..ROUNDS).map(|_| company.conversation(inbox, contact)).collect();
    let token = company.ada.token.clone();
    drop(company);
    let mut server = Arc::into_inner(server).unwrap();
    for conversation in conversations {
        let client = server.client(&[("api_access_token", &token)]);
        let path = format!("/api/v1/accounts/{account}/conversations/{conversation}/messages");
        thread::scope(|scope| {
            let writing = scope.spawn(|| {
                let post = |_: &i64| client.try_send("POST", &path, json!({"content": "hello"})).is_ok();
                (0..MESSAGES).take_while(post).count()
            });
            // some are handled, some are not
            while !writing.is_finished() {
                let noted: i64 = rusqlite::Connection::open(server.database())
                    .unwrap()
                    .query_row(
                        "select count(*) from messages m join conversations c on c.id = m.conversation_id
                          where m.content = 'Noted' and c.display_id = ?1",
                        [conversation],
                        |row| row.get(0),
                    )
                    .unwrap();
                if noted >= MESSAGES / 3 {
                    break;
                }
            }
            server.kill();
            assert!(writing.join().unwrap() > 0);
        });
        server = server.restart();
        let said = "select count(*) from messages where content = 'hello'";
        let noted = "select count(*) from messages where content = 'Noted'";
        server.wait_until(&format!("select ({said}) - ({noted})"), 0);
    }
    let runs = format!("select count(*) from automation_runs where rule_id = {rule} and matched = 1");
    server.wait_until(&format!("select ({runs}) - (select count(*) from messages where content = 'hello')"), 0);
    server.command(&["check"]);
}

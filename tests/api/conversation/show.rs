//! One conversation.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::{any_time, merged};
use crate::support::shapes::{merged_at, message_inside, slim_bot, user_sender};

#[test]
fn a_conversation_shows_itself_and_its_newest_message() {
    let talk = Talk::new();
    talk.bob.get(&talk.path("")).assert(200, talk.fresh());
    let id = talk.say(&talk.bob, "Hi Jane");
    let sender = json!({"id": id, "sender": user_sender(&talk.bob), "sender_type": "User", "sender_id": talk.bob.id});
    let message = merged(message_inside(talk.company.id, talk.text(1, "Hi Jane")), sender);
    let answered = json!({
        "messages": [message.clone()], "last_non_activity_message": message, "first_reply_created_at": any_time(),
        "waiting_since": 0,
    });
    talk.ada.session().get(&talk.path("/")).assert(200, merged(talk.fresh(), answered));
}

#[test]
fn a_bot_that_takes_care_is_shown_as_one() {
    let talk = Talk::new();
    let robo = talk.bot("Robo");
    talk.assign(&talk.ada, json!({"assignee_id": robo.id, "assignee_type": "AgentBot"}));
    let bot = json!({"assignee": slim_bot(&talk, &robo), "assignee_type": "AgentBot"});
    talk.bob.get(&talk.path("")).assert(200, merged_at(talk.fresh(), "meta", bot));
}

#[test]
fn an_agent_sees_the_conversations_of_their_inboxes_and_of_their_teams() {
    let talk = Talk::new();
    let (cleo, dan) = (talk.agent("Cleo"), talk.agent("Dan"));
    let sales = talk.team("Sales");
    talk.ada.post(&talk.at(&format!("/teams/{sales}/team_members")), json!({"user_ids": [cleo.id]})).ok();
    cleo.get(&talk.path("")).assert_not_allowed();
    talk.assign(&talk.ada, json!({"team_id": sales}));
    assert_eq!(cleo.get(&talk.path("")).ok()["meta"]["team"]["is_member"], true);
    assert_eq!(talk.bob.get(&talk.path("")).ok()["meta"]["team"]["is_member"], false);
    cleo.get(&talk.path("/messages")).ok();
    dan.get(&talk.path("")).assert_not_allowed();
    // to take care of it is not enough
    talk.assign(&talk.ada, json!({"assignee_id": dan.id}));
    dan.get(&talk.path("")).assert_not_allowed();
    talk.assign(&talk.ada, json!({"team_id": null}));
    cleo.get(&talk.path("")).assert_not_allowed();
}

#[test]
fn what_is_not_there_is_not_found() {
    let (talk, theirs) = (Talk::new(), Talk::new());
    theirs.conversation(theirs.inbox, theirs.contact);
    for id in ["2", "0", "-1", "9223372036854775807", "99999999999999999999", "one", "1.5"] {
        talk.ada.get(&talk.at(&format!("/conversations/{id}"))).assert_not_found();
        talk.bob.get(&talk.at(&format!("/conversations/{id}"))).assert_not_found();
    }
    let refused = "You are not authorized to access this account";
    theirs.ada.get(&talk.path("")).assert_error(401, refused);
    talk.server.nobody().get(&talk.path("")).assert_sign_in_first();
    let robo = talk.bot("Robo");
    robo.get(&talk.path("")).assert_error(401, "Access to this endpoint is not authorized for bots");
}

#[test]
fn who_left_the_account_takes_care_of_nothing() {
    let talk = Talk::new();
    talk.assign(&talk.ada, json!({"assignee_id": talk.bob.id}));
    let mut events = talk.events();
    let members = format!("/platform/api/v1/accounts/{}/account_users", talk.company.id);
    talk.platform.delete(&members, json!({"user_id": talk.bob.id})).assert_empty();
    events.assert_names(&["account_user_deleted"]);
    let shown = talk.show();
    assert_eq!((shown["meta"].get("assignee"), shown["meta"].get("assignee_type")), (None, None));
    assert_eq!(talk.activities(), ["Assigned to Bob by Ada"]);
}

#[test]
fn a_reply_window_may_close() {
    let talk =
        Talk::with(json!({"channel": {"type": "api", "additional_attributes": {"agent_reply_time_window": 24}}}));
    assert_eq!(talk.show()["can_reply"], false, "the contact never wrote");
    talk.hear("Hello");
    assert_eq!(talk.show()["can_reply"], true);
    let account = talk.company.id;
    talk.server.alter(&format!(
        "update conversations set last_incoming_at = last_incoming_at - 86500000 where account_id = {account};
         update messages set created_at = created_at - 86500000 where account_id = {account}"
    ));
    assert_eq!(talk.show()["can_reply"], false);
    // for information only
    talk.say(&talk.bob, "Still there?");
}

//! Who is at a conversation right now. That people look is said over the websocket: see the tests of `/cable`.

use serde_json::json;

use crate::support::Talk;
use crate::support::json::merged;
use crate::support::shapes::user_sender;

#[test]
fn who_types_is_there_until_they_end() {
    let talk = Talk::new();
    let (path, typing) = (talk.path("/viewers"), talk.path("/toggle_typing_status"));
    talk.bob.get(&path).assert(200, json!({"payload": []}));
    talk.bob.post(&typing, json!({"typing_status": "on", "is_private": true})).assert_empty();
    let shown = |is_private: bool| {
        let does = json!({"is_viewing": false, "is_typing": true, "is_private": is_private});
        json!({"payload": [merged(user_sender(&talk.bob), does)]})
    };
    talk.ada.get(&path).assert(200, shown(true));
    talk.bob.post(&typing, json!({"typing_status": "on"})).assert_empty();
    talk.ada.get(&path).assert(200, shown(false));
    // a bot is no viewer
    talk.bot("Robo").post(&typing, json!({"typing_status": "on"})).assert_empty();
    talk.ada.get(&path).assert(200, shown(false));
    talk.bob.post(&typing, json!({"typing_status": "off"})).assert_empty();
    talk.ada.get(&path).assert(200, json!({"payload": []}));
    talk.bob.get(&talk.at("/conversations/2/viewers")).assert_not_found();
}

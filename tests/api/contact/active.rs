//! Contacts who are here now. Who comes by a websocket is tried in tests/cable.

use serde_json::json;

use super::named;
use crate::support::Company;

#[test]
fn nobody_is_here_at_first() {
    let (acme, theirs) = (Company::new(), Company::named("Theirs"));
    named(&acme, "Jane");
    let path = acme.at("/contacts/active");
    let page = |number: i64| json!({"meta": {"count": 0, "current_page": number}, "payload": []});
    acme.bob.get(&path).assert(200, page(1));
    acme.bob.get(&format!("{path}?include_contact_inboxes=false&page=2&sort=last_activity_at")).assert(200, page(2));
    acme.bob.get(&format!("{path}?page=-1&sort=;&labels[]=x")).assert(200, page(1));
    theirs.bob.get(&path).assert_error(401, "You are not authorized to access this account");
}

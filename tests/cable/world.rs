//! A company in which somebody listens.

use serde_json::{Value, json};

use crate::socket::Socket;
use crate::support::clients::Person;
use crate::support::seed::Company;
use crate::support::server::Server;

/// The identifier a person subscribes with.
pub fn identifier(company: &Company, person: &Person) -> String {
    json!({
        "channel": "RoomChannel",
        "pubsub_token": token(person),
        "account_id": company.id,
        "user_id": person.id,
    })
    .to_string()
}

/// The realtime token of a person.
pub fn token(person: &Person) -> String {
    person.get("/api/v1/profile").ok()["pubsub_token"].as_str().unwrap().to_owned()
}

/// The identifier a contact's session subscribes with.
pub fn session(token: &str) -> String {
    json!({"channel": "RoomChannel", "pubsub_token": token}).to_string()
}

/// An identifier that goes on after this place.
pub fn after(identifier: &str, seq: i64, part: Option<i64>) -> String {
    let mut fields: Value = serde_json::from_str(identifier).unwrap();
    fields["after"] = seq.into();
    fields["after_part"] = part.into();
    fields.to_string()
}

/// A person listens.
#[track_caller]
pub fn listen(company: &Company, person: &Person) -> Socket {
    Socket::listen(&company.server, &identifier(company, person))
}

/// A value in the server's file.
pub fn stored<T: rusqlite::types::FromSql>(server: &Server, sql: &str, id: i64) -> T {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let file = rusqlite::Connection::open_with_flags(server.database(), flags).unwrap();
    file.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    file.query_row(sql, [id], |row| row.get(0)).unwrap()
}

/// A dialogue: an inbox of the API with Bob in it, a contact and their conversation.
pub struct Dialogue {
    pub company: Company,
    pub inbox: i64,
    pub contact: i64,
    /// The number of the conversation.
    pub id: i64,
}

impl Dialogue {
    pub fn new() -> Dialogue {
        Dialogue::of(Company::new())
    }

    pub fn of(company: Company) -> Dialogue {
        let inbox = company.inbox("App")["id"].as_i64().unwrap();
        company.let_in(inbox, &[&company.bob]);
        let contact = company.contact("Jane");
        let id = company.conversation(inbox, contact);
        Dialogue { company, inbox, contact, id }
    }

    /// A path below the conversation.
    pub fn at(&self, path: &str) -> String {
        self.company.at(&format!("/conversations/{}{path}", self.id))
    }

    /// A message of the contact; answers its id.
    pub fn hear(&self, text: &str) -> i64 {
        self.company.ada.post(&self.at("/messages"), json!({"content": text, "message_type": "incoming"})).id()
    }

    /// An answer of Bob's; answers its id.
    pub fn say(&self, text: &str) -> i64 {
        self.company.message(&self.company.bob, self.id, text)
    }

    /// The realtime token of the contact in the inbox.
    pub fn contact_token(&self) -> String {
        stored(&self.company.server, "select pubsub_token from contact_inboxes where contact_id = ?", self.contact)
    }

    /// One more conversation of the contact, on the same address; answers its number.
    pub fn another(&self) -> i64 {
        let sql = "select source_id from contact_inboxes where contact_id = ?";
        let source: String = stored(&self.company.server, sql, self.contact);
        let new = json!({"inbox_id": self.inbox, "source_id": source});
        self.company.ada.post(&self.company.at("/conversations"), new).id()
    }

    /// The contact listens.
    pub fn listen_as_contact(&self) -> Socket {
        Socket::listen(&self.company.server, &session(&self.contact_token()))
    }
}

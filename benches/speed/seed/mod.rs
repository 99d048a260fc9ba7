//! A company's database of any size, written by SQL in one transaction for each table.
//!
//! The store creates the file, so that schema and triggers are the real ones, and `chatwoot-lite check` finds nothing wrong.
//! For each conversation there are two contacts and, on average, ten messages: every twentieth has 86, the others six.
//! One conversation in ten is open, half of those have an owner, and one in fifty waits for an answer. Some have a label or custom
//! attributes.

mod conversations;
mod large;
mod words;

use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chatwoot_lite::store::Store;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rusqlite::{Connection, named_params};

use crate::Outcome;
use conversations::Scribe;
pub use conversations::{is_a_colleagues, is_long, is_waiting};
pub use large::{Large, MERGED, MOST_MESSAGES};
pub use words::{COMMON_PART, COMMON_WORDS, RARE_NAME, RARE_WORD};

/// The access token of the administrator, who is user 1.
pub const TOKEN: &str = "speed";
/// The people of the account; the first is its administrator.
pub const USERS: i64 = 6;
/// The label of some conversations.
pub const LABEL: &str = "delivery";
/// A value of the custom attribute `plan`: one conversation in twenty-seven has it.
pub const PLAN: &str = "gold";
/// Contacts for each conversation.
const CONTACTS: i64 = 2;

const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Speed', 0, 0);
    insert into channel_api(id, account_id, identifier, hmac_token) values (1, 1, 'first', 'one'), (2, 1, 'second', 'two');
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at)
    values (1, 1, 'Channel::Api', 1, 'Shop', 0, 0), (2, 1, 'Channel::Api', 2, 'Support', 0, 0);
    insert into labels(id, account_id, title, created_at, updated_at) values (1, 1, 'delivery', 0, 0);
    insert into custom_attribute_definitions(id, account_id, attribute_display_name, attribute_display_type, attribute_key,
        created_at, updated_at)
    values (1, 1, 'Plan', 0, 'plan', 0, 0), (2, 1, 'Seats', 1, 'seats', 0, 0);
    insert into access_tokens(token, owner_type, owner_id, created_at) values ('speed', 'User', 1, 0);";

/// As the store does it: words are indexed up to the cursor.
const INDEX: &str = "
    insert into messages_fts(rowid, content) select id, content from messages_searched where id > (select last from search_cursor);
    update search_cursor set last = (select max(id) from messages) where last < (select max(id) from messages);";

/// Writes a file with this many conversations.
pub fn file(path: &Path, conversations: i64) -> Outcome<()> {
    write(path, conversations, None)
}

/// The same with what only the large file has.
pub fn large(path: &Path, large: &Large) -> Outcome<()> {
    write(path, large.conversations, Some(large))
}

fn write(path: &Path, conversations: i64, large: Option<&Large>) -> Outcome<()> {
    let began = Instant::now();
    eprintln!("writing {conversations} conversations to {}", path.display());
    Store::open(path, Arc::default())?.close();
    let conn = Connection::open(path)?;
    // nothing to be lost here: the file is given up when this fails
    conn.execute_batch(
        "pragma journal_mode = memory; pragma synchronous = off; pragma foreign_keys = off; pragma cache_size = -500000;
         pragma temp_store = memory; begin;",
    )?;
    conn.execute_batch(COMPANY)?;
    people(&conn)?;
    let mut rng = StdRng::seed_from_u64(1);
    contacts(&conn, conversations * CONTACTS, &mut rng)?;
    eprintln!("  contacts after {:.1} s", began.elapsed().as_secs_f64());
    let mut scribe = Scribe::new(&conn)?;
    scribe.usual(conversations, &mut rng)?;
    if let Some(large) = large {
        large.write(&conn, &mut scribe, &mut rng)?;
    }
    drop(scribe);
    conversations::finish(&conn)?;
    eprintln!("  messages after {:.1} s", began.elapsed().as_secs_f64());
    conn.execute_batch(INDEX)?;
    conn.execute_batch("commit; pragma optimize(0x10002);")?;
    eprintln!("  indexed after {:.1} s", began.elapsed().as_secs_f64());
    Ok(())
}

fn people(conn: &Connection) -> Outcome<()> {
    for id in 1..=USERS {
        conn.execute(
            "insert into users(id, name, email, confirmed_at, pubsub_token, created_at, updated_at)
             values (:id, 'Agent ' || :id, :id || '@example.com', 0, 'user ' || :id, 0, 0)",
            named_params! { ":id": id },
        )?;
        conn.execute(
            "insert into account_users(account_id, user_id, role, created_at, updated_at) values (1, :id, :id = 1, 0, 0)",
            named_params! { ":id": id },
        )?;
        conn.execute(
            "insert into notification_settings(account_id, user_id) values (1, :id)",
            named_params! { ":id": id },
        )?;
        conn.execute(
            "insert into inbox_members(inbox_id, user_id, account_id, turn, created_at)
             values (1, :id, 1, :id, 0), (2, :id, 1, :id, 0)",
            named_params! { ":id": id },
        )?;
    }
    Ok(())
}

fn contacts(conn: &Connection, count: i64, rng: &mut StdRng) -> Outcome<()> {
    let mut contact = conn.prepare(
        "insert into contacts(id, account_id, name, name_key, email, phone_number, additional_attributes, created_at, updated_at)
         values (:id, 1, :name, lower(:name), :email, :phone, :attributes, :now, :now)",
    )?;
    let mut address = conn.prepare(
        "insert into contact_inboxes(id, account_id, contact_id, inbox_id, source_id, pubsub_token, created_at, updated_at)
         values (:id, 1, :id, :inbox, 'source ' || :id, 'contact ' || :id, :now, :now)",
    )?;
    let now = now();
    for id in 1..=count {
        let name = words::name(id, rng);
        let email = format!("{}.{id}@example.com", name.to_lowercase().replace(' ', "."));
        let attributes = words::company(id, rng).map_or_else(
            || "{}".to_owned(),
            |company| format!(r#"{{"company_name":"{company}","city":"Berlin","country":"Germany"}}"#),
        );
        contact.execute(named_params! {
            ":id": id, ":name": name, ":email": email, ":phone": format!("+4930{:07}", id), ":attributes": attributes, ":now": now,
        })?;
        address.execute(named_params! { ":id": id, ":inbox": inbox(id), ":now": now })?;
    }
    Ok(())
}

/// The inbox of a contact: half of the open conversations are in each.
const fn inbox(contact: i64) -> i64 {
    1 + contact / 20 % 2
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}

//! Who is here, told to those who ask. One picture serves all who ask within a second, unless somebody came in between.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::sql;
use crate::base::ids::AccountId;
use crate::base::{Millis, Result};
use crate::hub::{self, Holder};
use crate::store::Db;

/// How long a picture serves, in milliseconds.
const LASTS: i64 = 1000;

/// The pictures of all accounts.
#[derive(Debug, Default)]
pub struct Pictures {
    users: Mutex<HashMap<AccountId, Picture>>,
    contacts: Mutex<HashMap<AccountId, Picture>>,
}

/// A JSON object, and for what it was made.
#[derive(Debug, Clone)]
struct Picture {
    key: (u64, u64),
    at: Millis,
    text: Arc<str>,
}

/// The picture of an account, made again when it is old or of something else.
fn picture(
    pictures: &Mutex<HashMap<AccountId, Picture>>,
    account: AccountId,
    key: (u64, u64),
    now: Millis,
    make: impl FnOnce() -> Result<String>,
) -> Result<Arc<str>> {
    let known = pictures.lock().unwrap_or_else(PoisonError::into_inner).get(&account).cloned();
    if let Some(known) = known.filter(|known| known.key == key && (now.0 - known.at.0).abs() <= LASTS) {
        return Ok(known.text);
    }
    let text: Arc<str> = make()?.into();
    let fresh = Picture { key, at: now, text: text.clone() };
    pictures.lock().unwrap_or_else(PoisonError::into_inner).insert(account, fresh);
    Ok(text)
}

impl Pictures {
    /// Notes the holder's sign of life and answers who is here, as the message they get. `epoch` is the access epoch.
    pub fn note_and_show(&self, db: &Db, holder: &Holder, epoch: u64) -> Result<Arc<str>> {
        let (account, here) = (holder.account, &db.env.presence);
        match holder.user {
            Some(user) => here.user_seen(account, user, db.now),
            None => {
                if let Some(session) = sql::session(db, &holder.token)? {
                    here.contact_seen(session.account, session.contact, db.now);
                }
            }
        }
        let (user_arrivals, contact_arrivals) = here.arrivals(account);
        let users = picture(&self.users, account, (user_arrivals, epoch), db.now, || users(db, account))?;
        let id = account.to_string();
        let mut members = vec![("account_id", id.as_str()), ("users", users.as_ref())];
        let contacts;
        if holder.user.is_some() {
            contacts =
                picture(&self.contacts, account, (contact_arrivals, 0), db.now, || Ok(contacts_of(db, account)))?;
            members.push(("contacts", contacts.as_ref()));
        }
        Ok(hub::body("presence.update", &hub::with("{}", &members), None))
    }
}

/// The users who are present or never count as absent, with what they want to appear as.
fn users(db: &Db, account: AccountId) -> Result<String> {
    let present = db.env.presence.users_present(account, db.now);
    let shown = sql::availabilities(db, account)?
        .into_iter()
        .filter(|(user, _, auto_offline)| !auto_offline || present.binary_search(user).is_ok())
        .map(|(user, availability, _)| format!("\"{user}\":\"{}\"", availability.name()));
    Ok(format!("{{{}}}", shown.collect::<Vec<_>>().join(",")))
}

fn contacts_of(db: &Db, account: AccountId) -> String {
    let present = db.env.presence.contacts_present(account, db.now);
    let shown = present.into_iter().map(|contact| format!("\"{contact}\":\"online\""));
    format!("{{{}}}", shown.collect::<Vec<_>>().join(","))
}

//! Who may subscribe, and to which rooms: read once for a subscription, and again for all whenever rights change.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::command::Wish;
use super::sql;
use crate::access::{Role, SessionHeaders, sessions};
use crate::base::Result;
use crate::base::ids::{AccountId, InboxId, SessionId, UserId};
use crate::hub::{Holder, Hub, Room};
use crate::store::Db;
use crate::widget;

/// Who subscribes, and the rooms they may be in; nobody when the token, the person and the account do not go together.
pub fn admit(db: &Db, wish: &Wish, session: Option<&SessionHeaders>) -> Result<Option<(Arc<Holder>, Vec<Room>)>> {
    let Some(holder) = holder(db, wish, session)?.map(Arc::new) else { return Ok(None) };
    let rooms = rooms(db, std::slice::from_ref(&holder))?.remove(&holder);
    Ok(rooms.map(|rooms| (holder, rooms)))
}

fn holder(db: &Db, wish: &Wish, session: Option<&SessionHeaders>) -> Result<Option<Holder>> {
    let token: Arc<str> = wish.token.as_str().into();
    match (wish.user, wish.account) {
        (Some(user), Some(account)) => {
            if sql::user_of(db, &token)? != Some(user) {
                return Ok(None);
            }
            let session = session.map(|headers| sessions::verify(db, headers)).transpose()?.flatten();
            let session = session.filter(|session| session.user == user).map(|session| session.id);
            Ok(Some(Holder { account, user: Some(user), token, session }))
        }
        (Some(_), None) => Ok(None),
        (None, account) => {
            let own = visits(db, &[&token])?.remove(token.as_ref());
            let own = own.filter(|own| account.is_none_or(|account| account == *own));
            Ok(own.map(|account| Holder { account, user: None, token, session: None }))
        }
    }
}

/// Looks again at everybody who is subscribed, in all accounts or in these.
pub fn review(db: &Db, hub: &Hub, accounts: Option<&[AccountId]>) -> Result<()> {
    let holders = hub.review(accounts);
    if !holders.is_empty() {
        hub.apply(&holders, &rooms(db, &holders)?);
    }
    Ok(())
}

/// The rooms that these may be in; who may be in none is left out. A few statements for all of them.
fn rooms(db: &Db, holders: &[Arc<Holder>]) -> Result<HashMap<Arc<Holder>, Vec<Room>>> {
    let people: Vec<(AccountId, UserId)> = holders.iter().filter_map(|h| Some((h.account, h.user?))).collect();
    let members = if people.is_empty() { HashMap::new() } else { sql::members(db, &people)? };
    let tokens: Vec<&str> = holders.iter().filter(|h| h.user.is_none()).map(|h| h.token.as_ref()).collect();
    let visits = if tokens.is_empty() { HashMap::new() } else { visits(db, &tokens)? };
    let logins: Vec<SessionId> = holders.iter().filter_map(|h| h.session).collect();
    let logins = if logins.is_empty() { HashSet::new() } else { sessions::alive(db, &logins)? };
    let mut rooms = HashMap::new();
    for holder in holders {
        let own = holder.own_room();
        let allowed = match holder.user {
            Some(user) => {
                let member = members.get(&(holder.account, user)).filter(|m| m.token == *holder.token);
                let member = member.filter(|_| holder.session.is_none_or(|session| logins.contains(&session)));
                member.map(|member| {
                    let mut rooms = vec![own, Room::Account(holder.account)];
                    match member.role {
                        Role::Administrator => rooms.push(Room::Administrators(holder.account)),
                        Role::Agent => rooms.extend(member.inboxes.iter().copied().map(Room::Inbox)),
                    }
                    rooms
                })
            }
            None => visits.get(holder.token.as_ref()).filter(|a| **a == holder.account).map(|_| vec![own]),
        };
        rooms.extend(allowed.map(|allowed| (holder.clone(), allowed)));
    }
    Ok(rooms)
}

/// Those of these tokens whose session is good, with its account. A visitor who has not spoken yet has a session that is stored
/// nowhere: its token says itself in which inbox it is.
fn visits(db: &Db, tokens: &[&str]) -> Result<HashMap<String, AccountId>> {
    let mut visits = sql::sessions(db, tokens)?;
    let unknown = tokens.iter().filter(|token| !visits.contains_key(**token));
    let signed: Vec<(&str, InboxId)> =
        unknown.filter_map(|token| Some((*token, widget::tokens::read_pubsub(db.env.secret(), token)?.0))).collect();
    if !signed.is_empty() {
        let inboxes: Vec<InboxId> = signed.iter().map(|(_, inbox)| *inbox).collect();
        let accounts = sql::accounts_of(db, &inboxes)?;
        let good = signed.into_iter().filter_map(|(token, inbox)| Some((token.to_owned(), *accounts.get(&inbox)?)));
        visits.extend(good);
    }
    Ok(visits)
}

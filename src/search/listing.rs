//! Which conversations a search finds: the one of this number, then those of contacts whose name or address has the text and
//! those in which the words were said, newest first.

use std::collections::BTreeMap;

use super::model::Asked;
use super::sql::{self, Sphere};
use crate::base::Result;
use crate::base::ids::{ConversationId, MessageId};
use crate::contacts;
use crate::store::{Db, Page};

/// Contacts whose conversations are looked at: of so many with the text, those who were here last.
const CONTACTS: i64 = 1_000;

/// A conversation, with the message that was found in it, if it was one.
pub type Hit = (ConversationId, Option<MessageId>);

/// A page of conversations.
pub fn conversations(db: &Db, sphere: &Sphere, asked: &Asked) -> Result<Vec<Hit>> {
    let mut found: BTreeMap<ConversationId, Option<MessageId>> = BTreeMap::new();
    let contacts = contacts::search(db, sphere.account, &asked.text, Page::new(None, CONTACTS))?;
    found.extend(sql::of_contacts(db, sphere, &contacts)?.into_iter().map(|id| (id, None)));
    if let Some(words) = asked.words() {
        found.extend(sql::said_in(db, sphere, &words)?.into_iter().map(|(id, message)| (id, Some(message))));
    }
    let mut hits: Vec<Hit> = Vec::new();
    if let Some(number) = asked.number() {
        hits.extend(sql::by_number(db, sphere, number)?.into_iter().map(|id| (id, found.remove(&id).flatten())));
    }
    hits.extend(found.into_iter().rev());
    let (skip, take) = (usize::try_from(asked.page.offset()), usize::try_from(asked.page.limit()));
    Ok(hits.into_iter().skip(skip.unwrap_or(usize::MAX)).take(take.unwrap_or_default()).collect())
}

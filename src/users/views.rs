//! Puts users together with what is shown beside them.

use std::collections::HashMap;

use super::model::{Profile, Seat};
use super::{sql, wire};
use crate::access::{self, Membership, Owner};
use crate::base::Result;
use crate::base::ids::{AccountId, UserId};
use crate::store::Db;

/// A user with their token and memberships; 404 when there is none.
pub fn profile(db: &Db, id: UserId) -> Result<Profile> {
    let seat = |membership: Membership| {
        let is_present = db.env.presence.user_is_present(membership.account, id, db.now);
        let availability_status = membership.availability.shown(membership.auto_offline, is_present);
        Seat { membership, availability_status }
    };
    Ok(Profile {
        user: sql::find(db, id)?,
        access_token: access::token_of(db, Owner::User(id))?,
        accounts: access::memberships_of_user(db, id)?.into_iter().map(seat).collect(),
    })
}

/// Who wrote these messages of the account, in one statement; also those who are no members any more. Deleted users are left
/// out.
pub fn senders(db: &Db, account: AccountId, ids: &[UserId]) -> Result<HashMap<UserId, wire::UserSender>> {
    Ok(sql::authors(db, account, ids)?.into_iter().map(|author| (author.id, author.into())).collect())
}

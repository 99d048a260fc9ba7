//! Tokens that are good for one thing, once, for a while.

use super::sql::one_time as sql;
use crate::base::ids::UserId;
use crate::base::{Result, token};
use crate::store::{Db, Tx};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in by a link.
    SignOn,
    /// To choose a new password.
    ResetPassword,
    /// To confirm an address.
    Confirmation,
    /// To show the second factor after the first.
    SecondFactor,
}

impl Purpose {
    /// The stored name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Purpose::SignOn => "sso",
            Purpose::ResetPassword => "reset_password",
            Purpose::Confirmation => "confirmation",
            Purpose::SecondFactor => "mfa",
        }
    }

    /// How long its tokens are good, in milliseconds.
    fn lasts(self) -> i64 {
        match self {
            Purpose::SignOn | Purpose::SecondFactor => 5 * MINUTE,
            Purpose::ResetPassword => 6 * HOUR,
            Purpose::Confirmation => 3 * 24 * HOUR,
        }
    }
}

/// A new token of 64 hexadecimal digits: the only moment at which it is known.
pub fn create(tx: &Tx, user: UserId, purpose: Purpose) -> Result<String> {
    let fresh = token::hex(32);
    sql::insert(tx, &token::digest(&fresh), user, purpose, tx.now.plus(purpose.lasts()))?;
    Ok(fresh)
}

/// Whose token this is, while it is good.
pub fn owner(db: &Db, purpose: Purpose, token: &str) -> Result<Option<UserId>> {
    sql::owner(db, &token::digest(token), purpose)
}

/// Uses a token up; says whose it was, if it was good.
pub fn spend(tx: &Tx, purpose: Purpose, token: &str) -> Result<Option<UserId>> {
    sql::delete(tx, &token::digest(token), purpose)
}

/// Makes all of a person's tokens for this worthless.
pub fn revoke(tx: &Tx, user: UserId, purpose: Purpose) -> Result<()> {
    sql::delete_of(tx, user, purpose)
}

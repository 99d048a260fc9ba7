//! The verbs people use on their own second factor. Codes that do not fit count as wrong passwords do; those that fit forget
//! nothing, since only a sign-in proves both factors.

use super::model::User;
use super::sql;
use crate::access::mfa::{self, SetUp, Shown};
use crate::base::ids::UserId;
use crate::base::{Error, Result};
use crate::http::limits::SignInGuard;
use crate::store::Tx;

/// Begins: an authenticator app is given the secret. Nothing is asked for yet.
pub fn set_up(tx: &Tx, id: UserId) -> Result<SetUp> {
    let user = sql::find(tx, id)?;
    mfa::set_up(tx, id, &user.email)
}

/// Asks for the second factor from now on, after a first code; answers the backup codes.
pub fn enable(tx: &Tx, guard: &SignInGuard, id: UserId, code: String) -> Result<Vec<String>> {
    mfa::require_disabled(tx, id)?;
    require_code(tx, guard, &sql::find(tx, id)?, code)?;
    mfa::enable(tx, id)
}

/// Replaces the backup codes.
pub fn renew_backup_codes(tx: &Tx, guard: &SignInGuard, id: UserId, code: String) -> Result<Vec<String>> {
    mfa::require_enabled(tx, id)?;
    require_code(tx, guard, &sql::find(tx, id)?, code)?;
    mfa::renew_backup_codes(tx, id)
}

/// Asks for the password alone again. The password was compared before.
pub fn disable(tx: &Tx, guard: &SignInGuard, id: UserId, code: String) -> Result<()> {
    mfa::require_enabled(tx, id)?;
    require_code(tx, guard, &sql::find(tx, id)?, code)?;
    mfa::disable(tx, id)
}

fn require_code(tx: &Tx, guard: &SignInGuard, user: &User, code: String) -> Result<()> {
    guard.check(&user.email)?;
    if mfa::verify(tx, user.id, &Shown::Code(code))? {
        return Ok(());
    }
    guard.failed(&user.email);
    Err(Error::refused("Invalid verification code"))
}

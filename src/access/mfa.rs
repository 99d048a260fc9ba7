//! The second factor: codes of an authenticator app, and backup codes for whoever lost it.

use super::sql::mfa as sql;
use crate::base::ids::UserId;
use crate::base::{Error, Result, token, totp};
use crate::store::{Db, Tx};

/// Under which name the app shows the codes.
const ISSUER: &str = "chatwoot-lite";
/// Backup codes of one set, and the characters of each: 40 bits.
const CODES: usize = 10;
const CODE_LENGTH: usize = 8;

const ENABLED: &str = "MFA is already enabled";
const NOT_ENABLED: &str = "MFA is not enabled";

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    pub is_enabled: bool,
    pub has_backup_codes: bool,
}

/// What an authenticator app is given, once.
#[derive(Debug, Clone)]
pub struct SetUp {
    pub secret: String,
    pub provisioning_url: String,
}

/// What somebody shows.
#[derive(Debug, Clone)]
pub enum Shown {
    /// A code of the app.
    Code(String),
    BackupCode(String),
}

pub fn status(db: &Db, user: UserId) -> Result<Status> {
    Ok(Status { is_enabled: is_enabled(db, user)?, has_backup_codes: sql::has_backup_codes(db, user)? })
}

/// Whether the password alone is not enough.
pub fn is_enabled(db: &Db, user: UserId) -> Result<bool> {
    Ok(sql::secret(db, user)?.is_some_and(|secret| secret.is_enabled))
}

/// Refuses unless it is enabled.
pub fn require_enabled(db: &Db, user: UserId) -> Result<()> {
    if is_enabled(db, user)? { Ok(()) } else { Err(Error::refused(NOT_ENABLED)) }
}

/// Refuses where it is enabled already.
pub fn require_disabled(db: &Db, user: UserId) -> Result<()> {
    if is_enabled(db, user)? { Err(Error::refused(ENABLED)) } else { Ok(()) }
}

/// A new secret, which counts once a code of it was shown.
pub fn set_up(tx: &Tx, user: UserId, email: &str) -> Result<SetUp> {
    require_disabled(tx, user)?;
    let secret = totp::new_secret();
    sql::save_secret(tx, user, &secret)?;
    let provisioning_url = totp::address(&secret, ISSUER, email);
    Ok(SetUp { secret, provisioning_url })
}

/// Asks for the second factor from now on; answers the backup codes. Whoever calls has [verified](verify) a code.
pub fn enable(tx: &Tx, user: UserId) -> Result<Vec<String>> {
    sql::enable(tx, user)?;
    renew_backup_codes(tx, user)
}

/// A new set of backup codes instead of the last: the only moment at which they are known.
pub fn renew_backup_codes(tx: &Tx, user: UserId) -> Result<Vec<String>> {
    sql::delete_backup_codes(tx, user)?;
    let codes: Vec<String> = (0..CODES).map(|_| token::readable(CODE_LENGTH)).collect();
    codes.iter().try_for_each(|code| sql::insert_backup_code(tx, user, &digest(tx, code)))?;
    Ok(codes)
}

/// Asks for the password alone again.
pub fn disable(tx: &Tx, user: UserId) -> Result<()> {
    sql::delete_secret(tx, user)?;
    sql::delete_backup_codes(tx, user)
}

/// Whether this is a good code of the person's, enabled or being set up; uses it up.
pub fn verify(tx: &Tx, user: UserId, shown: &Shown) -> Result<bool> {
    match shown {
        Shown::Code(code) => {
            let Some(secret) = sql::secret(tx, user)? else { return Ok(false) };
            let Some(step) = totp::step_of(&secret.secret, code, tx.now, secret.last_step) else { return Ok(false) };
            sql::use_step(tx, user, step)?;
            Ok(true)
        }
        Shown::BackupCode(code) => sql::use_backup_code(tx, user, &digest(tx, code)),
    }
}

/// What is kept of a backup code, however people copied it.
fn digest(db: &Db, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    token::hmac(db.env.secret(), &format!("backup code {plain}"))
}

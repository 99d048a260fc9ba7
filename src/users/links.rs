//! What links that a person is given lead to: a new password, a confirmed address. There is no mail: the operator makes them, or
//! an administrator for somebody they invited.

use super::model::{NewPassword, User, UserChange};
use super::sign_in::{self, Entrance};
use super::{own, service, sql};
use crate::access::one_time::{self, Purpose};
use crate::access::sessions::Device;
use crate::access::{self, Administrator};
use crate::base::ids::UserId;
use crate::base::{Actor, Error, Result, text};
use crate::store::{Db, Store, Tx};

const UNKNOWN: &str = "Invalid token";
const CONFIRMED: &str = "Already confirmed";

/// Where a link led.
pub enum Arrival {
    /// Through the door.
    At(Entrance),
    /// Nowhere, for this reason.
    Refused(&'static str),
}

/// A link by which the person chooses a password, once, within six hours. An older one is worth nothing any more.
pub fn to_new_password(tx: &Tx, base_url: &str, user: &User) -> Result<String> {
    one_time::revoke(tx, user.id, Purpose::ResetPassword)?;
    let token = one_time::create(tx, user.id, Purpose::ResetPassword)?;
    Ok(format!("{base_url}/app/auth/password/edit?reset_password_token={}", text::query_value(&token)))
}

/// A link by which the person confirms their address, within three days.
pub fn to_confirmation(tx: &Tx, base_url: &str, user: &User) -> Result<String> {
    one_time::revoke(tx, user.id, Purpose::Confirmation)?;
    let token = one_time::create(tx, user.id, Purpose::Confirmation)?;
    Ok(format!("{base_url}/app/auth/confirmation?confirmation_token={}", text::query_value(&token)))
}

/// [`to_new_password`] for somebody who was invited and never chose one. Only while they are in this account alone: whoever
/// gets the link becomes that person, in all their accounts.
pub fn of_invitation(tx: &Tx, by: &Administrator, id: UserId) -> Result<String> {
    access::membership(tx, by.account, id)?.ok_or(Error::NotFound)?;
    let user = sql::find(tx, id)?;
    let is_elsewhere = access::memberships_of_user(tx, id)?.iter().any(|member| member.account != by.account);
    if is_elsewhere || sql::password_hash(tx, id)?.is_some() {
        return Err(Error::refused("Only who was invited and has no password yet is given a link"));
    }
    to_new_password(tx, tx.env.base_url(), &user)
}

/// Sets the password a person chose by a link, which is used up; confirms them and lets them in. Ends all their sessions.
pub async fn set_password(
    store: &Store,
    token: String,
    password: String,
    confirmation: Option<String>,
    device: Device,
) -> Result<Arrival> {
    let known = token.clone();
    // before a password is hashed for nobody
    if store.read(move |db: &Db| one_time::owner(db, Purpose::ResetPassword, &known)).await?.is_none() {
        return Ok(Arrival::Refused(UNKNOWN));
    }
    let password = own::prepare(password, confirmation).await?;
    store.write(move |tx| put_password(tx, &token, password, &device)).await
}

fn put_password(tx: &Tx, token: &str, password: NewPassword, device: &Device) -> Result<Arrival> {
    let Some(id) = one_time::spend(tx, Purpose::ResetPassword, token)? else {
        return Ok(Arrival::Refused(UNKNOWN));
    };
    let change = UserChange { password: Some(password), confirm: true, ..UserChange::default() };
    service::update(tx, id, change, Actor::User(id))?;
    sign_in::begin(tx, id, device).map(Arrival::At)
}

/// Confirms the address of whose link this is, and lets them in.
pub fn confirm(tx: &Tx, token: &str, device: &Device) -> Result<Arrival> {
    // kept, so that a second visit can be told from a wrong link
    let Some(id) = one_time::owner(tx, Purpose::Confirmation, token)? else {
        return Ok(Arrival::Refused(UNKNOWN));
    };
    if sql::find(tx, id)?.confirmed_at.is_some() {
        return Ok(Arrival::Refused(CONFIRMED));
    }
    service::update(tx, id, UserChange { confirm: true, ..UserChange::default() }, Actor::User(id))?;
    sign_in::begin(tx, id, device).map(Arrival::At)
}

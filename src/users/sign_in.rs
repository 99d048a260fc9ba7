//! Signing in: by password, by the token of a sign-on link, and by the second factor where the password is not enough.

use std::sync::Arc;

use super::model::{Profile, User};
use super::{normal_email, sql, views};
use crate::access::mfa::{self, Shown};
use crate::access::one_time::{self, Purpose};
use crate::access::sessions::{self, Device, NewSession};
use crate::access::{self, SessionHeaders, passwords};
use crate::base::ids::UserId;
use crate::base::{Audit, Error, Result};
use crate::http::limits::SignInGuard;
use crate::store::{Db, Store, Tx};

const INVALID: Error = Error::SignIn(401, std::borrow::Cow::Borrowed("Invalid login credentials. Please try again."));
const INVALID_TOKEN: Error = Error::Forbidden(std::borrow::Cow::Borrowed("Invalid or expired MFA token"));
const INVALID_CODE: Error = Error::BadRequest(std::borrow::Cow::Borrowed("Invalid verification code"));

/// How far somebody got.
pub enum Entrance {
    In(Box<SignedIn>),
    /// The second factor is asked for, with this token.
    Half(String),
}

/// Somebody who is in.
pub struct SignedIn {
    pub profile: Profile,
    pub session: NewSession,
}

/// By password. An unknown address takes as long as a wrong password, and counts as a failure like one.
pub async fn by_password(
    store: &Store,
    guard: Arc<SignInGuard>,
    email: &str,
    password: String,
    device: Device,
) -> Result<Entrance> {
    let email = normal_email(email);
    let address = email.clone();
    let read = move |db: &Db| {
        let known = sql::sign_in(db, &address)?;
        let is_enough = known.as_ref().map_or(Ok(true), |(id, _)| mfa::is_enabled(db, *id).map(|enabled| !enabled))?;
        Ok((known, is_enough))
    };
    let (known, is_enough) = store.read(read).await?;
    let hash = known.as_ref().and_then(|(_, hash)| hash.clone());
    let fits = passwords::verify_guarded(guard, email, password, hash, is_enough).await?;
    let (id, hash) = known.filter(|_| fits).ok_or(INVALID)?;
    let write = move |tx: &Tx| {
        // The password may have changed while it was compared.
        if sql::password_hash(tx, id).map_err(|_| INVALID)? != hash {
            return Err(INVALID);
        }
        begin(tx, id, &device)
    };
    store.write(write).await
}

/// By the token of a sign-on link, which is used up. Whoever made the link vouches for the person: no second factor.
pub async fn by_link(
    store: &Store,
    guard: Arc<SignInGuard>,
    email: &str,
    token: String,
    device: Device,
) -> Result<Entrance> {
    let email = normal_email(email);
    guard.check(&email)?;
    let address = email.clone();
    let write = move |tx: &Tx| {
        let user = sql::find_by_email(tx, &address)?.ok_or(INVALID)?;
        if one_time::spend(tx, Purpose::SignOn, &token)? != Some(user.id) {
            return Err(INVALID);
        }
        require_confirmed(&user)?;
        let_in(tx, user.id, &device)
    };
    let result = store.write(write).await;
    match &result {
        Ok(_) => guard.succeeded(&email),
        Err(Error::SignIn(..)) => guard.failed(&email),
        Err(_) => {}
    }
    result
}

/// By the second factor, with the token that the first was answered with; that is used up with a code that fits. Codes that
/// do not fit count as wrong passwords do.
pub async fn by_second_factor(
    store: &Store,
    guard: Arc<SignInGuard>,
    token: String,
    shown: Shown,
    device: Device,
) -> Result<Entrance> {
    let write = move |tx: &Tx| {
        let id = one_time::owner(tx, Purpose::SecondFactor, &token)?.ok_or(INVALID_TOKEN)?;
        let email = sql::find(tx, id)?.email;
        // one write at a time: no more guesses than are counted
        guard.check(&email)?;
        if !mfa::is_enabled(tx, id)? || !mfa::verify(tx, id, &shown)? {
            guard.failed(&email);
            return Err(INVALID_CODE);
        }
        guard.succeeded(&email);
        one_time::spend(tx, Purpose::SecondFactor, &token)?;
        let_in(tx, id, &device)
    };
    store.write(write).await
}

/// Lets somebody in who proved to be who they are, as far as the second factor.
pub(super) fn begin(tx: &Tx, id: UserId, device: &Device) -> Result<Entrance> {
    require_confirmed(&sql::find(tx, id)?)?;
    if mfa::is_enabled(tx, id)? {
        return one_time::create(tx, id, Purpose::SecondFactor).map(Entrance::Half);
    }
    let_in(tx, id, device)
}

fn require_confirmed(user: &User) -> Result<()> {
    if user.confirmed_at.is_some() {
        return Ok(());
    }
    let text = format!(
        "A confirmation email was sent to your account at '{}'. You must follow the instructions in the email before your \
         account can be activated",
        user.email
    );
    Err(Error::SignIn(401, text.into()))
}

fn let_in(tx: &Tx, id: UserId, device: &Device) -> Result<Entrance> {
    let profile = views::profile(tx, id)?;
    let session = sessions::create(tx, id, &profile.user.email, device)?;
    audit(tx, id, "sign_in")?;
    Ok(Entrance::In(Box::new(SignedIn { profile, session })))
}

/// Ends a session; says whether there was one.
pub(super) fn leave(tx: &Tx, headers: &SessionHeaders) -> Result<bool> {
    let Some(user) = sessions::end(tx, headers)? else { return Ok(false) };
    audit(tx, user, "sign_out")?;
    Ok(true)
}

/// A line in the audit log of each of the person's accounts.
fn audit(tx: &Tx, user: UserId, action: &'static str) -> Result<()> {
    let memberships = access::memberships_of_user(tx, user)?.into_iter();
    memberships
        .map(|membership| Audit::of_session(membership.account, user, action))
        .try_for_each(|line| tx.audit(&line))
}

//! Signing in: by password, or by the token of a sign-on link.

use std::sync::Arc;

use super::model::Profile;
use super::{normal_email, sql, views};
use crate::access::passwords;
use crate::access::sessions::{self, NewSession};
use crate::base::ids::UserId;
use crate::base::{Error, Result};
use crate::http::limits::SignInGuard;
use crate::store::{Store, Tx};

const INVALID: Error = Error::SignIn(401, std::borrow::Cow::Borrowed("Invalid login credentials. Please try again."));

/// Somebody who is in.
pub struct SignedIn {
    pub profile: Profile,
    pub session: NewSession,
}

/// By password. An unknown address takes as long as a wrong password, and counts as a failure like one.
pub async fn by_password(store: &Store, guard: Arc<SignInGuard>, email: &str, password: String) -> Result<SignedIn> {
    let email = normal_email(email);
    let address = email.clone();
    let known = store.read(move |db| sql::sign_in(db, &address)).await?;
    let hash = known.as_ref().and_then(|(_, hash)| hash.clone());
    let fits = passwords::verify_guarded(guard, email, password, hash).await?;
    let (id, hash) = known.filter(|_| fits).ok_or(INVALID)?;
    let write = move |tx: &Tx| {
        // The password may have changed while it was compared.
        if sql::password_hash(tx, id).map_err(|_| INVALID)? != hash {
            return Err(INVALID);
        }
        begin(tx, id)
    };
    store.write(write).await
}

/// By the token of a sign-on link, which is used up.
pub async fn by_link(store: &Store, guard: Arc<SignInGuard>, email: &str, token: String) -> Result<SignedIn> {
    let email = normal_email(email);
    guard.check(&email)?;
    let address = email.clone();
    let write = move |tx: &Tx| {
        let user = sql::find_by_email(tx, &address)?.ok_or(INVALID)?;
        if sessions::spend_sso(tx, user.id, &token)? { begin(tx, user.id) } else { Err(INVALID) }
    };
    let result = store.write(write).await;
    match &result {
        Ok(_) => guard.succeeded(&email),
        Err(Error::SignIn(..)) => guard.failed(&email),
        Err(_) => {}
    }
    result
}

fn begin(tx: &Tx, id: UserId) -> Result<SignedIn> {
    let profile = views::profile(tx, id)?;
    let user = &profile.user;
    if user.confirmed_at.is_none() {
        let text = format!(
            "A confirmation email was sent to your account at '{}'. You must follow the instructions in the email before your \
             account can be activated",
            user.email
        );
        return Err(Error::SignIn(401, text.into()));
    }
    let session = sessions::create(tx, id, &user.email)?;
    Ok(SignedIn { profile, session })
}

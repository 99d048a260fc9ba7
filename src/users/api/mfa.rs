//! The caller's second factor.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::OpenApi;

use super::super::{second_factor, sql, wire};
use crate::access::{Caller, SignedIn, mfa, passwords};
use crate::base::Error;
use crate::http::limits::SignInGuard;
use crate::http::{Answer, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// Second factors.
pub struct MfaApi {
    pub store: Store,
}

#[OpenApi]
impl MfaApi {
    /// Tell whether the caller's second factor is asked for.
    #[oai(path = "/api/v1/profile/mfa", method = "get", operation_id = "get-mfa-status", tag = "Tag::Profile")]
    async fn show(&self, caller: Caller<SignedIn>) -> Answer<wire::MfaStatus> {
        let status = self.store.read(move |db| mfa::status(db, caller.user)).await?;
        Ok(Fast(status.into()))
    }

    /// Begin to use a second factor: answers the secret for an authenticator app, this once. It counts once a code was verified.
    #[oai(path = "/api/v1/profile/mfa", method = "post", operation_id = "set-up-mfa", tag = "Tag::Profile")]
    async fn set_up(&self, caller: Caller<SignedIn>) -> Answer<wire::MfaSetUp> {
        let set_up = self.store.write(move |tx| second_factor::set_up(tx, caller.user)).await?;
        Ok(Fast(set_up.into()))
    }

    /// Ask for the second factor from now on, after a first code of the app. Answers backup codes, good once each.
    #[oai(path = "/api/v1/profile/mfa/verify", method = "post", operation_id = "enable-mfa", tag = "Tag::Profile")]
    async fn verify(
        &self,
        caller: Caller<SignedIn>,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::MfaCode>,
    ) -> Answer<wire::MfaEnabled> {
        let (id, guard, code) = (caller.user, guard.0.clone(), params.into_inner().code());
        let backup_codes = self.store.write(move |tx: &Tx| second_factor::enable(tx, &guard, id, code)).await?;
        Ok(Fast(wire::MfaEnabled { enabled: true, backup_codes }))
    }

    /// Ask for the password alone again. Takes the password and a code.
    #[oai(path = "/api/v1/profile/mfa", method = "delete", operation_id = "disable-mfa", tag = "Tag::Profile")]
    async fn disable(
        &self,
        caller: Caller<SignedIn>,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::MfaRemoval>,
    ) -> Answer<wire::MfaDisabled> {
        let (id, guard, sent) = (caller.user, guard.0.clone(), params.into_inner());
        let read = move |db: &Db| {
            mfa::require_enabled(db, id)?;
            Ok((sql::find(db, id)?.email, sql::password_hash(db, id)?))
        };
        let (email, hash) = self.store.read(read).await?;
        let password = sent.password.unwrap_or_default();
        if !passwords::verify_guarded(guard.clone(), email, password, hash, false).await? {
            return Err(Error::refused("Invalid credentials or verification code"));
        }
        let code = sent.otp_code.unwrap_or_default();
        self.store.write(move |tx: &Tx| second_factor::disable(tx, &guard, id, code)).await?;
        Ok(Fast(wire::MfaDisabled { enabled: false }))
    }

    /// Replace the backup codes.
    #[oai(
        path = "/api/v1/profile/mfa/backup_codes",
        method = "post",
        operation_id = "renew-mfa-backup-codes",
        tag = "Tag::Profile"
    )]
    async fn renew(
        &self,
        caller: Caller<SignedIn>,
        guard: Data<&Arc<SignInGuard>>,
        params: Params<wire::MfaCode>,
    ) -> Answer<wire::MfaBackupCodes> {
        let (id, guard, code) = (caller.user, guard.0.clone(), params.into_inner().code());
        let write = move |tx: &Tx| second_factor::renew_backup_codes(tx, &guard, id, code);
        Ok(Fast(wire::MfaBackupCodes { backup_codes: self.store.write(write).await? }))
    }
}

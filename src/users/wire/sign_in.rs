//! Around signing in: sessions, links, second factors.

use poem_openapi::Object;
use serde::Serialize;

use super::super::programs;
use super::user::User;
use crate::access::{mfa, sessions};
use crate::base::ids::SessionId;

/// How to sign in: by password, by the token of a sign-on link, or by the second factor.
#[derive(Debug, Object)]
#[oai(rename = "sign_in_payload")]
pub struct SignIn {
    pub email: Option<String>,
    pub password: Option<String>,
    /// From a sign-on link: good once, within five minutes.
    pub sso_auth_token: Option<String>,
    /// From the answer to the password: good within five minutes.
    pub mfa_token: Option<String>,
    /// The authenticator app's code, beside `mfa_token`.
    pub otp_code: Option<String>,
    /// A backup code in place of the app's.
    pub backup_code: Option<String>,
}

/// The password was right, and the second factor is asked for.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "second_factor_asked")]
pub struct SecondFactorAsked {
    pub mfa_required: bool,
    /// To be sent with the code.
    pub mfa_token: String,
}

/// A session that is good.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "validated")]
pub struct Validated {
    pub payload: ValidatedUser,
}

/// Whose session it is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "validated_user")]
pub struct ValidatedUser {
    pub success: bool,
    pub data: User,
}

/// The session is over.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "signed_out")]
pub struct SignedOut {
    pub success: bool,
}

/// Who asks for a new password.
#[derive(Debug, Object)]
#[oai(rename = "password_request_payload")]
pub struct PasswordRequest {
    pub email: Option<String>,
}

/// A new password.
#[derive(Debug, Object)]
#[oai(rename = "password_reset_payload")]
pub struct PasswordReset {
    /// From the link: good once, within six hours.
    pub reset_password_token: Option<String>,
    /// 6 to 128 characters with an upper-case and a lower-case letter, a digit and a special character.
    pub password: Option<String>,
    pub password_confirmation: Option<String>,
}

/// An address that is confirmed.
#[derive(Debug, Object)]
#[oai(rename = "confirmation_payload")]
pub struct Confirmation {
    /// From the link.
    pub confirmation_token: Option<String>,
}

/// What became of a request.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_answer")]
pub struct Message {
    pub message: String,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "link_refused")]
pub struct LinkRefused {
    pub message: String,
    /// Always `/`.
    pub redirect_url: String,
}

/// A link that makes whoever has it that person, once.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "invitation_link")]
pub struct InvitationLink {
    pub url: String,
}

/// How the caller's second factor stands.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "mfa_status")]
pub struct MfaStatus {
    /// Always true.
    pub feature_available: bool,
    pub enabled: bool,
    pub backup_codes_generated: bool,
}

impl From<mfa::Status> for MfaStatus {
    fn from(status: mfa::Status) -> Self {
        MfaStatus {
            feature_available: true,
            enabled: status.is_enabled,
            backup_codes_generated: status.has_backup_codes,
        }
    }
}

/// What an authenticator app is given.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "mfa_set_up")]
pub struct MfaSetUp {
    /// For a picture that apps read.
    pub provisioning_url: String,
    /// In base 32, to be typed instead.
    pub secret: String,
}

impl From<mfa::SetUp> for MfaSetUp {
    fn from(set_up: mfa::SetUp) -> Self {
        MfaSetUp { provisioning_url: set_up.provisioning_url, secret: set_up.secret }
    }
}

/// A code of the authenticator app.
#[derive(Debug, Object)]
#[oai(rename = "mfa_code_payload")]
pub struct MfaCode {
    pub otp_code: Option<String>,
}

impl MfaCode {
    pub fn code(self) -> String {
        self.otp_code.unwrap_or_default()
    }
}

/// What it takes to do without a second factor.
#[derive(Debug, Object)]
#[oai(rename = "mfa_removal_payload")]
pub struct MfaRemoval {
    pub password: Option<String>,
    pub otp_code: Option<String>,
}

/// The second factor is asked for from now on.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "mfa_enabled")]
pub struct MfaEnabled {
    pub enabled: bool,
    /// Good once each; they are not shown again.
    pub backup_codes: Vec<String>,
}

/// The second factor is not asked for any more.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "mfa_disabled")]
pub struct MfaDisabled {
    pub enabled: bool,
}

/// New backup codes, in the place of all others.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "mfa_backup_codes")]
pub struct MfaBackupCodes {
    /// Good once each; they are not shown again.
    pub backup_codes: Vec<String>,
}

/// A device the caller is logged in on.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "user_session")]
pub struct Login {
    pub id: SessionId,
    pub browser_name: Option<String>,
    pub browser_version: Option<String>,
    pub device_name: Option<String>,
    pub platform_name: Option<String>,
    pub platform_version: Option<String>,
    /// From where the login came.
    pub ip_address: Option<String>,
    /// Always null; as are the next two.
    pub city: Option<String>,
    pub country: Option<String>,
    pub country_code: Option<String>,
    /// ISO 8601; ten minutes late at most.
    pub last_activity_at: String,
    /// ISO 8601.
    pub created_at: String,
    /// Whether it is this one that asks.
    pub current: bool,
}

impl Login {
    /// `current` is the client of whoever asks.
    pub fn new(login: sessions::Login, current: Option<&str>) -> Self {
        let program = programs::read(login.device.user_agent.as_deref().unwrap_or_default());
        Login {
            id: login.id,
            browser_name: program.browser_name,
            browser_version: program.browser_version,
            device_name: program.device_name,
            platform_name: program.platform_name,
            platform_version: program.platform_version,
            ip_address: login.device.ip_address,
            city: None,
            country: None,
            country_code: None,
            last_activity_at: login.last_activity_at.iso(),
            created_at: login.created_at.iso(),
            current: current == Some(login.client.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::sessions::Device;
    use crate::base::Millis;
    use crate::http::wire::assert_same_json;

    #[test]
    fn poem_and_serde_agree() {
        let login = sessions::Login {
            id: SessionId(1),
            client: "c".into(),
            device: Device { user_agent: Some("Mozilla/5.0 (X11; Linux) Firefox/1".into()), ip_address: None },
            last_activity_at: Millis(1),
            created_at: Millis(0),
        };
        let login = Login::new(login, Some("c"));
        assert!(login.current);
        assert_same_json(&login);
        assert_same_json(&SecondFactorAsked { mfa_required: true, mfa_token: "t".into() });
        assert_same_json(&LinkRefused { message: "m".into(), redirect_url: "/".into() });
        assert_same_json(&MfaStatus::from(mfa::Status { is_enabled: true, has_backup_codes: false }));
        assert_same_json(&MfaSetUp { provisioning_url: "u".into(), secret: "s".into() });
        assert_same_json(&MfaEnabled { enabled: true, backup_codes: vec!["A".into()] });
        assert_same_json(&MfaDisabled { enabled: false });
    }
}

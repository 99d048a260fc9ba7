//! Passwords: argon2id hashes, the rules a new password obeys, and a dummy hash for unknown addresses.
//!
//! Hashing takes tens of milliseconds by design: call it through `access::passwords`, never inside a write closure.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use super::{Error, FieldError, Result};

/// OWASP's second choice of parameters: 19 MiB, two passes, one lane.
fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| Error::internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash to store, in PHC form.
pub fn hash(password: &str) -> Result<String> {
    let hash = argon()?.hash_password(password.as_bytes()).map_err(|e| Error::internal(e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether this password made that hash. An unreadable hash matches nothing.
pub fn verify(password: &str, hash: &str) -> bool {
    let (Ok(argon), Ok(parsed)) = (argon(), PasswordHash::new(hash)) else { return false };
    argon.verify_password(password.as_bytes(), &parsed).is_ok()
}

/// The special characters that count, as Chatwoot's rule lists them.
const SPECIAL: &str = "!@#$%^&*()_+-=[]{}|\"/\\.,`<>:;?~'";

/// The rules for a new password: 6 to 128 characters with an upper-case and a lower-case letter, a digit and a special character.
pub fn check(password: &str) -> Vec<FieldError> {
    if password.is_empty() {
        return vec![FieldError::new("password", "Password can't be blank", "blank")];
    }
    let mut errors = Vec::new();
    let mut refuse = |message: &str, code| errors.push(FieldError::new("password", message, code));
    let length = password.chars().count();
    if length < 6 {
        refuse("Password is too short (minimum is 6 characters)", "too_short");
    }
    if length > 128 {
        refuse("Password is too long (maximum is 128 characters)", "too_long");
    }
    for (kind, is_there) in [
        ("uppercase", password.chars().any(|c| c.is_ascii_uppercase())),
        ("lowercase", password.chars().any(|c| c.is_ascii_lowercase())),
        ("number", password.chars().any(|c| c.is_ascii_digit())),
        ("special", password.chars().any(|c| SPECIAL.contains(c))),
    ] {
        if !is_there {
            refuse(&format!("Password must contain at least 1 {kind} character"), "weak");
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_verifies_its_own_password_only() {
        let stored = hash("Passw0rd!").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("Passw0rd!", &stored));
        assert!(!verify("passw0rd!", &stored));
        assert!(!verify("x", "not a hash"));
    }

    #[test]
    fn the_rules_name_what_is_missing() {
        assert!(check("Passw0rd!").is_empty());
        let messages: Vec<_> = check("abc").into_iter().map(|e| e.message).collect();
        assert_eq!(
            messages,
            [
                "Password is too short (minimum is 6 characters)",
                "Password must contain at least 1 uppercase character",
                "Password must contain at least 1 number character",
                "Password must contain at least 1 special character",
            ]
        );
        assert_eq!(check("")[0].message, "Password can't be blank");
    }
}

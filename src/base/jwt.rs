//! Signed claims: JSON Web Tokens of one kind, HS256. Whoever knows the secret can make and check them; nothing is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::token::{hmac_bytes, hmac_fits};
use super::{Error, Result};

/// `{"alg":"HS256"}`: the only header that is written and read.
const HEADER: &str = "eyJhbGciOiJIUzI1NiJ9";

/// The claims with their signature. The same claims always give the same text.
pub fn sign(secret: &str, claims: &impl Serialize) -> Result<String> {
    let claims = serde_json::to_vec(claims).map_err(Error::internal)?;
    let signed = format!("{HEADER}.{}", BASE64.encode(claims));
    let signature = BASE64.encode(hmac_bytes(secret, &signed));
    Ok(format!("{signed}.{signature}"))
}

/// The claims of a text that [`sign`] made with this secret, if it did and they are of this type.
pub fn verify<T: DeserializeOwned>(secret: &str, text: &str) -> Option<T> {
    let (signed, signature) = text.rsplit_once('.')?;
    let claims = signed.strip_prefix(HEADER)?.strip_prefix('.')?;
    if !hmac_fits(secret, signed, &BASE64.decode(signature).ok()?) {
        return None;
    }
    serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn only_what_was_signed_with_the_secret_is_read() {
        let claims = json!({"source_id": "s", "inbox_id": 3});
        let token = sign("secret", &claims).unwrap();
        assert_eq!(verify::<Value>("secret", &token), Some(claims));
        assert_eq!(verify::<Value>("other", &token), None);
        let foreign = BASE64.encode(r#"{"source_id":"t","inbox_id":3}"#);
        let signature = token.rsplit('.').next().unwrap();
        let none = format!("{}.{foreign}.", BASE64.encode(r#"{"alg":"none"}"#));
        for wrong in ["", "..", "a.b.c", &format!("{HEADER}.{foreign}.{signature}"), &none, &token[..token.len() - 2]] {
            assert_eq!(verify::<Value>("secret", wrong), None, "{wrong}");
        }
    }
}

//! Random tokens, keyed digests and constant-time comparison.

use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// 24 characters of base58, as Chatwoot's tokens are: about 140 bits.
pub fn secure() -> String {
    random(BASE58, 24)
}

/// So many random bytes as lower-case hexadecimal digits.
pub fn hex(bytes: usize) -> String {
    random(b"0123456789abcdef", bytes * 2)
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The same without what is misread.
const READABLE: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// So many random characters of base 32, five bits each.
pub fn base32(length: usize) -> String {
    random(BASE32, length)
}

/// So many random characters for people to copy by hand, five bits each.
pub fn readable(length: usize) -> String {
    random(READABLE, length)
}

/// A random UUID, version 4.
pub fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn random(alphabet: &[u8], length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).filter_map(|_| alphabet.get(rng.random_range(0..alphabet.len()))).map(|b| char::from(*b)).collect()
}

/// SHA-256 in hexadecimal: what is stored of a secret that is only ever compared.
pub fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn keyed(key: &str, message: &str) -> Option<Hmac<Sha256>> {
    // a key may have any length
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    mac.update(message.as_bytes());
    Some(mac)
}

/// HMAC-SHA256.
pub fn hmac_bytes(key: &str, message: &str) -> Vec<u8> {
    keyed(key, message).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
}

/// HMAC-SHA256 in lower-case hexadecimal.
pub fn hmac(key: &str, message: &str) -> String {
    hmac_bytes(key, message).iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether this is the [`hmac_bytes`] of a message, in constant time.
pub fn hmac_fits(key: &str, message: &str, bytes: &[u8]) -> bool {
    keyed(key, message).is_some_and(|mac| mac.verify_slice(bytes).is_ok())
}

/// Compares without telling by its duration where the two differ.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_their_length_and_differ() {
        assert_eq!(secure().len(), 24);
        assert_eq!(hex(32).len(), 64);
        assert_ne!(secure(), secure());
        // RFC 4231, test case 2
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hmac("Jefe", "what do ya want for nothing?"), known);
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}

//! Random tokens and constant-time comparison.

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
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}

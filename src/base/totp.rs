//! Codes of six digits that change every thirty seconds, as authenticator apps show them (RFC 6238 with SHA-1, which is what all
//! of them know).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{Millis, text, token};

/// How long a code shows, in seconds.
const STEP: i64 = 30;
/// How many steps a clock may be off, either way.
const WINDOW: i64 = 1;
const DIGITS: usize = 6;
/// Characters of a secret: 160 bits.
const SECRET: usize = 32;

/// A new secret, in base 32.
pub fn new_secret() -> String {
    token::base32(SECRET)
}

/// What an app reads from a picture to know a secret by name.
pub fn address(secret: &str, issuer: &str, account: &str) -> String {
    let (issuer, account) = (text::query_value(issuer), text::query_value(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// The step whose code this is, of those around now and after the one that was used last.
pub fn step_of(secret: &str, code: &str, now: Millis, used: i64) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let current = now.seconds().div_euclid(STEP);
    let steps = (current - WINDOW..=current + WINDOW).filter(|step| *step > used);
    // all are compared, so that the time taken does not tell which one it was
    steps.fold(None, |found, step| {
        let fits = code_at(secret, step).is_some_and(|expected| token::same(&expected, &code));
        if fits { Some(step) } else { found }
    })
}

/// The code of a step; none of a secret that is no base 32.
fn code_at(secret: &str, step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(&decoded(secret)?).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0xf);
    let word: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(word) & 0x7fff_ffff;
    Some(format!("{:0DIGITS$}", number % 1_000_000))
}

/// The bytes of a text in base 32 without padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0_u32, 0);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        buffer = (buffer << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from((buffer >> bits) & 0xff));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238: `12345678901234567890`.
    const KNOWN: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(code_at(KNOWN, seconds / STEP).unwrap(), code);
            assert_eq!(step_of(KNOWN, code, Millis(seconds * 1000), 0), Some(seconds / STEP));
        }
        assert_eq!(code_at("no base 32", 1), None);
    }

    #[test]
    fn a_code_is_good_a_step_early_and_late_but_only_once() {
        let (code, step) = ("081804", 1_111_111_109 / STEP);
        let at = |steps: i64, used| step_of(KNOWN, code, Millis((step + steps) * STEP * 1000), used);
        assert_eq!([-1, 0, 1].map(|steps| at(steps, 0)), [Some(step); 3]);
        assert_eq!([-2, 2].map(|steps| at(steps, 0)), [None; 2]);
        assert_eq!((at(0, step - 1), at(0, step), at(1, step)), (Some(step), None, None));
        assert_eq!(step_of(KNOWN, "08 18 04", Millis(step * STEP * 1000), 0), Some(step));
        for wrong in ["", "081805", "81804", "0818040"] {
            assert_eq!(step_of(KNOWN, wrong, Millis(step * STEP * 1000), 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_new_secret_can_be_used() {
        let secret = new_secret();
        assert_eq!(decoded(&secret).unwrap().len(), 20);
        assert_ne!(secret, new_secret());
        let address = address("ABC", "chatwoot-lite", "ada@x.org");
        assert_eq!(address, "otpauth://totp/chatwoot-lite:ada%40x.org?secret=ABC&issuer=chatwoot-lite");
    }
}

//! What a request asks for, in a few bytes: its path, its parameters and its body.

use sha2::{Digest, Sha256};

/// Sums up a request. The words between the parts of a multipart body, which are others each time, do not count.
pub struct Fingerprint {
    sum: Sha256,
    boundary: Vec<u8>,
    /// What may be the beginning of a boundary.
    tail: Vec<u8>,
}

impl Fingerprint {
    pub fn of(path: &str, query: &str, content_type: &str) -> Self {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut sum = Sha256::new();
        for part in [path, query, essence.as_str()] {
            sum.update(part.as_bytes());
            sum.update([0]);
        }
        let boundary = content_type.split_once("boundary=").map_or("", |(_, rest)| rest);
        let boundary = boundary.split(';').next().unwrap_or_default().trim().trim_matches('"');
        Fingerprint { sum, boundary: boundary.as_bytes().to_vec(), tail: Vec::new() }
    }

    /// Adds bytes of the body.
    pub fn add(&mut self, bytes: &[u8]) {
        let Some(first) = self.boundary.first() else { return self.sum.update(bytes) };
        self.tail.extend_from_slice(bytes);
        let mut rest = self.tail.as_slice();
        while let Some(at) = rest.iter().position(|byte| byte == first) {
            let (before, from) = rest.split_at(at);
            if from.len() < self.boundary.len() {
                break;
            }
            self.sum.update(before);
            rest = match from.strip_prefix(self.boundary.as_slice()) {
                Some(after) => after,
                None => {
                    self.sum.update([*first]);
                    from.get(1..).unwrap_or_default()
                }
            };
        }
        // only what may go on as a boundary waits
        let waiting = rest.iter().position(|byte| byte == first).unwrap_or(rest.len());
        let (done, waiting) = rest.split_at(waiting);
        self.sum.update(done);
        self.tail = waiting.to_vec();
    }

    /// The sum in hexadecimal.
    pub fn finish(mut self) -> String {
        self.sum.update(&self.tail);
        self.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(content_type: &str, pieces: &[&str]) -> String {
        let mut print = Fingerprint::of("/a", "", content_type);
        pieces.iter().for_each(|piece| print.add(piece.as_bytes()));
        print.finish()
    }

    #[test]
    fn a_boundary_does_not_count_however_it_arrives() {
        let one = sum("multipart/form-data; boundary=--xyz", &["----xyz\r\na--xy\r\n----xyz--"]);
        let body = "----other7\r\na--xy\r\n----other7--";
        for split in 0..body.len() {
            let (left, right) = body.split_at(split);
            assert_eq!(sum("Multipart/Form-Data;boundary=\"--other7\"", &[left, right]), one, "{split}");
        }
        let other = sum("multipart/form-data; boundary=--xyz", &["----xyz\r\nb--xy\r\n----xyz--"]);
        assert_ne!(other, one);
    }

    #[test]
    fn everything_else_counts() {
        let json = "application/json";
        assert_eq!(sum(json, &["{", "}"]), sum("application/json; charset=utf-8", &["{}"]));
        assert_ne!(sum(json, &["{}"]), sum(json, &["{ }"]));
        assert_ne!(sum(json, &[]), sum("text/plain", &[]));
        assert_ne!(Fingerprint::of("/a", "b", "").finish(), Fingerprint::of("/ab", "", "").finish());
    }
}

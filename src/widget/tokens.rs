//! The two tokens of a visitor's session. Both are signed and say what they stand for, so that a visitor who only looks costs no
//! row; when the session is stored, it keeps them.

use serde::{Deserialize, Serialize};

use crate::base::ids::InboxId;
use crate::base::{Millis, Result, jwt};

/// How long a session token counts, in seconds: 180 days.
const LIFE: i64 = 180 * 24 * 60 * 60;

/// What a session token says. The names are part of its format.
#[derive(Debug, Serialize, Deserialize)]
struct SessionClaims {
    source_id: String,
    inbox_id: InboxId,
    exp: i64,
    iat: i64,
}

/// What a token for live events says: nothing that passes, so that one session always has the same.
#[derive(Debug, Serialize, Deserialize)]
struct PubsubClaims {
    source_id: String,
    inbox_id: InboxId,
    purpose: Cable,
}

#[derive(Debug, Serialize, Deserialize)]
enum Cable {
    #[serde(rename = "cable")]
    Cable,
}

/// A token for the session with this source id, sent by widgets as `X-Auth-Token`.
pub fn session(secret: &str, inbox: InboxId, source_id: &str, now: Millis) -> Result<String> {
    let iat = now.seconds();
    let claims = SessionClaims { source_id: source_id.to_owned(), inbox_id: inbox, exp: iat + LIFE, iat };
    jwt::sign(secret, &claims)
}

/// The source id of a session token that counts in this inbox now.
pub fn source_of(secret: &str, inbox: InboxId, token: &str, now: Millis) -> Option<String> {
    let claims: SessionClaims = jwt::verify(secret, token)?;
    (claims.inbox_id == inbox && claims.exp > now.seconds()).then_some(claims.source_id)
}

/// The token with which the session listens to live events.
pub fn pubsub(secret: &str, inbox: InboxId, source_id: &str) -> Result<String> {
    jwt::sign(secret, &PubsubClaims { source_id: source_id.to_owned(), inbox_id: inbox, purpose: Cable::Cable })
}

/// The inbox and source id of a token made by [`pubsub`], whether the session is stored or not.
pub fn read_pubsub(secret: &str, token: &str) -> Option<(InboxId, String)> {
    let claims: PubsubClaims = jwt::verify(secret, token)?;
    Some((claims.inbox_id, claims.source_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INBOX: InboxId = InboxId(3);

    #[test]
    fn a_session_token_counts_in_its_inbox_and_for_its_time() {
        let token = session("secret", INBOX, "s", Millis(0)).unwrap();
        assert_eq!(source_of("secret", INBOX, &token, Millis(1)).as_deref(), Some("s"));
        assert_eq!(source_of("secret", InboxId(4), &token, Millis(1)), None);
        assert_eq!(source_of("other", INBOX, &token, Millis(1)), None);
        assert_eq!(source_of("secret", INBOX, &token, Millis(LIFE * 1000)), None);
    }

    #[test]
    fn one_kind_of_token_is_not_the_other() {
        let (first, second) = (pubsub("secret", INBOX, "s").unwrap(), pubsub("secret", INBOX, "s").unwrap());
        assert_eq!(first, second);
        assert_eq!(read_pubsub("secret", &first), Some((INBOX, "s".to_owned())));
        assert_eq!(source_of("secret", INBOX, &first, Millis(0)), None);
        assert_eq!(read_pubsub("secret", &session("secret", INBOX, "s", Millis(0)).unwrap()), None);
    }
}

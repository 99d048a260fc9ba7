//! Shapes of section 7.16 of the contract.

use poem_openapi::Object;
use serde::Serialize;

use crate::base::Millis;

/// The release whose answers clients may expect.
pub const CHATWOOT: &str = "4.14.2";

/// That the server is well.
#[derive(Debug, Object, Serialize)]
#[oai(rename = "health", read_only_all)]
pub struct Health {
    /// Always `woot`.
    pub status: &'static str,
}

/// What the server claims to be.
#[derive(Debug, Object, Serialize)]
#[oai(rename = "server_version", read_only_all)]
pub struct Version {
    /// The Chatwoot release it answers like.
    pub version: &'static str,
    /// The time now, in UTC: `2021-03-01 10:00:00`.
    pub timestamp: String,
    /// Always `ok`.
    pub queue_services: &'static str,
    /// Always `ok`.
    pub data_services: &'static str,
}

impl Version {
    /// The version at a time.
    pub fn at(now: Millis) -> Self {
        let iso = now.iso();
        let timestamp = iso.split('.').next().unwrap_or_default().replace('T', " ");
        Version { version: CHATWOOT, timestamp, queue_services: "ok", data_services: "ok" }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::wire::assert_same_json;

    #[test]
    fn shapes() {
        let version = Version::at(Millis(1_614_592_800_999));
        assert_same_json(&version);
        let body = json!({"version": "4.14.2", "timestamp": "2021-03-01 10:00:00", "queue_services": "ok", "data_services": "ok"});
        assert_eq!(serde_json::to_value(&version).unwrap(), body);
        assert_same_json(&Health { status: "woot" });
    }
}

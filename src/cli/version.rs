//! `version`

use serde_json::json;

use super::Common;
use crate::base::Result;
use crate::server::CHATWOOT;

/// Prints our version and Chatwoot's whose answers clients may expect.
pub fn run(common: &Common) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let text = || format!("chatwoot-lite {version} (answers like Chatwoot {CHATWOOT})");
    common.output().show(&json!({"version": version, "chatwoot": CHATWOOT}), text);
    Ok(())
}

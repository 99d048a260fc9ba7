//! Files inside the text of an editor.

use crate::access::Agent;
use crate::base::Result;
use crate::base::ids::BlobId;
use crate::store::Tx;

/// Notes whose file this is: nothing else says that it is used.
pub fn keep_upload(tx: &Tx, agent: &Agent, blob: BlobId) -> Result<()> {
    tx.prepare_cached("insert into editor_uploads(blob_id, account_id, user_id, created_at) values (?, ?, ?, ?)")?
        .execute((blob, agent.account, agent.user, tx.now))?;
    Ok(())
}

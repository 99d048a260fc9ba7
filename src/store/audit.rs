//! Writes the audit log, in the transaction of what it tells of.

use rusqlite::named_params;

use super::db::Tx;
use crate::base::{Actor, Audit, Error, Result};

const INSERT: &str =
    "insert into audits(account_id, auditable_type, auditable_id, action, user_type, user_id, username, audited_changes,
        version, request_uuid, remote_address, created_at)
     values (:account, :thing, :id, :action, :actor_type, :actor_id, (select email from users where id = :user), :changes,
        (select coalesce(max(version), 0) + 1 from audits
          where account_id = :account and auditable_type = :thing and auditable_id = :id),
        :request, :address, :now)";

impl Tx<'_> {
    /// Writes one line of the audit log, with the request that this transaction works for. Events that are audited write
    /// theirs by themselves.
    pub fn audit(&self, line: &Audit) -> Result<()> {
        let (actor_type, actor_id) = line.actor.parts();
        let user = if let Actor::User(id) = line.actor { Some(id) } else { None };
        let origin = self.origin();
        self.prepare_cached(INSERT)?.execute(named_params! {
            ":account": line.account,
            ":thing": line.auditable_type,
            ":id": line.auditable_id,
            ":action": line.action,
            ":actor_type": actor_id.map(|_| actor_type),
            ":actor_id": actor_id,
            ":user": user,
            ":changes": serde_json::to_string(&line.changes).map_err(Error::internal)?,
            ":request": origin.map(|origin| &*origin.request),
            ":address": origin.and_then(|origin| origin.address).map(|address| address.to_string()),
            ":now": self.now,
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod plans {
    use super::*;

    #[test]
    fn the_last_version_is_found_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::store::schema::SCHEMA).unwrap();
        let mut explain = db.prepare(&format!("explain query plan {INSERT}")).unwrap();
        let lines = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        let plan = lines.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert!(plan.contains("COVERING INDEX audits_by_thing") && !plan.contains("SCAN audits"), "{plan}");
    }
}

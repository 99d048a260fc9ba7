//! Puts lines together with what they tell of, as it is now.

use serde_json::{Value, json};

use super::sql::{self, Line};
use super::wire;
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::{Db, Page};
use crate::{access, teams, users};

/// A page of the log, newest first.
pub fn page(db: &Db, account: AccountId, page: Page) -> Result<wire::AuditLogs> {
    let lines = sql::page(db, account, page)?;
    let auditables = auditables(db, account, &lines)?;
    let audit_logs = lines.into_iter().zip(auditables);
    Ok(wire::AuditLogs {
        per_page: page.size,
        total_entries: sql::total(db, account)?,
        current_page: page.number,
        audit_logs: audit_logs.map(|(line, auditable)| wire::AuditLog::new(account, line, auditable)).collect(),
    })
}

/// The people, memberships and teams that are still there, in the order of the lines; nothing for everything else.
fn auditables(db: &Db, account: AccountId, lines: &[Line]) -> Result<Vec<Option<Value>>> {
    let of = |kind: &'static str| lines.iter().filter(move |line| line.auditable_type == kind);
    let people: Vec<UserId> = of("User").map(|line| UserId(line.auditable_id)).collect();
    let people = if people.is_empty() { Default::default() } else { users::senders(db, account, &people)? };
    let has_members = of("AccountUser").next().is_some();
    let members = if has_members { access::memberships_of_account(db, account)? } else { Vec::new() };
    let shown = |line: &Line| {
        let id = line.auditable_id;
        Ok(match line.auditable_type.as_str() {
            "User" => people.get(&UserId(id)).map(serde_json::to_value).transpose().map_err(Error::internal)?,
            "AccountUser" => members.iter().find(|member| member.id.0 == id).map(|member| {
                json!({"id": id, "availability": member.availability.name(), "role": member.role.name(),
                    "user_id": member.user})
            }),
            "Team" => match teams::find(db, account, TeamId(id)) {
                Ok(team) => Some(json!({"id": id, "name": team.name})),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            },
            _ => None,
        })
    };
    lines.iter().map(shown).collect()
}

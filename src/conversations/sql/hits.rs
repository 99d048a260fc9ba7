//! All conversations that match a filter beyond the kept counters, found through the index of one of its parts: costs the hits
//! of that part. The caller counts, sorts and cuts them.

use rusqlite::types::Value as SqlValue;

use super::super::filter::{Filter, Part, Sort};
use super::counters::Counts;
use crate::base::Result;
use crate::base::ids::{AccountId, ConversationId, UserId};
use crate::store::{Bound, Db};

/// Messages that a search looks at, newest first.
pub const MOST_MESSAGES: i64 = 10_000;

/// A conversation that matches, with what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub id: ConversationId,
    pub assignee: Option<UserId>,
    pub last_activity_at: i64,
    /// The value of the asked order, when that is not the activity.
    pub key: Option<i64>,
}

/// The matches, whoever the assignee, in no order.
pub fn hits(db: &Db, account: AccountId, filter: &Filter) -> Result<Vec<Hit>> {
    query(account, filter).list(db, |row| {
        Ok(Hit { id: row.get(0)?, assignee: row.get(1)?, last_activity_at: row.get(2)?, key: row.get(3)? })
    })
}

/// How many matches there are, whoever the assignee.
pub fn count_hits(db: &Db, account: AccountId, filter: &Filter) -> Result<Counts> {
    let found = count_query(account, filter)
        .list(db, |row| Ok(Counts { mine: row.get(0)?, unassigned: row.get(1)?, all: row.get(2)? }))?;
    Ok(found.into_iter().next().unwrap_or_default())
}

pub(super) fn count_query(account: AccountId, filter: &Filter) -> Bound {
    let mut bound = query(account, filter);
    bound.bind(":me", filter.user.0);
    bound.sql = format!(
        "select coalesce(sum(assignee_id = :me), 0), coalesce(sum(assignee_id is null), 0), count(*) from ({})",
        bound.sql
    );
    bound
}

pub(super) fn query(account: AccountId, filter: &Filter) -> Bound {
    let mut bound = Bound::default();
    bound.bind(":account", account.0);
    bound.bind(":inboxes", SqlValue::Text(serde_json::to_string(&filter.inboxes).unwrap_or_default()));
    let mut parts: Vec<&Part> = filter.parts.iter().collect();
    // the part with the fewest hits to be expected leads
    parts.sort_by_key(|part| rank(part));
    let (from, mut conditions) = match parts.split_first() {
        Some((first, others)) => (lead(first), others.iter().map(|part| condition(part)).collect::<Vec<_>>()),
        None => (BY_ACTIVITY.to_owned(), Vec::new()),
    };
    if parts.is_empty() {
        bound.bind(":since", filter.active_since.map_or(i64::MIN, |at| at.0));
        conditions.push("c.last_activity_at > :since".to_owned());
    }
    for part in &parts {
        bind(&mut bound, filter, part);
    }
    let conditions: String = conditions.into_iter().map(|c| format!(" and {c}")).collect();
    let statuses: Vec<String> = filter.statuses.iter().map(|s| (*s as i64).to_string()).collect();
    bound.sql = format!(
        "select c.id, c.assignee_id, c.last_activity_at, {} from {from} c.account_id = :account and c.status in ({})
            and c.inbox_id in (select value from json_each(:inboxes)){conditions}",
        key(filter.sort),
        statuses.join(", "),
    );
    bound
}

fn key(sort: Sort) -> &'static str {
    match sort {
        Sort::LastActivity(_) => "null",
        Sort::CreatedAt(_) => "c.created_at",
        Sort::Priority(_) => "c.priority",
        Sort::WaitingSince(_) => "c.waiting_since",
    }
}

fn rank(part: &Part) -> usize {
    match part {
        Part::SourceId(_) => 0,
        Part::Mentioned => 1,
        Part::Participating => 2,
        Part::Words(_) => 3,
        Part::Labels(_) => 4,
        Part::Team(_) => 5,
        Part::Unattended => 6,
    }
}

const BY_ACTIVITY: &str = "conversations c indexed by conversations_list where";
const UNATTENDED: &str = "(c.first_reply_created_at is null or c.waiting_since is not null)";

/// The ids of the conversations that a part finds.
fn ids(part: &Part) -> Option<String> {
    Some(match part {
        Part::SourceId(_) | Part::Team(_) | Part::Unattended => return None,
        Part::Words(_) => format!(
            "select distinct found.conversation_id as id from (select m.conversation_id from messages_fts f
                cross join messages m on m.id = f.rowid
                where messages_fts match :words and m.account_id = :account and m.message_type in (0, 1)
                order by f.rowid desc limit {MOST_MESSAGES}) found"
        ),
        Part::Mentioned => {
            "select conversation_id as id from mentions where user_id = :user and account_id = :account".to_owned()
        }
        Part::Participating => {
            "select conversation_id as id from conversation_participants where user_id = :user and account_id = :account"
                .to_owned()
        }
        Part::Labels(_) => "select distinct conversation_id as id from conversation_labels
            where account_id = :account and label in (select value from json_each(:labels))"
            .to_owned(),
    })
}

/// The tables to begin with, up to and with `where`.
fn lead(part: &Part) -> String {
    if let Some(ids) = ids(part) {
        return format!("({ids}) hit cross join conversations c on c.id = hit.id where");
    }
    match part {
        Part::SourceId(_) => "contact_inboxes ci indexed by contact_inboxes_source
            cross join conversations c indexed by conversations_contact_inbox on c.contact_inbox_id = ci.id
            where ci.account_id = :account and ci.source_id = :source_id and"
            .to_owned(),
        Part::Team(_) => "conversations c indexed by conversations_team where c.team_id = :team and".to_owned(),
        _ => format!("conversations c indexed by conversations_unattended where {UNATTENDED} and"),
    }
}

/// What a part asks of a conversation that another part found.
fn condition(part: &Part) -> String {
    match part {
        Part::Team(_) => "c.team_id = :team".to_owned(),
        Part::Unattended => UNATTENDED.to_owned(),
        other => format!("c.id in ({})", ids(other).unwrap_or_default()),
    }
}

fn bind(bound: &mut Bound, filter: &Filter, part: &Part) {
    match part {
        Part::SourceId(text) => bound.bind(":source_id", text.clone()),
        Part::Words(words) => bound.bind(":words", words.clone()),
        // one kind of list at a time, so the name is bound once
        Part::Mentioned | Part::Participating => bound.bind(":user", filter.user.0),
        Part::Labels(labels) => bound.bind(":labels", serde_json::to_string(labels).unwrap_or_default()),
        Part::Team(team) => bound.bind(":team", team.0),
        Part::Unattended => {}
    }
}

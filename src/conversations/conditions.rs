//! What the conditions of a conversation filter may be about (contract 7.8), and how such a filter is best answered. Pure.

use super::model::{Priority, Status};
use crate::attributes::Model;
use crate::attributes::filter::{
    Case, Condition, Custom, Field, Filter, Key, Kind, Operand, Operator, Scope, Test, operators,
};

const fn key(name: &'static str, column: &'static str, kind: Kind, operators: &'static [Operator]) -> Key {
    Key { name, column, kind, operators }
}

/// A text of the additional attributes, in the case in which it came.
const TEXT: Kind = Kind::Text(Case::Matters);

static KEYS: [Key; 14] = [
    key("status", "c.status", Kind::Choice(statuses_named), operators::EQUALITY),
    key("assignee_id", "c.assignee_id", Kind::Integer, operators::PRESENCE),
    key("inbox_id", "c.inbox_id", Kind::Integer, operators::PRESENCE),
    key("team_id", "c.team_id", Kind::Integer, operators::PRESENCE),
    key("priority", "c.priority", Kind::Choice(priorities_named), operators::EQUALITY),
    key("display_id", "r.display_id", Kind::Integer, operators::TEXT),
    // no campaign makes a conversation yet
    key("campaign_id", "null", Kind::Integer, operators::PRESENCE),
    key(
        "labels",
        "select 1 from conversation_labels l where l.conversation_id = c.id and l.account_id = c.account_id",
        Kind::Labels,
        operators::PRESENCE,
    ),
    key("browser_language", "r.additional_attributes ->> '$.browser_language'", TEXT, operators::EQUALITY),
    key("conversation_language", "r.additional_attributes ->> '$.conversation_language'", TEXT, operators::EQUALITY),
    key("referer", "r.additional_attributes ->> '$.referer'", TEXT, operators::TEXT),
    key("created_at", "c.created_at", Kind::Time, operators::DATE),
    key("last_activity_at", "c.last_activity_at", Kind::Time, operators::DATE),
    key("mail_subject", "r.additional_attributes ->> '$.mail_subject'", TEXT, operators::TEXT),
];

/// Conversations. Of the same row `c` is what lies in the index of the list, and `r` is the rest: a statement may leave the table
/// alone until nothing else excludes a conversation.
pub static SCOPE: Scope = Scope {
    keys: &KEYS,
    custom: &[
        Custom {
            model: Model::Conversation,
            column: "r.custom_attributes",
            values: Some(
                "select 1 from conversation_values v where v.account_id = c.account_id and v.conversation_id = c.id",
            ),
        },
        Custom {
            model: Model::Contact,
            column: "(select k.custom_attributes from contacts k where k.id = r.contact_id and k.account_id = r.account_id)",
            values: None,
        },
    ],
    first_value_only: false,
};

fn statuses_named(name: &str) -> Option<Vec<i64>> {
    match name {
        "all" => Some(Status::ALL.map(|status| status as i64).into()),
        name => Status::parse(name).ok().map(|status| vec![status as i64]),
    }
}

fn priorities_named(name: &str) -> Option<Vec<i64>> {
    Priority::ALL.into_iter().find(|priority| priority.name() == name).map(|priority| vec![priority as i64])
}

/// What finds conversations without looking at all of them. Those that find few come first, as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    DisplayId,
    Assignee,
    Team,
    Priority,
    /// A value of a custom attribute.
    Value,
    Label,
    /// Those that have any custom attributes.
    Custom,
}

/// The statuses that a group leaves.
pub fn statuses(group: &[Condition]) -> Vec<Status> {
    let mut left = Status::ALL.to_vec();
    for condition in group.iter().filter(|condition| condition.key() == Some("status")) {
        match &condition.test {
            Test::OneOf(Operand::Integers(numbers)) => left.retain(|status| numbers.contains(&(*status as i64))),
            Test::NoneOf(Operand::Integers(numbers)) => left.retain(|status| !numbers.contains(&(*status as i64))),
            _ => {}
        }
    }
    left
}

/// The statuses that a filter leaves.
pub fn statuses_of(filter: &Filter) -> Vec<Status> {
    if filter.groups.is_empty() {
        return Status::ALL.to_vec();
    }
    let groups: Vec<Vec<Status>> = filter.groups.iter().map(|group| statuses(group)).collect();
    Status::ALL.into_iter().filter(|status| groups.iter().any(|left| left.contains(status))).collect()
}

/// The conditions of a group that find conversations, by their places, best ones first.
pub fn sources(group: &[Condition]) -> Vec<(Source, usize)> {
    let found = group.iter().enumerate().filter_map(|(place, condition)| Some((source(condition)?, place)));
    let mut found: Vec<(Source, usize)> = found.collect();
    found.sort_unstable();
    found
}

/// Whether the index of the list is walked, from end to end of the group's statuses, sooner than a source is looked into that
/// finds many. Most conversations are resolved: without them that is so, but for assignees, whose index has the statuses, too.
pub fn is_walked(group: &[Condition], source: Source) -> bool {
    source > Source::Assignee && !statuses(group).contains(&Status::Resolved)
}

fn source(condition: &Condition) -> Option<Source> {
    if let Field::Custom { place, .. } = &condition.field {
        return match condition.test {
            // those without any custom attribute have no value to be compared
            Test::Absent | Test::NoneOf(_) | Test::Lacks(_) => None,
            _ if condition.by_value().is_some() => Some(Source::Value),
            _ => (place.model == Model::Conversation).then_some(Source::Custom),
        };
    }
    match condition.key() {
        _ if !matches!(condition.test, Test::OneOf(_)) => None,
        Some("display_id") => Some(Source::DisplayId),
        Some("assignee_id") => Some(Source::Assignee),
        Some("labels") => Some(Source::Label),
        Some("team_id") => Some(Source::Team),
        Some("priority") => Some(Source::Priority),
        _ => None,
    }
}

/// Whether the kept counters know how many conversations pass.
pub fn is_counted(filter: &Filter) -> bool {
    let mut conditions = filter.groups.iter().flatten();
    conditions.all(|condition| matches!(condition.key(), Some("status" | "assignee_id" | "inbox_id")))
}

/// Whether what a condition asks for is known without the table.
pub fn is_covered(condition: &Condition) -> bool {
    match &condition.field {
        Field::Standard(key) => !key.column.starts_with("r."),
        Field::Custom { .. } => condition.by_value().is_some(),
    }
}

/// The day after which all of a group were created: nothing happened in them before.
pub fn created_since(group: &[Condition]) -> Option<i64> {
    let created = group.iter().filter(|condition| condition.key() == Some("created_at"));
    created.filter_map(|condition| if let Test::After(day) = condition.test { Some(day) } else { None }).max()
}

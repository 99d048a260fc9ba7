//! What the conversation list is asked for, and its answer.

use super::super::filter::{self, Assignee, Filter, Part, Sort};
use super::super::sql::Counts;
use super::super::{listing, views, wire};
use crate::access::{self, Agent};
use crate::base::Result;
use crate::base::ids::{InboxId, TeamId};
use crate::http::wire::{Int, List, Text};
use crate::store::Db;
use crate::teams;

/// The parameters of the list, as they came.
pub struct Asked {
    pub q: Option<Text>,
    pub assignee_type: Option<Text>,
    pub status: Option<Text>,
    pub inbox_id: Option<Int>,
    pub labels: List,
    pub team_id: Option<Int>,
    pub conversation_type: Option<Text>,
    pub source_id: Option<Text>,
    pub sort_by: Option<Text>,
    pub updated_within: Option<Int>,
}

/// The page of the list that was asked for.
pub fn show(db: &Db, agent: &Agent, asked: Asked, number: Option<i64>) -> Result<wire::ConversationList> {
    let found = match filter_of(db, agent, asked)? {
        Some(filter) => listing::find(db, agent.account, &filter, number)?,
        None => listing::Found::default(),
    };
    let payload = views::page(db, agent.account, Some(agent.user), &found.ids)?;
    Ok(wire::ConversationList { data: wire::ListPage { meta: found.counts.into(), payload } })
}

/// The counts above the list that was asked for.
pub fn count(db: &Db, agent: &Agent, asked: Asked) -> Result<wire::ConversationListMeta> {
    let counts = match filter_of(db, agent, asked)? {
        Some(filter) => listing::count(db, agent.account, &filter)?,
        None => Counts::default(),
    };
    Ok(wire::ConversationListMeta { meta: counts.into() })
}

/// The filter that was asked for; `None` when nothing can match. An unknown team is not found.
fn filter_of(db: &Db, agent: &Agent, asked: Asked) -> Result<Option<Filter>> {
    let given = |text: Option<Text>| text.filter(|t| !t.trim().is_empty());
    let mut inboxes = access::visible_inboxes(db, agent)?;
    if let Some(id) = asked.inbox_id {
        inboxes.retain(|inbox| *inbox == InboxId(id));
    }
    let mut parts = Vec::new();
    let mut statuses = filter::statuses(asked.status.as_deref());
    if let Some(q) = given(asked.q) {
        let Some(words) = filter::match_words(&q) else { return Ok(None) };
        parts.push(Part::Words(words));
        statuses = filter::statuses(Some("all"));
    }
    if let Some(team) = asked.team_id {
        teams::find(db, agent.account, TeamId(team))?;
        parts.push(Part::Team(TeamId(team)));
    }
    if !asked.labels.is_empty() {
        parts.push(Part::Labels(asked.labels));
    }
    parts.extend(given(asked.source_id).map(Part::SourceId));
    parts.extend(match asked.conversation_type.as_deref() {
        Some("mention") => Some(Part::Mentioned),
        Some("participating") => Some(Part::Participating),
        Some("unattended") => Some(Part::Unattended),
        _ => None,
    });
    Ok(Some(Filter {
        user: agent.user,
        statuses,
        inboxes,
        assignee: Assignee::parse(asked.assignee_type.as_deref()),
        parts,
        active_since: asked.updated_within.map(|seconds| db.now.plus(seconds.saturating_mul(-1000))),
        sort: Sort::parse(asked.sort_by.as_deref()),
    }))
}

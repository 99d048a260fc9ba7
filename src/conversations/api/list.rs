//! The conversation list.

use poem_openapi::OpenApi;

use super::super::filter::{self, Assignee, Filter, Part, Sort};
use super::super::{listing, views, wire};
use crate::access::{self, Agent, scoped};
use crate::base::Result;
use crate::base::ids::{InboxId, TeamId};
use crate::http::wire::{Int, List, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::teams;

pub struct ListApi {
    pub store: Store,
}

#[OpenApi]
impl ListApi {
    /// List conversations, 25 a page, with the counts of the whole list.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations",
        method = "get",
        operation_id = "conversationSearch",
        tag = "Tag::Conversation"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// Words, the last one perhaps unfinished, of incoming or outgoing messages; `status` then does not matter.
        q: Query<Option<Text>>,
        /// `me`, `unassigned`, `assigned` or `all` (default).
        assignee_type: Query<Option<Text>>,
        /// `open` (default), `resolved`, `pending` (or `bot`), `snoozed` or `all`.
        status: Query<Option<Text>>,
        /// From 1.
        page: Query<Option<Int>>,
        inbox_id: Query<Option<Int>>,
        /// Conversations with any of these.
        labels: Query<List>,
        team_id: Query<Option<Int>>,
        /// `mention`, `participating` or `unattended`.
        conversation_type: Query<Option<Text>>,
        /// The contact's address in its inbox.
        source_id: Query<Option<Text>>,
        /// `last_activity_at_desc` (default), or `last_activity_at`, `created_at`, `priority`, `waiting_since` with `_asc` or
        /// `_desc`.
        sort_by: Query<Option<Text>>,
        /// Only with activity in so many seconds, and then all on one page.
        updated_within: Query<Option<Int>>,
    ) -> Answer<wire::ConversationList> {
        let asked = Asked {
            q: q.0,
            assignee_type: assignee_type.0,
            status: status.0,
            inbox_id: inbox_id.0,
            labels: labels.0,
            team_id: team_id.0,
            conversation_type: conversation_type.0,
            source_id: source_id.0,
            sort_by: sort_by.0,
            updated_within: updated_within.0,
        };
        let (agent, number) = (account_id.0, page.0);
        let list = self.store.read(move |db| show(db, &agent, asked, number)).await?;
        Ok(Fast(list))
    }
}

/// The parameters of the list, as they came.
struct Asked {
    q: Option<Text>,
    assignee_type: Option<Text>,
    status: Option<Text>,
    inbox_id: Option<Int>,
    labels: List,
    team_id: Option<Int>,
    conversation_type: Option<Text>,
    source_id: Option<Text>,
    sort_by: Option<Text>,
    updated_within: Option<Int>,
}

fn show(db: &Db, agent: &Agent, asked: Asked, number: Option<i64>) -> Result<wire::ConversationList> {
    let found = match filter_of(db, agent, asked)? {
        Some(filter) => listing::find(db, agent.account, &filter, number)?,
        None => listing::Found::default(),
    };
    let payload = views::page(db, agent.account, Some(agent.user), &found.ids)?;
    Ok(wire::ConversationList { data: wire::ListPage { meta: found.counts.into(), payload } })
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

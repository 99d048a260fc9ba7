//! Who takes care of a conversation.

use poem_openapi::param::Path;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, OpenApi};

use super::super::assignment::{self, Assigned, Request};
use super::super::{require, views, wire};
use crate::access::{AgentOrBot, scoped};
use crate::base::Result;
use crate::base::ids::{AccountId, AgentBotId, DisplayId, TeamId, UserId};
use crate::bots;
use crate::http::{Answer, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;

/// A person, a bot or a team to take care of a conversation.
#[derive(Debug, Object)]
#[oai(rename = "conversation_assignment_change")]
pub struct AssignmentChange {
    /// A member of the account; null, or an unknown id, takes the conversation from its assignee.
    pub assignee_id: MaybeUndefined<i64>,
    /// A team of the account. Does not matter when `assignee_id` is present.
    pub team_id: MaybeUndefined<i64>,
    /// `AgentBot` when `assignee_id` is a bot's.
    pub assignee_type: Option<String>,
}

impl AssignmentChange {
    fn request(&self) -> Option<Request> {
        let id = |value: &MaybeUndefined<i64>| value.value().copied();
        if self.assignee_type.as_deref() == Some("AgentBot") {
            return Some(Request::Bot(id(&self.assignee_id).map(AgentBotId)));
        }
        match (&self.assignee_id, &self.team_id) {
            (MaybeUndefined::Undefined, MaybeUndefined::Undefined) => None,
            (MaybeUndefined::Undefined, team) => Some(Request::Team(id(team).map(TeamId))),
            (assignee, _) => Some(Request::User(id(assignee).map(UserId))),
        }
    }
}

pub struct AssignmentsApi {
    pub store: Store,
}

#[OpenApi]
impl AssignmentsApi {
    /// Assign a conversation to a person, a bot or a team. Answers whom it was given to, or null.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/assignments",
        method = "post",
        operation_id = "assign-a-conversation",
        tag = "Tag::ConversationAssignment"
    )]
    async fn assign(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<AssignmentChange>,
    ) -> Answer<Option<wire::Assigned>> {
        let (who, request) = (account_id.0, params.request());
        let assign = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            let Some(request) = request else { return Ok(None) };
            let assigned = assignment::assign(tx, &mut conversation, request, &(&who).into())?;
            show(tx, who.account(), assigned)
        });
        Ok(Fast(assign.await?))
    }
}

fn show(db: &Db, account: AccountId, assigned: Assigned) -> Result<Option<wire::Assigned>> {
    Ok(match assigned {
        Assigned::Nobody => None,
        Assigned::User(id) => views::assignees(db, account, &[id])?.remove(&id).map(wire::Assigned::User),
        Assigned::Bot(id) => bots::slim(db, account, &[id])?.remove(&id).map(wire::Assigned::AgentBot),
        Assigned::Team(team) => Some(wire::Assigned::Team(team.into())),
    })
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ParseFromJSON;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_assignee_wins_over_a_team() {
        let read = |value| AssignmentChange::parse_from_json(Some(value)).unwrap().request();
        assert_eq!(read(json!({})), None);
        assert_eq!(read(json!({"team_id": 3})), Some(Request::Team(Some(TeamId(3)))));
        assert_eq!(read(json!({"team_id": null})), Some(Request::Team(None)));
        assert_eq!(read(json!({"assignee_id": null, "team_id": 3})), Some(Request::User(None)));
        let bot = json!({"assignee_id": 5, "assignee_type": "AgentBot"});
        assert_eq!(read(bot), Some(Request::Bot(Some(AgentBotId(5)))));
    }
}

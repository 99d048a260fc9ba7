//! What is going on now.

use poem_openapi::OpenApi;

use super::super::{views, wire};
use super::answers::Groups;
use crate::access::{Administrator, scoped};
use crate::base::Error;
use crate::base::ids::TeamId;
use crate::http::wire::{Int, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::Store;
use crate::tags::Tag;

/// Conversations as they are now.
pub struct LiveReportsApi {
    pub store: Store,
}

#[OpenApi]
impl LiveReportsApi {
    /// How many conversations there are now, of the account or of a team.
    #[oai(
        path = "/api/v2/accounts/:account_id/live_reports/conversation_metrics",
        method = "get",
        operation_id = "get-live-conversation-metrics",
        tag = "Tag::Reports"
    )]
    async fn metrics(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Only of this team.
        team_id: Query<Option<Int>>,
    ) -> Answer<wire::AccountMetrics> {
        let (account, team) = (account_id.account, team_id.map(TeamId));
        Ok(Fast(self.store.read(move |db| views::live(db, account, team)).await?))
    }

    /// How many open conversations each team or each assignee has now; those that have none are left out.
    #[oai(
        path = "/api/v2/accounts/:account_id/live_reports/grouped_conversation_metrics",
        method = "get",
        operation_id = "get-grouped-live-conversation-metrics",
        tag = "Tag::Reports"
    )]
    async fn grouped(
        &self,
        account_id: scoped::Path<Administrator>,
        /// `team_id` or `assignee_id`.
        group_by: Query<Option<Text>>,
    ) -> Result<Groups, Error> {
        let (account, group_by) = (account_id.account, group_by.0.unwrap_or_default());
        self.store.read(move |db| views::grouped(db, account, &group_by)).await
    }
}

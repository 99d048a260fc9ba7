//! The endpoints of answers to surveys.

use poem_openapi::OpenApi;

use super::model::{Order, Wanted, time};
use super::{sql, views, wire};
use crate::access::{Administrator, scoped};
use crate::base::Result;
use crate::base::ids::{InboxId, TeamId, UserId};
use crate::http::wire::{Int, List, Text};
use crate::http::{Answer, Csv, Fast, Query};
use crate::store::{Page, Store};
use crate::tags::Tag;

/// Answers of a page.
const PAGE: i64 = 25;

/// What customers said.
pub struct CsatApi {
    pub store: Store,
}

/// The parameters that all three have.
struct Sent {
    since: Query<Option<Text>>,
    until: Query<Option<Text>>,
    user_ids: Query<List>,
    inbox_id: Query<Option<Int>>,
    team_id: Query<Option<Int>>,
    rating: Query<Option<Int>>,
}

impl Sent {
    fn read(self, order: Order) -> Result<Wanted> {
        let agents = self.user_ids.0.iter().filter(|id| !id.trim().is_empty());
        Ok(Wanted {
            since: time(self.since.as_deref(), "since")?,
            until: time(self.until.as_deref(), "until")?,
            // what is no id is nobody's
            agents: agents.map(|id| UserId(id.trim().parse().unwrap_or(0))).collect(),
            inbox: self.inbox_id.0.map(InboxId),
            team: self.team_id.0.map(TeamId),
            rating: self.rating.0,
            order,
        })
    }
}

#[OpenApi]
impl CsatApi {
    /// List answers to satisfaction surveys, 25 on a page.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/csat_survey_responses",
        method = "get",
        operation_id = "list-all-csat-survey-responses",
        tag = "Tag::CsatReports"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Administrator>,
        page: Query<Option<Int>>,
        /// `created_at` for the oldest first; the newest are by default.
        sort: Query<Option<Text>>,
        /// Unix seconds: answers from then on.
        since: Query<Option<Text>>,
        /// Unix seconds: answers before.
        until: Query<Option<Text>>,
        /// Those who took care of the conversation.
        #[oai(name = "user_ids[]")]
        user_ids: Query<List>,
        inbox_id: Query<Option<Int>>,
        team_id: Query<Option<Int>>,
        rating: Query<Option<Int>>,
    ) -> Answer<Vec<wire::CsatResponse>> {
        let sent = Sent { since, until, user_ids, inbox_id, team_id, rating };
        let wanted = sent.read(Order::parse(sort.as_deref()))?;
        let (account, page) = (account_id.account, Page::new(page.0, PAGE));
        Ok(Fast(self.store.read(move |db| views::page(db, account, &wanted, page)).await?))
    }

    /// Count answers to satisfaction surveys.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/csat_survey_responses/metrics",
        method = "get",
        operation_id = "get-csat-survey-metrics",
        tag = "Tag::CsatReports"
    )]
    async fn metrics(
        &self,
        account_id: scoped::Path<Administrator>,
        since: Query<Option<Text>>,
        until: Query<Option<Text>>,
        #[oai(name = "user_ids[]")] user_ids: Query<List>,
        inbox_id: Query<Option<Int>>,
        team_id: Query<Option<Int>>,
        rating: Query<Option<Int>>,
    ) -> Answer<wire::CsatMetrics> {
        let wanted = Sent { since, until, user_ids, inbox_id, team_id, rating }.read(Order::Newest)?;
        let account = account_id.account;
        let metrics = self.store.read(move |db| {
            Ok(wire::CsatMetrics::new(&sql::counts(db, account, &wanted)?, sql::sent(db, account, &wanted)?))
        });
        Ok(Fast(metrics.await?))
    }

    /// Download answers to satisfaction surveys as a table (CSV).
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v1/accounts/:account_id/csat_survey_responses/download",
        method = "get",
        operation_id = "download-csat-survey-responses",
        tag = "Tag::CsatReports"
    )]
    async fn download(
        &self,
        account_id: scoped::Path<Administrator>,
        sort: Query<Option<Text>>,
        since: Query<Option<Text>>,
        until: Query<Option<Text>>,
        #[oai(name = "user_ids[]")] user_ids: Query<List>,
        inbox_id: Query<Option<Int>>,
        team_id: Query<Option<Int>>,
        rating: Query<Option<Int>>,
    ) -> Result<Csv> {
        let sent = Sent { since, until, user_ids, inbox_id, team_id, rating };
        let wanted = sent.read(Order::parse(sort.as_deref()))?;
        let account = account_id.account;
        let bytes = self.store.read(move |db| views::table(db, account, &wanted)).await?;
        Ok(Csv { filename: "csat_report.csv", bytes })
    }
}

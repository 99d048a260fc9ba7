//! Reports of an account, or of one of its inboxes, agents, teams or labels.

use poem_openapi::OpenApi;

use super::super::model::{GroupBy, Kind, Metric, Range};
use super::super::{views, wire};
use super::answers::{Live, Series};
use crate::access::{Administrator, scoped};
use crate::base::Error;
use crate::http::wire::{Flag, Int, Text};
use crate::http::{Answer, Fast, Query};
use crate::store::Store;
use crate::tags::Tag;

/// Reports over time.
pub struct ReportsApi {
    pub store: Store,
}

#[OpenApi]
impl ReportsApi {
    /// A number over time, one point for each period. All times are counted in quarters of an hour.
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    #[oai(
        path = "/api/v2/accounts/:account_id/reports",
        method = "get",
        operation_id = "list-all-conversation-statistics",
        tag = "Tag::Reports"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Administrator>,
        /// `conversations_count`, `incoming_messages_count`, `outgoing_messages_count`, `avg_first_response_time`,
        /// `avg_resolution_time`, `resolutions_count`, `reply_time`, `bot_resolutions_count` or `bot_handoffs_count`. For
        /// anything else the answer is `{}`.
        metric: Query<Option<Text>>,
        /// `account`, `inbox`, `agent`, `team` or `label`; `account` without.
        r#type: Query<Option<Text>>,
        /// Whose; of the type that is not `account`.
        id: Query<Option<Int>>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// `hour`, `day`, `week` (from Monday), `month` or `year`; `day` without.
        group_by: Query<Option<Text>>,
        /// Hours from UTC at which days begin; without, as in the account's `timezone`, UTC where it has none.
        timezone_offset: Query<Option<f64>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Result<Series, Error> {
        let (account, kind, id) = (account_id.account, Kind::parse(r#type.as_deref())?, id.0);
        let (group_by, hours) = (GroupBy::parse(group_by.as_deref())?, timezone_offset.0);
        let Some(metric) = Metric::named(metric.as_deref().unwrap_or_default()) else { return Ok(Series::Unknown) };
        let how = (metric, group_by, hours, business_hours.unwrap_or_default());
        let read = self.store.read(move |db| {
            let range = Range::asked(since.0, until.0, db.now);
            views::series(db, account, views::dimension(db, account, kind, id)?, range, how)
        });
        read.await
    }

    /// All numbers of a time, and of as much time before it.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/summary",
        method = "get",
        operation_id = "list-all-conversation-statistics-summary",
        tag = "Tag::Reports"
    )]
    async fn summary(
        &self,
        account_id: scoped::Path<Administrator>,
        /// `account`, `inbox`, `agent`, `team` or `label`; `account` without.
        r#type: Query<Option<Text>>,
        /// Whose; of the type that is not `account`.
        id: Query<Option<Int>>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Answer<wire::Summary> {
        let (account, kind, id) = (account_id.account, Kind::parse(r#type.as_deref())?, id.0);
        let business_hours = business_hours.unwrap_or_default();
        let read = self.store.read(move |db| {
            let range = Range::asked(since.0, until.0, db.now);
            views::totals(db, account, views::dimension(db, account, kind, id)?, range)
        });
        let [numbers, previous] = <[_; 2]>::from(read.await?).map(|totals| wire::Numbers::of(&totals, business_hours));
        Ok(Fast(wire::Summary { numbers, previous }))
    }

    /// What bots did in a time, and in as much time before it.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/bot_summary",
        method = "get",
        operation_id = "get-the-summary-of-bots",
        tag = "Tag::Reports"
    )]
    async fn bot_summary(
        &self,
        account_id: scoped::Path<Administrator>,
        /// `account`, `inbox`, `agent`, `team` or `label`; `account` without.
        r#type: Query<Option<Text>>,
        /// Whose; of the type that is not `account`.
        id: Query<Option<Int>>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
    ) -> Answer<wire::BotSummary> {
        let (account, kind, id) = (account_id.account, Kind::parse(r#type.as_deref())?, id.0);
        let read = self.store.read(move |db| {
            let range = Range::asked(since.0, until.0, db.now);
            views::totals(db, account, views::dimension(db, account, kind, id)?, range)
        });
        let (numbers, previous) = read.await?;
        Ok(Fast(wire::BotSummary { numbers: numbers.into(), previous: previous.into() }))
    }

    /// What went through the inboxes that have a bot.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/bot_metrics",
        method = "get",
        operation_id = "get-the-metrics-of-bots",
        tag = "Tag::Reports"
    )]
    async fn bot_metrics(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
    ) -> Answer<wire::BotMetrics> {
        let account = account_id.account;
        let read = self.store.read(move |db| views::bot_metrics(db, account, Range::asked(since.0, until.0, db.now)));
        Ok(Fast(read.await?))
    }

    /// Conversations as they are now: of the account, or of its agents, 25 on a page, those with most open ones first.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/conversations",
        method = "get",
        operation_id = "get-account-conversation-metrics",
        tag = "Tag::Reports"
    )]
    async fn conversations(
        &self,
        account_id: scoped::Path<Administrator>,
        /// `account` or `agent`. For anything else, and without, the answer is 422.
        r#type: Query<Option<Text>>,
        /// Page of agents, from 1.
        page: Query<Option<Int>>,
    ) -> Result<Live, Error> {
        let (account, page) = (account_id.account, page.unwrap_or(1));
        match r#type.as_deref() {
            Some("account") => Ok(Live::Account(self.store.read(move |db| views::live(db, account, None)).await?)),
            Some("agent") => Ok(Live::Agents(self.store.read(move |db| views::busy_agents(db, account, page)).await?)),
            _ => Ok(Live::Neither),
        }
    }
}

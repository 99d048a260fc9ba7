//! Tables of an account.

use poem_openapi::OpenApi;

use std::collections::BTreeMap;

use super::super::model::{Kind, Range};
use super::super::{tables, wire};
use crate::access::{Administrator, scoped};
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::http::wire::{Flag, Int};
use crate::http::{Answer, Fast, Query};
use crate::store::Store;
use crate::tags::Tag;

/// Tables with a line for each.
pub struct SummaryReportsApi {
    pub store: Store,
}

impl SummaryReportsApi {
    async fn lines(
        &self,
        account: AccountId,
        kind: Kind,
        (since, until): (Option<Int>, Option<Int>),
    ) -> Result<Vec<tables::Line>> {
        let read = self.store.read(move |db| tables::lines(db, account, kind, Range::asked(since, until, db.now)));
        read.await
    }

    /// The lines as they are shown where nothing else stands in them.
    async fn summary(
        &self,
        account: AccountId,
        kind: Kind,
        span: (Option<Int>, Option<Int>),
        business_hours: Flag,
    ) -> Answer<Vec<wire::SummaryLine>> {
        let lines = self.lines(account, kind, span).await?;
        Ok(Fast(lines.iter().map(|line| wire::SummaryLine::of(line, business_hours)).collect()))
    }
}

#[OpenApi]
impl SummaryReportsApi {
    /// The numbers of all agents.
    #[oai(
        path = "/api/v2/accounts/:account_id/summary_reports/agent",
        method = "get",
        operation_id = "get-the-summary-of-agents",
        tag = "Tag::Reports"
    )]
    async fn agents(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Answer<Vec<wire::SummaryLine>> {
        self.summary(account_id.account, Kind::Agent, (since.0, until.0), business_hours.unwrap_or_default()).await
    }

    /// The numbers of all teams.
    #[oai(
        path = "/api/v2/accounts/:account_id/summary_reports/team",
        method = "get",
        operation_id = "get-the-summary-of-teams",
        tag = "Tag::Reports"
    )]
    async fn teams(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Answer<Vec<wire::SummaryLine>> {
        self.summary(account_id.account, Kind::Team, (since.0, until.0), business_hours.unwrap_or_default()).await
    }

    /// The numbers of all inboxes.
    #[oai(
        path = "/api/v2/accounts/:account_id/summary_reports/inbox",
        method = "get",
        operation_id = "get-the-summary-of-inboxes",
        tag = "Tag::Reports"
    )]
    async fn inboxes(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Answer<Vec<wire::SummaryLine>> {
        self.summary(account_id.account, Kind::Inbox, (since.0, until.0), business_hours.unwrap_or_default()).await
    }

    /// The numbers of all labels.
    #[oai(
        path = "/api/v2/accounts/:account_id/summary_reports/label",
        method = "get",
        operation_id = "get-the-summary-of-labels",
        tag = "Tag::Reports"
    )]
    async fn labels(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
        /// Whether only working hours of the inbox count in times.
        business_hours: Query<Option<Flag>>,
    ) -> Answer<Vec<wire::LabelLine>> {
        let lines = self.lines(account_id.account, Kind::Label, (since.0, until.0)).await?;
        let of = |line: &tables::Line| wire::LabelLine {
            name: line.name.clone(),
            line: wire::SummaryLine::of(line, business_hours.unwrap_or_default()),
        };
        Ok(Fast(lines.iter().map(of).collect()))
    }

    /// The conversations that began in a time by the type of their channel and the status they have, or had when they were deleted.
    #[oai(
        path = "/api/v2/accounts/:account_id/summary_reports/channel",
        method = "get",
        operation_id = "get-the-summary-of-channels",
        tag = "Tag::Reports"
    )]
    async fn channels(
        &self,
        account_id: scoped::Path<Administrator>,
        /// Unix seconds; thirty days before the end without.
        since: Query<Option<Int>>,
        /// Unix seconds; now without.
        until: Query<Option<Int>>,
    ) -> Answer<BTreeMap<String, wire::ChannelSummary>> {
        let account = account_id.account;
        let read = self.store.read(move |db| tables::channels(db, account, Range::asked(since.0, until.0, db.now)));
        Ok(Fast(read.await?))
    }
}

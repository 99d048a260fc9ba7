//! Tables of an account as CSV files.

use poem_openapi::OpenApi;

use super::super::model::{Kind, Range};
use super::super::{csv, tables};
use crate::access::{Administrator, scoped};
use crate::base::ids::AccountId;
use crate::base::{Error, Result};
use crate::http::wire::{Flag, Int};
use crate::http::{Csv, Query};
use crate::store::Store;
use crate::tags::Tag;

/// Tables as files.
pub struct ReportFilesApi {
    pub store: Store,
}

impl ReportFilesApi {
    async fn file(
        &self,
        account: AccountId,
        (kind, filename): (Kind, &'static str),
        (since, until): (Option<Int>, Option<Int>),
        business_hours: Option<Flag>,
    ) -> Result<Csv> {
        let read = self.store.read(move |db| {
            let lines = tables::lines(db, account, kind, Range::asked(since, until, db.now))?;
            Ok(csv::file(kind, &lines, business_hours.unwrap_or_default()))
        });
        Ok(Csv { filename, bytes: read.await? })
    }
}

#[OpenApi]
impl ReportFilesApi {
    /// The table of agents as a CSV file.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/agents",
        method = "get",
        operation_id = "get-the-report-of-agents-as-a-file",
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
    ) -> Result<Csv, Error> {
        let what = (Kind::Agent, "agents_report.csv");
        self.file(account_id.account, what, (since.0, until.0), business_hours.0).await
    }

    /// The table of inboxes as a CSV file.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/inboxes",
        method = "get",
        operation_id = "get-the-report-of-inboxes-as-a-file",
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
    ) -> Result<Csv, Error> {
        let what = (Kind::Inbox, "inboxes_report.csv");
        self.file(account_id.account, what, (since.0, until.0), business_hours.0).await
    }

    /// The table of labels as a CSV file.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/labels",
        method = "get",
        operation_id = "get-the-report-of-labels-as-a-file",
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
    ) -> Result<Csv, Error> {
        let what = (Kind::Label, "labels_report.csv");
        self.file(account_id.account, what, (since.0, until.0), business_hours.0).await
    }

    /// The table of teams as a CSV file.
    #[oai(
        path = "/api/v2/accounts/:account_id/reports/teams",
        method = "get",
        operation_id = "get-the-report-of-teams-as-a-file",
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
    ) -> Result<Csv, Error> {
        let what = (Kind::Team, "teams_report.csv");
        self.file(account_id.account, what, (since.0, until.0), business_hours.0).await
    }
}

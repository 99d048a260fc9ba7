//! The endpoint of the audit log.

use poem_openapi::OpenApi;

use super::{views, wire};
use crate::access::{Administrator, scoped};
use crate::http::wire::Int;
use crate::http::{Answer, Fast, Query};
use crate::store::{Page, Store};
use crate::tags::Tag;

/// Lines of a page.
const PAGE: i64 = 15;

/// Who changed what, from where.
pub struct AuditsApi {
    pub store: Store,
}

#[OpenApi]
impl AuditsApi {
    /// List who changed what, and who signed in and out, newest first, 15 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/audit_logs",
        method = "get",
        operation_id = "list-audit-logs",
        tag = "Tag::AuditLogs"
    )]
    async fn list(&self, account_id: scoped::Path<Administrator>, page: Query<Option<Int>>) -> Answer<wire::AuditLogs> {
        let (account, page) = (account_id.account, Page::new(page.0, PAGE));
        Ok(Fast(self.store.read(move |db| views::page(db, account, page)).await?))
    }
}

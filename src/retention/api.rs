//! The endpoints of retention.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::Rule;
use super::{erasing, rules, sql, wire};
use crate::access::{Administrator, scoped};
use crate::base::ids::{ContactId, InboxId};
use crate::base::{Error, Result};
use crate::http::wire::Int;
use crate::http::{Answer, Fast, Params, Query};
use crate::store::{Db, Page, Store, Tx};
use crate::tags::Tag;

/// Erasures of a page.
const PAGE: i64 = 25;

/// Contacts of whom nothing is kept.
pub struct ErasuresApi {
    pub store: Store,
}

#[OpenApi]
impl ErasuresApi {
    /// Erase a contact: it is gone at once with its conversations, notes and files, whoever is online; soon no byte of it is left in the
    /// database. What was kept of answers to requests with an `Idempotency-Key`, and all exports of contacts, go along.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/erase",
        method = "post",
        operation_id = "erase-a-contact",
        tag = "Tag::Retention"
    )]
    async fn create(&self, account_id: scoped::Path<Administrator>, id: Path<ContactId>) -> Answer<wire::ErasureShown> {
        let (account, by) = (account_id.account, account_id.actor());
        let write = move |tx: &Tx| {
            let id = erasing::begin(tx, account, id.0, by)?;
            sql::find(tx, account, id)?.ok_or(Error::NotFound)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// List the contacts that were erased, by their numbers, newest first, 25 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/erasures",
        method = "get",
        operation_id = "list-contact-erasures",
        tag = "Tag::Retention"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Administrator>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<wire::ErasureList> {
        let (account, page) = (account_id.account, Page::new(page.0, PAGE));
        let erasures = self.store.read(move |db| sql::list(db, account, page)).await?;
        Ok(Fast(wire::ErasureList { payload: erasures.into_iter().map(Into::into).collect() }))
    }
}

/// For how long inboxes keep things.
pub struct RetentionApi {
    pub store: Store,
}

fn shown(db: &Db, rule: Rule) -> Result<wire::RetentionShown> {
    Ok(wire::RetentionShown::new(rule, rules::due(db, &rule)?))
}

#[OpenApi]
impl RetentionApi {
    /// Show for how many days an inbox keeps conversations and files.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/retention",
        method = "get",
        operation_id = "get-the-retention-of-an-inbox",
        tag = "Tag::Retention"
    )]
    async fn show(&self, account_id: scoped::Path<Administrator>, id: Path<InboxId>) -> Answer<wire::RetentionShown> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| shown(db, rules::find(db, account, id.0)?)).await?))
    }

    /// Say for how many days an inbox keeps conversations and files. What is older is deleted within minutes, and then day by day.
    #[oai(
        path = "/api/v1/accounts/:account_id/inboxes/:id/retention",
        method = "put",
        operation_id = "update-the-retention-of-an-inbox",
        tag = "Tag::Retention"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<InboxId>,
        params: Params<wire::RetentionUpdate>,
    ) -> Answer<wire::RetentionShown> {
        let (account, change) = (account_id.account, params.into_inner());
        let write = move |tx: &Tx| {
            let rule = change.apply(rules::find(tx, account, id.0)?);
            rules::set(tx, &rule)?;
            shown(tx, rule)
        };
        Ok(Fast(self.store.write(write).await?))
    }
}

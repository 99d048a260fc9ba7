//! Contacts from a file, and to one: in the background, for administrators.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{exports, imports, sql, views, wire};
use crate::access::{Administrator, scoped};
use crate::base::Error;
use crate::base::ids::ImportId;
use crate::http::wire::{Int, Upload};
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::{Db, Page, Store, Tx};
use crate::tags::Tag;

/// Imports, or exports, of a page.
const PAGE: i64 = 25;

/// Contacts from files.
pub struct ImportsApi {
    pub store: Store,
}

#[OpenApi]
impl ImportsApi {
    /// Take contacts in from a CSV file. Who is known by id, identifier, e-mail address or phone number is changed; what the
    /// file leaves blank stays.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/import",
        method = "post",
        operation_id = "import-contacts",
        tag = "Tag::ContactTransfers"
    )]
    async fn create(&self, account_id: scoped::Path<Administrator>, params: Params<wire::ImportRequest>) -> Done {
        let (account, user) = (account_id.account, account_id.user);
        let Some(Upload::Part(file)) = params.into_inner().import_file else {
            return Err(Error::refused("File is blank"));
        };
        self.store.write(move |tx: &Tx| imports::begin(tx, account, &file, user)).await?;
        Ok(Empty)
    }

    /// List the imports of the last thirty days, newest first, 25 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/imports",
        method = "get",
        operation_id = "list-contact-imports",
        tag = "Tag::ContactTransfers"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Administrator>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<wire::ImportList> {
        let (account, page) = (account_id.account, Page::new(page.0, PAGE));
        let read = move |db: &Db| views::imports(db, account, sql::imports(db, account, page.limit(), page.offset())?);
        Ok(Fast(wire::ImportList { payload: self.store.read(read).await? }))
    }

    /// Show how far an import is, and where the rows are that it did not take.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/imports/:import_id",
        method = "get",
        operation_id = "get-details-of-a-contact-import",
        tag = "Tag::ContactTransfers"
    )]
    async fn show(
        &self,
        account_id: scoped::Path<Administrator>,
        import_id: Path<ImportId>,
    ) -> Answer<wire::ImportPayload> {
        let account = account_id.account;
        let read = move |db: &Db| {
            views::imports_by_ids(db, account, &[import_id.0])?.remove(&import_id.0).ok_or(Error::NotFound)
        };
        Ok(Fast(wire::ImportPayload { payload: self.store.read(read).await? }))
    }
}

/// Contacts to files.
pub struct ExportsApi {
    pub store: Store,
}

#[OpenApi]
impl ExportsApi {
    /// Write the contacts of the list to a CSV file: all, those that meet conditions, or those with a label. Cells that a
    /// spreadsheet would run begin with an apostrophe there.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/export",
        method = "post",
        operation_id = "export-contacts",
        tag = "Tag::ContactTransfers"
    )]
    async fn create(&self, account_id: scoped::Path<Administrator>, params: Params<wire::ExportRequest>) -> Done {
        let (account, user, sent) = (account_id.account, account_id.user, params.into_inner());
        let wanted = exports::Wanted {
            columns: sent.column_names.unwrap_or_default(),
            label: sent.label,
            conditions: sent.payload.unwrap_or_default().into_iter().map(Into::into).collect(),
        };
        self.store.write(move |tx: &Tx| exports::begin(tx, account, wanted, user)).await?;
        Ok(Empty)
    }

    /// List the exports of the last seven days, newest first, 25 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/exports",
        method = "get",
        operation_id = "list-contact-exports",
        tag = "Tag::ContactTransfers"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Administrator>,
        /// From 1.
        page: Query<Option<Int>>,
    ) -> Answer<wire::ExportList> {
        let (account, page) = (account_id.account, Page::new(page.0, PAGE));
        let read = move |db: &Db| views::exports(db, account, sql::exports(db, account, page.limit(), page.offset())?);
        Ok(Fast(wire::ExportList { payload: self.store.read(read).await? }))
    }
}

//! The endpoints of macros.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::Macro;
use super::wire::{self, MacroRoot};
use super::{execution, service};
use crate::access::{Agent, scoped};
use crate::automation::files::Owner;
use crate::automation::sql;
use crate::base::Result;
use crate::base::ids::{AccountId, DisplayId, MacroId, UserId};
use crate::http::wire::Payload;
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::users;

/// What is done by one word.
pub struct MacrosApi {
    pub store: Store,
}

/// Macros with their people and files.
fn shown(db: &Db, account: AccountId, macros: Vec<Macro>) -> Result<Vec<wire::Macro>> {
    let owners: Vec<Owner> = macros.iter().map(|shown| Owner::Macro(shown.id)).collect();
    let kept = sql::files_of(db, account, &owners)?;
    let people: Vec<UserId> = macros.iter().flat_map(|shown| [shown.created_by, shown.updated_by]).flatten().collect();
    let people = users::agents(db, account, &people)?;
    Ok(macros.into_iter().map(|shown| wire::Macro::new(shown, &people, &kept)).collect())
}

fn one(db: &Db, found: Macro) -> Result<Payload<wire::Macro>> {
    let kept = sql::files_of(db, found.account, &[Owner::Macro(found.id)])?;
    let people: Vec<UserId> = [found.created_by, found.updated_by].into_iter().flatten().collect();
    let people = users::agents(db, found.account, &people)?;
    Ok(Payload { payload: wire::Macro::new(found, &people, &kept) })
}

#[OpenApi]
impl MacrosApi {
    /// List the macros that are for everybody, and the caller's own.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros",
        method = "get",
        operation_id = "list-all-macros",
        tag = "Tag::Macros"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>) -> Answer<Payload<Vec<wire::Macro>>> {
        let (account, user) = (account_id.account, account_id.user);
        let payload = self.store.read(move |db| shown(db, account, sql::macros(db, account, user)?)).await?;
        Ok(Fast(Payload { payload }))
    }

    /// Create a macro.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros",
        method = "post",
        operation_id = "create-a-macro",
        tag = "Tag::Macros"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::MacroCreateUpdate, MacroRoot>,
    ) -> Answer<Payload<wire::Macro>> {
        let new = params.into_inner().read()?;
        Ok(Fast(self.store.write(move |tx| one(tx, service::create(tx, &account_id, new)?)).await?))
    }

    /// Show a macro.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros/:id",
        method = "get",
        operation_id = "get-details-of-a-single-macro",
        tag = "Tag::Macros"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<MacroId>) -> Answer<Payload<wire::Macro>> {
        Ok(Fast(self.store.read(move |db| one(db, service::find(db, &account_id, id.0)?)).await?))
    }

    /// Change a macro: its author, or an administrator when it is for everybody.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros/:id",
        method = "patch",
        operation_id = "update-a-macro",
        tag = "Tag::Macros"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<MacroId>,
        params: Params<wire::MacroCreateUpdate, MacroRoot>,
    ) -> Answer<Payload<wire::Macro>> {
        let change = params.into_inner();
        let update = self.store.write(move |tx| {
            sql::find_macro(tx, account_id.account, id.0)?;
            one(tx, service::update(tx, &account_id, id.0, change.read()?)?)
        });
        Ok(Fast(update.await?))
    }

    /// Delete a macro: its author only.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros/:id",
        method = "delete",
        operation_id = "delete-a-macro",
        tag = "Tag::Macros"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<MacroId>) -> Done {
        self.store.write(move |tx| service::delete(tx, &account_id, id.0)).await?;
        Ok(Empty)
    }

    /// Execute a macro on conversations, soon. Those that the caller may not see are left alone.
    #[oai(
        path = "/api/v1/accounts/:account_id/macros/:id/execute",
        method = "post",
        operation_id = "execute-a-macro",
        tag = "Tag::Macros"
    )]
    async fn execute(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<MacroId>,
        params: Params<wire::MacroExecution>,
    ) -> Done {
        let ids = params.into_inner().conversation_ids.unwrap_or_default();
        let conversations: Vec<DisplayId> = ids.into_iter().map(DisplayId).collect();
        self.store.write(move |tx| execution::queue(tx, &account_id, id.0, conversations)).await?;
        Ok(Empty)
    }
}

//! Labels of a contact.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::{labelling, wire};
use crate::access::{Agent, scoped};
use crate::base::ids::ContactId;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// What contacts are labelled with.
pub struct ContactLabelsApi {
    pub store: Store,
}

#[OpenApi]
impl ContactLabelsApi {
    /// List the labels of a contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/labels",
        method = "get",
        operation_id = "list-all-labels-of-a-contact",
        tag = "Tag::Contact"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, id: Path<ContactId>) -> Answer<wire::ContactLabels> {
        let account = account_id.account;
        let payload = self.store.read(move |db| labelling::labels(db, account, id.0)).await?;
        Ok(Fast(wire::ContactLabels { payload }))
    }

    /// Replace the labels of a contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/labels",
        method = "post",
        operation_id = "contact-add-labels",
        tag = "Tag::Contact"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<wire::ContactLabelsChange>,
    ) -> Answer<wire::ContactLabels> {
        let (account, by) = (account_id.account, account_id.actor());
        let labels = params.into_inner().labels.unwrap_or_default();
        let payload = self.store.write(move |tx| labelling::replace(tx, account, id.0, &labels, by)).await?;
        Ok(Fast(wire::ContactLabels { payload }))
    }
}

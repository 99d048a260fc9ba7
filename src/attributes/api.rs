//! The endpoints of custom attribute definitions.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::Model;
use super::wire::{self, DefinitionRoot};
use super::{service, sql};
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::AttributeId;
use crate::http::wire::Text;
use crate::http::{Answer, Fast, NoContent, Params, Query};
use crate::store::{Store, Tx};
use crate::tags::Tag;

/// The attributes that an account gave its contacts and conversations.
pub struct AttributesApi {
    pub store: Store,
}

#[OpenApi]
impl AttributesApi {
    /// List the custom attributes, oldest first.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_attribute_definitions",
        method = "get",
        operation_id = "get-account-custom-attribute",
        tag = "Tag::CustomAttributes"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// `conversation_attribute` or 0, `contact_attribute` or 1; both without it.
        attribute_model: Query<Option<Text>>,
    ) -> Answer<Vec<wire::Definition>> {
        let account = account_id.account;
        let asked = attribute_model.0.filter(|name| !name.trim().is_empty());
        let mut list = self.store.read(move |db| sql::list(db, account)).await?;
        if let Some(name) = asked {
            let model = Model::parse(name.trim());
            list.retain(|definition| Some(definition.model) == model);
        }
        Ok(Fast(list.into_iter().map(Into::into).collect()))
    }

    /// Define a custom attribute.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_attribute_definitions",
        method = "post",
        operation_id = "add-new-custom-attribute-to-account",
        tag = "Tag::CustomAttributes"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<wire::DefinitionChange, DefinitionRoot>,
    ) -> Answer<wire::Definition> {
        let (account, by, new) = (account_id.account, account_id.actor(), params.into_inner().read()?);
        Ok(Fast(self.store.write(move |tx| service::create(tx, account, new, by)).await?.into()))
    }

    /// Show a custom attribute.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_attribute_definitions/:id",
        method = "get",
        operation_id = "get-details-of-a-single-custom-attribute",
        tag = "Tag::CustomAttributes"
    )]
    async fn show(&self, account_id: scoped::Path<Agent>, id: Path<AttributeId>) -> Answer<wire::Definition> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| sql::find(db, account, id.0)).await?.into()))
    }

    /// Change a custom attribute. Values that are there stay as they are.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_attribute_definitions/:id",
        method = "patch",
        operation_id = "update-custom-attribute-in-account",
        tag = "Tag::CustomAttributes"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<AttributeId>,
        params: Params<wire::DefinitionChange, DefinitionRoot>,
    ) -> Answer<wire::Definition> {
        let (account, by, sent) = (account_id.account, account_id.actor(), params.into_inner());
        let write = move |tx: &Tx| {
            sql::find(tx, account, id.0)?;
            service::update(tx, account, id.0, sent.read()?, by)
        };
        Ok(Fast(self.store.write(write).await?.into()))
    }

    /// Delete a custom attribute. Contacts and conversations keep their values.
    #[oai(
        path = "/api/v1/accounts/:account_id/custom_attribute_definitions/:id",
        method = "delete",
        operation_id = "delete-custom-attribute-from-account",
        tag = "Tag::CustomAttributes"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<AttributeId>) -> Result<NoContent> {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| service::delete(tx, account, id.0, by)).await?;
        Ok(NoContent)
    }
}

//! What integrators note about a conversation.

use std::collections::HashMap;

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde_json::Value;

use super::super::{require, visits, wire};
use crate::access::{AgentOrBot, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// The custom attributes a conversation gets.
#[derive(Debug, Object)]
#[oai(rename = "conversation_custom_attributes_change")]
pub struct AttributesChange {
    /// All of them: what is not among them goes.
    pub custom_attributes: Option<HashMap<String, Value>>,
}

pub struct AttributesApi {
    pub store: Store,
}

#[OpenApi]
impl AttributesApi {
    /// Replace the custom attributes of a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/custom_attributes",
        method = "post",
        operation_id = "update-custom-attributes-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<AgentOrBot>,
        conversation_id: Path<DisplayId>,
        params: Params<AttributesChange>,
    ) -> Answer<wire::CustomAttributes> {
        let (who, values) = (account_id.0, params.into_inner().custom_attributes.unwrap_or_default());
        let replace = self.store.write(move |tx| {
            let mut conversation = require(tx, &who, conversation_id.0)?;
            visits::set_attributes(tx, &mut conversation, values.into_iter().collect(), &(&who).into())?;
            Ok(wire::CustomAttributes { custom_attributes: conversation.custom_attributes.into() })
        });
        Ok(Fast(replace.await?))
    }
}

//! Labels of a conversation.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{labelling, require, sql, wire};
use crate::access::{Agent, scoped};
use crate::base::ids::DisplayId;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// The labels a conversation gets.
#[derive(Debug, Object)]
#[oai(rename = "conversation_labels_change")]
pub struct LabelsChange {
    /// The full new set; none clears it. Commas split.
    pub labels: Option<Vec<String>>,
}

pub struct LabelsApi {
    pub store: Store,
}

#[OpenApi]
impl LabelsApi {
    /// List the labels of a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/labels",
        method = "get",
        operation_id = "list-all-labels-of-a-conversation",
        tag = "Tag::ConversationLabels"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
    ) -> Answer<wire::ConversationLabels> {
        let agent = account_id.0;
        let list = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            sql::labels_of(db, conversation.account, conversation.id)
        });
        Ok(Fast(wire::ConversationLabels { payload: list.await? }))
    }

    /// Replace the labels of a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/labels",
        method = "post",
        operation_id = "conversation-add-labels",
        tag = "Tag::ConversationLabels"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<LabelsChange>,
    ) -> Answer<wire::ConversationLabels> {
        let (agent, labels) = (account_id.0, params.into_inner().labels.unwrap_or_default());
        let replace = self.store.write(move |tx| {
            let mut conversation = require(tx, &agent, conversation_id.0)?;
            labelling::replace(tx, &mut conversation, &labels, &(&agent).into())
        });
        Ok(Fast(wire::ConversationLabels { payload: replace.await? }))
    }
}

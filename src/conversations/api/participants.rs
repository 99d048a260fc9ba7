//! Who follows a conversation.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{participants, require, sql};
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::{AccountId, DisplayId, UserId};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store};
use crate::tags::Tag;
use crate::users;

/// People of the account.
#[derive(Debug, Object)]
#[oai(rename = "conversation_participants_change")]
pub struct ParticipantsChange {
    pub user_ids: Option<Vec<UserId>>,
}

impl ParticipantsChange {
    fn users(self) -> Vec<UserId> {
        self.user_ids.unwrap_or_default()
    }
}

type Agents = Vec<users::wire::Agent>;

fn shown(db: &Db, account: AccountId, ids: &[UserId]) -> Result<Agents> {
    Ok(users::agents(db, account, ids)?.into_iter().map(Into::into).collect())
}

pub struct ParticipantsApi {
    pub store: Store,
}

#[OpenApi]
impl ParticipantsApi {
    /// List who follows a conversation, by name.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/participants",
        method = "get",
        operation_id = "list-participants-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, conversation_id: Path<DisplayId>) -> Answer<Agents> {
        let agent = account_id.0;
        let list = self.store.read(move |db| {
            let conversation = require(db, &agent, conversation_id.0)?;
            shown(db, agent.account, &sql::participants(db, &conversation)?)
        });
        Ok(Fast(list.await?))
    }

    /// Let people who may see a conversation follow it, too. Answers those who did not before.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/participants",
        method = "post",
        operation_id = "add-participants-to-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn add(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<ParticipantsChange>,
    ) -> Answer<Agents> {
        let (agent, users) = (account_id.0, params.into_inner().users());
        let add = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            let new = participants::add(tx, &conversation, &users, &(&agent).into())?;
            shown(tx, agent.account, &new)
        });
        Ok(Fast(add.await?))
    }

    /// Set who follows a conversation. Answers all of them.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/participants",
        method = "patch",
        operation_id = "update-participants-of-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn replace(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<ParticipantsChange>,
    ) -> Answer<Agents> {
        let (agent, users) = (account_id.0, params.into_inner().users());
        let replace = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            participants::replace(tx, &conversation, &users, &(&agent).into())?;
            shown(tx, agent.account, &sql::participants(tx, &conversation)?)
        });
        Ok(Fast(replace.await?))
    }

    /// Let people no longer follow a conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/participants",
        method = "delete",
        operation_id = "remove-participants-from-a-conversation",
        tag = "Tag::Conversation"
    )]
    async fn remove(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<ParticipantsChange>,
    ) -> Done {
        let (agent, users) = (account_id.0, params.into_inner().users());
        let remove = self.store.write(move |tx| {
            let conversation = require(tx, &agent, conversation_id.0)?;
            participants::remove(tx, &conversation, &users, &(&agent).into())
        });
        remove.await?;
        Ok(Empty)
    }
}

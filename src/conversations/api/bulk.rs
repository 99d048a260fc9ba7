//! The same change of many conversations.

use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::super::bulk::{self, Change};
use super::status::time;
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::{ContactId, DisplayId, TeamId, UserId};
use crate::base::text::presence;
use crate::contacts;
use crate::contacts::bulk::BulkChange;
use crate::http::Params;
use crate::store::Store;
use crate::tags::Tag;

/// What each of the conversations gets.
#[derive(Debug, Default, Object)]
#[oai(rename = "bulk_action_fields")]
pub struct Fields {
    /// `open`, `resolved`, `pending` (or `bot`) or `snoozed`.
    pub status: Option<String>,
    /// Null unassigns.
    pub assignee_id: MaybeUndefined<i64>,
    /// Null takes the team away.
    pub team_id: MaybeUndefined<i64>,
}

/// Labels that each of the conversations gets or loses.
#[derive(Debug, Default, Object)]
#[oai(rename = "bulk_action_labels")]
pub struct Labels {
    pub add: Option<Vec<String>>,
    pub remove: Option<Vec<String>>,
}

/// The same change of many records.
#[derive(Debug, Object)]
#[oai(rename = "bulk_action")]
pub struct BulkAction {
    /// `Conversation` or `Contact`.
    #[oai(rename = "type")]
    pub kind: Option<String>,
    /// The numbers of conversations, or the ids of contacts.
    pub ids: Option<Vec<DisplayId>>,
    pub fields: Option<Fields>,
    pub labels: Option<Labels>,
    /// When a snoozed conversation wakes: Unix seconds or ISO 8601.
    pub snoozed_until: Option<String>,
    /// `delete`, to delete contacts. Administrators only.
    pub action_name: Option<String>,
}

impl BulkAction {
    /// What is to be done to contacts.
    fn of_contacts(self) -> (Vec<ContactId>, BulkChange) {
        let labels = self.labels.unwrap_or_default();
        let change = BulkChange {
            add_labels: labels.add.unwrap_or_default(),
            remove_labels: labels.remove.unwrap_or_default(),
            delete: self.action_name.as_deref() == Some("delete"),
        };
        (self.ids.unwrap_or_default().into_iter().map(|id| ContactId(id.0)).collect(), change)
    }

    fn read(self) -> Result<(Vec<DisplayId>, Change)> {
        fn wish<T>(sent: MaybeUndefined<i64>, id: fn(i64) -> T) -> Option<Option<T>> {
            match sent {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(number) => Some(Some(id(number))),
            }
        }
        let (fields, labels) = (self.fields.unwrap_or_default(), self.labels.unwrap_or_default());
        let change = Change {
            status: presence(fields.status).map(|text| text.trim().to_owned()),
            snoozed_until: time(self.snoozed_until)?,
            assignee: wish(fields.assignee_id, UserId),
            team: wish(fields.team_id, TeamId),
            add_labels: labels.add.unwrap_or_default(),
            remove_labels: labels.remove.unwrap_or_default(),
        };
        Ok((self.ids.unwrap_or_default(), change))
    }
}

/// Nothing of this type can be changed so.
#[derive(Debug, Object)]
#[oai(rename = "bulk_action_refusal")]
pub struct Refusal {
    pub success: bool,
}

#[derive(ApiResponse)]
enum Outcome {
    /// It will be done.
    #[oai(status = 200)]
    Queued,
    /// Nothing of this type can be changed so.
    #[oai(status = 422)]
    Refused(Json<Refusal>),
}

pub struct BulkApi {
    pub store: Store,
}

#[OpenApi]
impl BulkApi {
    /// Change many conversations, or contacts, in the same way, in the background. Those that the caller may not see stay as they
    /// are.
    #[oai(
        path = "/api/v1/accounts/:account_id/bulk_actions",
        method = "post",
        operation_id = "create-a-bulk-action",
        tag = "Tag::Conversation"
    )]
    async fn create(&self, account_id: scoped::Path<Agent>, params: Params<BulkAction>) -> Result<Outcome> {
        let (agent, action) = (account_id.0, params.into_inner());
        match action.kind.as_deref() {
            Some("Conversation") => {
                let (ids, change) = action.read()?;
                self.store.write(move |tx| bulk::enqueue(tx, &agent, &ids, &change)).await?;
            }
            Some("Contact") => {
                let (ids, change) = action.of_contacts();
                self.store.write(move |tx| contacts::bulk::enqueue(tx, &agent, &ids, &change)).await?;
            }
            _ => return Ok(Outcome::Refused(Json(Refusal { success: false }))),
        }
        Ok(Outcome::Queued)
    }
}

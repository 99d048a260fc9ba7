//! Macros on the wire, and what clients send about them.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::model::{self, MacroChange, Visibility};
use crate::automation::files::Kept;
use crate::automation::wire::{Action, actions, files, shown};
use crate::base::Result;
use crate::base::ids::{AccountId, MacroId, UserId};
use crate::base::text::presence;
use crate::http::wire::Json;
use crate::users::AgentView;
use crate::users::wire::Agent;

crate::root_key!(MacroRoot, "macro", optional);

/// Actions that are done to conversations by one word.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "macro")]
pub struct Macro {
    pub id: MacroId,
    pub name: String,
    /// `personal` or `global`.
    pub visibility: String,
    /// Left out when the author is no member any more.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Agent>,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<Agent>,
    pub account_id: AccountId,
    /// In their order.
    pub actions: Vec<Json>,
    /// The files that the actions send; left out when there are none.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<Json>>,
}

impl Macro {
    /// A macro with its people and files among these.
    pub fn new(shown_macro: model::Macro, people: &[AgentView], kept: &[Kept]) -> Self {
        let person = |id: Option<UserId>| people.iter().find(|person| Some(person.id) == id).cloned().map(Agent::from);
        Macro {
            files: files(shown_macro.account, "macro_id", shown_macro.id.0, kept),
            id: shown_macro.id,
            name: shown_macro.name,
            visibility: shown_macro.visibility.name().to_owned(),
            created_by: person(shown_macro.created_by),
            updated_by: person(shown_macro.updated_by),
            account_id: shown_macro.account,
            actions: shown(shown_macro.actions),
        }
    }
}

/// What a macro is to be.
#[derive(Debug, Object)]
#[oai(rename = "macro_create_update_payload")]
pub struct MacroCreateUpdate {
    /// Required to create a macro, as the actions.
    pub name: MaybeUndefined<String>,
    /// `personal` (default) or `global`. What an agent makes is personal.
    pub visibility: Option<String>,
    pub actions: MaybeUndefined<Vec<Action>>,
}

impl MacroCreateUpdate {
    /// The change; refuses visibilities that do not exist.
    pub fn read(self) -> Result<MacroChange> {
        let visibility = presence(self.visibility).map(|text| Visibility::parse(&text)).transpose()?;
        let name = Option::<Option<String>>::from(self.name).map(Option::unwrap_or_default);
        Ok(MacroChange { name, visibility, actions: actions(self.actions) })
    }
}

/// Where a macro is to be executed.
#[derive(Debug, Object)]
#[oai(rename = "macro_execute")]
pub struct MacroExecution {
    /// The numbers of the conversations.
    pub conversation_ids: Option<Vec<i64>>,
}

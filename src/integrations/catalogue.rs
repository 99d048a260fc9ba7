//! The integrations there are.

use super::model::HookType;
use super::settings::{Kind, Property};

/// An outside program.
#[derive(Debug)]
pub struct App {
    pub id: &'static str,
    pub name: &'static str,
    pub short_description: &'static str,
    pub description: &'static str,
    pub logo: &'static str,
    /// Under which a front end keeps its texts.
    pub i18n_key: &'static str,
    /// Where a front end sets it up.
    pub action: &'static str,
    pub hook_type: HookType,
    pub allow_multiple_hooks: bool,
    /// What its hooks must be told; `None` when that is anything.
    pub settings: Option<&'static [Property]>,
}

const PROJECT_ID: Property =
    Property { name: "project_id", label: "Project ID", kind: Kind::Text, is_required: true, is_secret: false };
const CREDENTIALS: Property = Property {
    name: "credentials",
    label: "Key file of the service account (JSON)",
    kind: Kind::Object,
    is_required: true,
    is_secret: true,
};
const API_KEY: Property =
    Property { name: "api_key", label: "API key", kind: Kind::Text, is_required: true, is_secret: true };

const DIALOGFLOW: [Property; 3] = [
    PROJECT_ID,
    CREDENTIALS,
    Property { name: "region", label: "Region", kind: Kind::Text, is_required: false, is_secret: false },
];
const GOOGLE_TRANSLATE: [Property; 2] = [PROJECT_ID, CREDENTIALS];
const DYTE: [Property; 2] = [
    API_KEY,
    Property {
        name: "organization_id",
        label: "Organization ID",
        kind: Kind::Text,
        is_required: true,
        is_secret: false,
    },
];
const OPENAI: [Property; 2] = [
    API_KEY,
    Property {
        name: "label_suggestion",
        label: "Suggest labels for conversations",
        kind: Kind::Flag,
        is_required: false,
        is_secret: false,
    },
];

/// All integrations, in the order in which they are listed.
pub static CATALOGUE: [App; 6] = [
    App {
        id: "webhook",
        name: "Webhooks",
        short_description: "Tell your own programs what happens.",
        description: "Every event of the account can be posted to an address of yours, as it happens.",
        logo: "webhooks.png",
        i18n_key: "webhooks",
        action: "/webhook",
        hook_type: HookType::Account,
        allow_multiple_hooks: true,
        settings: None,
    },
    App {
        id: "dashboard_apps",
        name: "Dashboard Apps",
        short_description: "Show pages of your own beside a conversation.",
        description: "Agents see a page of yours next to the conversation they work on, for example an order or an invoice.",
        logo: "dashboard_apps.png",
        i18n_key: "dashboard_apps",
        action: "/dashboard_apps",
        hook_type: HookType::Account,
        allow_multiple_hooks: true,
        settings: None,
    },
    App {
        id: "dialogflow",
        name: "Dialogflow",
        short_description: "Let a Dialogflow agent answer first.",
        description: "New conversations of an inbox start with a Dialogflow agent, which hands over to people when it has to.",
        logo: "dialogflow.png",
        i18n_key: "dialogflow",
        action: "/dialogflow",
        hook_type: HookType::Inbox,
        allow_multiple_hooks: true,
        settings: Some(&DIALOGFLOW),
    },
    App {
        id: "google_translate",
        name: "Google Translate",
        short_description: "Read messages in your own language.",
        description: "Messages in a language the agent does not speak are translated by Google on request.",
        logo: "google-translate.png",
        i18n_key: "google_translate",
        action: "/google_translate",
        hook_type: HookType::Account,
        allow_multiple_hooks: false,
        settings: Some(&GOOGLE_TRANSLATE),
    },
    App {
        id: "dyte",
        name: "Dyte",
        short_description: "Meet customers on video.",
        description: "An agent sends the customer a link, and both meet in a video call without leaving the conversation.",
        logo: "dyte.png",
        i18n_key: "dyte",
        action: "/dyte",
        hook_type: HookType::Account,
        allow_multiple_hooks: false,
        settings: Some(&DYTE),
    },
    App {
        id: "openai",
        name: "OpenAI",
        short_description: "Write and sum up with a language model.",
        description: "A model of OpenAI drafts replies, sums conversations up and suggests labels, with a key of yours.",
        logo: "openai.png",
        i18n_key: "openai",
        action: "/openai",
        hook_type: HookType::Account,
        allow_multiple_hooks: false,
        settings: Some(&OPENAI),
    },
];

/// The integration of this id, if there is one.
pub fn find(id: &str) -> Option<&'static App> {
    CATALOGUE.iter().find(|app| app.id == id)
}

//! The tags of the API document, named and ordered as the swagger has them.

use poem_openapi::Tags;

/// What an operation is about.
#[derive(Debug, Clone, Copy, Tags)]
pub enum Tag {
    /// Accounts, made and removed by a platform app.
    #[oai(rename = "Accounts")]
    Accounts,
    /// Who belongs to an account.
    #[oai(rename = "Account Users")]
    AccountUsers,
    /// Agent bots of a platform app.
    #[oai(rename = "AgentBots")]
    AgentBots,
    /// People, made and removed by a platform app.
    #[oai(rename = "Users")]
    Users,
    /// Agent bots of an account.
    #[oai(rename = "Account AgentBots")]
    AccountAgentBots,
    /// Customers.
    #[oai(rename = "Contact")]
    Contact,
    /// Contacts that become one, and two again.
    #[oai(rename = "Contact Merging")]
    ContactMerging,
    /// What agents note about customers.
    #[oai(rename = "Contact Notes")]
    ContactNotes,
    /// What is kept for a time only, and customers of whom nothing is kept.
    #[oai(rename = "Retention")]
    Retention,
    /// Customers taken in from a file, and written to one.
    #[oai(rename = "Contact Import and Export")]
    ContactTransfers,
    /// Conversations with customers.
    #[oai(rename = "Conversation")]
    Conversation,
    /// Who takes care of a conversation.
    #[oai(rename = "Conversation Assignment")]
    ConversationAssignment,
    /// Labels of a conversation.
    #[oai(rename = "Conversation Labels")]
    ConversationLabels,
    /// Over conversations, contacts and messages at once.
    #[oai(rename = "Search")]
    Search,
    /// Entry points of an account.
    #[oai(rename = "Inbox")]
    Inbox,
    /// Messages of a conversation.
    #[oai(rename = "Messages")]
    Messages,
    /// Other programs that want to hear what happens.
    #[oai(rename = "Webhooks")]
    Webhooks,
    /// Who changed what, from where.
    #[oai(rename = "Audit Logs")]
    AuditLogs,
    /// Integrations and their settings.
    #[oai(rename = "Integrations")]
    Integrations,
    /// The caller's own profile.
    #[oai(rename = "Profile")]
    Profile,
    /// Groups of agents.
    #[oai(rename = "Teams")]
    Teams,
    /// An account, to its members.
    #[oai(rename = "Account")]
    Account,
    /// Members of an account.
    #[oai(rename = "Agents")]
    Agents,
    /// What members are told of, and on which devices.
    #[oai(rename = "Notification Settings")]
    NotificationSettings,
    /// What the caller is told of.
    #[oai(rename = "Notifications")]
    Notifications,
    /// The account's list of labels.
    #[oai(rename = "Labels")]
    Labels,
    /// What an account notes about its contacts and conversations beyond what everybody has.
    #[oai(rename = "Custom Attributes")]
    CustomAttributes,
    /// The caller's own filters, kept under a name.
    #[oai(rename = "Custom Filters")]
    CustomFilters,
    /// Texts by short codes.
    #[oai(rename = "Canned Responses")]
    CannedResponses,
    /// Actions that agents do by one word.
    #[oai(rename = "Macros")]
    Macros,
    /// What is done when something happened.
    #[oai(rename = "Automation Rule")]
    AutomationRules,
    /// Messages that the widget shows by itself.
    #[oai(rename = "Campaigns")]
    Campaigns,
    /// What customers said of their conversations.
    #[oai(rename = "CSAT")]
    CsatReports,
    /// What happened, in numbers.
    #[oai(rename = "Reports")]
    Reports,
    /// Pages in frames beside a conversation.
    #[oai(rename = "Dashboard Apps")]
    DashboardApps,
    /// Signing in and out.
    #[oai(rename = "Sign-in")]
    SignIn,
    /// What the widget of a website asks.
    #[oai(rename = "Widget")]
    Widget,
    /// An API inbox as its clients see it.
    #[oai(rename = "Inbox API")]
    InboxApi,
    /// Contacts of an API inbox.
    #[oai(rename = "Contacts API")]
    ContactsApi,
    /// Conversations of a contact of an API inbox.
    #[oai(rename = "Conversations API")]
    ConversationsApi,
    /// Messages of a contact of an API inbox.
    #[oai(rename = "Messages API")]
    MessagesApi,
    /// What contacts say of a conversation.
    #[oai(rename = "CSAT Survey Page")]
    CsatSurvey,
    /// Health and version.
    #[oai(rename = "Server")]
    Server,
}

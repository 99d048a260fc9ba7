//! One type per kind of id, so that a conversation's row id is never taken for its display id.
//!
//! `store::ids` teaches SQLite and `http::wire` teaches the wire to read and write them, both through [`for_each_id`].

/// Calls a macro with the list of all id types.
#[macro_export]
macro_rules! for_each_id {
    ($apply:ident) => {
        $apply! {
            AccountId, AccountUserId, UserId, PlatformAppId, AgentBotId, TeamId, LabelId, InboxId, ChannelId,
            ContactId, ContactInboxId, ConversationId, DisplayId, MessageId, AttachmentId, BlobId, HookId,
            AttributeId, CustomFilterId,
            AutomationRuleId, MacroId, CannedResponseId, DashboardAppId, CampaignId,
            NoteId, MergeId, ImportId, ExportId, ErasureId, SessionId, NotificationId, WebhookId
        }
    };
}

macro_rules! define {
    ($($name:ident),*) => {$(
        #[doc = concat!("A row id: `", stringify!($name), "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

for_each_id!(define);

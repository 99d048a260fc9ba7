//! How conversations look on the wire (contract 2.8, 2.13).

mod answers;
mod conversation;
mod push;
mod search;
mod show;

pub use answers::{
    Assigned, ContactConversations, ConversationFilter, ConversationLabels, ConversationList, ConversationListMeta,
    CustomAttributes, Draft, ListCounts, ListPage, StatusToggle, TeamRecord, UploadedFile, Viewer,
};
pub use conversation::{Beside, Conversation};
pub use push::{ConversationPush, PushAddress, PushMeta, PushTeam};
pub use search::{ConversationFound, FoundContact, FoundCounts, FoundInbox, FoundMessage};
pub use show::{ConversationShow, Meta, ShownAssignee, ShownSender};

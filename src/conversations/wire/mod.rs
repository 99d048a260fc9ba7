//! How conversations look on the wire (contract 2.8, 2.13).

mod answers;
mod conversation;
mod push;
mod show;

pub use answers::{
    Assigned, ContactConversations, ConversationFilter, ConversationLabels, ConversationList, ConversationListMeta,
    ListCounts, ListPage, StatusToggle, TeamRecord,
};
pub use conversation::{Beside, Conversation};
pub use push::{ConversationPush, PushAddress, PushMeta, PushTeam};
pub use show::{ConversationShow, Meta, ShownAssignee, ShownSender};

//! How conversations look on the wire (contract 2.8).

mod answers;
mod conversation;
mod show;

pub use answers::{
    Assigned, ContactConversations, ConversationLabels, ConversationList, ListCounts, ListPage, StatusToggle,
    TeamRecord,
};
pub use conversation::{Beside, Conversation};
pub use show::{ConversationShow, Meta, ShownAssignee, ShownSender};

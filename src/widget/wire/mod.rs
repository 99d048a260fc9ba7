//! What widgets send and are told (realtime-and-widget 2.3 to 2.8).

mod config;
mod contact;
mod conversation;
mod message;
mod requests;

pub use config::{ChannelConfig, Config, ConfigContact, InboxMember, InboxMembers};
pub use contact::{ContactRow, ContactSeen, UserSet};
pub use conversation::{ConversationRow, ConversationSeen, NewConversation};
pub use message::{CreatedMessage, Message, MessagePage, MessagePageMeta};
pub use requests::{
    Answer, AnswerContact, AnswerMessage, AttributesDropped, AttributesSet, ContactChange, ConversationCreate,
    ConversationDropped, EventReport, LabelSet, MessageCreate, TypingToggle, UserIdentity, fields,
};

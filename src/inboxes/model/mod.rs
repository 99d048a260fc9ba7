//! An inbox, its channel and its opening hours, and the rules they obey.

mod change;
mod channel;
mod hours;
mod inbox;
mod open_time;
mod website;

pub use change::{ChannelChange, CsatConfig, InboxChange, NewInbox};
pub use channel::{Api, Channel, ChannelKind, Email};
pub use hours::{Day, DayChange, Hours};
pub use inbox::{Inbox, SenderName, TemplateFacts};
pub use website::{ReplyTime, Website};

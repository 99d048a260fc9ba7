//! How inboxes look on the wire (contract 2.3), and what clients send about them.

mod channel;
mod inbox;
mod record;
mod requests;
mod script;

pub use channel::{ApiShown, EmailShown, MailSettings, WebsiteShown};
pub use inbox::{Inbox, InboxDeleted, WorkingHour};
pub use record::InboxRecord;
pub use requests::{ChannelChange, CsatConfig, InboxChange, MemberChange, NullTexts, SurveyRules, WorkingHourChange};

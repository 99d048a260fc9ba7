//! How inboxes look on the wire (contract 2.3), and what clients send about them.

mod bot;
mod channel;
mod choices;
mod inbox;
mod record;
mod requests;
mod script;

pub use bot::{AttachedBot, InboxBot, NoBot};
pub use channel::{ApiShown, EmailShown, MailSettings, WebsiteShown};
pub use choices::{CsatConfig, DisplayType, ReplyTime, SenderName, SurveyOperator, SurveyRules};
pub use inbox::{Inbox, InboxDeleted, WorkingHour};
pub use record::InboxRecord;
pub use requests::{BotChange, ChannelChange, InboxChange, MemberChange, NullTexts, WorkingHourChange};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Millis;
    use crate::base::ids::AccountId;
    use crate::http::wire::assert_same_json;
    use crate::inboxes::model::{self, ChannelKind};

    #[test]
    fn what_is_documented_is_written() {
        for kind in [ChannelKind::Website, ChannelKind::Api, ChannelKind::Email] {
            let inbox = || model::Inbox::blank(AccountId(1), kind, Millis(0));
            assert_same_json(&Inbox::new(inbox(), "http://localhost", false));
            assert_same_json(&Inbox::new(inbox(), "http://localhost", true));
            assert_same_json(&InboxRecord::from(inbox()));
        }
        assert_same_json(&InboxBot::from(None));
        assert_same_json(&InboxDeleted { message: "gone".to_owned() });
    }
}

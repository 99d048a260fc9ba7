//! The enumerations of messages: names on the wire, numbers in the database.

use crate::base::{Error, Result};
use crate::files;

/// The longest wrong name repeated in an answer, in characters.
const LONGEST_ECHO: usize = 60;

/// Declares an enumeration whose numbers count from 0; an unknown number means the first.
macro_rules! kinds {
    ($(#[$doc:meta])* $kind:ident { $first:ident = $first_name:literal $(, $variant:ident = $name:literal)* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $kind { $first $(, $variant)* }

        impl $kind {
            const ALL: &'static [$kind] = &[$kind::$first $(, $kind::$variant)*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $kind::$first => $first_name $(, $kind::$variant => $name)* }
            }

            /// From the stored number.
            pub fn from_number(number: i64) -> Self {
                let known = usize::try_from(number).ok().and_then(|n| $kind::ALL.get(n));
                known.copied().unwrap_or($kind::$first)
            }
        }
    };
}

kinds! {
    /// Who speaks: the contact, a user or bot, the server's log, or the server itself.
    MessageType { Incoming = "incoming", Outgoing = "outgoing", Activity = "activity", Template = "template" }
}

kinds! {
    /// What a message's content is.
    ContentType {
        Text = "text",
        InputText = "input_text",
        InputTextarea = "input_textarea",
        InputEmail = "input_email",
        InputSelect = "input_select",
        Cards = "cards",
        Form = "form",
        Article = "article",
        IncomingEmail = "incoming_email",
        InputCsat = "input_csat",
        Integrations = "integrations",
        Sticker = "sticker",
        VoiceCall = "voice_call",
    }
}

kinds! {
    /// How far a message got.
    MessageStatus { Sent = "sent", Delivered = "delivered", Read = "read", Failed = "failed" }
}

kinds! {
    /// What an attachment is.
    FileType {
        Image = "image",
        Audio = "audio",
        Video = "video",
        File = "file",
        Location = "location",
        Fallback = "fallback",
        Share = "share",
        StoryMention = "story_mention",
        Contact = "contact",
        IgReel = "ig_reel",
        IgPost = "ig_post",
        IgStory = "ig_story",
        Embed = "embed",
    }
}

impl MessageType {
    /// Reads the name, or the number; refuses anything else as `'x' is not a valid message_type`.
    pub fn parse(text: &str) -> Result<Self> {
        known(Self::ALL, Self::name, text).ok_or_else(|| unknown(text, "message_type"))
    }
}

impl ContentType {
    /// Reads the name, or the number; refuses anything else as `'x' is not a valid content_type`.
    pub fn parse(text: &str) -> Result<Self> {
        known(Self::ALL, Self::name, text).ok_or_else(|| unknown(text, "content_type"))
    }
}

impl MessageStatus {
    /// The status of this name, or of this number as a text.
    pub fn named(text: &str) -> Option<Self> {
        known(Self::ALL, Self::name, text)
    }
}

impl FileType {
    /// The kind of an uploaded file.
    pub fn of(content_type: &str) -> Self {
        known(Self::ALL, Self::name, files::file_type(content_type)).unwrap_or(FileType::File)
    }
}

/// The kind of this name, or of this number as a text.
fn known<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Option<T> {
    let mut kinds = all.iter().copied().enumerate();
    kinds.find(|(number, kind)| name(*kind) == text || number.to_string() == text).map(|(_, kind)| kind)
}

fn unknown(text: &str, attribute: &str) -> Error {
    let echo: String = text.chars().take(LONGEST_ECHO).collect();
    Error::not_a_valid(&echo, attribute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_names_and_numbers() {
        assert_eq!(MessageType::parse("template").unwrap(), MessageType::Template);
        assert_eq!(MessageType::parse("0").unwrap(), MessageType::Incoming);
        assert_eq!(MessageType::parse("4").unwrap_err().to_string(), "'4' is not a valid message_type");
        assert_eq!(ContentType::parse("voice_call").unwrap() as i64, 12);
        assert_eq!(ContentType::parse("x").unwrap_err().to_string(), "'x' is not a valid content_type");
        assert!(ContentType::parse(&"x".repeat(5000)).unwrap_err().to_string().len() < 100);
        assert_eq!(
            (ContentType::from_number(9), ContentType::from_number(-1)),
            (ContentType::InputCsat, ContentType::Text)
        );
        assert_eq!(MessageStatus::from_number(3).name(), "failed");
        assert_eq!((MessageStatus::named("read"), MessageStatus::named("x")), (Some(MessageStatus::Read), None));
        assert_eq!((FileType::of("image/png"), FileType::of("text/plain")), (FileType::Image, FileType::File));
    }
}

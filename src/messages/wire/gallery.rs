//! An attachment among all those of its conversation (contract 7.9): without an id, and with the sender of its message.

use poem_openapi::Object;
use serde::Serialize;

use super::super::model;
use super::{Attachment, Sender};
use crate::base::ids::MessageId;

/// How many attachments a conversation has.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_attachments_meta")]
pub struct AttachmentCount {
    pub total_count: i64,
}

/// A file, place, address or card of a conversation.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "conversation_attachment")]
pub struct GalleryItem {
    pub message_id: MessageId,
    /// The address of the picture, empty for other files.
    pub thumb_url: Option<String>,
    /// An absolute address that needs no token.
    pub data_url: Option<String>,
    /// In bytes.
    pub file_size: Option<i64>,
    pub file_type: String,
    pub extension: Option<String>,
    /// Pixels, null when unknown.
    pub width: Option<i64>,
    /// Pixels, null when unknown.
    pub height: Option<i64>,
    /// When its message was written: Unix seconds.
    pub created_at: i64,
    /// Left out for messages of the server, and when they are gone.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

impl GalleryItem {
    /// An attachment with what is beside it.
    pub fn new(attachment: model::Attachment, message: &model::Message, sender: Option<Sender>) -> Self {
        let shown = Attachment::from(attachment);
        GalleryItem {
            message_id: shown.message_id,
            thumb_url: shown.thumb_url,
            data_url: shown.data_url,
            file_size: shown.file_size,
            file_type: shown.file_type,
            extension: shown.extension.take(),
            width: shown.width.take(),
            height: shown.height.take(),
            created_at: message.created_at.seconds(),
            sender,
        }
    }
}

//! An attachment of a message; which keys it has depends on its kind (contract 2.12).

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;

use super::super::kinds::FileType;
use super::super::model;
use crate::base::ids::{AccountId, AttachmentId, MessageId};
use crate::http::wire::Json;

/// A file, place, address or card attached to a message.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "message_attachment")]
pub struct Attachment {
    pub id: AttachmentId,
    pub message_id: MessageId,
    /// `image`, `audio`, `video`, `file`, `location`, `fallback`, `share`, `story_mention`, `contact`, `ig_reel`, `ig_post`,
    /// `ig_story` or `embed`.
    pub file_type: String,
    pub account_id: AccountId,
    /// Files only, and normally null.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub extension: MaybeUndefined<String>,
    /// An absolute address that needs no token.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_url: Option<String>,
    /// Files only: the address of the picture, empty for other files.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb_url: Option<String>,
    /// Files only, in bytes.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_size: Option<i64>,
    /// Files only: pixels, null when unknown.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub width: MaybeUndefined<i64>,
    /// Files only: pixels, null when unknown.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub height: MaybeUndefined<i64>,
    /// Sound only: always empty.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcribed_text: Option<String>,
    /// Places only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates_lat: Option<f64>,
    /// Places only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates_long: Option<f64>,
    /// What to show instead of what is attached.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pub fallback_title: MaybeUndefined<String>,
    /// Contact cards only.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json>,
}

impl From<model::Attachment> for Attachment {
    fn from(a: model::Attachment) -> Self {
        let mut shown = Attachment {
            id: a.id,
            message_id: a.message,
            file_type: a.file_type.name().to_owned(),
            account_id: a.account,
            extension: MaybeUndefined::Undefined,
            data_url: None,
            thumb_url: None,
            file_size: None,
            width: MaybeUndefined::Undefined,
            height: MaybeUndefined::Undefined,
            transcribed_text: None,
            coordinates_lat: None,
            coordinates_long: None,
            fallback_title: MaybeUndefined::Undefined,
            meta: None,
        };
        let title = MaybeUndefined::from_opt_null(a.fallback_title);
        match a.file_type {
            FileType::Location => {
                (shown.coordinates_lat, shown.coordinates_long) = (Some(a.coordinates_lat), Some(a.coordinates_long));
                (shown.fallback_title, shown.data_url) = (title, Some(a.data_url));
            }
            FileType::Fallback => (shown.fallback_title, shown.data_url) = (title, Some(a.data_url)),
            FileType::Contact => (shown.fallback_title, shown.meta) = (title, Some(a.meta.into())),
            FileType::Embed => shown.data_url = Some(a.data_url),
            kind => {
                shown.extension = MaybeUndefined::from_opt_null(a.extension);
                shown.thumb_url = Some(if kind == FileType::Image { a.data_url.clone() } else { String::new() });
                shown.data_url = Some(a.data_url);
                shown.file_size = Some(a.byte_size);
                shown.width = MaybeUndefined::from_opt_null(a.width);
                shown.height = MaybeUndefined::from_opt_null(a.height);
                shown.transcribed_text = (kind == FileType::Audio).then(String::new);
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::http::wire::assert_same_json;

    fn shown(file_type: FileType) -> Value {
        let attachment = Attachment::from(model::Attachment {
            id: AttachmentId(1),
            account: AccountId(2),
            message: MessageId(3),
            file_type,
            extension: None,
            data_url: "http://x/f".into(),
            byte_size: 9,
            width: Some(4),
            height: None,
            fallback_title: None,
            coordinates_lat: 1.5,
            coordinates_long: -2.0,
            meta: r#"{"firstName":"Ada"}"#.into(),
        });
        assert_same_json(&attachment);
        let mut shown = serde_json::to_value(attachment).unwrap();
        let object = shown.as_object_mut().unwrap();
        let common = ["id", "account_id", "message_id", "file_type"].map(|key| object.remove(key).unwrap());
        assert_eq!(common, [json!(1), json!(2), json!(3), json!(file_type.name())]);
        shown
    }

    #[test]
    fn files_have_a_size_and_places_a_position() {
        let file = |thumb: &str| json!({"extension": null, "data_url": "http://x/f", "thumb_url": thumb, "file_size": 9, "width": 4, "height": null});
        assert_eq!(shown(FileType::Image), file("http://x/f"));
        assert_eq!(shown(FileType::File), file(""));
        let mut sound = file("");
        sound["transcribed_text"] = json!("");
        assert_eq!(shown(FileType::Audio), sound);
        assert_eq!(
            shown(FileType::Location),
            json!({"coordinates_lat": 1.5, "coordinates_long": -2.0, "fallback_title": null, "data_url": "http://x/f"})
        );
        assert_eq!(shown(FileType::Fallback), json!({"fallback_title": null, "data_url": "http://x/f"}));
        assert_eq!(shown(FileType::Contact), json!({"fallback_title": null, "meta": {"firstName": "Ada"}}));
        assert_eq!(shown(FileType::Embed), json!({"data_url": "http://x/f"}));
    }
}

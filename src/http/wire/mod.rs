//! Types of the wire that several contexts share.

mod envelope;
mod ids;
mod json;
mod upload;

use poem_openapi::types::MaybeUndefined;

pub use envelope::{DataEnvelope, MetaPayload, Payload};
pub use json::Json;
pub use upload::Upload;

/// An integer of a query string: `Query<Option<Int>>` takes `3` and `"3"`.
pub type Int = i64;
/// A yes or no of a query string: `true`, `1`, `on`, …
pub type Flag = bool;
/// A text of a query string.
pub type Text = String;
/// Several texts of a query string: `labels[]=a&labels[]=b`, `labels=a&labels=b`, `labels=a,b`.
pub type List = Vec<String>;

/// What a change sends of a value that may be null: absent changes nothing, null clears.
pub fn cleared_or_set<T>(sent: MaybeUndefined<T>) -> Option<Option<T>> {
    match sent {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// Fails when poem (which documents) and serde (which writes) do not agree on a value.
#[cfg(test)]
#[track_caller]
pub fn assert_same_json<T: poem_openapi::types::ToJSON + serde::Serialize>(value: &T) {
    let documented = value.to_json().unwrap_or_default();
    let written = serde_json::to_value(value).expect("serialises");
    assert_eq!(documented, written, "documented on the left, written on the right");
}

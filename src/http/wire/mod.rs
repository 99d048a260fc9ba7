//! Types of the wire that several contexts share.

mod envelope;
mod ids;
mod json;
mod upload;

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

/// Fails when poem (which documents) and serde (which writes) do not agree on a value.
#[cfg(test)]
#[track_caller]
pub fn assert_same_json<T: poem_openapi::types::ToJSON + serde::Serialize>(value: &T) {
    let documented = value.to_json().unwrap_or_default();
    let written = serde_json::to_value(value).expect("serialises");
    assert_eq!(documented, written, "documented on the left, written on the right");
}

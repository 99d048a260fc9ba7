//! The envelopes lists come in.

use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON};
use serde::Serialize;

/// `{"payload": …}`
#[derive(Debug, Clone, Object, Serialize)]
pub struct Payload<T: ParseFromJSON + ToJSON> {
    /// The records.
    pub payload: T,
}

/// `{"meta": …, "payload": …}`
#[derive(Debug, Clone, Object, Serialize)]
pub struct MetaPayload<M: ParseFromJSON + ToJSON, T: ParseFromJSON + ToJSON> {
    /// Counts and the like.
    pub meta: M,
    /// The records.
    pub payload: T,
}

/// `{"data": …}`
#[derive(Debug, Clone, Object, Serialize)]
pub struct DataEnvelope<T: ParseFromJSON + ToJSON> {
    /// What is answered.
    pub data: T,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::TeamId;
    use crate::http::wire::{Json, assert_same_json};

    #[test]
    fn poem_and_serde_agree() {
        assert_same_json(&Payload { payload: vec![TeamId(3)] });
        let inner = MetaPayload { meta: Json::from(r#"{"count":1}"#.to_owned()), payload: vec!["a".to_owned()] };
        assert_same_json(&DataEnvelope { data: inner });
    }
}

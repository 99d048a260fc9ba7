//! Row ids on the wire: plain 64-bit integers. In a path, anything else is an unknown record (404).

use std::borrow::Cow;

use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type};
use serde_json::Value;

use crate::base::ids::*;

macro_rules! on_the_wire {
    ($($name:ident),*) => {$(
        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = i64;
            type RawElementValueType = i64;

            fn name() -> Cow<'static, str> {
                <i64 as Type>::name()
            }

            fn schema_ref() -> MetaSchemaRef {
                <i64 as Type>::schema_ref()
            }

            fn as_raw_value(&self) -> Option<&i64> {
                Some(&self.0)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a i64> + 'a> {
                Box::new(std::iter::once(&self.0))
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                i64::parse_from_json(value).map($name).map_err(ParseError::propagate)
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(value: &str) -> ParseResult<Self> {
                i64::parse_from_parameter(value).map($name).map_err(ParseError::propagate)
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::from(self.0))
            }
        }
    )*};
}

crate::for_each_id!(on_the_wire);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::assert_same_json;

    #[test]
    fn ids_are_integers() {
        assert_eq!(TeamId::parse_from_parameter("7").unwrap(), TeamId(7));
        assert!(TeamId::parse_from_parameter("9223372036854775808").is_err());
        assert!(TeamId::parse_from_parameter("x").is_err());
        assert_same_json(&TeamId(7));
    }
}

//! One parameter of the query string.

use std::ops::Deref;

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::{Map, Value};

use super::form::{Form, base_of, decode, pairs};
use crate::base::{Error, Result};
use crate::http::coerce;

/// A query parameter of any type a request Object could hold, read with the same leniency.
///
/// `labels[]=a&labels[]=b`, `labels=a&labels=b` and `labels=a,b` are one list, whatever the spelling of its documented name. A
/// value that cannot be understood is 422 and names the parameter. Without a value, a list is empty.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// All parameters of a query string as one tree.
pub fn tree(request: &Request) -> Result<Map<String, Value>> {
    Form::urlencoded(request.uri().query().unwrap_or_default().as_bytes())
}

/// The parameter of this name alone; the others may be as wrong as they like.
pub fn value(query: &str, name: &str) -> Result<Value> {
    let name = base_of(name);
    let mut form = Form::default();
    for (key, text) in pairs(query.as_bytes()) {
        // What is not UTF-8 is somebody else's parameter.
        let Ok(key) = decode(key) else { continue };
        if base_of(&key) == name {
            form.put(&key, decode(text)?)?;
        }
    }
    Ok(form.finish().remove(name).unwrap_or_default())
}

fn is_list(schema: &MetaSchemaRef) -> bool {
    schema.is_array()
}

impl<'a, T: ParseFromJSON + Type + 'static> ApiExtractor<'a> for Query<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = T::IS_REQUIRED;
    type ParamType = T;
    type ParamRawType = T::RawValueType;

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(T::schema_ref())
    }

    fn param_raw_type(&self) -> Option<&Self::ParamRawType> {
        self.0.as_raw_value()
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<T>,
    ) -> poem::Result<Self> {
        let mut value = value(request.uri().query().unwrap_or_default(), options.name)?;
        if value.is_null() {
            if let Some(default) = options.default_value {
                return Ok(Query(default()));
            }
            if T::IS_REQUIRED && is_list(&T::schema_ref()) {
                value = Value::Array(Vec::new());
            } else if T::IS_REQUIRED {
                Err(Error::missing(base_of(options.name)))?;
            }
        }
        Ok(Query(coerce::parse(value, base_of(options.name))?))
    }
}

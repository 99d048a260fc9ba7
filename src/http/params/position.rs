//! Where a page of a list begins or ends, as a parameter of the query string.

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::form::base_of;
use super::query::value;
use crate::base::text::{integer_or_zero, presence};
use crate::http::coerce;

/// The id of something in the list, documented as an integer, which need not be sent.
///
/// A text that is none counts as 0: Chatwoot's widget asks for what follows its last message, and one that is still on its way has a
/// made-up key there. (Chatwoot takes the digits that such a key begins with, and may then leave messages out.)
#[derive(Debug, Clone, Copy)]
pub struct Position(pub Option<i64>);

impl<'a> ApiExtractor<'a> for Position {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = false;
    type ParamType = Option<i64>;
    type ParamRawType = i64;

    fn register(registry: &mut Registry) {
        i64::register(registry);
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(i64::schema_ref())
    }

    fn param_raw_type(&self) -> Option<&i64> {
        self.0.as_ref()
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<Option<i64>>,
    ) -> poem::Result<Self> {
        let value = value(request.uri().query().unwrap_or_default(), options.name)?;
        let text = coerce::parse::<Option<String>>(value, base_of(options.name))?;
        Ok(Position(presence(text).as_deref().map(integer_or_zero)))
    }
}

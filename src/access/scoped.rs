//! A principal inside the account of the path: reads the account id, proves the caller there, documents both.
//!
//! The type is called `Path` because poem-openapi numbers only those arguments whose type is spelled so. It must be the first
//! argument of every endpoint below `/api/v1/accounts/:account_id`.

use std::ops::Deref;

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromParameter, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::caller::register_schemes;
use super::principal::{Principal, prove};
use crate::base::Error;
use crate::base::ids::AccountId;

/// The caller, proven in the account of the path.
pub struct Path<P>(pub P);

impl<P> Deref for Path<P> {
    type Target = P;
    fn deref(&self) -> &P {
        &self.0
    }
}

impl<'a, P: Principal> ApiExtractor<'a> for Path<P> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter, ApiExtractorType::SecurityScheme];
    const PARAM_IS_REQUIRED: bool = true;
    type ParamType = i64;
    type ParamRawType = i64;

    fn register(registry: &mut Registry) {
        register_schemes(registry, P::SCHEMES);
    }

    fn security_schemes() -> Vec<&'static str> {
        P::SCHEMES.to_vec()
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Path)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(<i64 as Type>::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<i64>,
    ) -> poem::Result<Self> {
        // An id that is no 64-bit number names no account, but credentials are still looked at first.
        let account = <i64 as ParseFromParameter>::parse_from_parameters(request.raw_path_param(options.name));
        let account = AccountId(account.unwrap_or(-1));
        Ok(Path(prove(request, Some(account)).await.map_err(|error: Error| error)?))
    }
}

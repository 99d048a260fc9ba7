//! The inbox of the path, known by its identifier.
//!
//! The type is called `Path` because poem-openapi numbers only those arguments whose type is spelled so. It must be the first
//! argument of every endpoint below `/public/api/v1/inboxes/:inbox_identifier`.

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::service::Entrance;
use crate::access;
use crate::base::{Error, Result};
use crate::inboxes;
use crate::store::Store;

/// An API inbox that is open to its clients.
pub struct Path(pub Entrance);

async fn prove(request: &Request, name: &'static str) -> Result<Entrance> {
    let store = request.data::<Store>().ok_or_else(|| Error::internal("the store is not in the request"))?;
    let identifier = request.raw_path_param(name).unwrap_or_default().to_owned();
    let find = store.read(move |db| {
        let (account, inbox) = inboxes::by_identifier(db, &identifier)?;
        access::require_active(db, account)?;
        Ok(Entrance { account, inbox })
    });
    find.await
}

impl<'a> ApiExtractor<'a> for Path {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = true;
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Path)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        Ok(Path(prove(request, options.name).await?))
    }
}

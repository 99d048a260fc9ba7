//! A principal outside any account, as an argument of an endpoint; and the three security schemes of the document.

use std::ops::Deref;

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::principal::{Principal, prove};

/// Proves `P` and documents its security schemes.
pub struct Caller<P>(pub P);

impl<P> Deref for Caller<P> {
    type Target = P;
    fn deref(&self) -> &P {
        &self.0
    }
}

impl<'a, P: Principal> ApiExtractor<'a> for Caller<P> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_schemes(registry, P::SCHEMES);
    }

    fn security_schemes() -> Vec<&'static str> {
        P::SCHEMES.to_vec()
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Caller(prove(request, None).await?))
    }
}

/// Adds the schemes to the document: all three are the same header, told apart by whose token it carries.
pub(super) fn register_schemes(registry: &mut Registry, names: &[&'static str]) {
    for name in names {
        let description = match *name {
            "userApiKey" => "The access token of a person, shown on the profile. It reaches what that person may do.",
            "agentBotApiKey" => "The access token of an agent bot. It reaches the few operations that bots need.",
            _ => "The access token of a platform app. It reaches what that app created or was granted.",
        };
        registry.create_security_scheme(
            name,
            MetaSecurityScheme {
                ty: "apiKey",
                description: Some(description),
                name: Some("api_access_token"),
                key_in: Some("header"),
                scheme: None,
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
    }
}

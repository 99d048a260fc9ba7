//! Who calls from a page: the website of its token ([`Site`]), and there the visitor of a session token ([`Visitor`]).

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef, MetaSecurityScheme, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::browser::Browser;
use super::tokens;
use crate::access;
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Error, Millis, Result};
use crate::inboxes;
use crate::store::Store;

const SCHEME: &str = "widgetAuthToken";

/// The website whose token the page shows. Its visitor may have a session already.
#[derive(Debug, Clone)]
pub struct Site {
    pub account: AccountId,
    pub inbox: InboxId,
    /// Of the visitor's session, where a valid token came along.
    pub source_id: Option<String>,
}

/// A visitor of a website. Their session may have no row yet: then they are an empty contact.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub account: AccountId,
    pub inbox: InboxId,
    pub source_id: String,
    /// What the browser says of itself.
    pub browser: Browser,
}

/// The inbox of a website's token. 404 for one that is none, 401 when its account is suspended.
pub async fn site(store: &Store, website_token: String) -> Result<(AccountId, InboxId)> {
    let find = store.read(move |db| {
        let (account, inbox) = inboxes::by_website_token(db, &website_token)?;
        access::require_active(db, account)?;
        Ok((account, inbox))
    });
    find.await
}

async fn prove(request: &Request, name: &'static str) -> Result<Site> {
    let store = request.data::<Store>().ok_or_else(|| Error::internal("the store is not in the request"))?;
    let query: Vec<(String, String)> = request.params().unwrap_or_default();
    let website_token = query.into_iter().find(|(key, _)| key == name).map(|(_, token)| token);
    let (account, inbox) = site(store, website_token.ok_or(Error::NotFound)?).await?;
    let token = request.header("x-auth-token").unwrap_or_default();
    let source_id = tokens::source_of(store.env().secret(), inbox, token, Millis::now());
    Ok(Site { account, inbox, source_id })
}

impl<'a> ApiExtractor<'a> for Site {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = true;
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        Ok(prove(request, options.name).await?)
    }
}

impl<'a> ApiExtractor<'a> for Visitor {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter, ApiExtractorType::SecurityScheme];
    const PARAM_IS_REQUIRED: bool = true;
    type ParamType = String;
    type ParamRawType = String;

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(
            SCHEME,
            MetaSecurityScheme {
                ty: "apiKey",
                description: Some("The token of a visitor's session, as the widget's page and `config` give it."),
                name: Some("X-Auth-Token"),
                key_in: Some("header"),
                scheme: None,
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        let Site { account, inbox, source_id } = prove(request, options.name).await?;
        let source_id = source_id.ok_or(Error::NotFound)?;
        Ok(Visitor { account, inbox, source_id, browser: Browser::of(request.headers()) })
    }
}

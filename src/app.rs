//! The only wiring: everything that is built once, the list of all APIs, and the router with its layers.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use poem::endpoint::{BoxEndpoint, make_sync};
use poem::http::Method;
use poem::http::header;
use poem::middleware::SetHeader;
use poem::web::Json;
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response, Route};
use poem_openapi::registry::{MetaApi, MetaPath, Registry};
use poem_openapi::{LicenseObject, OpenApi, OpenApiService, ServerObject};
use serde_json::Value;

use crate::access::{Cache, SessionEcho};
use crate::accounts::{AccountApi, AccountUsersApi, AccountsApi};
use crate::attributes::AttributesApi;
use crate::audits::AuditsApi;
use crate::automation::{AutomationRulesApi, MacrosApi};
use crate::bots::{AccountAgentBotsApi, AgentBotsApi};
use crate::campaigns::CampaignsApi;
use crate::canned::CannedResponsesApi;
use crate::conversations::api as conversations;
use crate::csat::CsatApi;
use crate::custom_filters::CustomFiltersApi;
use crate::dashboard_apps::DashboardAppsApi;
use crate::delivery::Cable;
use crate::http::assets::{Assets, At};
use crate::http::compression::Compression;
use crate::http::cors::Cors;
use crate::http::docs::{self, Docs};
use crate::http::downloads::{self, Downloads};
use crate::http::errors;
use crate::http::leftovers::Leftovers;
use crate::http::limits::{Limit, Limits, SignInGuard};
use crate::http::methods::Table;
use crate::http::rewrite::{ROOTS, Rewrite};
use crate::http::uploads::{self, Uploads};
use crate::hub::Hub;
use crate::idempotency::Idempotency;
use crate::inboxes::{InboxBotApi, InboxMembersApi, InboxesApi};
use crate::integrations::IntegrationsApi;
use crate::labels::LabelsApi;
use crate::notifications::NotificationsApi;
use crate::preferences::{NotificationSettingsApi, NotificationSubscriptionsApi};
use crate::retention::{ErasuresApi, RetentionApi};
use crate::search::SearchApi;
use crate::server::ServerApi;
use crate::store::Store;
use crate::teams::{TeamMembersApi, TeamsApi};
use crate::users::{AgentsApi, AuthApi, LinksApi, LoginsApi, MfaApi, ProfileApi, UsersApi};
use crate::webhooks::WebhooksApi;
use crate::{client_api, contacts, reports, widget};

/// For platform apps, which provision accounts.
type Platform = (AccountsApi, AccountUsersApi, UsersApi, AgentBotsApi);
/// For people, about themselves.
type Own = (AuthApi, LinksApi, ProfileApi, LoginsApi, MfaApi, NotificationSubscriptionsApi);
/// For administrators and agents, about their account.
type Settings = (
    AccountApi,
    NotificationSettingsApi,
    AgentsApi,
    TeamsApi,
    TeamMembersApi,
    LabelsApi,
    AccountAgentBotsApi,
    IntegrationsApi,
    WebhooksApi,
    AuditsApi,
);
/// For agents, to answer with less work.
type Helpers = (
    CannedResponsesApi,
    DashboardAppsApi,
    MacrosApi,
    AutomationRulesApi,
    CampaignsApi,
    CsatApi,
    NotificationsApi,
    SearchApi,
);
/// For agents, about what they note and look for.
type Filters = (AttributesApi, CustomFiltersApi, ErasuresApi);
/// For administrators and agents, about their account's entry points.
type Inboxes = (InboxesApi, InboxMembersApi, InboxBotApi, RetentionApi);
/// For customers, through the widget of a website or a client of their own.
type Visitors = (widget::Apis, client_api::Apis);
/// All operations, by whom they are for.
type Apis = (
    Platform,
    Own,
    Settings,
    Helpers,
    Filters,
    Inboxes,
    contacts::Apis,
    conversations::Apis,
    reports::Apis,
    Visitors,
    ServerApi,
);

fn apis(store: &Store) -> Apis {
    let (contacts, conversations) = (contacts::apis(store), conversations::apis(store));
    let visitors = (widget::apis(store), client_api::apis(store));
    let reports = reports::apis(store);
    let store = || store.clone();
    let platform = (
        AccountsApi { store: store() },
        AccountUsersApi { store: store() },
        UsersApi { store: store() },
        AgentBotsApi { store: store() },
    );
    let own = (
        AuthApi { store: store() },
        LinksApi { store: store() },
        ProfileApi { store: store() },
        LoginsApi { store: store() },
        MfaApi { store: store() },
        NotificationSubscriptionsApi { store: store() },
    );
    let settings = (
        AccountApi { store: store() },
        NotificationSettingsApi { store: store() },
        AgentsApi { store: store() },
        TeamsApi { store: store() },
        TeamMembersApi { store: store() },
        LabelsApi { store: store() },
        AccountAgentBotsApi { store: store() },
        IntegrationsApi { store: store() },
        WebhooksApi { store: store() },
        AuditsApi { store: store() },
    );
    let helpers = (
        CannedResponsesApi { store: store() },
        DashboardAppsApi { store: store() },
        MacrosApi { store: store() },
        AutomationRulesApi { store: store() },
        CampaignsApi { store: store() },
        CsatApi { store: store() },
        NotificationsApi { store: store() },
        SearchApi { store: store() },
    );
    let filters =
        (AttributesApi { store: store() }, CustomFiltersApi { store: store() }, ErasuresApi { store: store() });
    let inboxes = (
        InboxesApi { store: store() },
        InboxMembersApi { store: store() },
        InboxBotApi { store: store() },
        RetentionApi { store: store() },
    );
    (
        platform,
        own,
        settings,
        helpers,
        filters,
        inboxes,
        contacts,
        conversations,
        reports,
        visitors,
        ServerApi { store: store() },
    )
}

const TITLE: &str = "chatwoot-lite";
const ABOUT: &str = "The Chatwoot API in one executable and one SQLite file. Callers prove themselves by the header \
    `api_access_token`: of a platform app on `/platform`, of a person or a bot below `/api`. A person may also sign in and \
    send the session's headers.";

fn described<T>(api: T) -> OpenApiService<T, ()> {
    OpenApiService::new(api, TITLE, env!("CARGO_PKG_VERSION"))
        .description(ABOUT)
        .license(LicenseObject::new("MIT").url("https://opensource.org/license/mit"))
        .server(ServerObject::new("/"))
}

/// An API's description without the API: what the document needs, and no database behind it. Each path is there once, with the
/// operations of all structs that serve it: poem-openapi would write it once for each, and readers keep the last.
struct OnPaper<T>(PhantomData<T>);

impl<T: OpenApi> OpenApi for OnPaper<T> {
    fn meta() -> Vec<MetaApi> {
        let mut paths: Vec<MetaPath> = Vec::new();
        for path in T::meta().into_iter().flat_map(|api| api.paths) {
            match paths.iter_mut().find(|known| known.path == path.path) {
                Some(known) => known.operations.extend(path.operations),
                None => paths.push(path),
            }
        }
        vec![MetaApi { paths }]
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn add_routes(self, _routes: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {}
}

/// The OpenAPI document of the whole API.
pub fn document() -> String {
    docs::document(described(OnPaper::<Apis>(PhantomData)).spec())
}

/// The server's parts that live as long as it does.
pub struct App {
    store: Store,
    limits: Arc<Limits>,
    cache: Arc<Cache>,
    guard: Arc<SignInGuard>,
    hub: Hub,
    demo: Option<Value>,
}

/// The demo's site is a page as site owners have it: the widget's script puts its style there.
const DEMO_POLICY: &str =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'";

impl App {
    /// A server over this database.
    pub fn new(store: Store, limits: Limits) -> Self {
        App {
            store,
            limits: Arc::new(limits),
            cache: Arc::default(),
            guard: Arc::default(),
            hub: Hub::default(),
            demo: None,
        }
    }

    /// Serves the demo's site, too: at `/demo`, with this in `/demo/widget.json`.
    pub fn with_demo(mut self, widget: Option<Value>) -> Self {
        self.demo = widget;
        self
    }

    /// Where live events are published.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Everything the server answers, with the layers from the outside in.
    pub fn endpoint(&self) -> impl Endpoint<Output = Response> + use<> {
        let layered = self
            .routes()
            .with(Idempotency(self.store.clone()))
            .data(self.store.clone())
            .data(self.cache.clone())
            .data(self.guard.clone())
            .data(self.hub.clone())
            .with(Limit(self.limits.clone()))
            .with(Rewrite(Arc::new(Table::of::<Apis>())))
            .with(SessionEcho)
            .with(Compression);
        // a socket is no answer: nothing is compressed or added there
        let cable = Cable::new(self.store.clone(), self.hub.clone()).with(Limit(self.limits.clone()));
        let all = Route::new().at("/cable", cable).nest_no_strip("/", layered);
        errors::guard(all).with(Cors).with(Leftovers)
    }

    fn routes(&self) -> Route {
        let api = Arc::new(described(apis(&self.store)).into_endpoint());
        let docs = Arc::new(Docs::new(document));
        let route = Route::new()
            .at("/swagger", docs.clone())
            .at("/swagger/", docs.clone())
            .at("/swagger/swagger.json", docs)
            .at(downloads::ROUTE, Downloads(self.store.clone()))
            .at(uploads::ROUTE, Uploads(self.store.clone()))
            .at(widget::ROUTE, widget::Page(self.store.clone()))
            .at("/packs/js/sdk.js", At { file: "sdk/sdk.js", cache: "public, max-age=300", is_open: true })
            .at("/survey/responses/:uuid", At { file: "survey/index.html", cache: "no-cache", is_open: false });
        let route = ROOTS.iter().fold(route, |route, root| route.nest_no_strip(format!("/{root}"), api.clone()));
        let assets = Assets { home: "/swagger", with_demo: self.demo.is_some() };
        let route = match self.demo.clone() {
            Some(widget) => {
                let page = At { file: "demo/index.html", cache: "no-cache", is_open: false };
                let page = page.with(SetHeader::new().overriding(header::CONTENT_SECURITY_POLICY, DEMO_POLICY));
                route.at("/demo", page).at("/demo/widget.json", make_sync(move |_| Json(widget.clone())))
            }
            None => route,
        };
        route.nest_no_strip("/", assets)
    }
}

#[cfg(test)]
mod tests;

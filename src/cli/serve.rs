//! `serve`: open the database, listen, say where, and drain when asked to stop.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::demo::{self, Logins, stand_in};
use super::healthcheck::reachable;
use super::{Common, database};
use crate::app::App;
use crate::base::{Error, Result};
use crate::delivery::Delivery;
use crate::http;
use crate::http::limits::{Limits, Network};
use crate::store::{Env, Store};
use crate::users;

/// How long sockets may take to hear that the server is going.
const GOODBYES: Duration = Duration::from_secs(5);

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:3000", env = "CHATWOOT_LITE_LISTEN")]
    listen: SocketAddr,
    /// Where the world reaches this server, for the addresses in its answers [default: where it listens]
    #[arg(long, value_name = "URL", value_parser = base_url, env = "CHATWOOT_LITE_BASE_URL")]
    base_url: Option<BaseUrl>,
    /// Whether to limit how often one address may ask
    #[arg(long, value_enum, default_value_t = Switch::On, env = "CHATWOOT_LITE_RATE_LIMITS")]
    rate_limits: Switch,
    /// Proxies whose X-Forwarded-For is believed: addresses or ranges like 10.0.0.0/8, with commas between
    #[arg(long, value_name = "CIDR,…", value_delimiter = ',', value_parser = network, env = "CHATWOOT_LITE_TRUSTED_PROXIES")]
    trusted_proxies: Vec<Trusted>,
    /// Fill an empty database with a made-up company and print its logins. Without --db it is a temporary file, removed at
    /// exit
    #[arg(long, env = "CHATWOOT_LITE_DEMO", value_parser = FalseyValueParser::new())]
    demo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

/// An absolute address without a slash at the end; empty when the variable is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BaseUrl(String);

fn base_url(text: &str) -> Result<BaseUrl, String> {
    let text = text.trim().trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_fine = text.is_empty() || host.is_some_and(|host| !host.is_empty() && !host.contains(['?', '#', ' ', '@']));
    if is_fine { Ok(BaseUrl(text.to_owned())) } else { Err("give an address like https://chat.example.com".to_owned()) }
}

/// A range; nothing when the variable is empty.
type Trusted = Option<Network>;

fn network(text: &str) -> Result<Trusted, String> {
    if text.trim().is_empty() { Ok(None) } else { text.parse().map(Some) }
}

impl Serve {
    /// Serves until the process is asked to stop, then finishes what is running and closes the database.
    pub fn run(self, common: &Common) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::internal)?;
        let listener = runtime.block_on(listen(self.listen))?;
        let address = listener.local_addr().map_err(Error::internal)?;
        let given = self.base_url.clone().map(|url| url.0).filter(|url| !url.is_empty());
        let env = Env::default();
        let base_url = env.base_url.get_or_init(|| given.unwrap_or_else(|| format!("http://{}", reachable(address))));
        let base_url = base_url.clone();
        // removed when it goes out of scope, after the store is closed
        let temporary = if self.demo && common.given_db().is_none() { Some(temporary_folder()?) } else { None };
        let path = temporary.as_ref().map_or(common.db().to_owned(), |folder| folder.path().join("demo.db"));
        let store = database::open_or_create(&path, env)?;
        let outcome = runtime.block_on(async {
            let stop = stop_signal()?;
            let logins = if self.demo { Some(demo::prepare(&store, &path).await?) } else { None };
            welcome(common, address, &base_url, &path, &store, logins.clone())?;
            self.serve(listener, &store, &base_url, logins, stop).await
        });
        store.close();
        outcome
    }

    async fn serve(
        self,
        listener: TcpListener,
        store: &Store,
        base_url: &str,
        demo: Option<Logins>,
        stop: impl Future<Output = ()>,
    ) -> Result<()> {
        let trusted = self.trusted_proxies.into_iter().flatten().collect();
        let app = App::new(store.clone(), Limits::new(self.rate_limits == Switch::On, trusted));
        let widget = |logins: &Logins| json!({"website_token": logins.website_inbox.token, "base_url": base_url});
        let app = app.with_demo(demo.as_ref().map(widget));
        let (goes, stopping) = watch::channel(false);
        let stand_in =
            demo.map(|logins| tokio::spawn(stand_in::run(store.clone(), app.hub().clone(), logins, stopping)));
        let delivery = Delivery::start(store, app.hub())?;
        let stop = async {
            stop.await;
            app.hub().close();
        };
        // on a thread that ends: what was needed to put it together goes back to the system with it
        let endpoint = thread::scope(|scope| scope.spawn(|| app.endpoint()).join());
        let endpoint = endpoint.map_err(|_| Error::internal("the routes cannot be put together"))?;
        let outcome = http::server::serve(listener, endpoint, stop).await.map_err(Error::internal);
        goes.send_replace(true);
        if let Some(stand_in) = stand_in {
            let _ = stand_in.await;
        }
        app.hub().drained(GOODBYES).await;
        delivery.stop().await;
        outcome
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|why| {
        let reason = match why.kind() {
            ErrorKind::AddrInUse => "another program listens there; choose another with --listen".to_owned(),
            ErrorKind::PermissionDenied => "no permission; ports below 1024 need special rights".to_owned(),
            ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
            _ => why.to_string(),
        };
        Error::refused(format!("cannot listen on {address}: {reason}"))
    })
}

/// Resolves at the first SIGTERM or SIGINT. From this call on, neither ends the process by itself.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: running requests are finished, new connections refused");
    })
}

/// Resolves when the console asks to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn temporary_folder() -> Result<TempDir> {
    let made = tempfile::Builder::new().prefix("chatwoot-lite-demo-").tempdir();
    made.map_err(|why| Error::refused(format!("cannot create a temporary folder: {why}")))
}

/// Says where the server is and what there is to open, and the logins of a demo.
fn welcome(
    common: &Common,
    address: SocketAddr,
    base_url: &str,
    path: &Path,
    store: &Store,
    logins: Option<Logins>,
) -> Result<()> {
    let has_users = store.read_blocking(users::any)?;
    let mut json = json!({
        "listening": format!("http://{address}"),
        "base_url": base_url,
        "documentation": format!("{base_url}/swagger"),
        "database": path,
        "has_users": has_users,
    });
    if let (Some(logins), Some(json)) = (&logins, json.as_object_mut()) {
        json.insert("demo".to_owned(), json!(logins));
    }
    common.output().show(&json, || {
        let first_user = if has_users { String::new() } else { first_user(path) };
        let demo = logins.map(|logins| format!("\n{}", logins.shown(base_url))).unwrap_or_default();
        format!("listening on http://{address}\ndocumentation: {base_url}/swagger{first_user}{demo}")
    });
    Ok(())
}

fn first_user(db: &Path) -> String {
    let db = if db == Path::new("chatwoot-lite.db") { String::new() } else { format!("--db '{}' ", db.display()) };
    format!(
        "\nno user yet; create the first, while this is running:\n  \
         chatwoot-lite {db}user create --name 'Ada Lovelace' --email ada@example.com"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_absolute_and_bare() {
        assert_eq!(base_url("https://chat.example.com/").unwrap().0, "https://chat.example.com");
        assert_eq!(base_url("http://[::1]:3000/chat").unwrap().0, "http://[::1]:3000/chat");
        assert_eq!(base_url("").unwrap().0, "");
        for wrong in ["chat.example.com", "https://", "ftp://x", "https://x?y", "https://me@x"] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
        assert_eq!(network(" ").unwrap(), None);
        assert!(network("10.0.0.0/8").unwrap().is_some() && network("x").is_err());
    }
}

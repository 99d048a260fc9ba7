//! `platform-app create`, `list`, `delete`

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Common, database, output};
use crate::access::{self, PlatformApp};
use crate::base::ids::PlatformAppId;
use crate::base::{Error, Result};
use crate::store::Env;

/// What to do with platform apps.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a platform app and print its access token
    Create(Create),
    /// List the platform apps with their access tokens
    List,
    /// Delete a platform app; what it created stays
    Delete {
        /// The app's id, as `list` shows it
        id: i64,
    },
}

#[derive(Debug, Args)]
pub struct Create {
    /// What the app is called
    #[arg(long, env = "CHATWOOT_LITE_NAME")]
    name: String,
}

impl Command {
    /// Does it.
    pub fn run(self, common: &Common) -> Result<()> {
        match self {
            Command::Create(create) => create.run(common),
            Command::List => list(common),
            Command::Delete { id } => delete(common, PlatformAppId(id)),
        }
    }
}

fn shown(app: &PlatformApp, token: &str) -> Value {
    json!({"id": app.id, "name": app.name, "access_token": token})
}

impl Create {
    fn run(self, common: &Common) -> Result<()> {
        let store = database::open_or_create(common.db(), Env::default())?;
        let (app, token) = store.write_blocking(move |tx| access::create_platform_app(tx, &self.name))?;
        let text = || format!("created platform app {} ({})\naccess token: {token}", app.id, app.name);
        common.output().show(&shown(&app, &token), text);
        Ok(())
    }
}

fn list(common: &Common) -> Result<()> {
    let apps = database::open(common.db())?.read_blocking(access::platform_apps)?;
    let json = apps.iter().map(|(app, token)| shown(app, token)).collect();
    let row = |(app, token): (PlatformApp, String)| [app.id.to_string(), app.name, token];
    let text = || output::table(["ID", "NAME", "ACCESS TOKEN"], apps.into_iter().map(row).collect());
    common.output().show(&json, text);
    Ok(())
}

fn delete(common: &Common, id: PlatformAppId) -> Result<()> {
    let app = database::open(common.db())?.write_blocking(move |tx| access::delete_platform_app(tx, id)).map_err(
        |error| match error {
            Error::NotFound => Error::refused(format!("there is no platform app {id}")),
            other => other,
        },
    )?;
    common
        .output()
        .show(&json!({"id": app.id, "name": app.name}), || format!("deleted platform app {id} ({})", app.name));
    Ok(())
}

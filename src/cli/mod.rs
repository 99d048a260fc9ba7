//! The command line: one file per command.
//!
//! Every option is also an environment variable, in the environment or in a file `.env` of the current folder. Exit status:
//! 0 done, 1 failed with one line on standard error, 2 wrong usage.

mod backup;
mod check;
mod completions;
mod database;
mod demo;
mod healthcheck;
mod openapi;
mod output;
mod platform_app;
mod serve;
mod user;
mod version;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use crate::base::Result;
use output::Output;

/// The Chatwoot customer-support service in one executable and one SQLite file.
#[derive(Debug, Parser)]
#[command(
    name = "chatwoot-lite",
    version,
    after_help = "\
Getting started:
  chatwoot-lite user create --name 'Ada Lovelace' --email ada@example.com
  chatwoot-lite serve

Options may also be set as environment variables (shown with each option by --help), in the environment or in a file
named .env in the current folder; the command line goes first. All commands work while a server runs on the same file.

Exit status: 0 done, 1 failed (one line on standard error says why), 2 wrong usage."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Common {
    /// The database file [default: chatwoot-lite.db]
    #[arg(long, global = true, value_name = "FILE", env = "CHATWOOT_LITE_DB")]
    db: Option<PathBuf>,
    /// Print the result as JSON on one line
    #[arg(long, global = true, env = "CHATWOOT_LITE_JSON", value_parser = FalseyValueParser::new())]
    json: bool,
    /// What to log on standard error: error, warn, info, debug, or a filter like chatwoot_lite=debug [default: info].
    /// RUST_LOG is heeded, too
    #[arg(long, global = true, value_name = "FILTER", env = "CHATWOOT_LITE_LOG")]
    log: Option<String>,
}

impl Common {
    fn given_db(&self) -> Option<&Path> {
        self.db.as_deref().filter(|path| !path.as_os_str().is_empty())
    }

    fn db(&self) -> &Path {
        self.given_db().unwrap_or(Path::new("chatwoot-lite.db"))
    }

    fn output(&self) -> Output {
        Output { json: self.json }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Serve),
    /// Create users, list them, set their passwords, show their tokens
    #[command(subcommand)]
    User(user::Command),
    /// Create platform apps, which provision accounts and users; list and delete them
    #[command(subcommand)]
    PlatformApp(platform_app::Command),
    /// Verify the database: its structure, its references and its kept counters
    Check,
    /// Copy the database to a new file, also while a server runs; the copy is verified
    Backup(backup::Backup),
    /// Ask the running server how it is; the exit status tells
    Healthcheck(healthcheck::Healthcheck),
    /// Print the OpenAPI 3 document
    Openapi,
    /// Print a script that completes this command line in a shell
    Completions(completions::Completions),
    /// Print the version
    Version,
}

impl Command {
    fn run(self, common: &Common) -> Result<()> {
        match self {
            Command::Serve(serve) => serve.run(common),
            Command::User(command) => command.run(common),
            Command::PlatformApp(command) => command.run(common),
            Command::Check => check::run(common),
            Command::Backup(backup) => backup.run(common),
            Command::Healthcheck(healthcheck) => healthcheck.run(),
            Command::Openapi => openapi::run(common),
            Command::Completions(completions) => completions.run(),
            Command::Version => version::run(common),
        }
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    if let Err(error) = dotenvy::from_path(".env")
        && !error.not_found()
    {
        eprintln!("chatwoot-lite: cannot read .env: {error}");
        return ExitCode::from(2);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print(); // nobody may be listening
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    start_logging(cli.common.log.as_deref());
    match cli.command.run(&cli.common) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chatwoot-lite: {}", output::one_line(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

/// Logs to standard error, which leaves standard output to the results.
fn start_logging(filter: Option<&str>) {
    let rust_log = std::env::var("RUST_LOG").unwrap_or_default();
    let wanted = filter.filter(|filter| !filter.is_empty()).unwrap_or(&rust_log);
    let usual = || Targets::new().with_default(Level::WARN).with_target("chatwoot_lite", Level::INFO);
    let read = (!wanted.is_empty()).then(|| wanted.parse::<Targets>());
    let is_wrong = matches!(read, Some(Err(_)));
    let filter = read.and_then(Result::ok).unwrap_or_else(usual);
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    tracing_subscriber::registry().with(lines).with(filter).init();
    if is_wrong {
        tracing::warn!(wanted, "this is no filter for the log");
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_option_is_a_variable() {
        fn walk(command: &clap::Command) {
            for option in command.get_arguments().filter(|arg| !arg.is_positional()) {
                let id = option.get_id().as_str();
                let variable = option.get_env().and_then(|name| name.to_str()).unwrap_or_default();
                assert!(variable.starts_with("CHATWOOT_LITE_") || ["help", "version"].contains(&id), "--{id}");
                assert!(option.get_help().is_some(), "--{id} has no help");
            }
            command.get_subcommands().for_each(walk);
        }
        Cli::command().debug_assert();
        walk(&Cli::command());
    }
}

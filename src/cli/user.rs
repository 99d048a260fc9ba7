//! `user create`, `list`, `set-password`, `token`

use std::io::IsTerminal;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::{Common, database, output};
use crate::access::{Role, mfa};
use crate::base::{Error, Result, password};
use crate::store::{Db, Env, Store, Tx};
use crate::users::{self, Enrolment, Person, User};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a user, or take one who is known by the e-mail, into an account, and print the access token
    Create(Create),
    /// List all users and their accounts
    List,
    /// Set a user's password and end their sessions
    SetPassword(SetPassword),
    /// Print a user's access token
    Token(Token),
    /// Print a link by which a user chooses a new password, once, within six hours
    ResetLink(Link),
    /// Print a link by which a user who was invited confirms their address, within three days
    ConfirmationLink(Link),
    /// Let a user who lost their second factor in by the password alone
    DisableMfa(DisableMfa),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    Administrator,
    Agent,
}

#[derive(Debug, Args)]
pub struct Create {
    /// The person's name
    #[arg(long, env = "CHATWOOT_LITE_NAME")]
    name: String,
    /// The e-mail address with which they sign in
    #[arg(long, env = "CHATWOOT_LITE_EMAIL")]
    email: String,
    #[command(flatten)]
    password: Password,
    /// The account's name; a new name makes a new account [default: the only account there is, or a new one]
    #[arg(long, value_name = "NAME", env = "CHATWOOT_LITE_ACCOUNT")]
    account: Option<String>,
    /// What they may do there [default: administrator; a member keeps the role they have]
    #[arg(long, value_enum, env = "CHATWOOT_LITE_ROLE")]
    role: Option<RoleName>,
}

#[derive(Debug, Args)]
pub struct SetPassword {
    /// Whose password
    #[arg(long, env = "CHATWOOT_LITE_EMAIL")]
    email: String,
    #[command(flatten)]
    password: Password,
}

#[derive(Debug, Args)]
pub struct Token {
    /// Whose token
    #[arg(long, env = "CHATWOOT_LITE_EMAIL")]
    email: String,
    /// Make a new one first; the old one is refused from then on
    #[arg(long, env = "CHATWOOT_LITE_RESET", value_parser = clap::builder::FalseyValueParser::new())]
    reset: bool,
}

#[derive(Debug, Args)]
pub struct Link {
    /// Whose link
    #[arg(long, env = "CHATWOOT_LITE_EMAIL")]
    email: String,
    /// Where the world reaches the server
    #[arg(long, value_name = "URL", env = "CHATWOOT_LITE_BASE_URL", default_value = "http://127.0.0.1:3000")]
    base_url: String,
}

#[derive(Debug, Args)]
pub struct DisableMfa {
    /// Whose second factor
    #[arg(long, env = "CHATWOOT_LITE_EMAIL")]
    email: String,
}

#[derive(Debug, Args)]
struct Password {
    /// The password: at least 6 characters with upper-case and lower-case letters, a digit and a special character
    /// [default: asked for on the terminal]
    #[arg(long, env = "CHATWOOT_LITE_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

impl Command {
    /// Does it.
    pub fn run(self, common: &Common) -> Result<()> {
        match self {
            Command::Create(create) => create.run(common),
            Command::List => list(common),
            Command::SetPassword(set_password) => set_password.run(common),
            Command::Token(token) => token.run(common),
            Command::ResetLink(link) => link.run(common, users::links::to_new_password),
            Command::ConfirmationLink(link) => link.run(common, users::links::to_confirmation),
            Command::DisableMfa(disable) => disable.run(common),
        }
    }
}

impl Create {
    fn run(self, common: &Common) -> Result<()> {
        let store = database::open_or_create(common.db(), Env::default())?;
        let email = self.email.clone();
        let is_known = store.read_blocking(move |db: &Db| Ok(users::find_by_email(db, &email)?.is_some()))?;
        let password_hash = if is_known { None } else { Some(self.password.hash()?) };
        let role = self.role.map(|role| match role {
            RoleName::Administrator => Role::Administrator,
            RoleName::Agent => Role::Agent,
        });
        let account = self.account.filter(|name| !name.trim().is_empty());
        let who = Enrolment { name: self.name, email: self.email, password_hash, account, role };
        let done = store.write_blocking(move |tx| users::enrol(tx, who))?;
        if is_known {
            eprintln!("{} is known already and keeps name and password", done.email);
        }
        let json = json!({
            "user": {"id": done.user, "email": done.email},
            "account": {"id": done.account, "name": done.account_name},
            "access_token": done.access_token,
        });
        let text = || {
            format!(
                "{} is {} of account {} ({})\naccess token: {}",
                done.email,
                if matches!(done.role, Role::Agent) { "an agent" } else { "an administrator" },
                done.account,
                done.account_name,
                done.access_token
            )
        };
        common.output().show(&json, text);
        Ok(())
    }
}

fn list(common: &Common) -> Result<()> {
    let people = database::open(common.db())?.read_blocking(users::everybody)?;
    let accounts = |person: &Person| -> Value {
        let seat =
            |m: &crate::access::Membership| json!({"id": m.account, "name": m.account_name, "role": m.role.name()});
        person.memberships.iter().map(seat).collect()
    };
    let json = people
        .iter()
        .map(
            |person| json!({"id": person.id, "name": person.name, "email": person.email, "accounts": accounts(person)}),
        )
        .collect();
    let row = |person: Person| {
        let seats = person.memberships.iter().map(|m| format!("{} ({})", m.account_name, m.role.name()));
        [person.id.to_string(), person.name, person.email, seats.collect::<Vec<_>>().join(", ")]
    };
    let text = || output::table(["ID", "NAME", "EMAIL", "ACCOUNTS"], people.into_iter().map(row).collect());
    common.output().show(&json, text);
    Ok(())
}

/// The user who has this address.
fn known(store: &Store, email: &str) -> Result<User> {
    let found = store.read_blocking(|db: &Db| users::find_by_email(db, email))?;
    found.ok_or_else(|| Error::refused(format!("there is no user with the e-mail {email}")))
}

impl SetPassword {
    fn run(self, common: &Common) -> Result<()> {
        let store = database::open(common.db())?;
        let user = known(&store, &self.email)?;
        let hash = self.password.hash()?;
        let id = user.id;
        store.write_blocking(move |tx| users::set_password(tx, id, &hash))?;
        let json = json!({"user": {"id": id, "email": user.email}});
        common.output().show(&json, || format!("{} has a new password", user.email));
        Ok(())
    }
}

impl Token {
    fn run(self, common: &Common) -> Result<()> {
        let store = database::open(common.db())?;
        let user = known(&store, &self.email)?;
        let (id, reset) = (user.id, self.reset);
        let token = store.write_blocking(move |tx| users::token(tx, id, reset))?;
        let json = json!({"user": {"id": id, "email": user.email}, "access_token": token});
        common.output().show(&json, || token.clone());
        Ok(())
    }
}

impl Link {
    fn run(self, common: &Common, make: fn(&Tx, &str, &User) -> Result<String>) -> Result<()> {
        let store = database::open(common.db())?;
        let user = known(&store, &self.email)?;
        let (id, email) = (user.id, user.email.clone());
        let base_url = self.base_url.trim_end_matches('/').to_owned();
        let url = store.write_blocking(move |tx| make(tx, &base_url, &user))?;
        let json = json!({"user": {"id": id, "email": email}, "url": url});
        common.output().show(&json, || url.clone());
        Ok(())
    }
}

impl DisableMfa {
    fn run(self, common: &Common) -> Result<()> {
        let store = database::open(common.db())?;
        let user = known(&store, &self.email)?;
        let id = user.id;
        store.write_blocking(move |tx| mfa::disable(tx, id))?;
        let json = json!({"user": {"id": id, "email": user.email}});
        common.output().show(&json, || format!("{} signs in by the password alone", user.email));
        Ok(())
    }
}

impl Password {
    /// The hash of the given password, or of one that is asked for twice; refused when it is too weak.
    fn hash(self) -> Result<String> {
        let password = match self.password.filter(|password| !password.is_empty()) {
            Some(given) => given,
            None => ask()?,
        };
        let refused = password::check(&password);
        if refused.is_empty() { password::hash(&password) } else { Err(Error::Invalid(refused)) }
    }
}

fn ask() -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::refused(
            "a password is needed: give --password, or run this on a terminal to be asked for it",
        ));
    }
    let prompt = |text| rpassword::prompt_password(text).map_err(|why| Error::refused(format!("no password: {why}")));
    let password = prompt("Password: ")?;
    if prompt("Once more: ")? == password { Ok(password) } else { Err(Error::refused("the two passwords differ")) }
}

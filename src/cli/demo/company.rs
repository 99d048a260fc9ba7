//! The company before its first contact: account, staff, teams, labels, inboxes.

use super::logins::{Door, Login, Logins, password};
use super::staff::{COMPANY, DOMAIN, LABELS, STAFF, TEAMS};
use crate::access::{self, Agent, Membership};
use crate::base::ids::{AccountId, TeamId, UserId};
use crate::base::{Actor, Error, Millis, Result};
use crate::inboxes::{self, Channel, ChannelChange, ChannelKind, Inbox, InboxChange, NewInbox};
use crate::labels::{self, LabelChange};
use crate::store::Tx;
use crate::teams::{self, TeamChange};
use crate::users::{self, Enrolment};

/// A password and its hash, which takes too long to make inside a write.
pub struct Secret {
    password: String,
    hash: String,
}

/// One for each of the staff.
pub fn secrets() -> Result<Vec<Secret>> {
    let secret = |_| {
        let password = password();
        let hash = crate::base::password::hash(&password)?;
        Ok(Secret { password, hash })
    };
    STAFF.iter().map(secret).collect()
}

/// What the company consists of; people and teams in the order of the staff's tables.
pub struct Company {
    pub account: AccountId,
    pub staff: Vec<Agent>,
    pub teams: Vec<(&'static str, TeamId)>,
    pub website: Inbox,
    pub app: Inbox,
}

impl Company {
    /// A member of the staff by their place.
    pub fn member(&self, n: usize) -> Result<&Agent> {
        self.staff.get(n).ok_or(Error::NotFound)
    }
}

/// Founds it in the past.
pub fn found(tx: &Tx, secrets: Vec<Secret>, at: Millis) -> Result<(Company, Logins)> {
    tx.at(at, |tx| {
        let mut staff = Vec::new();
        let mut people = Vec::new();
        for (person, secret) in STAFF.iter().zip(secrets) {
            let enrolled = users::enrol(
                tx,
                Enrolment {
                    name: person.name.to_owned(),
                    email: format!("{}@{DOMAIN}", person.mailbox),
                    password_hash: Some(secret.hash),
                    account: Some(COMPANY.to_owned()),
                    role: Some(person.role),
                },
            )?;
            let (account, user) = (enrolled.account, enrolled.user);
            staff.push(Agent { account, user, name: person.name.to_owned(), role: person.role });
            people.push(Login {
                name: person.name.to_owned(),
                role: person.role.name().to_owned(),
                email: enrolled.email,
                password: secret.password,
                access_token: enrolled.access_token,
            });
        }
        let account = staff.first().map(|agent| agent.account).ok_or(Error::NotFound)?;
        let users: Vec<UserId> = staff.iter().map(|agent| agent.user).collect();
        write_labels(tx, account)?;
        let teams = write_teams(tx, account, &users)?;
        let website = write_inbox(tx, account, &users, website())?;
        let app = write_inbox(tx, account, &users, app())?;
        let (_, platform_app_token) = access::create_platform_app(tx, "Demo")?;
        let logins = Logins {
            account_id: account,
            account_name: COMPANY.to_owned(),
            people,
            platform_app_token,
            website_inbox: door(&website),
            api_inbox: door(&app),
        };
        Ok((Company { account, staff, teams, website, app }, logins))
    })
}

fn write_labels(tx: &Tx, account: AccountId) -> Result<()> {
    for (title, description, color) in LABELS {
        let label = LabelChange {
            title: Some(title.to_owned()),
            description: Some(Some(description.to_owned())),
            color: Some(Some(color.to_owned())),
            show_on_sidebar: Some(true),
        };
        labels::create(tx, account, label, Actor::System)?;
    }
    Ok(())
}

fn write_teams(tx: &Tx, account: AccountId, users: &[UserId]) -> Result<Vec<(&'static str, TeamId)>> {
    let mut teams = Vec::new();
    for (name, description, members) in TEAMS {
        let team = TeamChange {
            name: Some(name.to_owned()),
            description: Some(Some(description.to_owned())),
            allow_auto_assign: Some(true),
        };
        let team = teams::create(tx, account, team, Actor::System)?;
        let members: Vec<UserId> = members.iter().filter_map(|n| users.get(*n)).copied().collect();
        teams::replace_members(tx, account, team.id, &members, Actor::System)?;
        teams.push((name, team.id));
    }
    Ok(teams)
}

fn write_inbox(tx: &Tx, account: AccountId, users: &[UserId], new: NewInbox) -> Result<Inbox> {
    let inbox = inboxes::create(tx, account, new, Actor::System)?;
    inboxes::add_members(tx, account, inbox.id, users, Actor::System)?;
    Ok(inbox)
}

fn website() -> NewInbox {
    let channel = ChannelChange {
        website_url: Some(format!("https://{DOMAIN}")),
        widget_color: Some("#2f5d50".to_owned()),
        welcome_title: Some(Some("Hello from the workshop".to_owned())),
        welcome_tagline: Some(Some("Ask us about bags, orders and repairs.".to_owned())),
        ..ChannelChange::default()
    };
    let change = InboxChange {
        name: Some(format!("{COMPANY} website")),
        // contacts of the demo have told who they are
        enable_email_collect: Some(false),
        channel,
        ..InboxChange::default()
    };
    NewInbox { kind: Some(ChannelKind::Website), change }
}

fn app() -> NewInbox {
    let change = InboxChange { name: Some("Shop app".to_owned()), ..InboxChange::default() };
    NewInbox { kind: Some(ChannelKind::Api), change }
}

fn door(inbox: &Inbox) -> Door {
    let token = match &inbox.channel {
        Channel::Website(website) => website.website_token.clone(),
        Channel::Api(api) => api.identifier.clone(),
        Channel::Email(email) => email.email.clone(),
    };
    Door { id: inbox.id, name: inbox.name.clone(), token }
}

/// Lets those who stay online be seen; not before, since the round robin would hand them every conversation of the past.
pub fn open_shop(tx: &Tx, company: &Company) -> Result<()> {
    for (person, agent) in STAFF.iter().zip(&company.staff).filter(|(person, _)| person.stays_online) {
        let known = access::membership(tx, agent.account, agent.user)?;
        let member = known.ok_or_else(|| Error::internal(format!("{} has left", person.name)))?;
        access::update_membership(tx, &Membership { auto_offline: false, ..member }, Actor::System)?;
    }
    Ok(())
}

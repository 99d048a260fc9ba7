//! The verbs of agents: users as one account invites, changes and dismisses them.

use super::model::{NewUser, User, UserChange};
use super::{service, sql};
use crate::access::{self, Administrator, Availability, Membership, NewMembership, Role};
use crate::base::ids::UserId;
use crate::base::{Error, Result};
use crate::store::Tx;

/// Whom an administrator invites.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub email: String,
    /// For a new user; one who is known keeps their name.
    pub name: String,
    pub role: Role,
    pub availability: Availability,
    pub auto_offline: bool,
}

/// What is to change about a member; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct AgentChange {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub availability: Option<Availability>,
    pub auto_offline: Option<bool>,
}

/// Adds the user with this address to the account. Somebody unknown is created without a password, unconfirmed.
pub fn invite(tx: &Tx, by: &Administrator, invitation: Invitation) -> Result<UserId> {
    let user = known_or_new(tx, &invitation)?;
    if access::membership(tx, by.account, user.id)?.is_some() {
        return Err(Error::invalid("user_id", "User has already been taken", "taken"));
    }
    let membership = NewMembership {
        role: invitation.role,
        inviter: Some(by.user),
        availability: invitation.availability,
        auto_offline: invitation.auto_offline,
    };
    access::admit(tx, by.account, user.id, membership, by.actor())?;
    Ok(user.id)
}

fn known_or_new(tx: &Tx, invitation: &Invitation) -> Result<User> {
    if let Some(known) = sql::find_by_email(tx, &invitation.email)? {
        return Ok(known);
    }
    let Invitation { email, name, .. } = invitation.clone();
    service::create(tx, NewUser { name, email, ..NewUser::default() })
}

/// Invites everybody at these addresses, offline at first; whoever cannot be invited is skipped.
pub fn invite_all(tx: &Tx, by: &Administrator, emails: Vec<String>) -> Result<()> {
    for email in emails {
        let invitation = Invitation {
            email,
            name: String::new(),
            role: Role::Agent,
            availability: Availability::Offline,
            auto_offline: false,
        };
        match invite(tx, by, invitation) {
            // Refused before anything was written.
            Ok(_) | Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Changes a member; 404 when they are none. Their name is theirs in every account.
pub fn update(tx: &Tx, by: &Administrator, id: UserId, change: AgentChange) -> Result<()> {
    let member = access::membership(tx, by.account, id)?.ok_or(Error::NotFound)?;
    if let Some(name) = change.name {
        service::update(tx, id, UserChange { name: Some(name), ..UserChange::default() }, by.actor())?;
    }
    let after = Membership {
        role: change.role.unwrap_or(member.role),
        availability: change.availability.unwrap_or(member.availability),
        auto_offline: change.auto_offline.unwrap_or(member.auto_offline),
        ..member
    };
    access::update_membership(tx, &after, by.actor())?;
    Ok(())
}

/// Takes a member out of the account; 404 when they are none. Who is in no account any more is deleted.
pub fn dismiss(tx: &Tx, by: &Administrator, id: UserId) -> Result<()> {
    if !access::dismiss(tx, by.account, id, by.actor())? {
        return Err(Error::NotFound);
    }
    if access::memberships_of_user(tx, id)?.is_empty() { service::delete(tx, id, by.actor()) } else { Ok(()) }
}

//! What the command line does with people: bring them in, and list them.

use super::model::{NewPassword, NewUser};
use super::{normal_email, service, sql};
use crate::access::{self, Membership, NewMembership, Owner, Role};
use crate::accounts::{self, Account, AccountChange};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Actor, Error, Result};
use crate::store::{Db, Tx};

/// Somebody to bring into an account.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// For a new user; one who is known keeps their name.
    pub name: String,
    pub email: String,
    /// Needed for a new user; one who is known keeps their password.
    pub password_hash: Option<String>,
    /// The account's name; may be left out while there is at most one.
    pub account: Option<String>,
    /// Administrator for a new member; one who is a member already keeps theirs without it.
    pub role: Option<Role>,
}

/// Somebody who was brought in.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub user: UserId,
    pub email: String,
    pub account: AccountId,
    pub account_name: String,
    pub role: Role,
    pub access_token: String,
}

/// Creates the user, confirmed, unless the address is known; creates the account unless its name is known; makes the user a
/// member of this role.
pub fn enrol(tx: &Tx, who: Enrolment) -> Result<Enrolled> {
    let user = match sql::find_by_email(tx, &who.email)? {
        Some(known) => known,
        None => {
            let hash = who.password_hash.ok_or_else(|| Error::refused("a new user needs a password"))?;
            let password = Some(NewPassword::Hash(hash));
            let (name, email) = (who.name.clone(), normal_email(&who.email));
            service::create(tx, NewUser { name, email, password, is_confirmed: true, ..NewUser::default() })?
        }
    };
    let account = account_for(tx, who.account, &user.name)?;
    let member = match access::membership(tx, account.id, user.id)? {
        Some(member) => {
            let role = who.role.unwrap_or(member.role);
            if role != member.role && is_last_administrator(tx, &member)? {
                return Err(Error::refused(format!("{} is the account's only administrator", user.email)));
            }
            access::update_membership(tx, &Membership { role, ..member }, Actor::System)?
        }
        None => {
            let role = who.role.unwrap_or(Role::Administrator);
            access::admit(tx, account.id, user.id, NewMembership::of(role), Actor::System)?
        }
    };
    let access_token = access::token_of(tx, Owner::User(user.id))?;
    Ok(Enrolled {
        user: user.id,
        email: user.email,
        account: account.id,
        account_name: account.name,
        role: member.role,
        access_token,
    })
}

fn is_last_administrator(tx: &Tx, member: &Membership) -> Result<bool> {
    let all = access::memberships_of_account(tx, member.account)?;
    let others = all.iter().filter(|other| other.role == Role::Administrator && other.user != member.user).count();
    Ok(member.role == Role::Administrator && others == 0)
}

/// The account of this name, perhaps a new one; without a name the only one there is, or a new one named after the user.
fn account_for(tx: &Tx, name: Option<String>, user_name: &str) -> Result<Account> {
    let found = match &name {
        Some(name) => accounts::find_by_name(tx, name)?,
        None => {
            let mut known = accounts::first_two(tx)?;
            if known.len() > 1 {
                return Err(Error::refused("there are several accounts: say which one by its name"));
            }
            known.pop()
        }
    };
    match found {
        Some(account) => Ok(account),
        None => {
            let name = name.unwrap_or_else(|| format!("{user_name}'s account"));
            accounts::create(tx, AccountChange::named(name), Actor::System)
        }
    }
}

/// A user and where they belong.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub memberships: Vec<Membership>,
}

/// All users of the installation, by id.
pub fn everybody(db: &Db) -> Result<Vec<Person>> {
    let person = |user: super::User| {
        let memberships = access::memberships_of_user(db, user.id)?;
        Ok(Person { id: user.id, name: user.name, email: user.email, memberships })
    };
    sql::all(db)?.into_iter().map(person).collect()
}

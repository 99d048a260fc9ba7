//! Who takes care of a conversation: a person, a bot, a team (contract 3.5).

use super::model::{Conversation, Performer};
use super::revision::Revision;
use super::sql;
use crate::access;
use crate::base::Result;
use crate::base::ids::{AgentBotId, TeamId, UserId};
use crate::store::Tx;
use crate::teams::Team;
use crate::{bots, inboxes, teams, users};

/// What a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// A person of the account; nobody, or an unknown id, unassigns.
    User(Option<UserId>),
    /// A bot of the account or of the installation; an unknown one changes nothing.
    Bot(Option<AgentBotId>),
    /// A team of the account; none, or an unknown id, takes the team away.
    Team(Option<TeamId>),
}

/// Who has the conversation after a [`Request`], of the kind that was asked for.
#[derive(Debug, Clone)]
pub enum Assigned {
    Nobody,
    User(UserId),
    Bot(AgentBotId),
    Team(Team),
}

/// Does what a client asks for, with its activity and its event.
pub fn assign(tx: &Tx, conversation: &mut Conversation, request: Request, by: &Performer) -> Result<Assigned> {
    let mut revision = Revision::of(conversation);
    let assigned = apply(tx, &mut revision, request, by)?;
    revision.save(tx, by)?;
    Ok(assigned)
}

/// [`assign`] as a part of a larger revision.
pub fn apply(tx: &Tx, revision: &mut Revision, request: Request, by: &Performer) -> Result<Assigned> {
    let account = revision.account;
    match request {
        Request::User(user) => {
            set_user(tx, revision, user, by)?;
            Ok(revision.assignee.map_or(Assigned::Nobody, Assigned::User))
        }
        Request::Bot(bot) => {
            let known = bot.map(|id| bots::exists(tx, account, id)).transpose()?.unwrap_or_default();
            let Some(bot) = bot.filter(|_| known) else { return Ok(Assigned::Nobody) };
            set_bot(revision, bot, by);
            Ok(Assigned::Bot(bot))
        }
        Request::Team(team) => {
            let team = match team {
                Some(id) => found(teams::find(tx, account, id))?,
                None => None,
            };
            set_team(tx, revision, team.as_ref(), by)?;
            Ok(team.map_or(Assigned::Nobody, Assigned::Team))
        }
    }
}

/// Gives the conversation to a person of the account, or to nobody; a bot has it no longer.
pub fn set_user(tx: &Tx, revision: &mut Revision, user: Option<UserId>, by: &Performer) -> Result<()> {
    let person = user.map(|id| found(users::agent(tx, revision.account, id))).transpose()?.flatten();
    let user = person.as_ref().map(|p| p.id);
    revision.assignee_bot = None;
    if revision.assignee == user {
        return Ok(());
    }
    revision.assignee = user;
    if let Some(text) = assignee_text(person.as_ref().map(|p| (p.id, p.name.as_str())), by) {
        revision.say(text);
    }
    Ok(())
}

fn set_bot(revision: &mut Revision, bot: AgentBotId, by: &Performer) {
    revision.assignee_bot = Some(bot);
    if revision.assignee.take().is_some()
        && let Some(text) = assignee_text(None, by)
    {
        revision.say(text);
    }
}

/// Gives the conversation to a team, or takes the team away. Who is not in the new team loses it; then the next one of the
/// team gets it, if the team wants that.
pub fn set_team(tx: &Tx, revision: &mut Revision, team: Option<&Team>, by: &Performer) -> Result<()> {
    let old = revision.team;
    if old == team.map(|t| t.id) {
        return Ok(());
    }
    revision.team = team.map(|t| t.id);
    let text = match team {
        Some(team) => {
            let chosen = hand_to_team(tx, revision, team)?;
            by.acting().map(|name| match chosen {
                Some(person) => format!("Assigned to {person} via {} by {name}", team.name),
                None => format!("Assigned to {} by {name}", team.name),
            })
        }
        None => {
            let old = old.map(|id| found(teams::find(tx, revision.account, id))).transpose()?.flatten();
            by.acting().zip(old).map(|(name, team)| format!("Unassigned from {} by {name}", team.name))
        }
    };
    if let Some(text) = text {
        revision.say(text);
    }
    Ok(())
}

/// The name of the person whom the team's turn has given the conversation, if it has.
fn hand_to_team(tx: &Tx, revision: &mut Revision, team: &Team) -> Result<Option<String>> {
    if let Some(assignee) = revision.assignee {
        if access::team_has(tx, revision.account, team.id, assignee)? {
            return Ok(None);
        }
        revision.assignee = None;
    }
    if !team.allow_auto_assign {
        return Ok(None);
    }
    let next = inboxes::next_assignee(tx, revision.account, revision.inbox, Some(team.id))?;
    let Some(next) = next else { return Ok(None) };
    (revision.assignee, revision.assignee_bot) = (Some(next), None);
    Ok(found(users::agent(tx, revision.account, next))?.map(|p| p.name))
}

/// Gives an open conversation to the next agent of its inbox who is online, unless a member of the inbox has it already.
/// Nobody online: it stays as it is.
pub fn auto_assign(tx: &Tx, revision: &mut Revision, by: &Performer) -> Result<()> {
    let (account, inbox) = (revision.account, revision.inbox);
    if !sql::inbox_facts(tx, account, inbox)?.enable_auto_assignment {
        return Ok(());
    }
    if let Some(assignee) = revision.assignee
        && sql::is_inbox_member(tx, account, inbox, assignee)?
    {
        return Ok(());
    }
    match inboxes::next_assignee(tx, account, inbox, None)? {
        Some(next) => set_user(tx, revision, Some(next), by),
        None => Ok(()),
    }
}

/// The activity about a new assignee, or about none; only acting users and bots leave one.
fn assignee_text(assignee: Option<(UserId, &str)>, by: &Performer) -> Option<String> {
    let name = by.acting()?;
    Some(match assignee {
        Some((id, _)) if by.is_user(id) => format!("{name} self-assigned this conversation"),
        Some((_, assignee)) => format!("Assigned to {assignee} by {name}"),
        None => format!("Conversation unassigned by {name}"),
    })
}

/// A record that may be missing.
fn found<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(record) => Ok(Some(record)),
        Err(crate::base::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_tell_who_assigned_whom() {
        let bob = Performer::Agent { id: UserId(2), name: "Bob".into() };
        assert_eq!(assignee_text(Some((UserId(2), "Bob")), &bob).unwrap(), "Bob self-assigned this conversation");
        assert_eq!(assignee_text(Some((UserId(3), "Eve")), &bob).unwrap(), "Assigned to Eve by Bob");
        assert_eq!(assignee_text(None, &bob).unwrap(), "Conversation unassigned by Bob");
        assert_eq!(assignee_text(Some((UserId(3), "Eve")), &Performer::System), None);
    }
}

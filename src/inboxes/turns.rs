//! Round robin: who gets the next conversation of an inbox (contract 3.5).

use super::sql::{self, Candidate};
use crate::base::Result;
use crate::base::ids::{AccountId, InboxId, TeamId, UserId};
use crate::store::Tx;

/// Of the members who are online now, of the team if one is given, the one who waited longest; they go to the end of the
/// queue. Nobody when nobody is online.
pub fn next_assignee(tx: &Tx, account: AccountId, inbox: InboxId, team: Option<TeamId>) -> Result<Option<UserId>> {
    let is_here = |candidate: &Candidate| {
        !candidate.auto_offline || tx.env.presence.user_is_present(account, candidate.user, tx.now)
    };
    let next = sql::candidates(tx, account, inbox, team)?.into_iter().find(is_here).map(|candidate| candidate.user);
    if let Some(user) = next {
        sql::take_turn(tx, account, inbox, user)?;
    }
    Ok(next)
}

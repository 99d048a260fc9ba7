//! Tables: a line for each agent, inbox, team or label of an account.

use std::collections::BTreeMap;

use super::model::{Dimension, Kind, Range, Totals};
use super::{sql, wire};
use crate::base::Result;
use crate::base::ids::AccountId;
use crate::conversations::Status;
use crate::store::Db;
use crate::{labels, users};

/// A line of a table.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: i64,
    pub name: String,
    /// Of inboxes.
    pub channel_type: Option<String>,
    pub totals: Totals,
}

/// All lines for a range of time: people by name, labels by title, the others in the order in which they were made. The
/// account has no table.
pub fn lines(db: &Db, account: AccountId, kind: Kind, range: Range) -> Result<Vec<Line>> {
    let all: Vec<(Dimension, String, Option<String>)> = match kind {
        Kind::Account => Vec::new(),
        Kind::Agent => {
            let agents = users::all_agents(db, account)?.into_iter();
            agents.map(|agent| (Dimension::Agent(agent.id), agent.name, None)).collect()
        }
        Kind::Label => {
            let labels = labels::list(db, account)?.into_iter();
            labels.map(|label| (Dimension::Label(label.id), label.title, None)).collect()
        }
        Kind::Inbox => {
            let inboxes = sql::inboxes(db, account)?.into_iter();
            inboxes.map(|(id, name, channel)| (Dimension::Inbox(id), name, Some(channel))).collect()
        }
        Kind::Team => {
            let teams = sql::teams(db, account)?.into_iter();
            teams.map(|(id, name)| (Dimension::Team(id), name, None)).collect()
        }
    };
    let line = |(dimension, name, channel_type): (Dimension, String, Option<String>)| {
        let totals = sql::totals(db, account, dimension, range)?;
        Ok(Line { id: dimension.columns().1, name, channel_type, totals })
    };
    all.into_iter().map(line).collect()
}

/// The conversations that began in a range of time by the type of their channel, each with the status it has, or had at its end. Types
/// without any are left out.
pub fn channels(db: &Db, account: AccountId, range: Range) -> Result<BTreeMap<String, wire::ChannelSummary>> {
    let mut channels: BTreeMap<String, wire::ChannelSummary> = BTreeMap::new();
    for line in lines(db, account, Kind::Inbox, range)? {
        let total: i64 = line.totals.statuses.iter().sum();
        let Some(channel_type) = line.channel_type.filter(|_| total > 0) else { continue };
        let summary = channels.entry(channel_type).or_default();
        for (status, n) in Status::ALL.into_iter().zip(line.totals.statuses) {
            match status {
                Status::Open => summary.open += n,
                Status::Resolved => summary.resolved += n,
                Status::Pending => summary.pending += n,
                Status::Snoozed => summary.snoozed += n,
            }
        }
        summary.total += total;
    }
    Ok(channels)
}

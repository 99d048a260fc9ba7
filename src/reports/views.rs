//! Reports put together from sums.

use std::collections::HashMap;

use super::api::{Groups, Series};
use super::model::{Dimension, GroupBy, Kind, Metric, Number, Range, Totals, Zone};
use super::{sql, wire};
use crate::base::ids::{AccountId, InboxId, LabelId, TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::Db;
use crate::{accounts, conversations, inboxes, labels, teams, users};

/// Agents of a page.
const PAGE: usize = 25;

/// Whose numbers are asked for; 404 when the account has none such.
pub fn dimension(db: &Db, account: AccountId, kind: Kind, id: Option<i64>) -> Result<Dimension> {
    let id = || id.ok_or(Error::NotFound);
    Ok(match kind {
        Kind::Account => Dimension::Account,
        Kind::Inbox => Dimension::Inbox(inboxes::find(db, account, InboxId(id()?))?.id),
        Kind::Agent => Dimension::Agent(users::agent(db, account, UserId(id()?))?.id),
        Kind::Team => Dimension::Team(teams::find(db, account, TeamId(id()?))?.id),
        Kind::Label => Dimension::Label(labels::find(db, account, LabelId(id()?))?.id),
    })
}

/// The totals of a time, and of as much time before it.
pub fn totals(db: &Db, account: AccountId, dimension: Dimension, range: Range) -> Result<(Totals, Totals)> {
    Ok((sql::totals(db, account, dimension, range)?, sql::totals(db, account, dimension, range.previous())?))
}

/// A point for each period of the range, also for those in which nothing happened.
pub fn series(
    db: &Db,
    account: AccountId,
    dimension: Dimension,
    range: Range,
    (metric, group_by, hours, business_hours): (Metric, GroupBy, Option<f64>, bool),
) -> Result<Series> {
    let zone = zone(db, account, hours)?;
    let periods = group_by.periods(range, &zone)?;
    let mut points = Vec::with_capacity(periods.len());
    if let Some(size) = group_by.even(&zone) {
        let ahead = zone.ahead(range.from);
        let found: HashMap<i64, Totals> =
            sql::totals_by(db, account, dimension, range, (size, ahead))?.into_iter().collect();
        points.extend(periods.iter().map(|period| found.get(&period.from).copied().unwrap_or_default()));
    } else {
        for period in &periods {
            points.push(sql::totals(db, account, dimension, period.within(range))?);
        }
    }
    let points = periods.into_iter().map(Range::timestamp).zip(points);
    Ok(match metric.of(&Totals::default()) {
        Number::Count(_) => {
            Series::Counts(points.map(|(timestamp, totals)| count(metric, timestamp, &totals)).collect())
        }
        Number::Average(_) => Series::Averages(
            points.map(|(timestamp, totals)| average(metric, timestamp, &totals, business_hours)).collect(),
        ),
    })
}

/// By which clock days begin: so many hours from UTC, or else that of the account.
fn zone(db: &Db, account: AccountId, hours: Option<f64>) -> Result<Zone> {
    if let Some(hours) = hours {
        return Ok(Zone::hours(hours));
    }
    let account = accounts::find(db, account)?;
    let name = account.custom_attributes.get("timezone").and_then(|name| name.as_str());
    Ok(name.map_or(Zone::hours(0.0), Zone::named))
}

fn count(metric: Metric, timestamp: i64, totals: &Totals) -> wire::CountPoint {
    let value = match metric.of(totals) {
        Number::Count(n) => n,
        Number::Average(timed) => timed.count,
    };
    wire::CountPoint { value, timestamp }
}

fn average(metric: Metric, timestamp: i64, totals: &Totals, business_hours: bool) -> wire::AveragePoint {
    let (value, count) = match metric.of(totals) {
        Number::Average(timed) => (timed.average(business_hours).unwrap_or_default(), timed.count),
        Number::Count(n) => (n as f64, n),
    };
    wire::AveragePoint { value, timestamp, count }
}

/// What went through the inboxes that have a bot now.
pub fn bot_metrics(db: &Db, account: AccountId, range: Range) -> Result<wire::BotMetrics> {
    let (mut conversation_count, mut message_count) = (0, 0);
    for (inbox, _, _) in sql::inboxes(db, account)? {
        if conversations::inbox_facts(db, account, inbox)?.has_bot {
            let totals = sql::totals(db, account, Dimension::Inbox(inbox), range)?;
            conversation_count += totals.conversations;
            message_count += totals.outgoing;
        }
    }
    let all = sql::totals(db, account, Dimension::Account, range)?;
    let rate = |n: i64| (n * 100).checked_div(conversation_count).unwrap_or_default();
    Ok(wire::BotMetrics {
        conversation_count,
        message_count,
        resolution_rate: rate(all.bot_resolutions),
        handoff_rate: rate(all.bot_handoffs),
    })
}

/// Conversations as they are now, of the account or of one of its teams.
pub fn live(db: &Db, account: AccountId, team: Option<TeamId>) -> Result<wire::AccountMetrics> {
    let open = match team {
        Some(team) => sql::open_of_team(db, account, teams::find(db, account, team)?.id)?,
        None => sql::open_of_account(db, account)?,
    };
    Ok(wire::AccountMetrics::of(open, sql::unattended(db, account, team)?))
}

/// A page of agents, those with most open conversations first.
pub fn busy_agents(db: &Db, account: AccountId, page: i64) -> Result<Vec<wire::AgentMetrics>> {
    let busy = sql::by_assignee(db, account)?;
    let of = |id| busy.get(&Some(id)).copied().unwrap_or_default();
    let mut agents = users::all_agents(db, account)?;
    agents.sort_by_key(|agent| std::cmp::Reverse(of(agent.id).open));
    let skipped = usize::try_from(page.max(1) - 1).unwrap_or(usize::MAX).saturating_mul(PAGE);
    let metrics = agents.into_iter().skip(skipped).take(PAGE).map(|agent| wire::AgentMetrics {
        metric: wire::AgentMetric { open: of(agent.id).open, unattended: of(agent.id).unattended },
        id: agent.id,
        name: agent.name,
        email: agent.email,
        thumbnail: agent.avatar_url,
        availability: agent.availability_status.to_owned(),
    });
    Ok(metrics.collect())
}

/// Open conversations by `team_id` or `assignee_id`; those of none come last. Refuses everything else.
pub fn grouped(db: &Db, account: AccountId, group_by: &str) -> Result<Groups> {
    match group_by {
        "team_id" => {
            let mut teams: Vec<_> = sql::by_team(db, account)?.into_iter().collect();
            teams.sort_by_key(|(team, _)| (team.is_none(), *team));
            Ok(Groups::Teams(teams.into_iter().map(|(team, busy)| wire::TeamMetrics::of(team, busy)).collect()))
        }
        "assignee_id" => {
            let mut assignees: Vec<_> = sql::by_assignee(db, account)?.into_iter().collect();
            assignees.sort_by_key(|(assignee, _)| (assignee.is_none(), *assignee));
            let metrics = assignees.into_iter().map(|(assignee, busy)| wire::AssigneeMetrics::of(assignee, busy));
            Ok(Groups::Assignees(metrics.collect()))
        }
        _ => Err(Error::refused("invalid group_by")),
    }
}

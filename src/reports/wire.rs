//! Reports on the wire (contract 7.14).

use poem_openapi::Object;
use serde::Serialize;

use super::model::Totals;
use super::sql::{Busy, Open};
use super::tables::Line;
use crate::base::ids::{TeamId, UserId};

/// The numbers of a time. Times are seconds on average, null where there is nothing to take an average of.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "report_numbers")]
pub struct Numbers {
    pub conversations_count: i64,
    pub incoming_messages_count: i64,
    /// Private notes as well.
    pub outgoing_messages_count: i64,
    pub avg_first_response_time: Option<f64>,
    pub avg_resolution_time: Option<f64>,
    pub resolutions_count: i64,
    /// From when the contact began to wait, without first answers.
    pub reply_time: Option<f64>,
}

impl Numbers {
    pub fn of(totals: &Totals, business_hours: bool) -> Self {
        Numbers {
            conversations_count: totals.conversations,
            incoming_messages_count: totals.incoming,
            outgoing_messages_count: totals.outgoing,
            avg_first_response_time: totals.first_responses.average(business_hours),
            avg_resolution_time: totals.resolutions.average(business_hours),
            resolutions_count: totals.resolutions.count,
            reply_time: totals.replies.average(business_hours),
        }
    }
}

/// The numbers of a time, and those of as much time before it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "report_summary")]
pub struct Summary {
    #[oai(flatten)]
    #[serde(flatten)]
    pub numbers: Numbers,
    pub previous: Numbers,
}

/// What bots did.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "bot_report_numbers")]
pub struct BotNumbers {
    /// Conversations resolved which no person had answered.
    pub bot_resolutions_count: i64,
    /// Conversations that a bot opened for people.
    pub bot_handoffs_count: i64,
}

impl From<Totals> for BotNumbers {
    fn from(totals: Totals) -> Self {
        BotNumbers { bot_resolutions_count: totals.bot_resolutions, bot_handoffs_count: totals.bot_handoffs }
    }
}

/// What bots did in a time, and in as much time before it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "bot_report_summary")]
pub struct BotSummary {
    #[oai(flatten)]
    #[serde(flatten)]
    pub numbers: BotNumbers,
    pub previous: BotNumbers,
}

/// What went through the inboxes that have a bot.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "bot_metrics")]
pub struct BotMetrics {
    /// Conversations of these inboxes.
    pub conversation_count: i64,
    /// Outgoing messages of these inboxes.
    pub message_count: i64,
    /// Of a hundred conversations, those that a bot resolved.
    pub resolution_rate: i64,
    /// Of a hundred conversations, those that a bot handed over.
    pub handoff_rate: i64,
}

/// How often something happened in a period.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "report_count")]
pub struct CountPoint {
    pub value: i64,
    /// When the period begins, in Unix seconds.
    pub timestamp: i64,
}

/// How long something took in a period.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "report_average")]
pub struct AveragePoint {
    /// Seconds on average; 0 where there is nothing to take an average of.
    pub value: f64,
    /// When the period begins, in Unix seconds.
    pub timestamp: i64,
    /// How many there were.
    pub count: i64,
}

/// Conversations as they are now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "account_conversation_metrics")]
pub struct AccountMetrics {
    pub open: i64,
    /// Open ones that wait for an answer.
    pub unattended: i64,
    /// Open ones that nobody has.
    pub unassigned: i64,
    pub pending: i64,
}

impl AccountMetrics {
    pub fn of(open: Open, unattended: i64) -> Self {
        AccountMetrics { open: open.open, unattended, unassigned: open.unassigned, pending: open.pending }
    }
}

/// An agent's conversations as they are now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent_metric")]
pub struct AgentMetric {
    pub open: i64,
    /// Open ones that wait for an answer.
    pub unattended: i64,
}

/// An agent with their conversations as they are now.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "agent_conversation_metrics")]
pub struct AgentMetrics {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub thumbnail: String,
    /// `online`, `busy` or `offline`
    pub availability: String,
    pub metric: AgentMetric,
}

/// Open conversations of a team.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "team_conversation_metrics")]
pub struct TeamMetrics {
    pub open: i64,
    /// Those that wait for an answer.
    pub unattended: i64,
    /// Those that nobody has.
    pub unassigned: i64,
    /// Null for those of no team.
    pub team_id: Option<TeamId>,
}

impl TeamMetrics {
    pub fn of(team_id: Option<TeamId>, busy: Busy) -> Self {
        TeamMetrics { open: busy.open, unattended: busy.unattended, unassigned: busy.unassigned, team_id }
    }
}

/// Open conversations of an assignee.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "assignee_conversation_metrics")]
pub struct AssigneeMetrics {
    pub open: i64,
    /// Those that wait for an answer.
    pub unattended: i64,
    /// Those that nobody has.
    pub unassigned: i64,
    /// Null for those of nobody.
    pub assignee_id: Option<UserId>,
}

impl AssigneeMetrics {
    pub fn of(assignee_id: Option<UserId>, busy: Busy) -> Self {
        AssigneeMetrics { open: busy.open, unattended: busy.unattended, unassigned: busy.unassigned, assignee_id }
    }
}

/// A line of a table.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "summary_report")]
pub struct SummaryLine {
    pub id: i64,
    pub conversations_count: i64,
    pub resolved_conversations_count: i64,
    pub avg_resolution_time: Option<f64>,
    pub avg_first_response_time: Option<f64>,
    pub avg_reply_time: Option<f64>,
}

impl SummaryLine {
    pub fn of(line: &Line, business_hours: bool) -> Self {
        SummaryLine {
            id: line.id,
            conversations_count: line.totals.conversations,
            resolved_conversations_count: line.totals.resolutions.count,
            avg_resolution_time: line.totals.resolutions.average(business_hours),
            avg_first_response_time: line.totals.first_responses.average(business_hours),
            avg_reply_time: line.totals.replies.average(business_hours),
        }
    }
}

/// A line of the table of labels.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(rename = "label_summary_report")]
pub struct LabelLine {
    pub name: String,
    #[oai(flatten)]
    #[serde(flatten)]
    pub line: SummaryLine,
}

/// Conversations of a type of channel by the status they have now.
#[derive(Debug, Clone, Default, Object, Serialize)]
#[oai(rename = "channel_summary_report")]
pub struct ChannelSummary {
    pub open: i64,
    pub resolved: i64,
    pub pending: i64,
    pub snoozed: i64,
    pub total: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::wire::assert_same_json;
    use crate::reports::model::Timed;

    #[test]
    fn what_is_documented_is_written() {
        let replies = Timed { count: 2, seconds: 3, business: 0 };
        let totals = Totals { replies, ..Totals::default() };
        let numbers = Numbers::of(&totals, false);
        assert_same_json(&Summary { numbers: numbers.clone(), previous: numbers });
        assert_same_json(&BotSummary { numbers: totals.into(), previous: totals.into() });
        let metrics = BotMetrics { conversation_count: 1, message_count: 2, resolution_rate: 3, handoff_rate: 4 };
        assert_same_json(&metrics);
        assert_same_json(&CountPoint { value: 1, timestamp: 2 });
        assert_same_json(&AveragePoint { value: 1.5, timestamp: 2, count: 3 });
        assert_same_json(&AccountMetrics::of(Open::default(), 1));
        assert_same_json(&AgentMetrics {
            id: UserId(1),
            name: "Ada".into(),
            email: "a@a".into(),
            thumbnail: String::new(),
            availability: "online".into(),
            metric: AgentMetric { open: 1, unattended: 0 },
        });
        assert_same_json(&vec![
            TeamMetrics::of(None, Busy::default()),
            TeamMetrics::of(Some(TeamId(1)), Busy::default()),
        ]);
        assert_same_json(&vec![AssigneeMetrics::of(None, Busy::default())]);
        let line = Line { id: 1, name: "vip".into(), channel_type: None, totals };
        assert_same_json(&LabelLine { name: line.name.clone(), line: SummaryLine::of(&line, true) });
        assert_same_json(&ChannelSummary::default());
    }
}

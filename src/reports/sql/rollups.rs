//! The sums: added to, taken from, read.

use rusqlite::{Row, named_params};

use crate::base::ids::{AccountId, InboxId};
use crate::base::{Millis, Result};
use crate::conversations::Status;
use crate::reports::model::{DAY, Dimension, Elapsed, Range, Timed, Totals, Zone, quarter_of};
use crate::store::{Db, Tx};

/// A column of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    Conversations,
    Incoming,
    Outgoing,
    BotResolutions,
    BotHandoffs,
    Status(Status),
}

impl Count {
    fn column(self) -> &'static str {
        match self {
            Count::Conversations => "conversations_count",
            Count::Incoming => "incoming_messages_count",
            Count::Outgoing => "outgoing_messages_count",
            Count::BotResolutions => "bot_resolutions_count",
            Count::BotHandoffs => "bot_handoffs_count",
            Count::Status(status) => status_column(status),
        }
    }
}

fn status_column(status: Status) -> &'static str {
    match status {
        Status::Open => "open_count",
        Status::Resolved => "resolved_count",
        Status::Pending => "pending_count",
        Status::Snoozed => "snoozed_count",
    }
}

/// Columns of what takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    FirstResponse,
    Resolution,
    Reply,
}

impl Took {
    fn column(self) -> &'static str {
        match self {
            Took::FirstResponse => "first_response",
            Took::Resolution => "resolution",
            Took::Reply => "reply",
        }
    }
}

/// Both rows of a moment: its quarter of an hour and its day.
const ROWS: &str = "account_id = :account and dimension = :dimension and dimension_id = :id
    and (span, slot) in (values (0, :quarter), (1, :day))";

/// Counts one more for each of these dimensions.
pub fn add(tx: &Tx, account: AccountId, dimensions: &[Dimension], at: Millis, count: Count) -> Result<()> {
    let (column, quarter) = (count.column(), quarter_of(at));
    let mut add = tx.prepare_cached(&format!(
        "insert into reporting_rollups (account_id, dimension, dimension_id, span, slot, {column})
         values (:account, :dimension, :id, 0, :quarter, 1), (:account, :dimension, :id, 1, :day, 1)
         on conflict do update set {column} = {column} + 1"
    ))?;
    for (dimension, id) in dimensions.iter().map(|dimension| dimension.columns()) {
        add.execute(named_params! {":account": account, ":dimension": dimension, ":id": id, ":quarter": quarter,
        ":day": quarter / DAY})?;
    }
    Ok(())
}

/// Counts one more that took so long.
pub fn add_time(
    tx: &Tx,
    account: AccountId,
    dimensions: &[Dimension],
    at: Millis,
    (took, elapsed): (Took, Elapsed),
) -> Result<()> {
    let (column, quarter) = (took.column(), quarter_of(at));
    let mut add = tx.prepare_cached(&format!(
        "insert into reporting_rollups (account_id, dimension, dimension_id, span, slot,
            {column}_count, {column}_time, {column}_business_time)
         values (:account, :dimension, :id, 0, :quarter, 1, :seconds, :business),
            (:account, :dimension, :id, 1, :day, 1, :seconds, :business)
         on conflict do update set {column}_count = {column}_count + 1, {column}_time = {column}_time + :seconds,
            {column}_business_time = {column}_business_time + :business"
    ))?;
    for (dimension, id) in dimensions.iter().map(|dimension| dimension.columns()) {
        add.execute(named_params! {":account": account, ":dimension": dimension, ":id": id, ":quarter": quarter,
        ":day": quarter / DAY, ":seconds": elapsed.seconds, ":business": elapsed.business})?;
    }
    Ok(())
}

pub(super) fn take_sql() -> String {
    format!(
        "update reporting_rollups set conversations_count = conversations_count - 1 where {ROWS} and conversations_count > 0"
    )
}

/// Counts one conversation less, where it was counted.
pub fn take(tx: &Tx, account: AccountId, dimension: Dimension, at: Millis) -> Result<()> {
    let ((dimension, id), quarter) = (dimension.columns(), quarter_of(at));
    tx.prepare_cached(&take_sql())?.execute(named_params! {":account": account, ":dimension": dimension, ":id": id,
    ":quarter": quarter, ":day": quarter / DAY})?;
    Ok(())
}

pub(super) fn move_sql(from: Status, to: Status) -> String {
    let (from, to) = (status_column(from), status_column(to));
    format!("update reporting_rollups set {from} = {from} - 1, {to} = {to} + 1 where {ROWS} and {from} > 0")
}

/// Counts a conversation of an inbox under another status, where it was counted.
pub fn move_status(
    tx: &Tx,
    account: AccountId,
    inbox: InboxId,
    at: Millis,
    (from, to): (Status, Status),
) -> Result<()> {
    let ((dimension, id), quarter) = (Dimension::Inbox(inbox).columns(), quarter_of(at));
    tx.prepare_cached(&move_sql(from, to))?.execute(named_params! {":account": account, ":dimension": dimension,
    ":id": id, ":quarter": quarter, ":day": quarter / DAY})?;
    Ok(())
}

/// The sums of some rows, in the order in which [`totals_from`] reads them.
const SUMS: &str = "coalesce(sum(conversations_count), 0), coalesce(sum(incoming_messages_count), 0),
    coalesce(sum(outgoing_messages_count), 0), coalesce(sum(first_response_count), 0), coalesce(sum(first_response_time), 0),
    coalesce(sum(first_response_business_time), 0), coalesce(sum(resolution_count), 0), coalesce(sum(resolution_time), 0),
    coalesce(sum(resolution_business_time), 0), coalesce(sum(reply_count), 0), coalesce(sum(reply_time), 0),
    coalesce(sum(reply_business_time), 0), coalesce(sum(bot_resolutions_count), 0), coalesce(sum(bot_handoffs_count), 0),
    coalesce(sum(open_count), 0), coalesce(sum(resolved_count), 0), coalesce(sum(pending_count), 0),
    coalesce(sum(snoozed_count), 0)";

/// Rows of a span.
const SLOTS: &str =
    "from reporting_rollups where account_id = :account and dimension = :dimension and dimension_id = :id
    and span = :span and slot >= :from and slot < :until";

fn totals_from(row: &Row, first: usize) -> rusqlite::Result<Totals> {
    let number = |n: usize| row.get::<_, i64>(first + n);
    let timed =
        |n| Ok::<_, rusqlite::Error>(Timed { count: number(n)?, seconds: number(n + 1)?, business: number(n + 2)? });
    Ok(Totals {
        conversations: number(0)?,
        incoming: number(1)?,
        outgoing: number(2)?,
        first_responses: timed(3)?,
        resolutions: timed(6)?,
        replies: timed(9)?,
        bot_resolutions: number(12)?,
        bot_handoffs: number(13)?,
        statuses: [number(14)?, number(15)?, number(16)?, number(17)?],
    })
}

pub(super) fn sum_sql() -> String {
    format!("select {SUMS} {SLOTS}")
}

/// The totals of a dimension in a range: of its whole days from their own rows, so that a year costs no more than a few
/// hundred rows.
pub fn totals(db: &Db, account: AccountId, dimension: Dimension, range: Range) -> Result<Totals> {
    let ((dimension, id), (before, days, after)) = (dimension.columns(), range.parts());
    let mut sum = db.prepare_cached(&sum_sql())?;
    let mut totals = Totals::default();
    for (span, part) in [(0, before), (1, days), (0, after)].into_iter().filter(|(_, part)| !part.is_empty()) {
        let params = named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": span,
        ":from": part.from, ":until": part.until};
        totals += sum.query_row(params, |row| totals_from(row, 0))?;
    }
    Ok(totals)
}

pub(super) fn group_sql() -> String {
    format!("select (slot + :zone) / :size, {SUMS} {SLOTS} group by 1 order by 1")
}

/// The totals of a dimension in a range for periods of so many quarters each, as that zone begins them: the beginning of each
/// that has any, in quarters, with its totals.
pub fn totals_by(
    db: &Db,
    account: AccountId,
    dimension: Dimension,
    range: Range,
    (size, zone): (i64, Zone),
) -> Result<Vec<(i64, Totals)>> {
    let (dimension, id) = dimension.columns();
    let mut group = db.prepare_cached(&group_sql())?;
    let params = named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": 0, ":from": range.from,
    ":until": range.until, ":zone": zone.0, ":size": size};
    let rows = group.query_map(params, |row| Ok((row.get::<_, i64>(0)? * size - zone.0, totals_from(row, 1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) const FORGET: &str = "delete from reporting_rollups
    where account_id = :account and dimension = :dimension and dimension_id = :id and (span, slot) in
        (select span, slot from reporting_rollups
          where account_id = :account and dimension = :dimension and dimension_id = :id limit :most)";

/// Removes some rows of a dimension, by its two columns; answers how many.
pub fn forget(tx: &Tx, account: AccountId, (dimension, id): (i64, i64), most: usize) -> Result<usize> {
    let params = named_params! {":account": account, ":dimension": dimension, ":id": id, ":most": most as i64};
    Ok(tx.prepare_cached(FORGET)?.execute(params)?)
}

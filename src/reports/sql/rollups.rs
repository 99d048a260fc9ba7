//! The sums: added to, taken from, read.

use rusqlite::{Row, named_params};

use crate::base::Result;
use crate::base::ids::{AccountId, InboxId};
use crate::conversations::Status;
use crate::reports::model::{DAY, Dimension, Range, Timed, Totals};
use crate::store::{Db, Tx};

/// Rows of quarters of an hour.
pub const QUARTERS: i64 = 0;
/// Rows of days.
pub const DAYS: i64 = 1;

fn status_column(status: Status) -> &'static str {
    match status {
        Status::Open => "open_count",
        Status::Resolved => "resolved_count",
        Status::Pending => "pending_count",
        Status::Snoozed => "snoozed_count",
    }
}

/// Adds to a row.
const ADD: &str = "insert into reporting_rollups (account_id, dimension, dimension_id, span, slot, conversations_count,
        incoming_messages_count, outgoing_messages_count, first_response_count, first_response_time,
        first_response_business_time, resolution_count, resolution_time, resolution_business_time, reply_count, reply_time,
        reply_business_time, bot_resolutions_count, bot_handoffs_count, open_count, resolved_count, pending_count, snoozed_count)
    select :account, :dimension, :id, :span, :slot, :conversations, :incoming, :outgoing, :first_responses, :first_response_time,
        :first_response_business_time, :resolutions, :resolution_time, :resolution_business_time, :replies, :reply_time,
        :reply_business_time, :bot_resolutions, :bot_handoffs, :open, :resolved, :pending, :snoozed
     where exists (select 1 from accounts where id = :account)
    on conflict do update set
        conversations_count = conversations_count + excluded.conversations_count,
        incoming_messages_count = incoming_messages_count + excluded.incoming_messages_count,
        outgoing_messages_count = outgoing_messages_count + excluded.outgoing_messages_count,
        first_response_count = first_response_count + excluded.first_response_count,
        first_response_time = first_response_time + excluded.first_response_time,
        first_response_business_time = first_response_business_time + excluded.first_response_business_time,
        resolution_count = resolution_count + excluded.resolution_count,
        resolution_time = resolution_time + excluded.resolution_time,
        resolution_business_time = resolution_business_time + excluded.resolution_business_time,
        reply_count = reply_count + excluded.reply_count,
        reply_time = reply_time + excluded.reply_time,
        reply_business_time = reply_business_time + excluded.reply_business_time,
        bot_resolutions_count = bot_resolutions_count + excluded.bot_resolutions_count,
        bot_handoffs_count = bot_handoffs_count + excluded.bot_handoffs_count,
        open_count = open_count + excluded.open_count,
        resolved_count = resolved_count + excluded.resolved_count,
        pending_count = pending_count + excluded.pending_count,
        snoozed_count = snoozed_count + excluded.snoozed_count";

/// Adds totals to a row: of a quarter of an hour or of a day. An account that is gone by now gets none.
pub fn add(tx: &Tx, account: AccountId, dimension: Dimension, (span, slot): (i64, i64), totals: &Totals) -> Result<()> {
    let (dimension, id) = dimension.columns();
    let Totals { first_responses: first, resolutions, replies, statuses: [open, resolved, pending, snoozed], .. } =
        totals;
    tx.prepare_cached(ADD)?.execute(named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": span,
    ":slot": slot, ":conversations": totals.conversations, ":incoming": totals.incoming, ":outgoing": totals.outgoing,
    ":first_responses": first.count, ":first_response_time": first.seconds, ":first_response_business_time": first.business,
    ":resolutions": resolutions.count, ":resolution_time": resolutions.seconds,
    ":resolution_business_time": resolutions.business, ":replies": replies.count, ":reply_time": replies.seconds,
    ":reply_business_time": replies.business, ":bot_resolutions": totals.bot_resolutions,
    ":bot_handoffs": totals.bot_handoffs, ":open": open, ":resolved": resolved, ":pending": pending, ":snoozed": snoozed})?;
    Ok(())
}

/// Changes the row of a quarter of an hour where the condition holds, and then that of its day: what was never counted is not
/// taken from others.
fn change(tx: &Tx, sql: &str, account: AccountId, dimension: Dimension, quarter: i64) -> Result<()> {
    let mut change = tx.prepare_cached(sql)?;
    let (dimension, id) = dimension.columns();
    for (span, slot) in [(QUARTERS, quarter), (DAYS, quarter / DAY)] {
        let params =
            named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": span, ":slot": slot};
        if change.execute(params)? == 0 {
            break;
        }
    }
    Ok(())
}

/// A row.
const ROW: &str =
    "account_id = :account and dimension = :dimension and dimension_id = :id and span = :span and slot = :slot";

pub(super) fn take_sql() -> String {
    format!(
        "update reporting_rollups set conversations_count = conversations_count - 1 where {ROW} and conversations_count > 0"
    )
}

/// Counts one conversation less, where it was counted.
pub fn take(tx: &Tx, account: AccountId, dimension: Dimension, quarter: i64) -> Result<()> {
    change(tx, &take_sql(), account, dimension, quarter)
}

pub(super) fn turn_sql(from: Status, to: Status) -> String {
    let (from, to) = (status_column(from), status_column(to));
    format!("update reporting_rollups set {from} = {from} - 1, {to} = {to} + 1 where {ROW} and {from} > 0")
}

/// Counts a conversation of an inbox under another status, where it was counted.
pub fn turn(tx: &Tx, account: AccountId, inbox: InboxId, quarter: i64, (from, to): (Status, Status)) -> Result<()> {
    change(tx, &turn_sql(from, to), account, Dimension::Inbox(inbox), quarter)
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
    for (span, part) in
        [(QUARTERS, before), (DAYS, days), (QUARTERS, after)].into_iter().filter(|(_, part)| !part.is_empty())
    {
        let params = named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": span,
        ":from": part.from, ":until": part.until};
        totals += sum.query_row(params, |row| totals_from(row, 0))?;
    }
    Ok(totals)
}

pub(super) fn group_sql() -> String {
    format!("select (slot + :ahead) / :size, {SUMS} {SLOTS} group by 1 order by 1")
}

/// The totals of a dimension in a range for periods of so many quarters each, as that zone begins them that is so many quarters
/// ahead of UTC: the beginning of each that has any, in quarters, with its totals.
pub fn totals_by(
    db: &Db,
    account: AccountId,
    dimension: Dimension,
    range: Range,
    (size, ahead): (i64, i64),
) -> Result<Vec<(i64, Totals)>> {
    let (dimension, id) = dimension.columns();
    let mut group = db.prepare_cached(&group_sql())?;
    let params = named_params! {":account": account, ":dimension": dimension, ":id": id, ":span": QUARTERS, ":from": range.from,
    ":until": range.until, ":ahead": ahead, ":size": size};
    let rows = group.query_map(params, |row| Ok((row.get::<_, i64>(0)? * size - ahead, totals_from(row, 1)?)))?;
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

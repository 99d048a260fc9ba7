//! Opening hours.

use std::collections::HashMap;

use rusqlite::named_params;

use super::super::model::{Day, Inbox};
use crate::base::Result;
use crate::base::ids::{AccountId, InboxId};
use crate::store::{Db, Tx};

pub(super) const OF_INBOXES: &str =
    "select h.inbox_id, h.day_of_week, h.closed_all_day, h.open_hour, h.open_minutes, h.close_hour, h.close_minutes,
        h.open_all_day
       from json_each(:ids) page
       cross join inboxes i on i.id = page.value and i.account_id = :account
       cross join working_hours h on h.inbox_id = i.id
      order by page.key, h.day_of_week";

/// The days of these inboxes, a JSON list of ids; Sunday first.
pub fn of_inboxes(db: &Db, account: AccountId, ids: &str) -> Result<HashMap<InboxId, Vec<Day>>> {
    let mut list = db.prepare_cached(OF_INBOXES)?;
    let rows = list.query_map(named_params! {":ids": ids, ":account": account}, |row| {
        let day = Day {
            day_of_week: row.get(1)?,
            closed_all_day: row.get(2)?,
            open_hour: row.get(3)?,
            open_minutes: row.get(4)?,
            close_hour: row.get(5)?,
            close_minutes: row.get(6)?,
            open_all_day: row.get(7)?,
        };
        Ok((row.get(0)?, day))
    })?;
    let mut days: HashMap<InboxId, Vec<Day>> = HashMap::new();
    for row in rows {
        let (inbox, day) = row?;
        days.entry(inbox).or_default().push(day);
    }
    Ok(days)
}

/// Stores the days of a new inbox.
pub fn insert(tx: &Tx, id: InboxId, days: &[Day]) -> Result<()> {
    let mut insert = tx.prepare_cached(
        "insert into working_hours(inbox_id, day_of_week, closed_all_day, open_all_day, open_hour, open_minutes, close_hour,
            close_minutes)
         values (:inbox, :day, :closed_all_day, :open_all_day, :open_hour, :open_minutes, :close_hour, :close_minutes)",
    )?;
    for day in days {
        insert.execute(named_params! {":inbox": id, ":day": day.day_of_week, ":closed_all_day": day.closed_all_day,
        ":open_all_day": day.open_all_day, ":open_hour": day.open_hour, ":open_minutes": day.open_minutes,
        ":close_hour": day.close_hour, ":close_minutes": day.close_minutes})?;
    }
    Ok(())
}

/// Saves the days of an inbox.
pub fn save(tx: &Tx, inbox: &Inbox) -> Result<()> {
    let mut save = tx.prepare_cached(
        "update working_hours set closed_all_day = :closed_all_day, open_all_day = :open_all_day, open_hour = :open_hour,
            open_minutes = :open_minutes, close_hour = :close_hour, close_minutes = :close_minutes
          where day_of_week = :day
            and inbox_id = (select id from inboxes where id = :inbox and account_id = :account)",
    )?;
    for day in &inbox.hours.days {
        save.execute(named_params! {":closed_all_day": day.closed_all_day, ":open_all_day": day.open_all_day,
        ":open_hour": day.open_hour, ":open_minutes": day.open_minutes, ":close_hour": day.close_hour,
        ":close_minutes": day.close_minutes, ":day": day.day_of_week, ":inbox": inbox.id,
        ":account": inbox.account})?;
    }
    Ok(())
}

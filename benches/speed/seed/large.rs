//! What only the large file has: one conversation that is longer than all others, contacts of many conversations that can be
//! merged, and two years of sums for reports.

use rand::rngs::StdRng;
use rusqlite::{Connection, named_params};

use super::conversations::Scribe;
use super::now;
use crate::Outcome;

/// Messages of the longest conversation.
pub const MOST_MESSAGES: i64 = 11_000;
/// Conversations of each contact that is to be merged.
pub const MERGED: i64 = 1000;
/// Messages of each of those.
const SAID: i64 = 4;
/// The first contact that has no conversation and stands in no other measure's way; every second one after it has none either.
const IDLE: i64 = 1001;

const QUARTERS: &str = "
    insert into reporting_rollups(account_id, dimension, dimension_id, span, slot, conversations_count, incoming_messages_count,
        outgoing_messages_count, first_response_count, first_response_time, first_response_business_time, resolution_count,
        resolution_time, resolution_business_time, reply_count, reply_time, reply_business_time, resolved_count)
    with recursive
        slots(slot) as (select :first union all select slot + 1 from slots where slot + 1 < :end),
        whose(dimension, id) as (
            select 0, 0 union all select 1, id from inboxes union all select 2, user_id from account_users
            union all select 4, id from labels)
    select 1, dimension, id, 0, slot, n, 4 * n, 5 * n, n, 600 * n, 400 * n, n, 90000 * n, 20000 * n, 3 * n, 5400 * n, 1800 * n,
           iif(dimension = 1, n, 0)
      from (select *, 1 + (slot * 7 + id) % 5 n from whose cross join slots)";

const DAYS: &str = "
    insert into reporting_rollups(account_id, dimension, dimension_id, span, slot, conversations_count, incoming_messages_count,
        outgoing_messages_count, first_response_count, first_response_time, first_response_business_time, resolution_count,
        resolution_time, resolution_business_time, reply_count, reply_time, reply_business_time, resolved_count)
    select account_id, dimension, dimension_id, 1, slot / 96, sum(conversations_count), sum(incoming_messages_count),
           sum(outgoing_messages_count), sum(first_response_count), sum(first_response_time), sum(first_response_business_time),
           sum(resolution_count), sum(resolution_time), sum(resolution_business_time), sum(reply_count), sum(reply_time),
           sum(reply_business_time), sum(resolved_count)
      from reporting_rollups where account_id = 1 and span = 0 group by account_id, dimension, dimension_id, slot / 96";

/// How large it is.
pub struct Large {
    /// Of the kind that every file has.
    pub conversations: i64,
    /// Contacts that can be merged, two by two.
    pub pairs: i64,
}

impl Large {
    /// The conversation of 11,000 messages.
    pub fn longest(conversations: i64) -> i64 {
        conversations + 1
    }

    /// The two contacts of a pair, counted from zero.
    pub fn pair(number: i64) -> [i64; 2] {
        [0, 1].map(|one| IDLE + 2 * (2 * number + one))
    }

    pub(super) fn write(&self, conn: &Connection, scribe: &mut Scribe, rng: &mut StdRng) -> Outcome<()> {
        let longest = Large::longest(self.conversations);
        scribe.write(longest, IDLE - 2, MOST_MESSAGES, rng)?;
        let contacts = (0..self.pairs).flat_map(Large::pair);
        let ids = longest + 1..;
        for (id, contact) in ids.zip(contacts.flat_map(|contact| (0..MERGED).map(move |_| contact))) {
            scribe.write(id, contact, SAID, rng)?;
        }
        // something happens in every quarter of an hour, until last night
        let today = now() / (24 * 3_600_000);
        conn.execute(QUARTERS, named_params! { ":first": (today - 730) * 96, ":end": today * 96 })?;
        conn.execute(DAYS, [])?;
        Ok(())
    }
}

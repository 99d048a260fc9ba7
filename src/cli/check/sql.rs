//! The recounts. Each statement answers the rows whose kept number is not what is counted: which row, the number kept, the
//! number counted.

use rusqlite::Connection;

use crate::base::Result;

/// Differences shown of one kept number: where one is wrong, thousands may be.
const SHOWN: usize = 20;

/// Lines like `contacts.conversations_count of contact 7 is 2, counted 3`.
pub fn differences(db: &Connection, name: &str, recount: &str) -> Result<Vec<String>> {
    let mut differing = db.prepare(recount)?;
    let mut rows = differing.query([])?;
    let (mut lines, mut more) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if lines.len() == SHOWN {
            more += 1;
            continue;
        }
        let (of, kept, counted): (String, Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        lines.push(format!("{name} of {of} is {}, counted {}", shown(kept), shown(counted)));
    }
    if more > 0 {
        lines.push(format!("{name} is wrong in {more} more places"));
    }
    Ok(lines)
}

fn shown(number: Option<i64>) -> String {
    number.map_or_else(|| "nothing".to_owned(), |number| number.to_string())
}

/// The last message of some kind of every conversation, for a column that keeps what `$counted` finds. Those that are being
/// removed (hidden ones, and all of hidden accounts and inboxes) lose their messages from the oldest on, and are left out.
macro_rules! last {
    ($column:literal, $counted:literal) => {
        concat!(
            "select 'conversation ' || id, kept, n from (select c.id, c.",
            $column,
            " kept, (select ",
            $counted,
            ") n from conversations c
               join accounts a on a.id = c.account_id and a.deleted_at is null
               join inboxes i on i.id = c.inbox_id and i.deleted_at is null where c.status <> 9)
             where kept is not n"
        )
    };
}

/// The numbers kept, by name, each with its recount.
pub const RECOUNTS: &[(&str, &str)] = &[
    (
        "account_counters",
        "select 'account ' || a.id, null, 1 from accounts a
          where not exists (select 1 from account_counters where account_id = a.id)",
    ),
    (
        "account_counters.resolved_contacts",
        "select 'account ' || account_id, resolved_contacts, n from (select c.account_id, c.resolved_contacts,
            (select count(*) from contacts where account_id = c.account_id and is_resolved = 1) n from account_counters c)
          where resolved_contacts <> n",
    ),
    (
        "account_counters.audits",
        "select 'account ' || account_id, audits, n from (select c.account_id, c.audits,
            (select count(*) from audits where account_id = c.account_id) n from account_counters c)
          where audits <> n",
    ),
    // The next three grow with what is written and stay when it is removed.
    (
        "account_counters.last_display_id",
        "select 'account ' || account_id, last_display_id, n from (select c.account_id, c.last_display_id,
            (select max(display_id) from conversations where account_id = c.account_id) n from account_counters c)
          where last_display_id < n",
    ),
    (
        "account_counters.last_event_seq",
        "select 'account ' || account_id, last_event_seq, n from (select c.account_id, c.last_event_seq,
            (select max(seq) from outbox where account_id = c.account_id) n from account_counters c)
          where last_event_seq < n",
    ),
    (
        "account_counters.last_campaign_id",
        "select 'account ' || account_id, last_campaign_id, n from (select c.account_id, c.last_campaign_id,
            (select max(display_id) from campaigns where account_id = c.account_id) n from account_counters c)
          where last_campaign_id < n",
    ),
    (
        "conversation_counters.n",
        "with counted as (select account_id, status, inbox_id, coalesce(assignee_id, 0) assignee_id, count(*) n
            from conversations group by 1, 2, 3, 4)
         select 'account ' || account_id || ', status ' || status || ', inbox ' || inbox_id || ', assignee ' || assignee_id,
            coalesce(k.n, 0), coalesce(c.n, 0)
           from conversation_counters k full join counted c using (account_id, status, inbox_id, assignee_id)
          where coalesce(k.n, 0) <> coalesce(c.n, 0)",
    ),
    (
        "notification_counters.n",
        "with counted as (select account_id, user_id, read_at is not null is_read, snoozed_until is not null is_snoozed, count(*) n
            from notifications group by 1, 2, 3, 4)
         select 'account ' || account_id || ', user ' || user_id || ', read ' || is_read || ', snoozed ' || is_snoozed,
            coalesce(k.n, 0), coalesce(c.n, 0)
           from notification_counters k full join counted c using (account_id, user_id, is_read, is_snoozed)
          where coalesce(k.n, 0) <> coalesce(c.n, 0)",
    ),
    (
        "contacts.conversations_count",
        "select 'contact ' || id, conversations_count, n from (select c.id, c.conversations_count,
            (select count(*) from conversations where contact_id = c.id) n from contacts c)
          where conversations_count <> n",
    ),
    (
        "conversation_values",
        "with counted as (select c.account_id, cast(j.key as text) key, lower(j.atom) value, c.id conversation_id
            from conversations c join json_each(c.custom_attributes) j where length(j.atom) <= 255),
           kept as (select account_id, key, value, conversation_id from conversation_values)
         select 'conversation ' || conversation_id || ', ' || key, 1, 0
           from (select * from kept except select * from counted)
         union all
         select 'conversation ' || conversation_id || ', ' || key, 0, 1
           from (select * from counted except select * from kept)",
    ),
    (
        "conversations.messages_count",
        "select 'conversation ' || id, messages_count, n from (select c.id, c.messages_count,
            (select count(*) from messages where conversation_id = c.id) n from conversations c)
          where messages_count <> n",
    ),
    // What happened stays counted when messages and conversations are gone; but those there are of which the outbox tells were
    // counted. Otherwise only the sums can be compared with each other.
    (
        "reporting_rollups.conversations_count",
        "with counted as (select c.account_id, c.inbox_id, c.created_at / 86400000 day, count(*) n from outbox o
               join conversations c on c.id = o.subject_id and c.account_id = o.account_id
               join accounts a on a.id = c.account_id and a.deleted_at is null
               join inboxes i on i.id = c.inbox_id and i.deleted_at is null
              where o.name = 'conversation_created' and o.id <= (select last from reporting_cursor)
              group by 1, 2, 3)
         select 'inbox ' || c.inbox_id || ', day ' || c.day || ' (at least)', coalesce(k.conversations_count, 0), c.n
           from counted c left join reporting_rollups k on k.account_id = c.account_id and k.dimension = 1
                and k.dimension_id = c.inbox_id and k.span = 1 and k.slot = c.day
          where coalesce(k.conversations_count, 0) < c.n",
    ),
    (
        "reporting_rollups.conversations_count",
        "select 'inbox ' || dimension_id || ', day ' || slot, conversations_count, n
           from (select *, open_count + resolved_count + pending_count + snoozed_count n from reporting_rollups
                  where dimension = 1 and span = 1)
          where conversations_count <> n",
    ),
    (
        "reporting_rollups",
        "select 'account ' || account_id || ', dimension ' || dimension || ' ' || dimension_id || ', day ' || day, kept, n
           from (select account_id, dimension, dimension_id, iif(span = 1, slot, slot / 96) day,
                    sum(iif(span = 1, all_counts, 0)) kept, sum(iif(span = 0, all_counts, 0)) n
                   from (select *, conversations_count + incoming_messages_count + outgoing_messages_count + first_response_count
                            + first_response_time + first_response_business_time + resolution_count + resolution_time
                            + resolution_business_time + reply_count + reply_time + reply_business_time + bot_resolutions_count
                            + bot_handoffs_count + open_count + resolved_count + pending_count + snoozed_count all_counts
                           from reporting_rollups)
                  group by 1, 2, 3, 4)
          where kept <> n",
    ),
    // A message of the very millisecond at which the agent looked may have come before or after.
    (
        "conversations.unread_count",
        "select 'conversation ' || c.id, c.unread_count, coalesce(m.n, 0) from conversations c
           left join (select c.id, sum(coalesce(m.created_at > c.agent_last_seen_at, 1)) n,
                         sum(coalesce(m.created_at >= c.agent_last_seen_at, 1)) at_most
                        from conversations c join messages m on m.conversation_id = c.id and m.message_type = 0
                       group by c.id) m on m.id = c.id
          where c.unread_count not between coalesce(m.n, 0) and coalesce(m.at_most, 0)",
    ),
    ("conversations.last_message_id", last!("last_message_id", "max(id) from messages where conversation_id = c.id")),
    (
        "conversations.last_non_activity_message_id",
        last!(
            "last_non_activity_message_id",
            "max(id) from messages where conversation_id = c.id and message_type <> 2"
        ),
    ),
    (
        "conversations.last_incoming_at",
        last!(
            "last_incoming_at",
            "created_at from messages where conversation_id = c.id and message_type = 0 order by id desc limit 1"
        ),
    ),
    (
        "the search index (messages_fts)",
        "select 'message ' || id, 0, 1 from messages where id <= (select last from search_cursor)
            and id not in (select id from messages_fts_docsize)
         union all
         select 'message ' || id, 1, 0 from messages_fts_docsize where id not in (select id from messages)",
    ),
    (
        "the search index (contacts_fts)",
        "select 'contact ' || (place & 0xffffffffff), 0, 1 from contacts_searched
          where place not in (select id from contacts_fts_docsize)
         union all
         select 'contact ' || (id & 0xffffffffff), 1, 0 from contacts_fts_docsize
          where id not in (select place from contacts_searched)",
    ),
    // Files that are not linked are being taken in, or being swept piece by piece.
    (
        "blobs.byte_size",
        "select 'file ' || id, byte_size, n from (select b.id, b.byte_size,
            (select coalesce(sum(length(data)), 0) from blob_chunks where blob_id = b.id) n from blobs b where is_linked > 0)
          where byte_size <> n",
    ),
];

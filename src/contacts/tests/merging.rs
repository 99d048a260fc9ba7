//! Contacts that become one, also those with more than one step can move.

use serde_json::Value;

use super::super::merging::{merge, step, undo};
use super::super::{labelling, notes};
use super::*;
use crate::base::ids::MergeId;

impl Place {
    pub(super) fn merge(&self, into: ContactId, from: ContactId) -> Contact {
        self.write(move |tx| merge(tx, ACCOUNT, into, from, ADA))
    }

    pub(super) fn undo(&self, contact: ContactId, merge: Option<MergeId>) -> Result<()> {
        self.attempt(move |tx| undo(tx, ACCOUNT, contact, merge, ADA)).map(drop)
    }

    /// Takes the steps of the mergers' jobs in turn until none has more to do; answers how many it took.
    pub(super) fn run_mergers(&self) -> usize {
        let mut steps = 0;
        loop {
            let jobs: Vec<(i64, MergeId)> = self.read(|db| {
                let mut list =
                    db.prepare("select id, payload ->> 'merge_id' from jobs where name = 'merge_contact' order by id")?;
                Ok(list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
            });
            if jobs.is_empty() {
                return steps;
            }
            for (job, merge) in jobs {
                self.write(move |tx| {
                    if !step(tx, ACCOUNT, merge)? {
                        tx.execute("delete from jobs where id = ?", [job])?;
                    }
                    Ok(())
                });
                steps += 1;
            }
        }
    }

    /// The contacts that are there, by name.
    pub(super) fn names(&self) -> Vec<String> {
        self.read(|db| {
            let mut list = db.prepare("select name from contacts where deleted_at is null order by name")?;
            Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What belongs to a contact: conversations, messages they wrote, addresses, notes, labels.
    pub(super) fn belongings(&self, contact: ContactId) -> [i64; 5] {
        [
            "conversations where contact_id =",
            "messages where sender_type = 'Contact' and sender_id =",
            "contact_inboxes where contact_id =",
            "notes where contact_id =",
            "contact_labels where contact_id =",
        ]
        .map(|what| self.number(&format!("select count(*) from {what} {contact}")))
    }

    pub(super) fn note(&self, contact: ContactId, text: &'static str) {
        self.write(move |tx| notes::create(tx, ACCOUNT, contact, text, UserId(1)));
    }

    pub(super) fn label(&self, contact: ContactId, labels: &[&str]) {
        let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        self.write(move |tx| labelling::replace(tx, ACCOUNT, contact, &labels, ADA));
    }

    /// So many conversations at an address, the first of them with so many messages of the contact.
    pub(super) fn talk(&self, address: &ContactInbox, conversations: usize, messages: i64) {
        (0..conversations).for_each(|_| self.conversation(address));
        let (contact, address) = (address.contact, address.id);
        self.write(move |tx| {
            tx.execute(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < :n)
                 insert into messages(account_id, inbox_id, conversation_id, message_type, sender_type, sender_id, created_at, updated_at)
                 select 1, 1, (select min(id) from conversations where contact_inbox_id = :address), 0, 'Contact', :contact, 0, 0 from n",
                named_params! {":n": messages, ":address": address, ":contact": contact},
            )?;
            Ok(())
        });
    }

    pub(super) fn is_whole(&self) {
        let wrong = "select count(*) from contacts c where conversations_count <>
            (select count(*) from conversations v where v.contact_id = c.id)";
        assert_eq!(self.number(wrong), 0);
    }
}

#[test]
fn the_survivors_own_values_win() {
    let place = Place::new();
    let object = |value: Value| value.as_object().cloned().unwrap();
    let jane = ContactChange {
        custom_attributes: object(json!({"a": {"x": 1}, "b": 1})),
        ..named("Jane", Some("jane@x.test"))
    };
    let other = ContactChange {
        phone_number: Some(Some("+4912345".into())),
        custom_attributes: object(json!({"a": {"x": 2, "y": 2}, "c": 2})),
        ..named("quiet-river-7", Some("other@x.test"))
    };
    let jane = place.write(move |tx| create(tx, ACCOUNT, jane, ADA)).id;
    let other = place.write(move |tx| create(tx, ACCOUNT, other, ADA)).id;
    place.write(move |tx| touch(tx, ACCOUNT, other, Millis(9), ADA));
    place.write(move |tx| {
        Ok(tx.execute_batch(&format!(
            "insert into contact_labels values ({jane}, 'vip', 1), ({other}, 'vip', 1), ({other}, 'new', 1); delete from outbox"
        ))?)
    });
    let address = place.address(other, WEB, Some("s")).unwrap();
    let merged = place.merge(jane, other);
    let expected = (Some("Jane"), Some("jane@x.test"), Some("+4912345"), Some(Millis(9)));
    let found =
        (merged.name.as_deref(), merged.email.as_deref(), merged.phone_number.as_deref(), merged.last_activity_at);
    assert_eq!(found, expected);
    assert_eq!(merged.custom_attributes, r#"{"a":{"x":1,"y":2},"b":1,"c":2}"#);
    assert_eq!(place.belongings(jane), [0, 0, 1, 0, 2]);
    let moved = place.read(|db| session(db, ACCOUNT, WEB, "s")).unwrap();
    assert_eq!((moved.contact, &moved.pubsub_token), (jane, &address.pubsub_token));
    assert_eq!(place.names(), ["Jane"]);
    let names: Vec<String> = place.events().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["contact_inbox_created", "contact_deleted", "contact_merged", "contact_updated"]);
    assert_eq!(place.merge(jane, jane), merged);
    place.attempt(move |tx| merge(tx, AccountId(2), jane, other, ADA)).unwrap_err();
}

#[test]
fn what_one_step_cannot_move_moves_in_many() {
    let place = Place::new();
    let (jane, other) = (place.contact("Jane", Some("jane@x.test")), place.contact("Other", None));
    let address = place.address(other, WEB, Some("s")).unwrap();
    place.talk(&address, 450, 2500);
    place.merge(jane, other);
    // half-way it is nobody else's
    assert!(place.store.read_blocking(|db| find(db, ACCOUNT, other)).is_err());
    place.is_whole();
    // who writes meanwhile is known
    assert_eq!(place.read(|db| session(db, ACCOUNT, WEB, "s")).unwrap().contact, jane);
    // neither messages nor conversations come many at a time
    assert!(place.run_mergers() > 20);
    assert_eq!(place.belongings(jane)[..3], [450, 2500, 1]);
    assert_eq!(place.names(), ["Jane"]);
    place.is_whole();
}

#[test]
fn a_chain_of_mergers_leads_to_the_last() {
    let place = Place::new();
    let [a, b, c] = ["A", "B", "C"].map(|name| place.contact(name, None));
    let address = place.address(a, WEB, Some("s")).unwrap();
    place.talk(&address, 450, 10);
    place.merge(b, a);
    place.merge(c, b);
    place.run_mergers();
    assert_eq!(place.belongings(c)[..2], [450, 10]);
    assert_eq!(place.names(), ["C"]);
    place.is_whole();
    // and back the same way, the last one first
    place.undo(b, None).unwrap_err();
    place.undo(c, None).unwrap();
    place.run_mergers();
    assert_eq!((place.belongings(b)[..2].to_vec(), place.belongings(c)), (vec![450, 10], [0; 5]));
    place.undo(b, None).unwrap();
    place.run_mergers();
    assert_eq!((place.belongings(a)[..3].to_vec(), place.belongings(b)), (vec![450, 10, 1], [0; 5]));
    assert_eq!(place.names(), ["A", "B", "C"]);
    place.is_whole();
}

#[test]
fn whoever_is_deleted_takes_along_what_they_took_over() {
    let place = Place::new();
    let (jane, other) = (place.contact("Jane", None), place.contact("Other", None));
    let address = place.address(other, WEB, Some("s")).unwrap();
    place.talk(&address, 450, 10);
    place.merge(jane, other);
    place.write(move |tx| delete(tx, ACCOUNT, jane, ADA));
    while place.write(move |tx| deletion_step(tx, ACCOUNT, jane)) {}
    place.run_mergers();
    assert_eq!(place.number("select count(*) from jobs where name = 'delete_contact'"), 2);
    while place.write(move |tx| deletion_step(tx, ACCOUNT, other)) {}
    assert_eq!(
        place.number("select (select count(*) from contact_merges) + (select count(*) from contact_inboxes)"),
        0
    );
    assert_eq!(place.number("select (select count(*) from contacts) + (select count(*) from conversations)"), 0);
}

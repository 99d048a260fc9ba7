//! Contacts that become one, also those with more than one step can move.

use serde_json::Value;

use super::super::merging::{merge, step};
use super::*;

impl Place {
    fn merge(&self, into: ContactId, from: ContactId) -> Contact {
        self.write(move |tx| merge(tx, ACCOUNT, into, from, ADA))
    }

    /// Runs the jobs of this name until there is none; answers how many steps it took.
    fn run_mergers(&self) -> usize {
        let mut steps = 0;
        loop {
            let done = self.write(|tx| {
                let mut find =
                    tx.prepare("select id, payload from jobs where name = 'merge_contact' order by id limit 1")?;
                let job: Option<(i64, String)> =
                    find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.next().transpose()?;
                let Some((id, payload)) = job else { return Ok(true) };
                tx.execute("delete from jobs where id = ?", [id])?;
                let job: Value = serde_json::from_str(&payload).unwrap();
                let contact = ContactId(job["contact_id"].as_i64().unwrap());
                step(tx, ACCOUNT, contact, serde_json::from_value(job["rest"].clone()).unwrap())?;
                Ok(false)
            });
            if done {
                return steps;
            }
            steps += 1;
        }
    }

    /// So many conversations at an address, the first of them with so many messages of the contact.
    fn talk(&self, address: &ContactInbox, conversations: usize, messages: i64) {
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

    fn is_whole(&self) {
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
    assert_eq!(place.number("select count(*) from contact_labels"), 2);
    let moved = place.read(|db| session(db, ACCOUNT, WEB, "s")).unwrap();
    assert_eq!((moved.contact, &moved.pubsub_token), (jane, &address.pubsub_token));
    assert_eq!(place.number("select count(*) from contacts"), 1);
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
    assert_eq!(place.run_mergers(), 3);
    assert_eq!(place.number(&format!("select count(*) from conversations where contact_id = {jane}")), 450);
    assert_eq!(place.number(&format!("select count(*) from messages where sender_id = {jane}")), 2500);
    assert_eq!(place.number("select count(*) from contacts"), 1);
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
    assert_eq!(place.number(&format!("select count(*) from conversations where contact_id = {c}")), 450);
    assert_eq!(place.number(&format!("select count(*) from messages where sender_id = {c}")), 10);
    assert_eq!(place.number("select count(*) from contacts"), 1);
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
    assert_eq!(place.number("select (select count(*) from contacts) + (select count(*) from conversations)"), 0);
}

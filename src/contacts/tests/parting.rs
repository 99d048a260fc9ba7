//! Contacts that were one and are two again, or never will be.

use serde_json::Value;

use super::super::merging::{forget_step, merge};
use super::*;
use crate::base::ids::MergeId;

#[test]
fn a_chain_is_undone_while_things_still_move() {
    let place = Place::new();
    let [a, b, c] = ["A", "B", "C"].map(|name| place.contact(name, None));
    let (first, second) = (place.address(a, WEB, Some("s")).unwrap(), place.address(b, WEB, Some("t")).unwrap());
    place.talk(&first, 130, 700);
    place.talk(&second, 130, 700);
    place.merge(b, a);
    place.merge(c, b);
    place.undo(c, None).unwrap();
    // until all is settled nothing else becomes of them
    let refused = place.attempt(move |tx| merge(tx, ACCOUNT, c, b, ADA)).unwrap_err().to_string();
    assert_eq!(refused, "This contact is being parted from another one, please try again later");
    place.attempt(move |tx| delete(tx, ACCOUNT, b, ADA)).unwrap_err();
    place.attempt(move |tx| delete(tx, ACCOUNT, c, ADA)).unwrap_err();
    place.run_mergers();
    assert_eq!((place.belongings(b)[..3].to_vec(), place.belongings(c)), (vec![260, 1400, 2], [0; 5]));
    place.undo(b, None).unwrap();
    place.run_mergers();
    assert_eq!(
        (place.belongings(a)[..3].to_vec(), place.belongings(b)[..3].to_vec()),
        (vec![130, 700, 1], vec![130, 700, 1])
    );
    place.is_whole();
    assert_eq!(place.number("select count(*) from contact_merges"), 0);
    // settled they may become one again
    place.merge(c, b);
}

#[test]
fn what_moved_goes_back() {
    let place = Place::new();
    let object = |value: Value| value.as_object().cloned().unwrap();
    let (jane, other) = (place.contact("Jane", None), place.contact("Other", Some("other@x.test")));
    let attributes =
        ContactChange { custom_attributes: object(json!({"plan": "pro", "seats": 3})), ..ContactChange::default() };
    place.write(move |tx| update(tx, ACCOUNT, other, attributes, ADA));
    let (own, moved) = (place.address(jane, WEB, Some("j")).unwrap(), place.address(other, WEB, Some("o")).unwrap());
    place.talk(&own, 3, 5);
    place.talk(&moved, 90, 300);
    place.note(jane, "own");
    place.note(other, "moved");
    place.label(jane, &["vip", "own"]);
    place.label(other, &["vip", "moved"]);
    place.write(move |tx| touch(tx, ACCOUNT, other, Millis(9), ADA));
    let before = [jane, other].map(|id| place.read(|db| find(db, ACCOUNT, id)));
    let belongings = [place.belongings(jane), place.belongings(other)];
    place.merge(jane, other);
    place.run_mergers();
    assert_eq!(place.belongings(jane), [93, 305, 2, 2, 3]);
    // what changes meanwhile stays, and what is begun goes with its address
    let since = ContactChange { custom_attributes: object(json!({"seats": 4})), ..ContactChange::default() };
    place.write(move |tx| update(tx, ACCOUNT, jane, since, ADA));
    place.note(jane, "since");
    let here = place.read(|db| session(db, ACCOUNT, WEB, "o")).unwrap();
    place.conversation(&here);
    place.write(|tx| Ok(tx.execute_batch("delete from outbox")?));
    place.undo(jane, None).unwrap();
    assert_eq!(place.undo(jane, None).unwrap_err().to_string(), "Resource could not be found");
    let names: Vec<(String, Value)> =
        place.events().into_iter().filter(|(name, _)| name.starts_with("contact_")).collect();
    let changed = json!({
        "label_list": [["moved", "own", "vip"], ["own", "vip"]], "email": ["other@x.test", null],
        "custom_attributes": [{"plan": "pro", "seats": 4}, {"seats": 4}],
    });
    assert_eq!(names, [("contact_restored".to_owned(), json!({})), ("contact_updated".to_owned(), changed)]);
    place.run_mergers();
    assert_eq!(place.belongings(jane), [3, 5, 1, 2, 2]);
    assert_eq!(place.belongings(other), [91, 300, 1, 1, 2]);
    assert_eq!(belongings, [[3, 5, 1, 1, 2], [90, 300, 1, 1, 2]]);
    let after = [jane, other].map(|id| place.read(|db| find(db, ACCOUNT, id)));
    let [mut own, mut theirs] = before;
    own.custom_attributes = r#"{"seats":4}"#.to_owned();
    theirs.conversations_count = 91;
    for (before, after) in [(own, &after[0]), (theirs, &after[1])] {
        assert_eq!(&Contact { updated_at: after.updated_at, ..before }, after);
    }
    place.is_whole();
    assert_eq!(place.find("other", &[], "", 1).count, 1);
}

#[test]
fn what_somebody_else_has_by_now_is_lost() {
    let place = Place::new();
    let (jane, other) = (place.contact("Jane", None), place.contact("Other", Some("other@x.test")));
    place.merge(jane, other);
    let elsewhere = ContactChange { email: Some(Some("jane@x.test".into())), ..ContactChange::default() };
    place.write(move |tx| update(tx, ACCOUNT, jane, elsewhere, ADA));
    place.contact("Third", Some("other@x.test"));
    place.undo(jane, None).unwrap();
    let emails = [jane, other].map(|id| place.read(|db| find(db, ACCOUNT, id)).email);
    assert_eq!(emails, [Some("jane@x.test".to_owned()), None]);
}

#[test]
fn after_thirty_days_a_merger_is_for_ever() {
    let place = Place::new();
    let [a, b, c] = ["A", "B", "C"].map(|name| place.contact(name, None));
    let address = place.address(a, WEB, Some("s")).unwrap();
    place.talk(&address, 2, 3);
    place.merge(b, a);
    place.merge(c, b);
    let merges: Vec<MergeId> = place.read(|db| {
        let mut list = db.prepare("select id from contact_merges order by id")?;
        Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    });
    let due = "select count(*) from jobs where name = 'forget_merge' and run_at - created_at = 2592000000";
    assert_eq!(place.number(due), 2);
    place.write(|tx| Ok(tx.execute_batch("update contact_merges set created_at = created_at - 2592000000")?));
    assert_eq!(place.undo(c, Some(merges[1])).unwrap_err().to_string(), "Resource could not be found");
    // the later one first: who was merged into the one that goes belongs to the survivor
    for merge in [merges[1], merges[0]] {
        while place.write(move |tx| forget_step(tx, ACCOUNT, merge)) {}
    }
    assert_eq!(place.number("select count(*) from contacts"), 1);
    assert_eq!(
        place.number("select (select count(*) from contact_merges) + (select count(*) from contact_merge_rows)"),
        0
    );
    assert_eq!(place.belongings(c)[..3], [2, 3, 1]);
    place.is_whole();
}

//! The services on a real store: what they write, what they tell, and what the list finds.

mod merging;
mod parting;
mod transfers;

use std::sync::Arc;

use rusqlite::named_params;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::listing::{self, Found};
use super::order::Order;
use super::pattern::Pattern;
use super::sql::Wanted;
use super::*;
use crate::access::{Agent, Role};
use crate::base::ids::{AccountId, ContactId, InboxId, UserId};
use crate::base::{Actor, Millis, Result};
use crate::store::{Db, Page, Store, Tx};

const ACCOUNT: AccountId = AccountId(1);
const ADA: Actor = Actor::User(UserId(1));
const WEB: InboxId = InboxId(1);
const APP: InboxId = InboxId(2);
const MAIL: InboxId = InboxId(3);

/// Two accounts; the first has a website inbox, an API inbox and an e-mail inbox.
const COMPANY: &str = "
    insert into accounts(id, name, created_at, updated_at) values (1, 'Acme', 0, 0), (2, 'Globex', 0, 0);
    insert into inboxes(id, account_id, channel_type, channel_id, name, created_at, updated_at) values
        (1, 1, 'Channel::WebWidget', 1, 'Web', 0, 0), (2, 1, 'Channel::Api', 1, 'App', 0, 0), (3, 1, 'Channel::Email', 1, 'Mail', 0, 0);";

struct Place {
    store: Store,
    _folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
        let place = Place { store, _folder: folder };
        place.write(|tx| Ok(tx.execute_batch(COMPANY)?));
        place
    }

    fn attempt<T: Send + 'static>(&self, work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> Result<T> {
        self.store.write_blocking(work)
    }

    #[track_caller]
    fn write<T: Send + 'static>(&self, work: impl FnOnce(&Tx) -> Result<T> + Send + 'static) -> T {
        self.attempt(work).unwrap()
    }

    #[track_caller]
    fn read<T>(&self, work: impl FnOnce(&Db) -> Result<T>) -> T {
        self.store.read_blocking(work).unwrap()
    }

    fn contact(&self, name: &str, email: Option<&str>) -> ContactId {
        let change = named(name, email);
        self.write(|tx| create(tx, ACCOUNT, change, ADA)).id
    }

    fn address(&self, contact: ContactId, inbox: InboxId, source_id: Option<&'static str>) -> Result<ContactInbox> {
        self.attempt(move |tx| find_or_create_inbox(tx, ACCOUNT, contact, inbox, source_id, false, ADA))
    }

    fn conversation(&self, address: &ContactInbox) {
        let address = address.clone();
        self.write(move |tx| {
            tx.execute(
                "insert into conversations(account_id, display_id, inbox_id, contact_id, contact_inbox_id, uuid,
                    last_activity_at, created_at, updated_at)
                 select 1, count(*) + 1, :inbox, :contact, :address, 'u', 0, 0, 0 from conversations",
                named_params! {":inbox": address.inbox, ":contact": address.contact, ":address": address.id},
            )?;
            Ok(())
        });
    }

    fn number(&self, sql: &str) -> i64 {
        self.read(|db| Ok(db.query_row(sql, [], |row| row.get(0))?))
    }

    /// The events since the start: their names, and what changed.
    fn events(&self) -> Vec<(String, Value)> {
        self.read(|db| {
            let mut list = db.prepare("select name, changes from outbox order by id")?;
            let rows =
                list.query_map([], |row| Ok((row.get(0)?, serde_json::from_str(&row.get::<_, String>(1)?).unwrap())))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn find(&self, q: &str, labels: &[&str], sort: &str, page: i64) -> Found {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let wanted = Wanted { pattern: Pattern::new(q), labels, order: Order::parse(Some(sort)) };
        self.read(|db| listing::find(db, ACCOUNT, &wanted, Page::new(Some(page), listing::PAGE)))
    }
}

fn named(name: &str, email: Option<&str>) -> ContactChange {
    let email = email.map(|email| Some(email.to_owned()));
    ContactChange { name: Some(Some(name.to_owned())), email, ..ContactChange::default() }
}

#[test]
fn a_change_is_told_once_and_only_if_it_is_one() {
    let place = Place::new();
    let id = place.contact("Jane", Some("Jane@x.test"));
    let change = ContactChange { blocked: Some(true), ..named("Janet", Some("jane@X.test")) };
    for _ in 0..2 {
        let change = change.clone();
        place.write(move |tx| update(tx, ACCOUNT, id, change, ADA));
        place.write(move |tx| touch(tx, ACCOUNT, id, Millis(5), Actor::Contact(id)));
    }
    let expected = [
        ("contact_created", json!({})),
        ("contact_updated", json!({"name": ["Jane", "Janet"], "blocked": [false, true]})),
        ("contact_updated", json!({"last_activity_at": [null, Millis(5).iso()]})),
    ];
    assert_eq!(place.events(), expected.map(|(name, changes)| (name.to_owned(), changes)));
    let foreign = place.attempt(move |tx| update(tx, AccountId(2), id, ContactChange::default(), ADA));
    assert_eq!(foreign.unwrap_err().to_string(), "Resource could not be found");
}

#[test]
fn values_are_unique_in_their_account() {
    let place = Place::new();
    place.contact("Jane", Some("jane@x.test"));
    let again = || named("J", Some("JANE@x.test"));
    let error = place.attempt(move |tx| create(tx, ACCOUNT, again(), ADA)).unwrap_err();
    assert_eq!(error.to_string(), "Email has already been taken");
    place.write(move |tx| create(tx, AccountId(2), again(), ADA));
}

#[test]
fn source_ids_follow_their_channel() {
    let place = Place::new();
    let (jane, john) = (place.contact("Jane", Some("jane@x.test")), place.contact("John", None));
    assert_ne!(place.address(jane, APP, None).unwrap().id, place.address(jane, APP, None).unwrap().id);
    let kept = place.address(jane, WEB, Some("s")).unwrap();
    assert_eq!(place.address(jane, WEB, Some("s")).unwrap(), kept);
    assert_eq!(place.address(john, WEB, Some("s")).unwrap_err().to_string(), "source_id should be unique");
    place.address(john, APP, Some("s")).unwrap();
    let mail = place.address(jane, MAIL, None).unwrap();
    assert_eq!(mail.source_id, "jane@x.test");
    let missing = place.address(john, MAIL, Some(" ")).unwrap_err().to_string();
    assert_eq!(missing, "param is missing or the value is empty: contact email");
    place.address(john, MAIL, Some("jane@x.test")).unwrap();
    let owner = place.read(|db| inbox_by_source(db, ACCOUNT, None, "jane@x.test"));
    assert_eq!(owner.contact, john);
    assert_eq!(place.events().iter().filter(|(name, _)| name == "contact_inbox_created").count(), 6);
    assert!(place.store.read_blocking(|db| inbox_by_source(db, AccountId(2), None, "s")).is_err());
}

#[test]
fn inboxes_are_offered_by_their_rules() {
    let place = Place::new();
    let (jane, john) = (place.contact("Jane", Some("jane@x.test")), place.contact("John", None));
    let ada = Agent { account: ACCOUNT, user: UserId(1), name: "Ada".into(), role: Role::Administrator };
    let offered = |who: ContactId| place.read(|db| addresses::contactable(db, &ada, who));
    let inboxes = |who: ContactId| offered(who).into_iter().map(|(inbox, _)| inbox).collect::<Vec<_>>();
    assert_eq!((inboxes(jane), inboxes(john)), (vec![APP, MAIL], vec![APP]));
    let web = place.address(jane, WEB, None).unwrap();
    let app = place.address(jane, APP, None).unwrap();
    let expected = [(WEB, web.source_id.clone()), (APP, app.source_id), (MAIL, "jane@x.test".into())];
    assert_eq!(offered(jane), expected);
    place.conversation(&web);
    assert_eq!(inboxes(jane), [APP, MAIL]);
}

#[test]
fn a_deleted_contact_is_gone_at_once_and_removed_in_steps() {
    let place = Place::new();
    let jane = place.contact("Jane", Some("jane@x.test"));
    let address = place.address(jane, APP, Some("s")).unwrap();
    for _ in 0..3 {
        place.conversation(&address);
    }
    place.store.env().presence.contact_seen(ACCOUNT, jane, Millis::now());
    let refused = place.attempt(move |tx| delete(tx, ACCOUNT, jane, ADA)).unwrap_err();
    assert_eq!(refused.to_string(), "Jane is Online, please try again later");
    place.store.env().presence.contact_seen(ACCOUNT, jane, Millis(0));
    place.write(move |tx| delete(tx, ACCOUNT, jane, ADA));
    assert!(place.store.read_blocking(|db| find(db, ACCOUNT, jane)).is_err());
    assert!(place.store.read_blocking(|db| inbox_by_source(db, ACCOUNT, Some(APP), "s")).is_err());
    assert_eq!((place.find("", &[], "", 1).count, place.find("jane", &[], "", 1).count), (0, 0));
    assert_eq!(place.number("select count(*) from conversations where status = 9"), 3);
    // what it had is free for others
    let next = place.contact("Jane", Some("jane@x.test"));
    place.address(next, APP, Some("s")).unwrap();
    while place.write(move |tx| deletion_step(tx, ACCOUNT, jane)) {}
    assert!(!place.write(move |tx| deletion_step(tx, ACCOUNT, next)), "only hidden contacts are removed");
    assert_eq!(place.number("select count(*) from contacts"), 1);
    assert_eq!(place.number("select count(*) from conversations"), 0);
    assert_eq!(place.number("select count(*) from contact_inboxes"), 1);
    let snapshot = place.number("select snapshot ->> 'id' from outbox where name = 'contact_deleted'");
    assert_eq!(snapshot, jane.0);
}

/// Contacts by the thousand, every tenth with a company, every hundredth labelled; as many of another account.
const CROWD: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
    insert into contacts(id, account_id, name, name_key, email, identifier, additional_attributes, created_at, updated_at)
    select i, 1, 'Twin ' || i, 'twin ' || i, 'twin' || i || '@x.test', iif(i % 3 = 0, 'CRM-', 'crm-') || i, iif(i % 10 = 0,
        json_object('company_name', 'Initech ' || (i % 7)), '{}'), 0, 0 from n
    union all select 10000 + i, 2, 'Twin ' || i, 'twin ' || i, 'twin' || i || '@x.test', 'CRM-' || i, '{}', 0, 0 from n;
    insert into contact_labels(contact_id, label, account_id) select id, 'vip', 1 from contacts where account_id = 1 and id % 100 = 0;
    insert into contact_labels(contact_id, label, account_id) select id, 'all', 1 from contacts where account_id = 1;";

#[test]
fn every_way_of_the_list_agrees() {
    let place = Place::new();
    place.write(|tx| Ok(tx.execute_batch(CROWD)?));
    let ids = |found: &Found| found.ids.iter().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!(place.find("", &[], "", 1).count, 3000);
    // few hits, many hits, no index, wildcards, identifiers with their case: counted and ordered alike
    for (q, count) in [
        ("twin 299", 11),
        ("twin", 3000),
        ("tw", 3000),
        ("29%9", 22),
        ("initech", 300),
        ("_win%9@x", 300),
        ("crm-", 2000),
        ("CRM-", 1000),
        ("CRM-2", 369),
    ] {
        let found = place.find(q, &[], "-created_at", 1);
        let brute = place.read(|db| {
            let wanted = Wanted { pattern: Pattern::new(q), labels: vec![], order: Order::parse(Some("-created_at")) };
            sql::walk(db, ACCOUNT, &wanted, 10_000)
        });
        assert_eq!((found.count, brute.len() as i64), (count, count), "{q}");
        assert_eq!(found.ids, brute[..brute.len().min(15)], "{q}");
    }
    let vip = place.find("", &["vip", "gone"], "-company", 2);
    assert_eq!((vip.count, vip.ids.len()), (30, 15));
    assert_eq!(place.find("", &["all"], "", 200).ids.len(), 15);
    assert_eq!(place.find("", &["all"], "", 201).count, 3000);
    let both = place.find("twin", &["all"], "company", 20);
    assert_eq!((both.count, both.ids.len()), (3000, 15));
    // those without a company come last in both directions, and a page may hold both
    let last = ids(&place.find("", &[], "company", 21));
    assert_eq!(last[..2], [1, 2]);
    assert_eq!(ids(&place.find("", &[], "-company", 21))[..2], [2999, 2998]);
    assert!(ids(&place.find("", &[], "-company", 20)).iter().all(|id| id % 10 == 0));
    assert_eq!(place.find("", &[], "company", i64::MAX).ids.len(), 0);
}

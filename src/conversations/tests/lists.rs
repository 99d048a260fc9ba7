//! Lists: filtered, sorted, counted, page by page.

use super::*;

#[test]
fn lists_are_filtered_sorted_and_counted() {
    let place = Place::new();
    let (first, second, third) = (place.conversation(1, 30), place.conversation(2, 20), place.conversation(1, 10));
    place.write(|tx| {
        tx.execute_batch(
            "update conversations set assignee_id = 2, priority = 3 where id = 1;
             update conversations set status = 2, team_id = 1, first_reply_created_at = 1, waiting_since = null where id = 2;
             insert into conversation_labels(conversation_id, label, account_id) values (1, 'vip', 1), (3, 'vip', 1), (3, 'x', 1);
             insert into mentions(conversation_id, user_id, account_id, mentioned_at) values (3, 2, 1, 0);
             insert into messages(account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
                values (1, 2, 2, 0, 'Where is my refund?', 0, 0), (1, 1, 1, 2, 'refund', 0, 0)",
        )?;
        Ok(())
    });
    let all = || Filter {
        user: BOB,
        statuses: statuses(Some("all")),
        inboxes: vec![InboxId(1), InboxId(2)],
        assignee: Assignee::Anybody,
        parts: Vec::new(),
        active_since: None,
        sort: Sort::LastActivity(Direction::Descending),
    };
    let list = |filter: Filter| {
        let found = place.read(|db| listing::find(db, ACCOUNT, &filter, None));
        (found.ids.into_iter().map(|id| id.0).collect::<Vec<_>>(), found.counts)
    };
    let only = |part| list(Filter { parts: vec![part], ..all() });
    assert_eq!((first.id.0, second.id.0, third.id.0), (1, 2, 3));
    assert_eq!(list(all()), (vec![1, 2, 3], Counts { mine: 1, unassigned: 2, all: 3 }));
    assert_eq!(list(Filter { statuses: statuses(None), ..all() }).0, [1, 3]);
    assert_eq!(
        list(Filter { inboxes: vec![InboxId(2)], ..all() }),
        (vec![2], Counts { mine: 0, unassigned: 1, all: 1 })
    );
    assert_eq!(list(Filter { assignee: Assignee::Me, ..all() }), (vec![1], Counts { mine: 1, unassigned: 2, all: 3 }));
    assert_eq!(list(Filter { assignee: Assignee::Nobody, ..all() }).0, [2, 3]);
    assert_eq!(list(Filter { assignee: Assignee::Somebody, ..all() }).0, [1]);
    assert_eq!(list(Filter { sort: Sort::CreatedAt(Direction::Ascending), ..all() }).0, [3, 2, 1]);
    assert_eq!(list(Filter { sort: Sort::Priority(Direction::Ascending), ..all() }).0, [1, 2, 3]);
    assert_eq!(list(Filter { sort: Sort::WaitingSince(Direction::Ascending), ..all() }).0, [3, 1, 2]);
    assert_eq!(
        only(Part::Labels(vec!["vip".into(), "x".into()])),
        (vec![1, 3], Counts { mine: 1, unassigned: 1, all: 2 })
    );
    assert_eq!(only(Part::Team(TeamId(1))).0, [2]);
    assert_eq!(only(Part::Mentioned).0, [3]);
    assert_eq!(only(Part::Unattended).0, [1, 3]);
    assert_eq!(only(Part::SourceId("web".into())).0, [1, 3]);
    assert_eq!(only(Part::Words(match_words("my refu").unwrap())).0, [2]);
    assert_eq!(
        list(Filter { active_since: Some(Millis(15)), ..all() }),
        (vec![1, 2], Counts { mine: 1, unassigned: 2, all: 3 })
    );
    assert_eq!(list(Filter { statuses: Vec::new(), ..all() }), (vec![], Counts::default()));
}

#[test]
fn pages_cross_the_ranks_of_an_order() {
    let place = Place::new();
    for n in 0..60 {
        place.conversation(1, n);
    }
    place.write(|tx| Ok(tx.execute_batch("update conversations set waiting_since = null where id > 40")?));
    let filter = |status| Filter {
        user: ADA,
        statuses: statuses(status),
        inboxes: vec![InboxId(1)],
        assignee: Assignee::Anybody,
        parts: Vec::new(),
        active_since: None,
        sort: Sort::WaitingSince(Direction::Descending),
    };
    for status in [None, Some("all")] {
        let page = |number| place.read(|db| listing::find(db, ACCOUNT, &filter(status), Some(number))).ids;
        let ids: Vec<i64> = (1..=4).flat_map(page).map(|id| id.0).collect();
        let expected: Vec<i64> = (1..=40).rev().chain(41..=60).collect();
        assert_eq!(ids, expected, "{status:?}");
    }
}

//! Rooms, places, rights, and the limits of a mailbox.

use super::*;
use crate::base::ids::{AccountId, InboxId, UserId};

const ACME: AccountId = AccountId(1);
const INBOX: Room = Room::Inbox(InboxId(3));

fn holder(user: i64) -> Arc<Holder> {
    Arc::new(Holder { account: ACME, user: Some(UserId(user)), token: "t".into(), session: None })
}

fn frame(rooms: &[Room], position: i64, text: &str) -> Frame {
    Frame { rooms: rooms.to_vec(), except: None, position: Some(position), body: text.into() }
}

fn join(hub: &Hub, mailbox: &Arc<Mailbox>, user: i64, rooms: &[Room]) -> (SubscriberId, i64) {
    hub.join(hub.rights(), 0, mailbox, &holder(user), rooms.to_vec()).unwrap()
}

/// What waits now.
async fn waiting(mailbox: &Mailbox) -> Vec<String> {
    let mut texts = Vec::new();
    while let Ok(Ok(item)) = tokio::time::timeout(Duration::from_millis(20), mailbox.next()).await {
        texts.push(item.body.to_string());
    }
    texts
}

#[tokio::test]
async fn a_frame_reaches_its_rooms_once() {
    let hub = Hub::default();
    let (here, there) = (hub.connect(), hub.connect());
    join(&hub, &here, 1, &[INBOX, Room::User(ACME, UserId(1))]);
    let (id, _) = join(&hub, &there, 2, &[INBOX, Room::User(ACME, UserId(2))]);
    let typing = Frame { except: Some(Room::User(ACME, UserId(1))), position: None, ..frame(&[INBOX], 0, "typing") };
    hub.publish(&[frame(&[INBOX, Room::Account(ACME)], 1, "a"), typing, frame(&[Room::User(ACME, UserId(1))], 2, "b")]);
    assert_eq!(
        (waiting(&here).await, waiting(&there).await),
        (vec!["a".into(), "b".into()], vec!["a".into(), "typing".into()])
    );
    assert!(hub.listens(ACME) && hub.is_occupied(&INBOX) && !hub.is_occupied(&Room::Account(ACME)));
    hub.leave(id);
    hub.publish(&[frame(&[INBOX], 3, "c")]);
    assert_eq!((waiting(&here).await.len(), waiting(&there).await.len()), (1, 0));
}

#[tokio::test]
async fn who_joins_gets_what_comes_after_the_place_they_were_told() {
    let hub = Hub::default();
    hub.begin(5);
    let early = hub.connect();
    assert_eq!(join(&hub, &early, 1, &[INBOX]).1, 5);
    hub.begin(8); // 6 to 8 are being made ready
    let late = hub.connect();
    assert_eq!(join(&hub, &late, 2, &[INBOX]).1, 8);
    hub.publish(&[frame(&[INBOX], 6, "6"), frame(&[INBOX], 8, "8")]);
    hub.begin(9);
    hub.publish(&[frame(&[INBOX], 9, "9")]);
    assert_eq!(waiting(&early).await, ["6", "8", "9"]);
    assert_eq!(waiting(&late).await, ["9"]);
    assert!(!hub.skip_to(20));
    // who knows more already is told nothing of it
    let knowing = hub.connect();
    assert_eq!(hub.join(hub.rights(), 11, &knowing, &holder(3), vec![INBOX]).unwrap().1, 11);
    hub.begin(12);
    hub.publish(&[frame(&[INBOX], 10, "10"), frame(&[INBOX], 11, "11"), frame(&[INBOX], 12, "12")]);
    assert_eq!(waiting(&knowing).await, ["12"]);
}

#[tokio::test]
async fn rights_that_changed_meanwhile_are_read_again() {
    let hub = Hub::default();
    let (mailbox, before) = (hub.connect(), hub.rights());
    assert!(hub.review(None).is_empty());
    assert_eq!(hub.join(before, 0, &mailbox, &holder(1), vec![INBOX]).unwrap_err(), Refusal::Stale);
    join(&hub, &mailbox, 1, &[INBOX]);
    let (other, gone) = (hub.connect(), hub.connect());
    join(&hub, &other, 2, &[INBOX]);
    join(&hub, &gone, 3, &[INBOX]);
    assert!(hub.review(Some(&[AccountId(9)])).is_empty());
    let reviewed = hub.review(Some(&[ACME]));
    assert_eq!(reviewed.len(), 3);
    let rights = [(holder(1), vec![INBOX]), (holder(2), vec![Room::Account(ACME)])].into();
    hub.apply(&reviewed, &rights);
    hub.publish(&[frame(&[INBOX], 1, "inbox"), frame(&[Room::Account(ACME)], 1, "account")]);
    assert_eq!((waiting(&mailbox).await, waiting(&other).await), (vec!["inbox".into()], vec!["account".into()]));
    assert_eq!(gone.ended().await, End::Revoked);
}

#[tokio::test]
async fn a_mailbox_takes_so_much_and_then_no_more() {
    let hub = Hub::default();
    let (frames, bytes, one) = (hub.connect(), hub.connect(), hub.connect());
    join(&hub, &frames, 1, &[INBOX]);
    (0..256).for_each(|n| hub.publish(&[frame(&[INBOX], n + 1, "x")]));
    assert_eq!(waiting(&frames).await.len(), 256);
    (0..257).for_each(|n| hub.publish(&[frame(&[INBOX], n + 1, "x")]));
    assert_eq!(frames.next().await.unwrap_err(), End::TooSlow);
    let half = "x".repeat(512 * 1024);
    join(&hub, &bytes, 2, &[Room::Account(ACME)]);
    (0..2).for_each(|n| hub.publish(&[frame(&[Room::Account(ACME)], n + 1, &half)]));
    assert_eq!(waiting(&bytes).await.len(), 2);
    (0..3).for_each(|n| hub.publish(&[frame(&[Room::Account(ACME)], n + 1, &half)]));
    assert_eq!(bytes.ended().await, End::TooSlow);
    // a single one may be as long as it is
    join(&hub, &one, 3, &[Room::Administrators(ACME)]);
    hub.publish(&[frame(&[Room::Administrators(ACME)], 1, &half.repeat(3))]);
    assert_eq!(waiting(&one).await.len(), 1);
}

#[tokio::test]
async fn pings_come_in_portions_and_a_goodbye_reaches_all() {
    let hub = Hub::default();
    let sockets: Vec<_> = (0..PORTIONS * 2).map(|_| hub.connect()).collect();
    hub.ping(0, &"ping".into());
    let mut pinged = 0;
    for socket in &sockets {
        pinged += waiting(socket).await.len();
    }
    assert_eq!(pinged, 2);
    hub.close();
    let late = hub.connect();
    for socket in sockets.iter().chain([&late]) {
        assert_eq!(socket.ended().await, End::Restart);
    }
    assert_eq!(hub.join(hub.rights(), 0, &late, &holder(1), vec![INBOX]).unwrap_err(), Refusal::Closed);
    for socket in sockets.iter().chain([&late]) {
        hub.disconnect(socket, []);
    }
    tokio::time::timeout(Duration::from_secs(5), hub.drained(Duration::from_secs(60))).await.unwrap();
}

#[tokio::test]
async fn a_person_with_few_sockets_hears_on_all_what_one_asked_for() {
    let (hub, me) = (Hub::default(), Room::User(ACME, UserId(1)));
    let sockets: Vec<_> = (0..FEW).map(|_| hub.connect()).collect();
    let rooms = [me];
    let ids: Vec<_> = sockets.iter().map(|socket| join(&hub, socket, 1, &rooms).0).collect();
    let asker = ids[FEW - 1];
    hub.tell_others(&holder(1), asker, &"here".into());
    assert_eq!((waiting(&sockets[0]).await.len(), waiting(&sockets[FEW - 1]).await.len()), (1, 0));
    join(&hub, &hub.connect(), 1, &rooms);
    hub.tell_others(&holder(1), asker, &"here".into());
    assert!(waiting(&sockets[0]).await.is_empty());
}

#[test]
fn members_are_added_to_an_object() {
    assert_eq!(with("{}", &[]), "{}");
    assert_eq!(with("{}", &[("a", "1")]), r#"{"a":1}"#);
    assert_eq!(with(r#"{"a":{}}"#, &[("b", "[]"), ("c", "{}")]), r#"{"a":{},"b":[],"c":{}}"#);
    assert_eq!(&*body("x.y", "{}", None), r#"{"event":"x.y","data":{}}"#);
    assert_eq!(&*body("x.y", r#"{"a":1}"#, Some((7, 0))), r#"{"event":"x.y","data":{"a":1},"seq":7,"part":0}"#);
}

//! Conditions: what is understood, what is refused, and that nothing of the client's becomes SQL.

use proptest::prelude::*;
use rusqlite::Connection;

use super::super::model::{Definition, DisplayType, Model};
use super::*;
use crate::base::Millis;
use crate::base::ids::AccountId;
use crate::store::{Bound, functions};

const fn key(name: &'static str, column: &'static str, kind: Kind, operators: &'static [Operator]) -> Key {
    Key { name, column, kind, operators }
}

static KEYS: [Key; 8] = [
    key("status", "c.status", Kind::Choice(status), operators::EQUALITY),
    key("team_id", "c.team_id", Kind::Integer, operators::PRESENCE),
    key("name", "c.name", Kind::Text(Case::Ignored), operators::TEXT),
    key("subject", "c.subject", Kind::Text(Case::Matters), operators::TEXT),
    key("phone_number", "c.phone_number", Kind::Phone, operators::PHONE),
    key("created_at", "c.created_at", Kind::Time, operators::DATE),
    key("blocked", "c.blocked", Kind::Flag, operators::EQUALITY),
    key("labels", "select 1 from labels l where l.thing = c.id", Kind::Labels, operators::PRESENCE),
];
static SCOPE: Scope = Scope { keys: &KEYS, custom: &[CONTACTS], first_value_only: false };

const CONTACTS: Custom = Custom { model: Model::Contact, column: "c.custom_attributes", values: None };
/// The same with a table of values beside the attributes.
static VALUED: Scope = Scope {
    keys: &KEYS,
    custom: &[Custom { values: Some("select 1 from vals v where v.thing = c.id"), ..CONTACTS }],
    first_value_only: false,
};

fn status(name: &str) -> Option<Vec<i64>> {
    match name {
        "all" => Some(vec![0, 1]),
        "open" => Some(vec![0]),
        "resolved" => Some(vec![1]),
        _ => None,
    }
}

/// Noon of the fifth of January 2024.
const NOW: Millis = Millis(1_704_456_000_000);
const DAY: i64 = 86_400_000;

fn definitions() -> Vec<Definition> {
    let of = |key: &str, display_type| Definition {
        key: key.to_owned(),
        display_type,
        model: Model::Contact,
        ..Definition::blank(AccountId(1), NOW)
    };
    vec![
        of("plan", DisplayType::Text),
        of("seats", DisplayType::Number),
        of("since", DisplayType::Date),
        of("vip", DisplayType::Checkbox),
        of("a.b' [0]", DisplayType::List),
    ]
}

fn sent(key: &str, operator: &str, values: &[&str]) -> Sent {
    Sent {
        attribute_key: key.to_owned(),
        filter_operator: operator.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..Sent::default()
    }
}

fn joined(sent: Sent, word: &str) -> Sent {
    Sent { query_operator: Some(word.to_owned()), ..sent }
}

fn read(conditions: &[Sent]) -> crate::base::Result<Filter> {
    parse(conditions, &SCOPE, &definitions(), NOW)
}

fn refusal(conditions: &[Sent]) -> String {
    read(conditions).unwrap_err().to_string()
}

/// Six things, of which each condition finds some.
fn things() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    functions::add(&conn).unwrap();
    conn.execute_batch(&format!(
        r#"create table things(id integer primary key, status, team_id, name, subject, phone_number, created_at, blocked,
            custom_attributes text not null default '{{}}');
         create table labels(thing, label);
         insert into things values
            (1, 0, 7, 'Ärger', 'Offer', '+4930', {day4}, 0, '{{"plan":"PRO","seats":5,"since":"2024-01-02","vip":true}}'),
            (2, 0, 8, 'ÄRGER GmbH', 'offer', '+4940', {day5}, 1, '{{"plan":"free","seats":"12","since":"soon","vip":"false"}}'),
            (3, 1, null, null, null, null, {day6}, 0, '{{"seats":"many","a.b'' [0]":"X"}}'),
            (4, 1, 7, 'Zoe', 'Re: Offer', '+1', 0, 0, '{{"plan":null,"vip":0}}'),
            (5, 1, 9, '', '', '+49', {day4}, 1, '{{}}'),
            (6, 0, 9, '50%_off', 'x', '+2', {day4}, 0, '{{"plan":7}}');
         insert into labels values (1, 'vip'), (1, 'old'), (2, 'old');
         create table vals(thing, key, value);
         insert into vals select things.id, j.key, lower(j.atom) from things, json_each(custom_attributes) j
            where j.atom is not null;"#,
        day4 = NOW.0 - DAY,
        day5 = NOW.0,
        day6 = NOW.0 + DAY
    ))
    .unwrap();
    conn
}

/// What passes, whether there is a table of values or not.
fn found(conn: &Connection, conditions: &[Sent]) -> Vec<i64> {
    let found = [&SCOPE, &VALUED].map(|scope| {
        let mut bound = Bound::default();
        let condition = parse(conditions, scope, &definitions(), NOW).unwrap().sql(&mut bound);
        bound.sql = format!("select c.id from things c where {condition} order by c.id");
        bound.rows(conn, |row| row.get(0))
    });
    let [plain, valued] = found;
    assert_eq!(plain, valued, "{conditions:?}");
    plain
}

#[test]
fn every_operator_finds_what_it_says() {
    let conn = things();
    for (key, operator, values, expected) in [
        ("status", "equal_to", vec!["open"], vec![1, 2, 6]),
        ("status", "equal_to", vec!["all"], vec![1, 2, 3, 4, 5, 6]),
        ("status", "not_equal_to", vec!["open"], vec![3, 4, 5]),
        ("team_id", "equal_to", vec!["7", " 8 "], vec![1, 2, 4]),
        // nobody is not somebody else
        ("team_id", "not_equal_to", vec!["7"], vec![2, 5, 6]),
        ("team_id", "not_equal_to", vec!["7", "8"], vec![5, 6]),
        ("team_id", "is_present", vec![], vec![1, 2, 4, 5, 6]),
        ("team_id", "is_not_present", vec![], vec![3]),
        ("name", "equal_to", vec!["äRGER"], vec![1]),
        ("name", "not_equal_to", vec!["ärger", "zoe"], vec![2, 5, 6]),
        ("name", "contains", vec!["ärGER"], vec![1, 2]),
        ("name", "contains", vec!["gmbh", "zo"], vec![2, 4]),
        ("name", "does_not_contain", vec!["Är"], vec![4, 5, 6]),
        ("name", "does_not_contain", vec!["Är", "%_"], vec![4, 5]),
        ("name", "contains", vec!["%"], vec![6]),
        ("subject", "equal_to", vec!["Offer"], vec![1]),
        ("subject", "contains", vec!["OFFER"], vec![1, 2, 4]),
        ("phone_number", "equal_to", vec!["4930"], vec![1]),
        ("phone_number", "equal_to", vec!["+4930"], vec![1]),
        ("phone_number", "starts_with", vec!["49"], vec![1, 2, 5]),
        ("phone_number", "contains", vec!["0"], vec![1, 2]),
        ("created_at", "is_greater_than", vec!["2024-01-04"], vec![2, 3]),
        ("created_at", "is_greater_than", vec!["2024-01-04T23:00:00Z"], vec![2, 3]),
        ("created_at", "is_less_than", vec!["2024-01-05"], vec![1, 4, 5, 6]),
        ("created_at", "days_before", vec!["0"], vec![1, 4, 5, 6]),
        ("created_at", "days_before", vec!["1"], vec![4]),
        ("blocked", "equal_to", vec!["true"], vec![2, 5]),
        ("blocked", "not_equal_to", vec!["1"], vec![1, 3, 4, 6]),
        ("labels", "equal_to", vec!["vip", "old"], vec![1, 2]),
        ("labels", "equal_to", vec!["vip"], vec![1]),
        ("labels", "not_equal_to", vec!["vip"], vec![2, 3, 4, 5, 6]),
        ("labels", "is_present", vec![], vec![1, 2]),
        ("labels", "is_not_present", vec![], vec![3, 4, 5, 6]),
        ("plan", "equal_to", vec!["pro"], vec![1]),
        ("plan", "equal_to", vec!["7"], vec![6]),
        // what has none is another one, with custom attributes
        ("plan", "not_equal_to", vec!["PRO"], vec![2, 3, 4, 5, 6]),
        ("plan", "contains", vec!["R"], vec![1, 2]),
        ("plan", "does_not_contain", vec!["r"], vec![3, 4, 5, 6]),
        ("plan", "is_present", vec![], vec![1, 2, 6]),
        ("plan", "is_not_present", vec![], vec![3, 4, 5]),
        ("seats", "equal_to", vec!["12"], vec![2]),
        ("seats", "equal_to", vec!["5", "12.0"], vec![1, 2]),
        ("seats", "is_greater_than", vec!["4.5"], vec![1, 2]),
        ("seats", "is_less_than", vec!["6"], vec![1]),
        ("since", "equal_to", vec!["2024-01-02"], vec![1]),
        ("since", "is_less_than", vec!["2024-01-03"], vec![1]),
        ("since", "is_greater_than", vec!["2024-01-01"], vec![1]),
        ("since", "days_before", vec!["2"], vec![1]),
        ("vip", "equal_to", vec!["true"], vec![1]),
        ("vip", "equal_to", vec!["false"], vec![2, 4]),
        ("vip", "not_equal_to", vec!["true"], vec![2, 3, 4, 5, 6]),
        ("a.b' [0]", "equal_to", vec!["x"], vec![3]),
    ] {
        assert_eq!(found(&conn, &[sent(key, operator, &values)]), expected, "{key} {operator} {values:?}");
    }
    assert_eq!(found(&conn, &[]), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn and_binds_closer_than_or() {
    let conn = things();
    let (open, seven, nine) = (
        sent("status", "equal_to", &["open"]),
        sent("team_id", "equal_to", &["7"]),
        sent("team_id", "equal_to", &["9"]),
    );
    let joined = |first: &str, second: &str| [joined(open.clone(), first), joined(seven.clone(), second), nine.clone()];
    assert_eq!(found(&conn, &joined("AND", "OR")), [1, 5, 6], "(open and 7) or 9");
    assert_eq!(found(&conn, &joined("or", "and")), [1, 2, 6], "open or (7 and 9)");
    assert_eq!(found(&conn, &joined("OR", "OR")), [1, 2, 4, 5, 6]);
    assert_eq!(found(&conn, &joined("And", " and ")), Vec::<i64>::new());
    // nothing said is "and", and what would join the last one with nothing is left alone
    assert_eq!(found(&conn, &[open.clone(), super::tests::joined(seven.clone(), "OR")]), [1]);
    assert_eq!(read(&joined("", "OR")).unwrap().groups.len(), 2);
}

#[test]
fn what_is_no_condition_is_refused() {
    let keys = "status,team_id,name,subject,phone_number,created_at,blocked,labels";
    let unknown = |key: &str| {
        format!(
            "Invalid attribute key - [{key}]. The key should be one of [{keys}] or a custom attribute defined in the account."
        )
    };
    for key in ["", "nope", "Status", "plan2", "c.status", "status; drop table things"] {
        assert_eq!(refusal(&[sent(key, "equal_to", &["x"])]), unknown(key));
    }
    let allowed = |key: &str, names: &str| format!("Invalid operator. The allowed operators for {key} are [{names}].");
    for (key, operator, names) in [
        ("status", "contains", "equal_to,not_equal_to"),
        ("created_at", "equal_to", "is_greater_than,is_less_than,days_before"),
        ("team_id", "", "equal_to,not_equal_to,is_present,is_not_present"),
        ("team_id", "= 1 or 1", "equal_to,not_equal_to,is_present,is_not_present"),
        ("vip", "contains", "equal_to,not_equal_to,is_present,is_not_present"),
        ("phone_number", "is_present", "equal_to,not_equal_to,contains,does_not_contain,starts_with"),
    ] {
        assert_eq!(refusal(&[sent(key, operator, &["1"])]), allowed(key, names));
    }
    for (key, operator, values) in [
        ("status", "equal_to", vec![]),
        ("status", "equal_to", vec!["closed"]),
        ("status", "equal_to", vec!["open", "0"]),
        ("team_id", "equal_to", vec!["x"]),
        ("team_id", "equal_to", vec!["7", "9223372036854775808"]),
        ("created_at", "is_less_than", vec!["yesterday"]),
        ("created_at", "days_before", vec!["-1"]),
        ("created_at", "days_before", vec!["1 or 1"]),
        ("blocked", "equal_to", vec!["perhaps"]),
        ("seats", "equal_to", vec!["many"]),
        ("seats", "is_greater_than", vec!["inf"]),
        ("since", "equal_to", vec!["soon"]),
        ("name", "equal_to", vec!["x"; 501]),
    ] {
        let text = format!("Invalid value. The values provided for {key} are invalid");
        assert_eq!(refusal(&[sent(key, operator, &values)]), text, "{operator} {values:?}");
    }
    for word in ["XOR", "AND 1=1", "--", "OR)"] {
        let text = r#"Query operator must be either "AND" or "OR"."#;
        assert_eq!(refusal(&[joined(sent("status", "equal_to", &["open"]), word)]), text, "{word}");
    }
    assert_eq!(refusal(&vec![sent("status", "equal_to", &["open"]); 101]), "A filter can have 100 conditions at most");
}

#[test]
fn the_first_value_counts_where_the_scope_says_so() {
    static FIRST: Scope = Scope { keys: &KEYS, custom: &[], first_value_only: true };
    let filter = parse(&[sent("team_id", "equal_to", &["7", "x"])], &FIRST, &definitions(), NOW).unwrap();
    assert_eq!(filter.groups[0][0].test, Test::OneOf(Operand::Integers(vec![7])));
    assert!(
        parse(&[sent("plan", "equal_to", &["x"])], &FIRST, &definitions(), NOW).is_err(),
        "no place for custom ones"
    );
}

#[test]
fn the_owner_of_a_custom_attribute_may_be_named() {
    static TWO: Scope = Scope {
        keys: &[],
        custom: &[
            Custom { model: Model::Conversation, column: "r.custom", values: None },
            Custom { model: Model::Contact, column: "k.custom", values: None },
        ],
        first_value_only: false,
    };
    let of = |owner: Option<&str>| {
        let sent = Sent { custom_attribute_type: owner.map(str::to_owned), ..sent("plan", "is_present", &[]) };
        parse(&[sent], &TWO, &definitions(), NOW).map(|filter| filter.sql(&mut Bound::default()))
    };
    assert_eq!(of(Some("contact_attribute")).unwrap(), "((fold(k.custom ->> :p0) is not null))");
    assert!(of(None).is_err() && of(Some("")).is_err() && of(Some("conversation_attribute")).is_err());
    assert!(of(Some("contact_attribute' or 1=1")).is_err());
}

proptest! {
    /// Whatever the texts are, the SQL only depends on how many there are.
    #[test]
    fn nothing_of_the_clients_becomes_sql(one in "\\PC{1,20}", two in "\\PC{1,20}", plain in "[a-z]{1,9}") {
        for (key, operator) in [("name", "equal_to"), ("name", "does_not_contain"), ("plan", "not_equal_to"),
            ("phone_number", "starts_with"), ("labels", "not_equal_to")] {
            let text = |values: &[&str]| read(&[sent(key, operator, values)]).unwrap().sql(&mut Bound::default());
            prop_assert_eq!(text(&[&one]), text(&[&plain]));
            prop_assert_eq!(text(&[&one, &two]), text(&[&plain, &plain]));
        }
    }

    /// Whatever is sent is understood or refused, and what is understood is valid SQL.
    #[test]
    fn whatever_is_sent_is_answered(
        key in "status|team_id|name|created_at|plan|seats|since|vip|\\PC{0,8}",
        operator in "equal_to|not_equal_to|contains|is_present|is_greater_than|days_before|\\PC{0,8}",
        values in proptest::collection::vec("[0-9]{1,4}|open|true|2024-01-01|\\PC{0,12}", 0..3),
        word in proptest::option::of("AND|OR|\\PC{0,4}"),
    ) {
        let conn = things();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let condition = Sent { query_operator: word, ..sent(&key, &operator, &values) };
        if read(&[condition.clone(), condition.clone()]).is_ok() {
            found(&conn, &[condition.clone(), condition]);
        }
    }
}

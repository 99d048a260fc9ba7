use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Enum, Object};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::base::ids::{BlobId, TeamId};
use crate::files::Stored;
use crate::http::mark;
use crate::http::wire::{Json, Upload};

#[derive(Debug, PartialEq, Enum)]
#[oai(rename_all = "lowercase")]
enum Mood {
    Good,
    Bad,
}

#[derive(Debug, PartialEq, Object)]
struct Inner {
    kind: String,
    size: Option<i64>,
}

#[derive(Debug, Object)]
struct Everything {
    text: Option<String>,
    whole: Option<i64>,
    small: Option<u8>,
    number: Option<f64>,
    flag: Option<bool>,
    change: MaybeUndefined<String>,
    team_id: MaybeUndefined<TeamId>,
    texts: Option<Vec<String>>,
    wholes: Option<Vec<i64>>,
    inner: Option<Inner>,
    inners: Vec<Inner>,
    mood: Option<Mood>,
    free: Option<Value>,
    json: Option<Json>,
    file: Option<Upload>,
    files: Option<Vec<Upload>>,
    /// A tree.
    below: Option<Box<Everything>>,
    #[oai(default)]
    defaulted: i64,
}

#[derive(Debug, Object)]
struct Strict {
    name: String,
    flag: bool,
    items: Vec<String>,
}

fn parse<T: ParseFromJSON + Type + 'static>(tree: Value) -> Result<T> {
    super::parse(tree, "")
}

fn everything(tree: Value) -> Everything {
    parse(tree).expect("parses")
}

fn refusal(tree: Value) -> (String, String) {
    match parse::<Everything>(tree) {
        Err(Error::Invalid(fields)) => (fields[0].attribute.to_string(), fields[0].message.clone()),
        Err(Error::Refused(text)) => (String::new(), text.into_owned()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_and_texts_are_understood_as_each_other() {
    let read =
        everything(json!({"text": 3, "whole": " 3 ", "small": "255", "number": "1.5", "texts": [1, true, null, "x"]}));
    assert_eq!((read.text.as_deref(), read.whole, read.small), (Some("3"), Some(3), Some(255)));
    assert_eq!((read.number, read.texts.unwrap()), (Some(1.5), vec!["1".to_owned(), "true".into(), "x".into()]));
    let read = everything(json!({"whole": 3.0, "number": 2, "text": "", "defaulted": null}));
    assert_eq!((read.whole, read.number, read.text.as_deref(), read.defaulted), (Some(3), Some(2.0), Some(""), 0));
}

#[test]
fn flags() {
    for yes in [json!(true), json!("true"), json!("1"), json!(1), json!("on"), json!("True")] {
        assert_eq!(everything(json!({"flag": yes})).flag, Some(true));
    }
    for no in [json!(false), json!("false"), json!("0"), json!(0), json!("off")] {
        assert_eq!(everything(json!({"flag": no})).flag, Some(false));
    }
    assert_eq!(everything(json!({"flag": ""})).flag, None);
    assert!(!parse::<Strict>(json!({"name": "n", "flag": ""})).unwrap().flag);
}

#[test]
fn empty_texts_are_null_where_no_text_is_wanted() {
    let read =
        everything(json!({"whole": "", "number": "", "inner": "", "mood": "", "json": "", "file": "", "texts": ""}));
    assert!(read.whole.is_none() && read.number.is_none() && read.inner.is_none() && read.mood.is_none());
    assert!(read.json.is_none() && read.file.is_none());
    assert_eq!(read.texts, Some(vec![]));
}

#[test]
fn absent_null_and_value_stay_three_things() {
    assert_eq!(everything(json!({})).change, MaybeUndefined::Undefined);
    assert_eq!(everything(json!({"change": null})).change, MaybeUndefined::Null);
    assert_eq!(everything(json!({"change": 5})).change, MaybeUndefined::Value("5".to_owned()));
    assert_eq!(everything(json!({"team_id": "9"})).team_id, MaybeUndefined::Value(TeamId(9)));
    assert_eq!(everything(json!({"team_id": ""})).team_id, MaybeUndefined::Null);
}

#[test]
fn lists_in_all_their_spellings() {
    for list in [
        json!(["a", "b"]),
        json!("a, b"),
        json!("[\"a\",\"b\"]"),
        json!({"0": "a", "1": "b"}),
        json!({"10": "b", "9": "a"}),
    ] {
        assert_eq!(everything(json!({"texts": list})).texts.unwrap(), ["a", "b"], "{list}");
    }
    assert_eq!(everything(json!({"texts": "a"})).texts.unwrap(), ["a"]);
    assert_eq!(everything(json!({"texts": ["a, b"]})).texts.unwrap(), ["a, b"]);
    assert_eq!(everything(json!({"wholes": "1,2"})).wholes.unwrap(), [1, 2]);
    assert_eq!(everything(json!({"wholes": 1})).wholes.unwrap(), [1]);
    let single = everything(json!({"inners": {"kind": "x"}})).inners;
    assert_eq!(single, [Inner { kind: "x".to_owned(), size: None }]);
    let repeated = mark::repeated(vec![json!("a"), json!("b")]);
    assert_eq!(everything(json!({"texts": repeated})).texts.unwrap(), ["a", "b"]);
    assert_eq!(everything(json!({"text": repeated})).text.unwrap(), "b");
    assert_eq!(everything(json!({"free": {"x": repeated}})).free.unwrap(), json!({"x": "b"}));
}

#[test]
fn objects_also_as_json_texts() {
    let read = everything(json!({
        "inner": r#"{"kind": 5, "size": "7"}"#,
        "json": r#"{"plan": "pro"}"#,
        "below": {"below": {"whole": "4"}},
    }));
    assert_eq!(read.inner.unwrap(), Inner { kind: "5".to_owned(), size: Some(7) });
    assert_eq!(read.json.unwrap().to_value(), json!({"plan": "pro"}));
    assert_eq!(read.below.unwrap().below.unwrap().whole, Some(4));
}

#[test]
fn what_cannot_be_understood_names_its_field() {
    let cases = [
        (json!({"whole": "abc"}), "whole", "Whole must be an integer"),
        (json!({"whole": 1.5}), "whole", "Whole must be an integer"),
        (json!({"whole": "9223372036854775808"}), "whole", "Whole must be an integer within its range"),
        (json!({"whole": 9223372036854775808_u64}), "whole", "Whole must be an integer within its range"),
        (json!({"whole": 1e300}), "whole", "Whole must be an integer within its range"),
        (json!({"small": -1}), "small", "Small must be an integer within its range"),
        (json!({"number": "NaN"}), "number", "Number must be a number"),
        (json!({"number": "1e400"}), "number", "Number must be a number"),
        (json!({"flag": "maybe"}), "flag", "Flag must be true or false"),
        (json!({"flag": 2}), "flag", "Flag must be true or false"),
        (json!({"text": {"a": 1}}), "text", "Text must be a text"),
        (json!({"text": ["a"]}), "text", "Text must be a text"),
        (json!({"team_id": "x"}), "team_id", "Team must be an integer"),
        (json!({"texts": {"a": "b"}}), "texts", "Texts must be a list"),
        (json!({"texts": [{"a": "b"}]}), "texts.0", "Texts 0 must be a text"),
        (json!({"inner": 5}), "inner", "Inner must be an object"),
        (json!({"inner": "[]"}), "inner", "Inner must be an object"),
        (json!({"inner": {"size": 1}}), "inner.kind", "Inner kind can't be blank"),
        (json!({"inner": {"kind": []}}), "inner.kind", "Inner kind must be a text"),
        (json!({"json": [1]}), "json", "Json must be an object"),
        (json!({"file": {"x": 1}}), "file", "File must be a file"),
        (json!({"mood": "odd"}), "", "'odd' is not a valid mood"),
    ];
    for (tree, attribute, message) in cases {
        assert_eq!(refusal(tree.clone()), (attribute.to_owned(), message.to_owned()), "{tree}");
    }
}

#[test]
fn required_values_and_lists() {
    let Err(Error::Invalid(fields)) = parse::<Strict>(json!({"name": null})) else { panic!() };
    let all: Vec<_> = fields.iter().map(|f| (f.message.as_str(), f.code)).collect();
    assert_eq!(all, [("Name can't be blank", "blank"), ("Flag can't be blank", "blank")]);
    assert!(parse::<Strict>(json!({"name": "", "flag": true})).unwrap().items.is_empty());
}

fn stored() -> Stored {
    Stored {
        id: BlobId(4),
        key: "k".to_owned(),
        filename: "a.png".to_owned(),
        content_type: "image/png".to_owned(),
        byte_size: 10,
        width: Some(1),
        height: None,
    }
}

#[test]
fn files_go_where_files_are_wanted_only() {
    let file = mark::file(&stored());
    let read = everything(json!({"file": file, "files": [file, "signed"]}));
    assert!(matches!(read.file, Some(Upload::Part(part)) if part == stored()));
    assert!(matches!(&read.files.unwrap()[..], [Upload::Part(_), Upload::Text(text)] if text == "signed"));
    assert_eq!(everything(json!({"files": file})).files.unwrap().len(), 1);
    assert_eq!(everything(json!({"files": {"0": file}})).files.unwrap().len(), 1);
    for name in ["text", "whole", "texts", "inner", "json", "free", "mood"] {
        assert!(refusal(json!({name: file})).1.ends_with("must not be a file"), "{name}");
    }
    assert!(refusal(json!({"free": {"deep": [file]}})).1.ends_with("must not be a file"));
}

#[test]
fn marks_cannot_be_smuggled_in_as_json_texts() {
    let forged = mark::file(&stored()).to_string();
    for name in ["inner", "json"] {
        assert!(parse::<Everything>(json!({name: forged})).is_err());
    }
    let read = everything(json!({"files": format!("[{forged}]")}));
    assert!(matches!(&read.files.unwrap()[..], [Upload::Text(_)]));
}

/// Any JSON, with the field names of `Everything` often.
fn any_tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop_oneof![Just("1"), Just("[1,2]"), Just("{\"kind\":1}"), Just("true"), Just("good"), Just("a,b")]
            .prop_map(Value::from),
        Just(mark::file(&stored())),
    ];
    leaf.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec(inner.clone(), 1..4).prop_map(mark::repeated),
            prop::collection::vec((name(), inner), 0..8).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    let known = [
        "text",
        "whole",
        "small",
        "number",
        "flag",
        "change",
        "team_id",
        "texts",
        "wholes",
        "inner",
        "inners",
        "mood",
        "free",
        "json",
        "file",
        "files",
        "below",
        "kind",
        "size",
        "defaulted",
        "0",
        "1",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #[test]
    fn any_tree_is_understood_or_refused(tree in any_tree()) {
        match parse::<Everything>(json!({"below": tree})) {
            Ok(_) | Err(Error::Refused(_)) => {}
            // Never the fallback: the walk leaves nothing for the parser to refuse.
            Err(Error::Invalid(fields)) => prop_assert!(fields.iter().all(|f| f.attribute != "base")),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

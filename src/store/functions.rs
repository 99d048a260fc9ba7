//! What SQL cannot do by itself: texts of any script in lower case, and values of JSON read as numbers, days and flags.
//!
//! For questions only: nothing in the schema uses these, so that any program can read and write the file.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use crate::base::{Millis, text};

/// Teaches a connection the functions `fold`, `number_of`, `day_of` and `flag_of`. Each answers null for what it cannot read.
pub fn add(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("fold", 1, flags, |call| Ok(fold(call.get_raw(0))))?;
    conn.create_scalar_function("number_of", 1, flags, |call| Ok(number(call.get_raw(0))))?;
    conn.create_scalar_function("day_of", 1, flags, |call| Ok(day(call.get_raw(0))))?;
    conn.create_scalar_function("flag_of", 1, flags, |call| Ok(flag(call.get_raw(0))))
}

/// As text, in lower case.
fn fold(value: ValueRef) -> Option<String> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        // as SQL writes it
        ValueRef::Real(number) => Some(format!("{number:?}")),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(str::to_lowercase),
    }
}

fn number(value: ValueRef) -> Option<f64> {
    match value {
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        other => other.as_str().ok()?.trim().parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

/// Days since 1970 of a date, a time, or Unix seconds.
fn day(value: ValueRef) -> Option<i64> {
    match value {
        ValueRef::Integer(seconds) => Millis::parse(&seconds.to_string()),
        ValueRef::Real(seconds) => Millis::parse(&seconds.to_string()),
        other => Millis::parse(other.as_str().ok()?),
    }
    .map(Millis::day)
}

fn flag(value: ValueRef) -> Option<bool> {
    match value {
        ValueRef::Integer(0) => Some(false),
        ValueRef::Integer(1) => Some(true),
        other => text::flag(other.as_str().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_meant() {
        let conn = Connection::open_in_memory().unwrap();
        add(&conn).unwrap();
        let json = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(
            json("select json_array(fold('GRÖSSE'), fold(7), fold(5.0), fold(null), fold(x'ff'))"),
            r#"["grösse","7","5.0",null,null]"#
        );
        assert_eq!(
            json(
                "select json_array(number_of('5'), number_of(' 1.5 '), number_of('x'), number_of('inf'), number_of(null))"
            ),
            "[5.0,1.5,null,null,null]"
        );
        assert_eq!(
            json(
                "select json_array(day_of('1970-01-02'), day_of('1970-01-03T23:59:00Z'), day_of(-1), day_of('soon'), day_of(null))"
            ),
            "[1,2,-1,null,null]"
        );
        assert_eq!(
            json("select json_array(flag_of(1), flag_of('Off'), flag_of(2), flag_of('x'), flag_of(null))"),
            "[1,0,null,null,null]"
        );
    }
}

//! Single values: texts, numbers, booleans. Each answers the bent value, null for an empty one, or what it must be.

use serde_json::{Number, Value};

/// The rule a value broke.
pub type Broken = &'static str;

/// Texts stay as they are; numbers and booleans are written out.
pub fn text(value: Value) -> Result<Value, Broken> {
    match value {
        Value::String(_) | Value::Null => Ok(value),
        Value::Number(number) => Ok(Value::String(number.to_string())),
        Value::Bool(flag) => Ok(Value::String(flag.to_string())),
        Value::Array(_) | Value::Object(_) => Err("must be a text"),
    }
}

/// `3`, `"3"`, `3.0`.
pub fn integer(value: Value, least: i128, most: i128) -> Result<Value, Broken> {
    const RULE: Broken = "must be an integer";
    let whole = match &value {
        Value::Null => return Ok(Value::Null),
        Value::String(text) if text.trim().is_empty() => return Ok(Value::Null),
        Value::String(text) => text.trim().parse::<i128>().map_err(|_| RULE)?,
        Value::Number(number) => whole(number).ok_or(RULE)?,
        _ => return Err(RULE),
    };
    if !(least..=most).contains(&whole) {
        return Err("must be an integer within its range");
    }
    let number = i64::try_from(whole).map(Number::from).or_else(|_| u64::try_from(whole).map(Number::from));
    number.map(Value::Number).map_err(|_| RULE)
}

fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    // Beyond 64 bits only the sign and size matter: it is out of every range anyway.
    exact.or_else(|| number.as_f64().filter(|f| f.is_finite() && f.fract() == 0.0).map(|f| f as i128))
}

/// `1.5`, `"1.5"`, `1`.
pub fn number(value: Value) -> Result<Value, Broken> {
    const RULE: Broken = "must be a number";
    match value {
        Value::Null | Value::Number(_) => Ok(value),
        Value::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(exact) = text.parse::<i64>() {
                return Ok(Value::from(exact));
            }
            text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number).ok_or(RULE)
        }
        _ => Err(RULE),
    }
}

/// `true`, `"true"`, `1`, `"1"`, `"on"`, … An empty text is null, or false where something is required.
pub fn boolean(value: Value, required: bool) -> Result<Value, Broken> {
    const RULE: Broken = "must be true or false";
    match &value {
        Value::Null | Value::Bool(_) => Ok(value),
        Value::Number(number) => match number.as_i64() {
            Some(1) => Ok(Value::Bool(true)),
            Some(0) => Ok(Value::Bool(false)),
            _ => Err(RULE),
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "" if required => Ok(Value::Bool(false)),
            "" => Ok(Value::Null),
            "true" | "t" | "1" | "on" | "yes" => Ok(Value::Bool(true)),
            "false" | "f" | "0" | "off" | "no" => Ok(Value::Bool(false)),
            _ => Err(RULE),
        },
        Value::Array(_) | Value::Object(_) => Err(RULE),
    }
}

//! Variables in outgoing content: `{{contact.name}}`, with a few filters. Pure.
//!
//! The part of the Liquid language that people use in answers: values, and the filters `capitalize`, `upcase`, `downcase` and
//! `default`. What is unknown is empty, text between backticks is left alone, and a text with broken syntax is not touched.

use serde_json::{Map, Value, json};

/// Bytes after which an expanded text ends: more than any message may have, so that a few variables cannot fill the memory.
const LONGEST: usize = 1024 * 1024;

/// Whether there is something to expand.
pub fn has_variables(text: &str) -> bool {
    text.contains("{{")
}

/// The text with its variables replaced, or as it is when its syntax is broken. It ends where it grows beyond a megabyte.
pub fn expand(text: &str, values: &Value) -> String {
    render(text, values).unwrap_or_else(|| text.to_owned())
}

/// The first letter in upper case, the others in lower case.
pub fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

/// The names of a person as variables: each word begins with a capital.
pub fn names(name: &str) -> Map<String, Value> {
    let words: Vec<String> = name.split_whitespace().map(begin_with_capital).collect();
    let last = words.last().filter(|_| words.len() > 1);
    let names = [("name", json!(words.join(" "))), ("first_name", json!(words.first())), ("last_name", json!(last))];
    names.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn begin_with_capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// `None` when the syntax is broken.
fn render(text: &str, values: &Value) -> Option<String> {
    let mut rendered = String::with_capacity(text.len());
    let last = text.matches('`').count();
    for (place, piece) in text.split('`').enumerate() {
        if place > 0 {
            rendered.push('`');
        }
        // every other piece is code, unless nothing closes it
        let is_code = place % 2 == 1 && place < last;
        if is_code {
            rendered.push_str(piece)
        } else {
            render_piece(piece, values, &mut rendered)?
        }
        if rendered.len() > LONGEST {
            break;
        }
    }
    Some(rendered)
}

fn render_piece(mut text: &str, values: &Value, rendered: &mut String) -> Option<()> {
    while let Some((before, after)) = text.split_once("{{") {
        let (expression, rest) = after.split_once("}}")?;
        rendered.push_str(before);
        rendered.push_str(&evaluate(expression, values)?);
        if rendered.len() > LONGEST {
            return Some(());
        }
        text = rest;
    }
    rendered.push_str(text);
    Some(())
}

/// A value with the filters behind it.
fn evaluate(expression: &str, values: &Value) -> Option<String> {
    let mut parts = split_outside_quotes(expression, '|').into_iter();
    let mut value = value_of(parts.next()?.trim(), values)?;
    for filter in parts {
        let mut words = split_outside_quotes(filter, ':').into_iter();
        let name = words.next()?.trim();
        let argument = words.next().map(str::trim);
        if !is_name(name) {
            return None;
        }
        value = match name {
            "capitalize" => capitalize(&value),
            "upcase" => value.to_uppercase(),
            "downcase" => value.to_lowercase(),
            "default" if value.is_empty() => value_of(argument?, values)?,
            _ => value,
        };
    }
    Some(value)
}

/// A quoted text, a number, or the variable of this path; `None` for anything else.
fn value_of(expression: &str, values: &Value) -> Option<String> {
    if expression.is_empty() {
        return Some(String::new());
    }
    for quote in ['"', '\''] {
        if let Some(text) = expression.strip_prefix(quote) {
            return text.strip_suffix(quote).filter(|text| !text.contains(quote)).map(str::to_owned);
        }
    }
    if expression.parse::<f64>().is_ok() {
        return Some(expression.to_owned());
    }
    if !expression.split('.').all(is_name) {
        return None;
    }
    let found = expression.split('.').try_fold(values, |value, name| value.get(name));
    Some(match found {
        Some(Value::String(text)) => text.clone(),
        Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar.to_string(),
        _ => String::new(),
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quote = None;
    text.split(|c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c == separator
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> String {
        let mut contact = names("ada  McLovelace");
        contact.insert("email".to_owned(), Value::Null);
        contact.insert("custom_attribute".to_owned(), json!({"plan": "pro", "seats": 3}));
        expand(text, &json!({"contact": contact, "agent": names("bob")}))
    }

    #[test]
    fn variables_are_replaced() {
        assert_eq!(expanded("Hi {{contact.name}}, {{ agent.first_name }} here"), "Hi Ada McLovelace, Bob here");
        assert_eq!(expanded("{{contact.last_name}}/{{agent.last_name}}"), "McLovelace/");
        assert_eq!(expanded("{{contact.custom_attribute.plan}} {{contact.custom_attribute.seats}}"), "pro 3");
        assert_eq!(expanded("a{{ nobody.name }}b{{}}c{{contact}}"), "abc");
        assert_eq!(expanded("{{ \"x\" }}{{ 5 }}"), "x5");
        assert_eq!(expanded("no variables { } }}"), "no variables { } }}");
    }

    #[test]
    fn filters_change_values() {
        assert_eq!(expanded("{{ contact.name | upcase }} {{contact.name|downcase}}"), "ADA MCLOVELACE ada mclovelace");
        assert_eq!(expanded("{{ contact.name | capitalize }}"), "Ada mclovelace");
        assert_eq!(expanded("{{ contact.email | default: 'a: b | c' | upcase }}"), "A: B | C");
        assert_eq!(expanded("{{ contact.email | default: contact.name }}"), "Ada McLovelace");
        assert_eq!(expanded("{{ contact.first_name | default: \"x\" | reverse }}"), "Ada");
    }

    #[test]
    fn code_is_left_alone() {
        assert_eq!(expanded("`{{contact.name}}` {{agent.name}}"), "`{{contact.name}}` Bob");
        assert_eq!(expanded("```\n{{contact.name}}\n``` {{agent.name}}"), "```\n{{contact.name}}\n``` Bob");
        assert_eq!(expanded("it`s {{agent.name}}"), "it`s Bob");
    }

    #[test]
    fn broken_syntax_is_left_as_it_is() {
        for text in [
            "Hi {{contact.name",
            "{{agent.name}} {{contact.name",
            "{{ {a: 1} }}",
            "{{ contact..name }}",
            "{{ 'open }}",
            "{{ agent.name | }}",
            "{{ contact.email | default }}",
            "{{ `agent.name` }}",
        ] {
            assert_eq!(expanded(text), text);
        }
    }

    #[test]
    fn what_grows_without_end_is_cut() {
        let values = json!({"contact": {"name": "x".repeat(600_000)}});
        let many = "{{contact.name}}`code`".repeat(1000);
        assert!((LONGEST..2 * LONGEST).contains(&expand(&many, &values).len()));
    }

    #[test]
    fn names_begin_with_capitals() {
        assert_eq!(
            (capitalize("ada LOVELACE"), capitalize("éa"), capitalize("")),
            ("Ada lovelace".into(), "Éa".into(), String::new())
        );
        assert_eq!(names(" ").get("name"), Some(&json!("")));
    }
}

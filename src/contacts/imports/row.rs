//! What a row of the file says of a contact. Pure.

use serde_json::{Map, Value};

use super::reading::MOST_CELLS;
use crate::base::cells;
use crate::base::ids::ContactId;
use crate::base::text::presence;
use crate::contacts::model::ContactChange;

/// The longest name of a column, in characters.
const LONGEST: usize = 255;

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Id,
    Name,
    Email,
    PhoneNumber,
    Identifier,
    /// The two are custom attributes, too.
    Company,
    City,
    /// A custom attribute.
    Custom(String),
    /// Has no name.
    Nothing,
}

impl Column {
    fn of(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "id" => Column::Id,
            "name" => Column::Name,
            "email" => Column::Email,
            "phone_number" => Column::PhoneNumber,
            "identifier" => Column::Identifier,
            "company" => Column::Company,
            "city" => Column::City,
            "" => Column::Nothing,
            _ => Column::Custom(name.to_owned()),
        }
    }
}

/// The columns of a file with this first row, or why it cannot be taken in.
pub fn columns(header: &[String]) -> Result<Vec<Column>, String> {
    if header.len() > MOST_CELLS {
        return Err(format!("The file has too many columns (maximum is {MOST_CELLS})"));
    }
    if header.iter().any(|name| name.contains('\0') || name.chars().count() > LONGEST) {
        return Err("The first row does not name columns".to_owned());
    }
    let columns: Vec<Column> = header.iter().map(|name| Column::of(cells::original(name.trim()))).collect();
    let says_who =
        |column: &Column| !matches!(column, Column::Company | Column::City | Column::Custom(_) | Column::Nothing);
    if columns.iter().any(says_who) {
        Ok(columns)
    } else {
        Err("The file has none of the columns id, name, email, identifier and phone_number".to_owned())
    }
}

/// A contact as a row describes them.
#[derive(Debug, Default)]
pub struct Row {
    /// The contact's id here.
    pub id: Option<ContactId>,
    pub identifier: Option<String>,
    /// In lower case.
    pub email: Option<String>,
    pub phone_number: Option<String>,
    name: Option<String>,
    additional_attributes: Map<String, Value>,
    custom_attributes: Map<String, Value>,
}

impl Row {
    /// Reads a row; nothing when all of it is blank, and what is wrong with one that cannot be read.
    pub fn read(columns: &[Column], values: &[String]) -> Result<Option<Row>, String> {
        let is_blank = |value: &String| value.trim().is_empty();
        if values.iter().all(is_blank) {
            return Ok(None);
        }
        if values.iter().any(|value| value.contains('\0')) {
            return Err("Row has a NUL in it".to_owned());
        }
        if !values.iter().skip(columns.len()).all(is_blank) {
            return Err("Row has more values than the file has columns".to_owned());
        }
        let mut row = Row::default();
        for (column, value) in columns.iter().zip(values).filter(|(_, value)| !is_blank(value)) {
            row.note(column, cells::original(value));
        }
        Ok(Some(row))
    }

    fn note(&mut self, column: &Column, value: &str) {
        let trimmed = value.trim();
        let own = || presence(Some(trimmed.to_owned()));
        let json = || Value::from(value);
        match column {
            Column::Id => self.id = trimmed.parse().ok().map(ContactId),
            Column::Name => self.name = own(),
            Column::Email => self.email = own().map(|email| email.to_lowercase()),
            Column::Identifier => self.identifier = own(),
            Column::PhoneNumber => {
                // spreadsheets take the sign for one of a number
                let is_bare = trimmed.bytes().all(|byte| byte.is_ascii_digit());
                self.phone_number = own().map(|number| if is_bare { format!("+{number}") } else { number });
            }
            Column::Company => {
                self.additional_attributes.insert("company_name".to_owned(), json());
                self.custom_attributes.insert("company".to_owned(), json());
            }
            Column::City => {
                self.additional_attributes.insert("city".to_owned(), json());
                self.custom_attributes.insert("city".to_owned(), json());
            }
            Column::Custom(name) => drop(self.custom_attributes.insert(name.clone(), json())),
            Column::Nothing => {}
        }
    }

    /// As a change: what the row leaves blank stays as it is.
    pub fn into_change(self) -> ContactChange {
        ContactChange {
            name: self.name.map(Some),
            email: self.email.map(Some),
            phone_number: self.phone_number.map(Some),
            identifier: self.identifier.map(Some),
            additional_attributes: self.additional_attributes,
            custom_attributes: self.custom_attributes,
            ..ContactChange::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn columns_are_known_by_their_names() {
        let found = columns(&strings(&[" Email", "Plan", "", "city"])).unwrap();
        assert_eq!(found, [Column::Email, Column::Custom("Plan".into()), Column::Nothing, Column::City]);
        for (header, why) in [
            (
                strings(&["plan", "city"]),
                "The file has none of the columns id, name, email, identifier and phone_number",
            ),
            (strings(&["name", "a\0b"]), "The first row does not name columns"),
            (strings(&["name", &"x".repeat(256)]), "The first row does not name columns"),
            (vec!["name".to_owned(); 1001], "The file has too many columns (maximum is 1000)"),
        ] {
            assert_eq!(columns(&header).unwrap_err(), why);
        }
    }

    #[test]
    fn a_row_says_what_it_has() {
        let columns =
            columns(&strings(&["id", "name", "email", "phone_number", "identifier", "company", "city", "plan"]))
                .unwrap();
        let read = |values: &[&str]| Row::read(&columns, &strings(values));
        let row = read(&["7", " Ada ", "Ada@X.test ", "'+4912345", "crm", "Initech", "", " pro "]).unwrap().unwrap();
        assert_eq!((row.id, row.email.as_deref()), (Some(ContactId(7)), Some("ada@x.test")));
        assert_eq!(row.phone_number.as_deref(), Some("+4912345"));
        let change = row.into_change();
        assert_eq!(change.name, Some(Some("Ada".to_owned())));
        assert_eq!(json!(change.additional_attributes), json!({"company_name": "Initech"}));
        assert_eq!(json!(change.custom_attributes), json!({"company": "Initech", "plan": " pro "}));
        let short = read(&["x", "Ada", "", "4912345"]).unwrap().unwrap();
        assert_eq!((short.id, short.phone_number.as_deref()), (None, Some("+4912345")));
        assert!(short.into_change().email.is_none());
        assert!(read(&["", " ", "\t"]).unwrap().is_none());
        assert_eq!(read(&["", "a\0"]).unwrap_err(), "Row has a NUL in it");
        let long = read(&["", "Ada", "", "", "", "", "", "", "", "x"]).unwrap_err();
        assert_eq!(long, "Row has more values than the file has columns");
        assert!(read(&["", "Ada", "", "", "", "", "", "", "", " "]).unwrap().is_some());
    }
}

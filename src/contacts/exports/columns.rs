//! What can stand in a column. Pure.

use std::borrow::Cow;

use serde_json::Value;

use crate::base::Millis;
use crate::contacts::model::Contact;

macro_rules! columns {
    ($($name:ident = $word:literal),* $(,)?) => {
        /// A column of an export, named as the contact's attribute.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($name),* }

        impl Column {
            pub fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Column::$name),)* _ => None }
            }

            pub fn name(self) -> &'static str {
                match self { $(Column::$name => $word),* }
            }
        }
    };
}

columns! {
    Id = "id",
    Name = "name",
    Email = "email",
    PhoneNumber = "phone_number",
    Identifier = "identifier",
    Blocked = "blocked",
    CompanyName = "company_name",
    City = "city",
    Country = "country",
    AdditionalAttributes = "additional_attributes",
    CustomAttributes = "custom_attributes",
    LastActivityAt = "last_activity_at",
    CreatedAt = "created_at",
    UpdatedAt = "updated_at",
}

/// The columns of an export for which none were chosen.
const USUAL: [Column; 4] = [Column::Id, Column::Name, Column::Email, Column::PhoneNumber];

impl Column {
    /// Those of these words that are columns, each once; the usual ones when there are none.
    pub fn chosen(words: &[String]) -> Vec<Self> {
        let mut columns = Vec::new();
        for column in words.iter().filter_map(|word| Column::of(word.trim())) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        if columns.is_empty() { USUAL.to_vec() } else { columns }
    }

    /// The cell of a contact.
    pub fn cell(self, contact: &Contact) -> Cow<'_, str> {
        fn text(text: &Option<String>) -> Cow<'_, str> {
            text.as_deref().unwrap_or_default().into()
        }
        let time = |at: Option<Millis>| at.map(Millis::iso).unwrap_or_default().into();
        match self {
            Column::Id => contact.id.to_string().into(),
            Column::Name => text(&contact.name),
            Column::Email => text(&contact.email),
            Column::PhoneNumber => text(&contact.phone_number),
            Column::Identifier => text(&contact.identifier),
            Column::Blocked => contact.blocked.to_string().into(),
            Column::CompanyName | Column::City | Column::Country => additional(contact, self.name()).into(),
            Column::AdditionalAttributes => contact.additional_attributes.as_str().into(),
            Column::CustomAttributes => contact.custom_attributes.as_str().into(),
            Column::LastActivityAt => time(contact.last_activity_at),
            Column::CreatedAt => time(Some(contact.created_at)),
            Column::UpdatedAt => time(Some(contact.updated_at)),
        }
    }
}

/// An additional attribute as a text.
fn additional(contact: &Contact, name: &str) -> String {
    let attributes: Value = serde_json::from_str(&contact.additional_attributes).unwrap_or_default();
    match attributes.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_chosen_by_name() {
        let chosen = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Column::chosen(&words).into_iter().map(Column::name).collect::<Vec<_>>()
        };
        assert_eq!(chosen(&["email", "secret", " id ", "email"]), ["email", "id"]);
        assert_eq!(chosen(&["secret"]), ["id", "name", "email", "phone_number"]);
        assert_eq!(chosen(&[]).len(), 4);
    }
}

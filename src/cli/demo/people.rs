//! The contacts, read from a table.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use crate::base::{Error, Result};

const TABLE: &str = include_str!("contacts.txt");
const BICYCLES: [&str; 6] = ["touring bike", "gravel bike", "folding bike", "cargo bike", "city bike", "road bike"];

/// Somebody who writes to the company.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub name: &'static str,
    pub language: &'static str,
    pub email: &'static str,
    pub phone_number: &'static str,
    pub company: Option<&'static str>,
    pub city: &'static str,
    pub country_code: &'static str,
    pub custom_attributes: Map<String, Value>,
}

impl Person {
    /// What the contact's panel shows of where they are.
    pub fn additional_attributes(&self) -> Map<String, Value> {
        let mut attributes = Map::new();
        let country = country(self.country_code);
        for (name, value) in [("city", self.city), ("country", country), ("country_code", self.country_code)] {
            attributes.insert(name.to_owned(), value.into());
        }
        if let Some(company) = self.company {
            attributes.insert("company_name".to_owned(), company.into());
        }
        attributes
    }
}

/// All of them.
pub fn all(dice: &mut Dice) -> Result<Vec<Person>> {
    TABLE.lines().filter(|line| !line.starts_with("//")).map(|line| read(line, dice)).collect()
}

fn read(line: &'static str, dice: &mut Dice) -> Result<Person> {
    let mut fields = line.split('|');
    let mut next = || fields.next().ok_or_else(|| Error::internal(format!("a contact cannot be read: {line}")));
    Ok(Person {
        name: next()?,
        language: next()?,
        email: next()?,
        phone_number: next()?,
        company: Some(next()?).filter(|company| !company.is_empty()),
        city: next()?,
        country_code: next()?,
        custom_attributes: attributes(line, dice),
    })
}

fn attributes(line: &str, dice: &mut Dice) -> Map<String, Value> {
    let is_company = line.split('|').nth(4).is_some_and(|company| !company.is_empty());
    let plan =
        if is_company { "dealer" } else { ["rider", "rider", "club"].get(dice.place(3)).copied().unwrap_or("rider") };
    let mut attributes = Map::new();
    attributes.insert("plan".to_owned(), plan.into());
    attributes.insert("orders".to_owned(), json!(dice.range(1, if is_company { 40 } else { 6 })));
    if dice.chance(60) {
        attributes.insert("bicycle".to_owned(), json!(dice.one_of(&BICYCLES)));
    }
    if dice.chance(50) {
        attributes.insert("newsletter".to_owned(), json!(dice.chance(70)));
    }
    attributes
}

fn country(code: &str) -> &'static str {
    match code {
        "AE" => "United Arab Emirates",
        "AR" => "Argentina",
        "AT" => "Austria",
        "AU" => "Australia",
        "BE" => "Belgium",
        "BG" => "Bulgaria",
        "BR" => "Brazil",
        "CA" => "Canada",
        "CH" => "Switzerland",
        "CL" => "Chile",
        "CO" => "Colombia",
        "CZ" => "Czechia",
        "DE" => "Germany",
        "DK" => "Denmark",
        "ES" => "Spain",
        "FI" => "Finland",
        "FR" => "France",
        "GB" => "United Kingdom",
        "GR" => "Greece",
        "IE" => "Ireland",
        "IL" => "Israel",
        "IN" => "India",
        "IT" => "Italy",
        "JO" => "Jordan",
        "JP" => "Japan",
        "LB" => "Lebanon",
        "LT" => "Lithuania",
        "MA" => "Morocco",
        "MX" => "Mexico",
        "NG" => "Nigeria",
        "NL" => "Netherlands",
        "NO" => "Norway",
        "NZ" => "New Zealand",
        "PE" => "Peru",
        "PK" => "Pakistan",
        "PL" => "Poland",
        "PT" => "Portugal",
        "RO" => "Romania",
        "SE" => "Sweden",
        "SG" => "Singapore",
        "SN" => "Senegal",
        "TW" => "Taiwan",
        "US" => "United States",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::base::text;

    #[test]
    fn a_hundred_people_can_be_reached_in_places_that_exist() {
        let people = all(&mut Dice::new(1)).unwrap();
        assert_eq!(people.len(), 100);
        let mut known = HashSet::new();
        for person in &people {
            assert!(person.email.is_empty() || text::is_email(person.email), "{}", person.name);
            assert!(person.phone_number.is_empty() || text::is_e164(person.phone_number), "{}", person.name);
            for address in [person.email, person.phone_number].into_iter().filter(|address| !address.is_empty()) {
                assert!(known.insert(address), "{address}");
            }
            assert!(!(person.email.is_empty() && person.phone_number.is_empty()), "{}", person.name);
            assert!(!country(person.country_code).is_empty(), "{}", person.country_code);
        }
        assert!(people.iter().any(|person| person.email.is_empty()));
    }
}

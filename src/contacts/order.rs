//! The orders of the contact list, each with the indexes that have it. Pure.

/// What contacts are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// Also the order of creation: ids are given in it.
    Id,
    Name,
    /// A column of its own index; contacts without a value come last in both directions.
    Column {
        name: &'static str,
        index: &'static str,
    },
}

/// Keys of one order at most; further ones are left out.
const MOST_KEYS: usize = 3;

/// A key and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sorted {
    key: Key,
    descending: bool,
}

impl Sorted {
    fn way(self) -> &'static str {
        if self.descending { "desc" } else { "asc" }
    }

    /// As a part of `order by`.
    fn by(self) -> String {
        let way = self.way();
        match self.key {
            Key::Id => format!("c.id {way}"),
            Key::Name => format!("c.name_is_phone, c.name_key {way}"),
            Key::Column { name, .. } => format!("c.{name} is null, c.{name} {way}"),
        }
    }
}

/// An order of contacts; those that are equal in it are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    first: Sorted,
    then: [Option<Sorted>; MOST_KEYS - 1],
}

/// Contacts that stand together in an order, and the index that has them in it.
#[derive(Debug)]
pub struct Rank {
    pub index: &'static str,
    /// A condition on the contact `c`.
    pub condition: String,
    pub by: String,
}

impl Order {
    /// Reads `sort`: the keys that are known, separated by commas; ascending ids without any.
    pub fn parse(sort: Option<&str>) -> Self {
        let known = |word: &str| {
            let word = word.trim();
            let name = word.strip_prefix('-');
            key(name.unwrap_or(word)).map(|key| Sorted { key, descending: name.is_some() })
        };
        let by_id = Sorted { key: Key::Id, descending: false };
        let mut keys = sort.unwrap_or_default().split(',').filter_map(known);
        Order { first: keys.next().unwrap_or(by_id), then: [keys.next(), keys.next()] }
    }

    /// The groups of this order, first ones first. Within a group an index has the order of the first key; only contacts that
    /// are equal in that are sorted.
    pub fn ranks(self) -> Vec<Rank> {
        let (way, rest) = (self.first.way(), self.rest());
        let rank = |index, condition: String, by| Rank { index, condition, by };
        match self.first.key {
            Key::Id => vec![rank("contacts_list", "true".to_owned(), format!("c.id {way}"))],
            Key::Name => [0, 1]
                .map(|is_phone| {
                    let condition = format!("c.name_is_phone = {is_phone}");
                    rank("contacts_by_name", condition, format!("c.name_key {way}{rest}"))
                })
                .into(),
            Key::Column { name, index } => vec![
                rank(index, format!("c.{name} is not null"), format!("c.{name} {way}{rest}")),
                rank("contacts_list", format!("c.{name} is null"), rest.trim_start_matches(", ").to_owned()),
            ],
        }
    }

    /// The same order as one `order by`, for the few hits of a search.
    pub fn by(self) -> String {
        match self.first.key {
            Key::Id => self.first.by(),
            _ => format!("{}{}", self.first.by(), self.rest()),
        }
    }

    /// What orders contacts that are equal in the first key: the other keys, and the id at last.
    fn rest(self) -> String {
        let keys: Vec<Sorted> = self.then.into_iter().flatten().collect();
        let by: String = keys.iter().map(|key| format!(", {}", key.by())).collect();
        if keys.iter().any(|sorted| sorted.key == Key::Id) { by } else { format!("{by}, c.id {}", self.first.way()) }
    }
}

fn key(word: &str) -> Option<Key> {
    let column = |name, index| Some(Key::Column { name, index });
    match word {
        "created_at" => Some(Key::Id),
        "name" => Some(Key::Name),
        "email" => column("email", "contacts_by_email"),
        "phone_number" => column("phone_number", "contacts_by_phone_number"),
        "last_activity_at" => column("last_activity_at", "contacts_by_last_activity"),
        "company" | "company_name" => column("company_name", "contacts_by_company"),
        "city" => column("city", "contacts_by_city"),
        "country" => column("country", "contacts_by_country"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_are_known_count() {
        let by = |sort: &str| Order::parse(Some(sort)).by();
        assert_eq!(Order::parse(None).by(), "c.id asc");
        assert_eq!(by("wrong, -name"), "c.name_is_phone, c.name_key desc, c.id desc");
        assert_eq!(by("-name,city"), "c.name_is_phone, c.name_key desc, c.city is null, c.city asc, c.id desc");
        assert_eq!(by("name,-created_at"), "c.name_is_phone, c.name_key asc, c.id desc");
        assert_eq!(by("-company"), "c.company_name is null, c.company_name desc, c.id desc");
        assert_eq!(by("-created_at"), "c.id desc");
        for unknown in ["", "--name", "id; drop table contacts", "NAME"] {
            assert_eq!(by(unknown), "c.id asc", "{unknown}");
        }
    }
}

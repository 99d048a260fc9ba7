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

/// An order of contacts; those that are equal in it are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    key: Key,
    descending: bool,
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
    /// Reads `sort`: of several keys the first that is known; ascending ids without any.
    pub fn parse(sort: Option<&str>) -> Self {
        let known = |word: &str| {
            let word = word.trim();
            let name = word.strip_prefix('-');
            key(name.unwrap_or(word)).map(|key| Order { key, descending: name.is_some() })
        };
        let by_id = Order { key: Key::Id, descending: false };
        sort.unwrap_or_default().split(',').find_map(known).unwrap_or(by_id)
    }

    /// The groups of this order, first ones first.
    pub fn ranks(self) -> Vec<Rank> {
        let way = self.way();
        let rank = |index, condition: String, by| Rank { index, condition, by };
        match self.key {
            Key::Id => vec![rank("contacts_list", "true".to_owned(), format!("c.id {way}"))],
            Key::Name => [0, 1]
                .map(|is_phone| {
                    let condition = format!("c.name_is_phone = {is_phone}");
                    rank("contacts_by_name", condition, format!("c.name_key {way}, c.id {way}"))
                })
                .into(),
            Key::Column { name, index } => vec![
                rank(index, format!("c.{name} is not null"), format!("c.{name} {way}, c.id {way}")),
                rank("contacts_list", format!("c.{name} is null"), format!("c.id {way}")),
            ],
        }
    }

    /// The same order as one `order by`, for the few hits of a search.
    pub fn by(self) -> String {
        let way = self.way();
        match self.key {
            Key::Id => format!("c.id {way}"),
            Key::Name => format!("c.name_is_phone, c.name_key {way}, c.id {way}"),
            Key::Column { name, .. } => format!("c.{name} is null, c.{name} {way}, c.id {way}"),
        }
    }

    fn way(self) -> &'static str {
        if self.descending { "desc" } else { "asc" }
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
    fn the_first_known_key_counts() {
        let by = |sort: &str| Order::parse(Some(sort)).by();
        assert_eq!(Order::parse(None).by(), "c.id asc");
        assert_eq!(by("wrong, -name,city"), "c.name_is_phone, c.name_key desc, c.id desc");
        assert_eq!(by("-company"), "c.company_name is null, c.company_name desc, c.id desc");
        assert_eq!(by("-created_at"), "c.id desc");
        for unknown in ["", "--name", "id; drop table contacts", "NAME"] {
            assert_eq!(by(unknown), "c.id asc", "{unknown}");
        }
    }
}

//! Who works at the company, and how it sorts its work.

use crate::access::Role;

/// The company, which makes bags for bicycles.
pub const COMPANY: &str = "Larkspoke Bags";

/// Somebody who works there.
pub struct Colleague {
    pub name: &'static str,
    /// Their part of the address, before the company's domain.
    pub mailbox: &'static str,
    pub role: Role,
    pub languages: &'static [&'static str],
    /// Shown online, though nobody sits at the screen.
    pub stays_online: bool,
}

/// An administrator and three agents.
pub const STAFF: [Colleague; 4] = [
    Colleague {
        name: "Maren Holt",
        mailbox: "maren",
        role: Role::Administrator,
        languages: &["en", "de", "it"],
        stays_online: true,
    },
    Colleague {
        name: "Diego Ramos",
        mailbox: "diego",
        role: Role::Agent,
        languages: &["en", "es", "pt"],
        stays_online: false,
    },
    Colleague {
        name: "Yuki Tanaka",
        mailbox: "yuki",
        role: Role::Agent,
        languages: &["en", "ja", "hi"],
        stays_online: true,
    },
    Colleague {
        name: "Amara Okafor",
        mailbox: "amara",
        role: Role::Agent,
        languages: &["en", "fr", "ar"],
        stays_online: false,
    },
];

/// The domain of their addresses; nobody can own it.
pub const DOMAIN: &str = "larkspoke.example";

/// Name, description, and the members by their place in the staff.
pub const TEAMS: [(&str, &str, &[usize]); 2] = [
    ("orders", "Orders, deliveries, invoices, dealers", &[0, 1, 3]),
    ("workshop", "Returns, repairs and spare parts", &[0, 2, 3]),
];

/// Title, description and colour.
pub const LABELS: [(&str, &str, &str); 18] = [
    ("order", "Changes of an order", "#1f93ff"),
    ("shipping", "Where is my parcel", "#2f7fb8"),
    ("return", "Comes back to us", "#b8742f"),
    ("refund", "Money goes back", "#c0392b"),
    ("billing", "Invoices and payments", "#7a5cc7"),
    ("repair", "Broken, to be made whole", "#8a6d3b"),
    ("care", "Washing and mounting", "#3b8a6d"),
    ("presale", "Questions before buying", "#2e9e5b"),
    ("wholesale", "Shops and companies", "#34495e"),
    ("bug", "The website is wrong", "#e74c3c"),
    ("account", "Logins and newsletters", "#5d6d7e"),
    ("privacy", "Data protection", "#16a085"),
    ("complaint", "Somebody is angry", "#d35400"),
    ("praise", "For the wall", "#f1c40f"),
    ("marketing", "Press, sponsoring, discounts", "#e67ea3"),
    ("jobs", "People who want to work here", "#8e44ad"),
    ("idea", "For the next version", "#27ae60"),
    ("spam", "Nothing to answer", "#95a5a6"),
];

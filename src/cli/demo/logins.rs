//! What somebody needs to enter the demo: made once, kept with it, printed at every start.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::base::ids::{AccountId, InboxId};
use crate::cli::output::table;

/// Everything that opens a door of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logins {
    pub account_id: AccountId,
    pub account_name: String,
    pub people: Vec<Login>,
    pub platform_app_token: String,
    pub website_inbox: Door,
    pub api_inbox: Door,
}

/// How one of the staff signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    pub name: String,
    pub role: String,
    pub email: String,
    pub password: String,
    pub access_token: String,
}

/// How contacts come in: the token of a website, or the identifier of an API inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub id: InboxId,
    pub name: String,
    pub token: String,
}

const WORDS: [&str; 32] = [
    "Amber", "Birch", "Cedar", "Clover", "Copper", "Coral", "Delta", "Ember", "Fjord", "Garnet", "Harbor", "Hazel",
    "Indigo", "Ivory", "Juniper", "Lagoon", "Lemon", "Maple", "Meadow", "Nutmeg", "Olive", "Opal", "Pepper", "Prairie",
    "Quartz", "Raven", "Saffron", "Summit", "Tundra", "Velvet", "Willow", "Zephyr",
];

/// A password that can be read out: three words, four digits and a sign; some 30 bits.
pub fn password() -> String {
    let mut random = rand::rng();
    let mut word = || WORDS.get(random.random_range(0..WORDS.len())).copied().unwrap_or("Walnut");
    let words = [word(), word(), word()].join("-");
    format!("{words}-{}!", random.random_range(1000..10_000))
}

impl Logins {
    /// The logins as people read them, with commands to try.
    pub fn shown(&self, base_url: &str) -> String {
        let row = |person: &Login| {
            let Login { name, role, email, password, access_token } = person.clone();
            [name, role, email, password, access_token]
        };
        let people =
            table(["NAME", "ROLE", "EMAIL", "PASSWORD", "ACCESS TOKEN"], self.people.iter().map(row).collect());
        let (account, website, api) = (self.account_id, &self.website_inbox, &self.api_inbox);
        let inboxes = table(
            ["ID", "INBOX", "TOKEN OR IDENTIFIER"],
            vec![
                [website.id.to_string(), format!("{} (website)", website.name), website.token.clone()],
                [api.id.to_string(), format!("{} (API)", api.name), api.token.clone()],
            ],
        );
        let token = self.people.first().map_or("", |person| person.access_token.as_str());
        format!(
            "demo site: {base_url}/demo\n\ndemo: account {account}, {}\n\n{people}\n\n{inboxes}\n\nplatform app token: {}\n\n\
             try:\n  \
             curl -H 'api_access_token: {token}' '{base_url}/api/v1/accounts/{account}/conversations?status=open'\n  \
             curl -H 'api_access_token: {token}' '{base_url}/api/v1/accounts/{account}/contacts/search?q=carter'\n  \
             curl -H 'api_access_token: {}' -H 'content-type: application/json' \\\n       \
             -d '{{\"name\": \"Second account\"}}' '{base_url}/platform/api/v1/accounts'",
            self.account_name, self.platform_app_token, self.platform_app_token
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::password::check;

    #[test]
    fn passwords_obey_the_rules_and_differ() {
        let password = password();
        assert!(check(&password).is_empty(), "{password}");
        assert_ne!(password, super::password());
    }

    #[test]
    fn the_logins_survive_being_kept_and_are_all_shown() {
        let door = |id, name: &str| Door { id: InboxId(id), name: name.into(), token: format!("t{id}") };
        let person = Login {
            name: "Ada".into(),
            role: "agent".into(),
            email: "ada@x.test".into(),
            password: "secret".into(),
            access_token: "abc".into(),
        };
        let logins = Logins {
            account_id: AccountId(1),
            account_name: "Bags".into(),
            people: vec![person],
            platform_app_token: "def".into(),
            website_inbox: door(1, "Site"),
            api_inbox: door(2, "App"),
        };
        let kept = serde_json::to_string(&logins).unwrap();
        assert_eq!(serde_json::from_str::<Logins>(&kept).unwrap(), logins);
        let shown = logins.shown("http://here");
        for part in ["Ada", "ada@x.test", "secret", "abc", "def", "t1", "t2", "http://here/platform/api/v1/accounts"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}

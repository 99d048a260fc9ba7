//! Whose a key is: the caller, as far as they can be told from others before the endpoint proves them.

use poem::Request;

use super::sql;
use crate::access::{self, Realm};
use crate::base::ids::AccountId;
use crate::base::{Error, Result, token};
use crate::store::Store;

/// Where nobody proves who they are, only a key of so many characters is somebody's own.
const SECRET: usize = 16;

/// Who sends a request, and in which account.
#[derive(Debug, Clone)]
pub struct Sender {
    pub account: Option<AccountId>,
    pub principal: String,
}

/// How the path says who calls.
#[derive(Debug, PartialEq, Eq)]
enum Place<'p> {
    Proven(Realm),
    /// A visitor of a website.
    Widget,
    /// A contact of an API inbox, known by the words of the path; or who is to become one.
    Client {
        inbox: &'p str,
        source: Option<&'p str>,
    },
}

fn place(path: &str) -> Option<Place<'_>> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["platform", ..] => Some(Place::Proven(Realm::Platform)),
        ["api", "v1", "widget", ..] => Some(Place::Widget),
        // whoever signs up is nobody yet
        ["api", _, "accounts"] => None,
        ["api", _, "accounts", account, ..] => Some(Place::Proven(Realm::Account(AccountId(account.parse().ok()?)))),
        ["api", _, ..] => Some(Place::Proven(Realm::Own)),
        ["public", "api", _, "inboxes", inbox, "contacts", rest @ ..] => {
            Some(Place::Client { inbox, source: rest.first().copied() })
        }
        _ => None,
    }
}

/// Who sends the request; nobody when the endpoint would not let them in, or nobody could tell them from others.
pub async fn sender(store: &Store, request: &Request, key: &str) -> Result<Option<Sender>> {
    let Some(place) = place(request.uri().path()) else { return Ok(None) };
    match place {
        Place::Proven(realm) => {
            let account = if let Realm::Account(account) = realm { Some(account) } else { None };
            match access::name_of_caller(request, realm).await {
                Ok(principal) => Ok(Some(Sender { account, principal })),
                Err(error @ Error::Internal(_)) => Err(error),
                Err(_) => Ok(None),
            }
        }
        Place::Widget => {
            let query: Vec<(String, String)> = request.params().unwrap_or_default();
            let website = query.into_iter().find(|(name, _)| name == "website_token").map(|(_, token)| token);
            let session = request.header("x-auth-token").filter(|token| !token.is_empty());
            let Some((website, session)) = website.zip(session) else { return Ok(None) };
            let principal = format!("visitor {}", token::digest(&format!("{website} {session}")));
            let account = store.read(move |db| sql::account_of_website(db, &website)).await?;
            Ok(account.map(|account| Sender { account: Some(account), principal }))
        }
        Place::Client { inbox, source } => {
            if source.is_none() && key.len() < SECRET {
                return Ok(None);
            }
            let principal = token::digest(&format!("{inbox} {}", source.unwrap_or_default()));
            let inbox = inbox.to_owned();
            let account = store.read(move |db| sql::account_of_client(db, &inbox)).await?;
            Ok(account.map(|account| Sender { account: Some(account), principal: format!("client {principal}") }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_says_who_is_asked_for() {
        let in_account = Some(Place::Proven(Realm::Account(AccountId(7))));
        assert_eq!(place("/api/v1/accounts/7/contacts"), in_account);
        assert_eq!(place("/api/v2/accounts/7/reports"), in_account);
        assert_eq!(place("/api/v1/profile/availability"), Some(Place::Proven(Realm::Own)));
        assert_eq!(place("/platform/api/v1/users"), Some(Place::Proven(Realm::Platform)));
        assert_eq!(place("/api/v1/widget/messages"), Some(Place::Widget));
        let client = |source| Some(Place::Client { inbox: "i", source });
        assert_eq!(place("/public/api/v1/inboxes/i/contacts"), client(None));
        assert_eq!(place("/public/api/v1/inboxes/i/contacts/s/conversations"), client(Some("s")));
        for nobody in ["/api/v1/accounts", "/api/v1/accounts/x/contacts", "/auth/sign_in", "/", "/public/api/v1/x"] {
            assert_eq!(place(nobody), None, "{nobody}");
        }
    }
}

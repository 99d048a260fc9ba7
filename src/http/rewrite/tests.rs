//! The spellings, one by one, and whatever else a client may send.

use proptest::prelude::*;

use super::*;

const HOOKS: &str = "/api/v1/accounts/1/integrations/hooks";

fn table() -> Table {
    let mut table = Table::default();
    table.add("/profile", [Method::GET]);
    table.add("/api/v1/profile", [Method::PUT]);
    table.add("/api/v1/profile/availability", [Method::POST]);
    table.add("/api/v1/accounts/{a}/integrations/hooks", [Method::POST, Method::PATCH, Method::DELETE]);
    table.add("/api/v1/accounts/{a}/teams/{id}", [Method::GET, Method::PATCH]);
    table.add("/api/v1/accounts/{a}/contacts/{id}", [Method::PUT]);
    table.add("/platform/api/v1/users", [Method::POST]);
    table
}

/// The method and the target on which the request goes, the target as it came when it does not change.
fn sent(method: Method, target: &str) -> (Method, String) {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    match judge(&table(), &method, path, query) {
        Verdict::Pass => (method, target.to_owned()),
        Verdict::Send { method, target: changed } => (method, changed.unwrap_or_else(|| target.to_owned())),
        other => panic!("{target}: {other:?}"),
    }
}

fn refused(method: Method, path: &str) -> String {
    match judge(&table(), &method, path, None) {
        Verdict::Refuse(allow) => allow,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn slashes_and_json_at_the_end_go() {
    for spelling in ["/platform/api/v1/users/", "/platform/api/v1/users.json", "/platform/api/v1/users.json//"] {
        assert_eq!(sent(Method::POST, spelling).1, "/platform/api/v1/users");
    }
    assert_eq!(
        sent(Method::GET, "/api/v1/accounts/1/teams/2.json?page=2&q=a%20b").1,
        "/api/v1/accounts/1/teams/2?page=2&q=a%20b"
    );
    assert_eq!(sent(Method::GET, "/api.json").1, "/api");
    assert_eq!(sent(Method::GET, "/api/").1, "/api");
    assert_eq!(sent(Method::GET, "//api//v1/accounts/1//teams/2").1, "/api/v1/accounts/1/teams/2");
}

#[test]
fn other_paths_are_left_alone() {
    for path in ["/", "", "/swagger/swagger.json", "/rails/active_storage/blobs/redirect/k/x.json", "/apis/", "//x"] {
        assert_eq!(judge(&table(), &Method::GET, path, None), Verdict::Pass, "{path}");
    }
}

#[test]
fn methods_become_the_declared_ones() {
    assert_eq!(sent(Method::PUT, "/api/v1/accounts/1/teams/2").0, Method::PATCH);
    assert_eq!(sent(Method::PATCH, "/api/v1/accounts/1/contacts/2").0, Method::PUT);
    assert_eq!(sent(Method::HEAD, "/api/v1/accounts/1/teams/2").0, Method::GET);
    assert_eq!(refused(Method::POST, "/api/v1/accounts/1/teams/2"), "GET, HEAD, OPTIONS, PATCH, PUT");
    let options = judge(&table(), &Method::OPTIONS, "/platform/api/v1/users", None);
    assert_eq!(options, Verdict::Options("OPTIONS, POST".to_owned()));
}

#[test]
fn both_spellings_of_the_profile_reach_the_same() {
    for spelling in ["/profile", "/api/v1/profile", "/api/v1/profile.json", "/profile/"] {
        assert_eq!(sent(Method::GET, spelling), (Method::GET, "/profile".to_owned()), "{spelling}");
        assert_eq!(sent(Method::PUT, spelling), (Method::PUT, "/api/v1/profile".to_owned()), "{spelling}");
        assert_eq!(sent(Method::PATCH, spelling), (Method::PUT, "/api/v1/profile".to_owned()), "{spelling}");
        assert_eq!(refused(Method::DELETE, spelling), "GET, HEAD, OPTIONS, PATCH, PUT", "{spelling}");
    }
    assert_eq!(sent(Method::POST, "/profile/availability").1, "/api/v1/profile/availability");
}

#[test]
fn a_hook_is_named_in_path_or_query() {
    let to = |query: &str| format!("{HOOKS}?{query}");
    assert_eq!(sent(Method::PUT, &format!("{HOOKS}/7")), (Method::PATCH, to("hook_id=7")));
    assert_eq!(sent(Method::DELETE, &format!("{HOOKS}/7.json?a=b&hook_id=8")), (Method::DELETE, to("a=b&hook_id=7")));
    assert_eq!(sent(Method::DELETE, &format!("{HOOKS}/7&x=1+2")).1, to("hook_id=7%26x%3D1%2B2"));
    assert_eq!(sent(Method::PATCH, &to("hook_id=7")), (Method::PATCH, to("hook_id=7")));
    assert_eq!(refused(Method::POST, &format!("{HOOKS}/7")), "DELETE, OPTIONS, PATCH, PUT");
    assert_eq!(refused(Method::GET, &format!("{HOOKS}/7")), "DELETE, OPTIONS, PATCH, PUT");
}

#[test]
fn escapes_that_are_no_text_lead_nowhere() {
    assert_eq!(judge(&table(), &Method::GET, "/api/v1/accounts/%FF/teams/5", None), Verdict::Unknown);
    assert_eq!(sent(Method::GET, "/api/v1/accounts/%zz/teams/%").1, "/api/v1/accounts/%zz/teams/%");
}

proptest! {
    #[test]
    fn nothing_makes_it_panic_or_send_an_unreadable_address(
        root in prop::sample::select(vec!["/api", "/api/v1/accounts/1/integrations/hooks/", "/profile", "/public", ""]),
        rest in "[ -~]{0,40}|(/[a-z0-9%.{}:]{0,5}){0,8}",
        query in prop::option::of("[ -~]{0,30}|(hook_id=[0-9]|&){0,5}"),
        method in prop::sample::select(vec![Method::GET, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]),
    ) {
        let target = joined(&format!("{root}{rest}"), query.as_deref());
        if let Ok(uri) = target.parse::<Uri>()
            && let Verdict::Send { target: Some(target), .. } = judge(&table(), &method, uri.path(), uri.query())
        {
            prop_assert!(with_target(&uri, target).is_some());
        }
    }
}

//! What the tests of the API stand on.
//!
//! Each runs against the real executable, over HTTP, and sets up what it needs through the API. A test opens a company, acts
//! once, compares the whole answer and names the events:
//!
//! ```ignore
//! #[test]
//! fn an_administrator_creates_a_team() {
//!     let acme = Company::new();
//!     let mut events = acme.events();
//!     let answer = acme.ada.post(&acme.at("/teams"), json!({"name": "Sales"}));
//!     answer.assert(200, json!({"id": any_id(), "name": "sales", "description": null, …}));
//!     events.assert_names(&["team_created"]);
//!     acme.bob.post(&acme.at("/teams"), json!({"name": "Support"})).assert_not_allowed();
//!     acme.ada.post(&acme.at("/teams"), form([("team[name]", "")])).assert_invalid(&[("name", "Name must not be blank")]);
//!     events.assert_none();
//! }
//! ```
//!
//! - [`server`] starts the executable. `server::shared()` is one for all tests; what kills it starts its own.
//! - [`clients`]: `Person`, `Session`, `Bot`, `Platform`, `Nobody`, all with `get`, `post`, `patch`, `put`, `delete`; a fault of
//!   the server (500) fails the test by itself. Their [`clients::Answer`] has `assert`, `assert_empty`, `assert_error`,
//!   `assert_not_found`, `assert_not_allowed`, `assert_sign_in_first`, `assert_invalid`, and `ok` and `id` for what is set up.
//! - [`body`]: `json!` is one already; `form`, `multipart`, `raw`, `untyped` are the others.
//! - [`json`]: masks for ids, times and tokens; `at_least` for a part of an object.
//! - [`events`]: what the outbox got since.
//! - [`seed`]: `Company` and what is in it. [`talk`]: one conversation.
//! - [`shapes`]: the objects of the API as they are at first.

pub mod body;
pub mod clients;
pub mod document;
pub mod events;
pub mod json;
pub mod seed;
pub mod server;
pub mod shapes;
pub mod talk;
pub mod totp;
pub mod visitors;

pub use seed::Company;
pub use talk::Talk;

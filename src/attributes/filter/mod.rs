//! Conditions on the attributes of a thing, from what a client sends to SQL (contract 7.8).
//!
//! [`parse`] reads [`Sent`] conditions against a [`Scope`] (the attributes that everybody's things have, and where the custom
//! ones lie) and the account's definitions, and answers a [`Filter`]: a tree of types in which nothing of the client's is left
//! but values. [`Filter::sql`] writes it as the text of a condition for a `where`. That text comes from the scope's constants
//! alone; values, and the keys of custom attributes among them, are bound.
//!
//! It lies with the definitions, since only they say what a custom attribute is; contacts and conversations, and whatever asks
//! for conditions above them, bring a scope of their own. Rules of comparison, as SQL has them:
//!
//! - A thing without a value meets neither `not_equal_to` nor `does_not_contain`, but for labels and custom attributes, where it
//!   meets both.
//! - Dates are compared as whole days (UTC). `days_before` 7 is a day more than a week ago.
//! - `contains` ignores case everywhere, `equal_to` where the scope says so and for custom attributes.

mod model;
mod parse;
mod sql;
#[cfg(test)]
mod tests;
pub mod wire;

pub use model::{Case, Condition, Custom, Field, Filter, Key, Kind, Operand, Operator, Scope, Test, operators};
pub use parse::{Sent, parse};

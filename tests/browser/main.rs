//! The website widget in a real browser: visitors in headless Chromium on pages of another origin, an agent over the API, the network
//! cut and the server killed between them.
//!
//! Needs Chromium and chromedriver on the PATH (`.ci/browser` installs them). Without them these tests are listed as ignored, and the
//! last line says why. `cargo test --test browser talk` runs some, `-- --test-threads 1` one after the other. Each test that fails
//! leaves a picture in `target/screenshots/`, where those of [`pictures`] are as well.
//!
//! How a test looks: a [`shop::Shop`] is a company with a website; `shop.guest()` is a visitor's [`browser::Browser`], about to write;
//! `shop.says` and `shop.hears` are the agent. A browser acts in the widget's frame (`chat()`) or on the site's page (`page()`), as was
//! chosen last, and waits for what it looks for. Every name in the world leads to the test itself ([`web`]), so that a request to
//! anywhere else is noticed. [`wire`] is the network.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod access;
mod browser;
mod bubble;
mod driver;
mod files;
mod forms;
mod hostile;
mod identity;
mod interactive;
mod network;
mod official;
mod pictures;
mod safety;
mod shop;
#[path = "../cable/socket.rs"]
#[allow(dead_code, reason = "the tests of /cable use the rest")]
mod socket;
#[path = "../api/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests of the API use the rest")]
mod support;
mod survey;
mod talk;
mod web;
mod wire;
#[path = "../cable/world.rs"]
#[allow(dead_code, reason = "the tests of /cable use the rest")]
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use driver::Driver;

macro_rules! trials {
    ($($module:ident: $($test:ident),+;)+) => {
        vec![$($((concat!(stringify!($module), "::", stringify!($test)), $module::$test as fn())),+),+]
    };
}

/// All tests by name; those that take long come first.
fn tests() -> Vec<(&'static str, fn())> {
    trials! {
        access: no_view_breaks_a_rule;
        safety: hostile_messages_stay_text, hostile_names_and_files_stay_text, hostile_settings_stay_text, nothing_else_is_asked_for,
            only_some_sites_may_show_it, strict_sites_can_have_it;
        network: the_server_is_killed_in_mid_conversation, what_is_written_offline_is_sent_once, an_answer_that_was_lost_is_asked_for_again,
            a_browser_that_knows_says_so, the_first_message_may_be_written_offline, what_was_left_is_sent_by_the_next_page;
        bubble: opens_and_closes, everything_can_be_done_by_keyboard, sites_choose_how_it_looks, the_browser_may_choose_the_language,
            fills_the_screen_of_a_phone, opens_in_its_own_window, another_script_may_show_it;
        talk: messages_go_both_ways, both_know_that_the_other_types, both_know_what_the_other_has_read, what_is_unread_shows_at_the_bubble, a_bot_is_seen_to_think,
            long_conversations_come_page_by_page, emoji_and_markdown, two_visitors_at_once_see_their_own;
        files: by_button, by_paste_and_drop;
        interactive: choices_are_chosen, cards_lead_somewhere, forms_are_filled, an_ended_conversation_is_rated;
        forms: a_form_comes_before_the_conversation, visitors_are_greeted_and_asked_for_their_address, it_says_who_is_there_and_when,
            visitors_end_conversations_and_begin_others;
        official: the_client_of_rails_hears_what_it_may;
        survey: a_page_asks_how_it_was;
        identity: looking_leaves_nothing, a_site_says_who_it_is, attributes_and_labels_come_along, reset_makes_somebody_else;
        pictures: light, dark, phone, right_to_left, other_views;
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let driver = if arguments.list { Err("") } else { Driver::start() };
    // the server that the tests share lives as long as one of them holds it
    let _server = driver.is_ok().then(support::server::shared);
    let trials = tests().into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            browser::TEST.set(name);
            test();
            Ok(())
        })
        .with_ignored_flag(driver.is_err())
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let (Err(missing), false) = (&driver, arguments.list) {
        eprintln!(
            "LEFT OUT: {} browser tests of the widget (listed above as ignored), because there is no {missing} here. \
             .ci/browser installs it on Debian and Ubuntu.",
            conclusion.num_ignored,
        );
    }
    conclusion.exit_code()
}

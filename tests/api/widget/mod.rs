//! The widget's side: visitors of a website, from their first look to the end of a conversation.

mod identity;
mod page;
mod talk;
mod uploads;

//! How urgent a conversation is.

use super::model::{Conversation, Performer, Priority};
use super::revision::Revision;
use crate::base::Result;
use crate::store::Tx;

/// Gives a conversation this priority, or none, with an activity and one event; the same again changes nothing.
pub fn set(tx: &Tx, conversation: &mut Conversation, to: Option<Priority>, by: &Performer) -> Result<()> {
    let mut revision = Revision::of(conversation);
    apply(&mut revision, to, by);
    revision.save(tx, by)
}

/// [`set`] as a part of a larger revision.
pub fn apply(revision: &mut Revision, to: Option<Priority>, by: &Performer) {
    let from = std::mem::replace(&mut revision.priority, to);
    if let Some(text) = text(from, to, by) {
        revision.say(text);
    }
}

/// The activity about a change; only acting users and bots leave one.
fn text(from: Option<Priority>, to: Option<Priority>, by: &Performer) -> Option<String> {
    let name = by.acting()?;
    match (from.map(Priority::name), to.map(Priority::name)) {
        (from, to) if from == to => None,
        (Some(from), Some(to)) => Some(format!("{name} changed the priority from {from} to {to}")),
        (None, Some(to)) => Some(format!("{name} set the priority to {to}")),
        (_, None) => Some(format!("{name} removed the priority")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::UserId;

    #[test]
    fn activities_tell_what_changed() {
        let bob = Performer::Agent { id: UserId(2), name: "Bob".into() };
        let (low, high) = (Some(Priority::Low), Some(Priority::High));
        assert_eq!(text(None, high, &bob).unwrap(), "Bob set the priority to high");
        assert_eq!(text(low, high, &bob).unwrap(), "Bob changed the priority from low to high");
        assert_eq!(text(high, None, &bob).unwrap(), "Bob removed the priority");
        assert_eq!(text(low, low, &bob), None);
        assert_eq!(text(None, high, &Performer::System), None);
    }
}

//! Labels of a conversation: the whole set at once.

use super::model::{Conversation, Performer};
use super::revision::Revision;
use super::sql;
use crate::base::Result;
use crate::labels::label_set;
use crate::store::Tx;

/// Replaces the labels, with an activity for those added and one for those removed. Answers the new set, by name.
pub fn replace(tx: &Tx, conversation: &mut Conversation, labels: &[String], by: &Performer) -> Result<Vec<String>> {
    let mut revision = Revision::of(conversation);
    let after = apply(tx, &mut revision, labels, by)?;
    revision.save(tx, by)?;
    Ok(after)
}

/// [`replace`] as a part of a larger revision, which must be saved.
pub fn apply(tx: &Tx, revision: &mut Revision, labels: &[String], by: &Performer) -> Result<Vec<String>> {
    let after = label_set(labels)?;
    let before = sql::labels_of(tx, revision.account, revision.id)?;
    if before == after {
        return Ok(after);
    }
    for (verb, changed) in [("added", without(&after, &before)), ("removed", without(&before, &after))] {
        if let Some(name) = by.acting().filter(|_| !changed.is_empty()) {
            revision.say(format!("{name} {verb} {}", changed.join(", ")));
        }
    }
    sql::replace_labels(tx, revision, &after)?;
    revision.relabelled(before, after.clone());
    Ok(after)
}

fn without(labels: &[String], others: &[String]) -> Vec<String> {
    labels.iter().filter(|label| !others.contains(label)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let list = |items: &[&str]| items.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
        assert_eq!(without(&list(&["a", "b"]), &list(&["b"])), ["a"]);
    }
}

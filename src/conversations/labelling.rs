//! Labels of a conversation: the whole set at once.

use super::model::{Conversation, Performer};
use super::revision::Revision;
use super::sql;
use crate::base::text::label_list;
use crate::base::{Error, Result};
use crate::store::Tx;

/// Labels of one conversation at most.
const MOST: usize = 500;
/// Characters of a label at most.
const LONGEST: usize = 255;

/// Replaces the labels, with an activity for those added and one for those removed. Answers the new set, by name.
pub fn replace(tx: &Tx, conversation: &mut Conversation, labels: &[String], by: &Performer) -> Result<Vec<String>> {
    let mut revision = Revision::of(conversation);
    let after = apply(tx, &mut revision, labels, by)?;
    revision.save(tx, by)?;
    Ok(after)
}

/// [`replace`] as a part of a larger revision, which must be saved.
pub fn apply(tx: &Tx, revision: &mut Revision, labels: &[String], by: &Performer) -> Result<Vec<String>> {
    let after = checked(labels)?;
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

/// The labels in the order in which they are kept; refuses what no list of labels needs.
fn checked(labels: &[String]) -> Result<Vec<String>> {
    // counted before they are compared with each other
    let pieces: usize = labels.iter().map(|l| l.matches(',').count() + 1).sum();
    let mut labels = if pieces > 2 * MOST { Vec::new() } else { label_list(labels) };
    if pieces > 2 * MOST || labels.len() > MOST {
        return Err(Error::invalid("labels", format!("Labels is too many (maximum is {MOST} labels)"), "too_long"));
    }
    if labels.iter().any(|label| label.chars().count() > LONGEST) {
        let text = format!("Name is too long (maximum is {LONGEST} characters)");
        return Err(Error::invalid("name", text, "too_long"));
    }
    labels.sort_unstable();
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_and_bounded() {
        let list = |items: &[&str]| items.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
        assert_eq!(checked(&list(&["vip, billing", " vip "])).unwrap(), ["billing", "vip"]);
        assert!(checked(&list(&[&"a,".repeat(5000)])).is_err());
        assert!(checked(&list(&[&"x".repeat(256)])).is_err());
        assert_eq!(without(&list(&["a", "b"]), &list(&["b"])), ["a"]);
    }
}

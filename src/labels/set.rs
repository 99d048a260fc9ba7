//! The labels of one thing, a conversation or a contact: the whole set at once.

use crate::base::text::label_list;
use crate::base::{Error, Result};

/// Labels of one thing at most.
const MOST: usize = 500;
/// Characters of a label at most.
const LONGEST: usize = 255;

/// The labels in the order in which they are kept; refuses what no list of labels needs.
pub fn label_set(labels: &[String]) -> Result<Vec<String>> {
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
        assert_eq!(label_set(&list(&["vip, billing", " vip "])).unwrap(), ["billing", "vip"]);
        assert!(label_set(&list(&[&"a,".repeat(5000)])).is_err());
        assert!(label_set(&list(&[&"x".repeat(256)])).is_err());
    }
}

//! Names for visitors who have not said theirs: two words and a number, easier to tell apart than numbers alone.

use rand::RngExt;

const FIRST: [&str; 48] = [
    "amber", "autumn", "bold", "brave", "bright", "brisk", "calm", "clear", "clever", "crimson", "crisp", "dawn",
    "eager", "early", "fair", "gentle", "gilded", "glad", "golden", "green", "happy", "hidden", "honest", "jolly",
    "keen", "kind", "late", "light", "lively", "lucky", "mellow", "merry", "misty", "noble", "patient", "polite",
    "proud", "quick", "quiet", "rapid", "silver", "snowy", "spring", "steady", "sunny", "swift", "warm", "wise",
];
const SECOND: [&str; 48] = [
    "acorn", "badger", "bay", "beacon", "birch", "bird", "breeze", "brook", "cedar", "cliff", "cloud", "comet",
    "coral", "dune", "falcon", "fern", "field", "fjord", "flower", "forest", "fox", "garden", "glade", "harbor",
    "hill", "island", "lake", "lantern", "leaf", "maple", "meadow", "moon", "mountain", "oak", "ocean", "otter",
    "pebble", "pine", "pond", "rain", "reef", "river", "rose", "sky", "star", "stone", "valley", "wave",
];
/// The largest number.
const MOST: u32 = 1000;

/// `quiet-river-417`
pub fn random() -> String {
    let mut rng = rand::rng();
    let first = FIRST.get(rng.random_range(0..FIRST.len())).unwrap_or(&"new");
    let second = SECOND.get(rng.random_range(0..SECOND.len())).unwrap_or(&"visitor");
    format!("{first}-{second}-{}", rng.random_range(1..=MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_two_words_and_a_number() {
        let name = random();
        let parts: Vec<&str> = name.split('-').collect();
        assert!(
            matches!(parts[..], [a, b, n] if FIRST.contains(&a) && SECOND.contains(&b) && n.parse::<u32>().is_ok()),
            "{name}"
        );
    }
}

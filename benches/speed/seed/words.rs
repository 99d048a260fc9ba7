//! Names and texts, always the same ones.

use rand::RngExt;
use rand::rngs::StdRng;

/// In three names of each file, whatever its size.
pub const RARE_NAME: &str = "Quixley";
/// Part of one name in twelve.
pub const COMMON_PART: &str = "sson";
/// In five messages of each file, whatever its size.
pub const RARE_WORD: &str = "zephyrine";
/// Each in one message of seven, and the beginning of words in one of three.
pub const COMMON_WORDS: [&str; 2] = ["bacor", "delfa"];

const FIRST: [&str; 16] = [
    "Ada", "Bruno", "Clara", "Dmitri", "Elena", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Karim", "Lucia", "Milan",
    "Nadia", "Oskar", "Priya",
];
const MIDDLE: [&str; 12] =
    ["Alder", "Birk", "Cedar", "Dorn", "Eber", "Falk", "Glen", "Hart", "Ibsen", "Jorn", "Kirch", "Lund"];
const ENDINGS: [&str; 12] =
    ["berg", "dal", "feld", "gren", "hof", "mann", "nova", "quist", "sson", "stein", "thal", "wick"];
const SYLLABLES: [&str; 20] = [
    "ba", "cor", "del", "fa", "gi", "hen", "ka", "lo", "mer", "nu", "or", "pa", "ri", "sen", "ta", "ul", "va", "wi",
    "xo", "ze",
];

/// The name of the n-th contact.
pub fn name(n: i64, rng: &mut StdRng) -> String {
    let first = pick(&FIRST, rng);
    match n % 333 {
        7 if n < 999 => format!("{first} {RARE_NAME}"),
        _ => format!("{first} {}{}", pick(&MIDDLE, rng), pick(&ENDINGS, rng)),
    }
}

/// A company in one contact of four.
pub fn company(n: i64, rng: &mut StdRng) -> Option<String> {
    (n % 4 == 0).then(|| format!("{} {}", pick(&MIDDLE, rng), pick(&["GmbH", "Ltd", "SARL", "Oy"], rng)))
}

/// Appends a text of about a hundred characters: a few words are frequent, most are not.
pub fn text(message: i64, rng: &mut StdRng, text: &mut String) {
    text.clear();
    if message % 1777 == 5 && message < 5 * 1777 {
        text.push_str(RARE_WORD);
        text.push(' ');
    }
    for _ in 0..14 {
        let kinds = if rng.random_ratio(1, 2) { 4 } else { 20 };
        for _ in 0..rng.random_range(2..=4) {
            text.push_str(pick(SYLLABLES.get(..kinds).unwrap_or(&SYLLABLES), rng));
        }
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
}

fn pick<'a>(words: &[&'a str], rng: &mut StdRng) -> &'a str {
    words.get(rng.random_range(0..words.len())).copied().unwrap_or_default()
}

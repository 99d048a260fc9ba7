//! The scripted dialogues, read from text files.
//!
//! `# name` begins one; the name is for readers. Then come its facts (`labels: a, b`, `team:`, `priority:`, `inbox: api`, `pick: x|y|z`, and
//! `ends: snoozed` where nobody resolves it) and its lines:
//!
//! - `>` the contact writes, `<` the agent, `<<` a colleague
//! - `!` the agent's private note, `!!` the colleague's
//! - `+` a file of the line above
//! - `~` a day or two go by
//!
//! In a text, `{a|b}` is one of the two, `$name` a word (see `words`), `@colleague` a mention, `\n` a new line.

use crate::base::{Error, Result};
use crate::conversations::{Priority, Status};

/// Language and text of each file.
const FILES: [(&str, &str); 12] = [
    ("en", include_str!("dialogues/orders.txt")),
    ("en", include_str!("dialogues/workshop.txt")),
    ("en", include_str!("dialogues/shop.txt")),
    ("en", include_str!("dialogues/short.txt")),
    ("de", include_str!("dialogues/german.txt")),
    ("es", include_str!("dialogues/spanish.txt")),
    ("fr", include_str!("dialogues/french.txt")),
    ("pt", include_str!("dialogues/portuguese.txt")),
    ("it", include_str!("dialogues/italian.txt")),
    ("ar", include_str!("dialogues/arabic.txt")),
    ("ja", include_str!("dialogues/japanese.txt")),
    ("hi", include_str!("dialogues/hindi.txt")),
];

/// A conversation as it could take place.
#[derive(Debug)]
pub struct Dialogue {
    pub language: &'static str,
    pub labels: Vec<&'static str>,
    pub team: Option<&'static str>,
    pub priority: Option<Priority>,
    /// Whether it needs the API inbox.
    pub is_of_app: bool,
    /// What `$pick` may be.
    pub picks: Vec<&'static str>,
    /// Where it stands after its last line.
    pub ends: Status,
    pub lines: Vec<Line>,
}

impl Dialogue {
    /// Whether the contact has to have a company.
    pub fn needs_company(&self) -> bool {
        self.lines.iter().any(|line| line.text.contains("$company"))
    }
}

/// Who writes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Contact,
    Agent,
    Colleague,
}

/// One message.
#[derive(Debug)]
pub struct Line {
    pub voice: Voice,
    pub is_private: bool,
    pub text: &'static str,
    pub files: Vec<&'static str>,
    /// A day or two lie before it.
    pub is_later: bool,
}

/// All dialogues of all languages.
pub fn all() -> Result<Vec<Dialogue>> {
    let mut all = Vec::new();
    for (language, text) in FILES {
        read(language, text, &mut all)?;
    }
    Ok(all)
}

fn read(language: &'static str, text: &'static str, into: &mut Vec<Dialogue>) -> Result<()> {
    let mut is_later = false;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let unclear = || Error::internal(format!("a dialogue cannot be read: {line}"));
        if line.starts_with("# ") {
            into.push(begun(language));
            continue;
        }
        let dialogue = into.last_mut().ok_or_else(unclear)?;
        if line == "~" {
            is_later = true;
        } else if let Some(file) = line.strip_prefix("+ ") {
            dialogue.lines.last_mut().ok_or_else(unclear)?.files.push(file);
        } else if let Some((voice, is_private, text)) = spoken(line) {
            dialogue.lines.push(Line { voice, is_private, text, files: Vec::new(), is_later });
            is_later = false;
        } else {
            fact(dialogue, line).ok_or_else(unclear)?;
        }
    }
    Ok(())
}

fn begun(language: &'static str) -> Dialogue {
    Dialogue {
        language,
        labels: Vec::new(),
        team: None,
        priority: None,
        is_of_app: false,
        picks: Vec::new(),
        ends: Status::Resolved,
        lines: Vec::new(),
    }
}

fn spoken(line: &'static str) -> Option<(Voice, bool, &'static str)> {
    let (mark, text) = line.split_once(' ')?;
    let (voice, is_private) = match mark {
        ">" => (Voice::Contact, false),
        "<" => (Voice::Agent, false),
        "<<" => (Voice::Colleague, false),
        "!" => (Voice::Agent, true),
        "!!" => (Voice::Colleague, true),
        _ => return None,
    };
    Some((voice, is_private, text.trim()))
}

fn fact(dialogue: &mut Dialogue, line: &'static str) -> Option<()> {
    let (name, value) = line.split_once(": ")?;
    match name {
        "labels" => dialogue.labels = value.split(", ").collect(),
        "team" => dialogue.team = Some(value),
        "priority" => dialogue.priority = Some(Priority::ALL.into_iter().find(|p| p.name() == value)?),
        "inbox" => dialogue.is_of_app = value == "api",
        "pick" => dialogue.picks = value.split('|').collect(),
        "ends" => dialogue.ends = Status::parse(value).ok()?,
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read_and_begin_with_the_contact() {
        let all = all().unwrap();
        assert!(all.len() > 100, "{}", all.len());
        for dialogue in &all {
            assert!(dialogue.lines.first().is_some_and(|line| line.voice == Voice::Contact), "{:?}", dialogue.lines);
            assert!(dialogue.lines.len() <= 14, "{:?}", dialogue.lines);
        }
        assert!(all.iter().any(|dialogue| dialogue.lines.len() >= 12) && all.iter().any(|d| d.lines.len() == 1));
    }

    #[test]
    fn facts_lines_and_files_are_told_apart() {
        let mut read_ones = Vec::new();
        let text = "// x\n# one\nlabels: a, b\npriority: low\n> hi {a|b}\n+ x.png\n~\n!! note\nends: pending\n";
        read("en", text, &mut read_ones).unwrap();
        let one = &read_ones[0];
        assert_eq!(
            (one.labels.as_slice(), one.priority, one.ends),
            (&["a", "b"][..], Some(Priority::Low), Status::Pending)
        );
        assert_eq!((one.lines[0].files.as_slice(), one.lines[1].voice), (&["x.png"][..], Voice::Colleague));
        assert!(one.lines[1].is_private && one.lines[1].is_later && !one.lines[0].is_later);
        assert!(read("en", "# x\nwhat is this", &mut read_ones).is_err());
    }
}

//! What a search looks for: a part of a text, in which `%` stands for any characters and `_` for one. Pure.

/// Longer searches find nothing: no name or address is longer.
const LONGEST: usize = 255;
/// The search index knows parts of this many characters and more.
const INDEXED: usize = 3;

/// A search text.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// For identifiers, whose case matters.
    exact: Part,
    /// For everything else.
    folded: Part,
}

/// The attributes of a contact that are searched.
#[derive(Debug, Clone, Copy, Default)]
pub struct Searched<'a> {
    /// Lower-case, as the address is.
    pub name_key: &'a str,
    pub email: &'a str,
    pub phone_number: &'a str,
    pub identifier: &'a str,
    pub company_name: &'a str,
}

impl Pattern {
    /// `None` for a text of nothing but white space.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Pattern { exact: Part::new(text), folded: Part::new(&text.to_lowercase()) })
    }

    /// Whether any contact can match at all.
    pub fn is_sane(&self) -> bool {
        self.exact.text.chars().nth(LONGEST).is_none()
    }

    /// What the search index is asked for: every piece between wildcards that it knows, quoted, so that nothing in it is an
    /// operator. It answers some contacts too many, and none too few. `None` when no piece is long enough.
    pub fn words(&self) -> Option<String> {
        let pieces = self.exact.text.split(['%', '_']).filter(|piece| piece.chars().nth(INDEXED - 1).is_some());
        let quoted: Vec<String> = pieces.map(|piece| format!("\"{}\"", piece.replace('"', "\"\""))).collect();
        (!quoted.is_empty()).then(|| quoted.join(" AND "))
    }

    /// Whether a character of it stands for others.
    pub fn is_wild(&self) -> bool {
        self.exact.wild.is_some()
    }

    /// Whether an identifier has this part, in its case.
    pub fn is_in_identifier(&self, identifier: &str) -> bool {
        self.exact.is_in(identifier)
    }

    /// Whether one of the attributes has this part.
    pub fn matches(&self, contact: Searched) -> bool {
        self.folded.is_in(contact.name_key)
            || self.folded.is_in(contact.email)
            || self.folded.is_in(contact.phone_number)
            || self.exact.is_in(contact.identifier)
            || (!contact.company_name.is_empty() && self.folded.is_in(&contact.company_name.to_lowercase()))
    }
}

/// A part of a text, in one case.
#[derive(Debug, Clone)]
struct Part {
    text: String,
    /// The characters with a `%` on both sides, when there is a wildcard among them.
    wild: Option<Vec<char>>,
}

impl Part {
    fn new(text: &str) -> Self {
        let wild = text.contains(['%', '_']).then(|| format!("%{text}%").chars().collect());
        Part { text: text.to_owned(), wild }
    }

    fn is_in(&self, text: &str) -> bool {
        match &self.wild {
            None => text.contains(&self.text),
            Some(pattern) => !text.is_empty() && is_like(pattern, &text.chars().collect::<Vec<_>>()),
        }
    }
}

/// SQL's `like`: remembers the latest `%` and, on a mismatch, lets it stand for one character more.
fn is_like(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut latest: Option<(usize, usize)> = None;
    while let Some(character) = text.get(t) {
        match pattern.get(p) {
            Some('%') => {
                latest = Some((p, t));
                p += 1;
                continue;
            }
            Some(wanted) if *wanted == '_' || wanted == character => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((star, from)) = latest else { return false };
                latest = Some((star, from + 1));
                (p, t) = (star + 1, from + 1);
            }
        }
    }
    pattern.iter().skip(p).all(|rest| *rest == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(q: &str, name: &str) -> bool {
        Pattern::new(q).unwrap().matches(Searched { name_key: &name.to_lowercase(), ..Searched::default() })
    }

    #[test]
    fn parts_are_found_in_any_case_and_script() {
        assert!(
            finds("ANE d", "Jane Doe") && finds("jür", "JÜRGEN") && finds("山", "山田") && finds("'\"\\", "a'\"\\b")
        );
        assert!(!finds("janet", "Jane") && !finds("j", ""));
        assert!(Pattern::new(" \t").is_none());
    }

    #[test]
    fn wildcards_stand_for_characters() {
        for q in ["j%e", "J_ne", "%", "_", "%doe", "j%n%d%e", "____"] {
            assert!(finds(q, "jane doe"), "{q}");
        }
        for q in ["j__ne", "_________", "doe%jane", "e%x"] {
            assert!(!finds(q, "jane doe"), "{q}");
        }
        assert!(finds("ab%ab_", "aabab abc") && !finds("%", ""));
    }

    #[test]
    fn identifiers_have_a_case_and_companies_none() {
        let contact = Searched { identifier: "CRM-42", company_name: "ÖBB", ..Searched::default() };
        let finds = |q: &str| Pattern::new(q).unwrap().matches(contact);
        assert!(finds("CRM") && !finds("crm") && finds("öbb"));
    }

    #[test]
    fn the_index_is_asked_for_long_pieces_only() {
        let words = |q: &str| Pattern::new(q).unwrap().words();
        assert_eq!(words(" jane ").unwrap(), "\"jane\"");
        assert_eq!(words("jan%do_ smith").unwrap(), "\"jan\" AND \" smith\"");
        assert_eq!(words("a\"b*").unwrap(), "\"a\"\"b*\"");
        assert_eq!(words("山田"), None);
        assert!(!Pattern::new(&"é".repeat(256)).unwrap().is_sane());
    }
}

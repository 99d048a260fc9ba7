//! Names of attributes as people read them.

use crate::base::FieldError;

/// The longest attribute name repeated in an answer, in characters: names can come from the client.
const LONGEST_NAME: usize = 100;

/// `contact.phone_number` becomes `Contact phone number`, `team_id` becomes `Team`.
pub fn humanise(attribute: &str) -> String {
    let plain = attribute.strip_suffix("_id").filter(|rest| !rest.is_empty()).unwrap_or(attribute);
    let spaced = plain.replace(['_', '.'], " ");
    let mut chars = spaced.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// An error of one attribute: its name is put before the rule, as in `Page must be an integer`.
pub fn field_error(attribute: &str, rule: &str, code: &'static str) -> FieldError {
    let name: String = attribute.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let message = format!("{} {rule}", humanise(&name));
    FieldError::new(name, message, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_readable() {
        assert_eq!(humanise("team_id"), "Team");
        assert_eq!(humanise("contact.phone_number"), "Contact phone number");
        assert_eq!(humanise("_id"), " id");
        assert_eq!(humanise(""), "");
        assert_eq!(field_error("a\0b", "must be a text", "invalid").message, "Ab must be a text");
    }
}

//! Whose numbers a report shows.

use crate::base::ids::{InboxId, LabelId, TeamId, UserId};
use crate::base::{Error, Result};

/// A kind of [`Dimension`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Account,
    Inbox,
    Agent,
    Team,
    Label,
}

impl Kind {
    /// Reads the name; without one it is the account. Refuses anything else as `'x' is not a valid type`.
    pub fn parse(name: Option<&str>) -> Result<Self> {
        Ok(match name.map(str::trim) {
            None | Some("" | "account") => Kind::Account,
            Some("inbox") => Kind::Inbox,
            Some("agent") => Kind::Agent,
            Some("team") => Kind::Team,
            Some("label") => Kind::Label,
            Some(other) => return Err(Error::not_a_valid(other, "type")),
        })
    }
}

/// Somebody or something that has numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Account,
    Inbox(InboxId),
    Agent(UserId),
    Team(TeamId),
    Label(LabelId),
}

impl Dimension {
    /// The two columns it is stored in.
    pub fn columns(self) -> (i64, i64) {
        match self {
            Dimension::Account => (0, 0),
            Dimension::Inbox(id) => (1, id.0),
            Dimension::Agent(id) => (2, id.0),
            Dimension::Team(id) => (3, id.0),
            Dimension::Label(id) => (4, id.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_names() {
        let read = |name| Kind::parse(name).map_err(|error| error.to_string());
        assert_eq!(read(None), Ok(Kind::Account));
        assert_eq!(read(Some("team")), Ok(Kind::Team));
        assert_eq!(read(Some("x")), Err("'x' is not a valid type".to_owned()));
        assert_eq!(Dimension::Label(LabelId(7)).columns(), (4, 7));
    }
}

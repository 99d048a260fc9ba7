//! Mentions in private notes: `[@Name](mention://user/<id>/<Name>)`, or a team's. Pure.

use crate::base::ids::{TeamId, UserId};

/// Links looked at in one note at most.
const MOST: usize = 200;

/// Who is mentioned, each once; they need not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    pub users: Vec<UserId>,
    pub teams: Vec<TeamId>,
}

impl Mentioned {
    /// Nobody is.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.teams.is_empty()
    }
}

/// The mentions of a note.
pub fn of(content: &str) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for link in content.split("(mention://").skip(1).take(MOST) {
        match parse(link) {
            Some(("user", id)) if !mentioned.users.contains(&UserId(id)) => mentioned.users.push(UserId(id)),
            Some(("team", id)) if !mentioned.teams.contains(&TeamId(id)) => mentioned.teams.push(TeamId(id)),
            _ => {}
        }
    }
    mentioned
}

/// Kind and id of `user/<id>/<Name>)`.
fn parse(link: &str) -> Option<(&str, i64)> {
    let (link, _) = link.split_once(')')?;
    let (kind, rest) = link.split_once('/')?;
    let (id, name) = rest.split_once('/')?;
    let id = id.parse().ok().filter(|id| *id > 0)?;
    (!name.is_empty()).then_some((kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_links() {
        let note = "ask [@Bob](mention://user/2/Bob) or [@Bob](mention://user/2/Bob), [@night](mention://team/5/night)";
        assert_eq!(of(note), Mentioned { users: vec![UserId(2)], teams: vec![TeamId(5)] });
    }

    #[test]
    fn other_texts_mention_nobody() {
        for text in
            ["", "@Bob", "(mention://user/2)", "(mention://user/x/Bob)", "(mention://user/2/)", "(mention://bot/2/B)"]
        {
            assert!(of(text).is_empty(), "{text}");
        }
        assert!(of("(mention://user/2/Bob").is_empty());
    }
}

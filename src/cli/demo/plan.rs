//! Who talks with whom about what, and how far it gets: the cast of two hundred conversations.

use serde_json::{Map, Value, json};

use super::acting::{self, Act, Role, Script};
use super::dialogue::{self, Dialogue};
use super::dice::Dice;
use super::hours::{DAY, HOUR, MINUTE, PRESENT, awake};
use super::people::{self, Person};
use super::staff::{STAFF, TEAMS};
use super::words::{Cast, Words};
use crate::base::Result;

/// Another seed, another company.
const SEED: u64 = 1_817;
/// How many conversations each language has: two hundred together.
const SHARES: [(&str, usize); 9] =
    [("en", 118), ("de", 20), ("es", 16), ("fr", 13), ("pt", 9), ("it", 5), ("ar", 6), ("ja", 8), ("hi", 5)];
/// How many are still going on; how many were put aside, or put off. All others came to an end.
const RUNNING: usize = 40;
const PENDING: usize = 12;
const SNOOZED: usize = 12;

/// A conversation, but for what happens in it.
pub struct Talk {
    /// Place among the people.
    pub person: usize,
    /// In the API inbox, else in that of the website.
    pub is_of_app: bool,
    pub additional_attributes: Map<String, Value>,
    pub custom_attributes: Map<String, Value>,
}

/// Something that happens.
pub enum Step {
    /// A contact becomes known.
    Meet(usize),
    /// Something happens in a conversation.
    Act(usize, Act),
}

/// Everything that happened, in its order, with its time on the invented calendar.
pub struct Plan {
    pub people: Vec<Person>,
    pub talks: Vec<Talk>,
    pub steps: Vec<(i64, Step)>,
}

/// The plan, the same at every call.
pub fn plan() -> Result<Plan> {
    let mut dice = Dice::new(SEED);
    let people = people::all(&mut dice)?;
    let dialogues = dialogue::all()?;
    let mut plan = Plan { people, talks: Vec::new(), steps: Vec::new() };
    let mut met = vec![i64::MAX; plan.people.len()];
    for (n, (dialogue, person)) in cast(&dialogues, &plan.people, &mut dice).into_iter().enumerate() {
        let role = role(n);
        let start = start(role, &mut dice);
        let (talk, acts) = stage(dialogue, &plan.people, person, role, start, &mut dice)?;
        plan.talks.push(talk);
        plan.steps.extend(acts.into_iter().map(|(at, act)| (at, Step::Act(n, act))));
        if let Some(met) = met.get_mut(person) {
            *met = start.min(*met);
        }
    }
    for (person, first) in met.into_iter().enumerate() {
        let earlier = if dice.chance(60) { dice.range(5_000, 40_000) } else { dice.range(HOUR, 10 * DAY) };
        let at = first.min(PRESENT - dice.range(DAY, 40 * DAY)) - earlier;
        plan.steps.push((at.max(PRESENT - 54 * DAY), Step::Meet(person)));
    }
    // the sort is stable: what happens at the same moment keeps its order
    plan.steps.sort_by_key(|(at, step)| (*at, matches!(step, Step::Act(..))));
    Ok(plan)
}

/// A dialogue and a person who speaks its language, for each conversation.
fn cast<'d>(dialogues: &'d [Dialogue], people: &[Person], dice: &mut Dice) -> Vec<(&'d Dialogue, usize)> {
    let mut cast = Vec::new();
    for (language, share) in SHARES {
        let mut scripts: Vec<&Dialogue> = dialogues.iter().filter(|dialogue| dialogue.language == language).collect();
        dice.shuffle(&mut scripts);
        for dialogue in scripts.iter().cycle().take(share) {
            let fits = |person: &&(usize, &Person)| {
                person.1.language == language && (person.1.company.is_some() || !dialogue.needs_company())
            };
            let speakers: Vec<(usize, &Person)> = people.iter().enumerate().filter(|person| fits(&person)).collect();
            let anybody = people.iter().position(|person| person.language == language);
            let person = dice.one_of(&speakers).map(|(at, _)| *at).or(anybody);
            cast.push((*dialogue, person.unwrap_or_default()));
        }
    }
    dice.shuffle(&mut cast);
    cast
}

fn role(n: usize) -> Role {
    match n {
        ..RUNNING => [Role::Fresh, Role::Waiting, Role::Fresh, Role::Answered, Role::Waiting].get(n % 5).copied(),
        n if n < RUNNING + PENDING => Some(Role::Pending),
        n if n < RUNNING + PENDING + SNOOZED => Some(Role::Snoozed),
        _ => None,
    }
    .unwrap_or(Role::Finished)
}

/// When it begins: what has ended long ago, more of it lately; what goes on in the last days.
fn start(role: Role, dice: &mut Dice) -> i64 {
    let age = match role {
        Role::Fresh => dice.range(4 * MINUTE, 30 * HOUR),
        Role::Waiting | Role::Answered => dice.range(3 * HOUR, 5 * DAY),
        Role::Pending => dice.range(8 * HOUR, 9 * DAY),
        Role::Snoozed => dice.range(DAY, 14 * DAY),
        Role::Finished => 36 * HOUR + (52 * DAY / 1000) * dice.range(1, 1000) * dice.range(700, 1000) / 1000,
    };
    awake(PRESENT - age).min(PRESENT - 3 * MINUTE)
}

/// The conversation of this dialogue, and what happens in it.
fn stage(
    dialogue: &Dialogue,
    people: &[Person],
    person: usize,
    role: Role,
    start: i64,
    dice: &mut Dice,
) -> Result<(Talk, Vec<(i64, Act)>)> {
    let agent = agent(dialogue, dice);
    let colleague = (agent + 1 + dice.place(STAFF.len() - 1)) % STAFF.len();
    let contact = people.get(person);
    let cast = Cast {
        contact: contact.map_or("", |person| person.name),
        language: dialogue.language,
        company: contact.and_then(|person| person.company),
        city: contact.map_or("", |person| person.city),
        agent,
        colleague,
    };
    let words = Words::of(&cast, &dialogue.picks, dice);
    let is_of_app = dialogue.is_of_app || dice.chance(28);
    let mut custom_attributes = Map::new();
    if dialogue.lines.iter().any(|line| line.text.contains("$order")) {
        custom_attributes.insert("order".to_owned(), words.fill("$order").into());
    }
    let additional_attributes = if is_of_app { Map::new() } else { browser(dice) };
    let talk = Talk { person, is_of_app, additional_attributes, custom_attributes };
    let script = Script { dialogue, words: &words, agent, colleague, role, start };
    Ok((talk, acting::acts(&script, dice)?))
}

/// Who of the staff speaks the language, and of the team where there is one.
fn agent(dialogue: &Dialogue, dice: &mut Dice) -> usize {
    let team = TEAMS.iter().find(|(name, ..)| Some(*name) == dialogue.team).map(|(_, _, members)| *members);
    let speaks = |n: &usize| STAFF.get(*n).is_some_and(|person| person.languages.contains(&dialogue.language));
    let speakers: Vec<usize> = (0..STAFF.len()).filter(speaks).collect();
    let of_team: Vec<usize> = speakers.iter().copied().filter(|n| team.is_none_or(|team| team.contains(n))).collect();
    let chosen = dice.one_of(&of_team).or(speakers.first());
    chosen.copied().unwrap_or_default()
}

/// What a website tells of the visitor.
fn browser(dice: &mut Dice) -> Map<String, Value> {
    const BROWSERS: [(&str, &str, &str); 5] = [
        ("Firefox", "145.0", "Linux"),
        ("Chrome", "142.0.0.0", "Windows"),
        ("Safari", "26.1", "macOS"),
        ("Safari", "26.1", "iOS"),
        ("Chrome", "142.0.0.0", "Android"),
    ];
    const PAGES: [&str; 6] = ["", "products/heron-20", "products/wren", "products/harrier", "help/returns", "checkout"];
    let (name, version, platform) = BROWSERS.get(dice.place(BROWSERS.len())).copied().unwrap_or_default();
    let page = dice.one_of(&PAGES).copied().unwrap_or_default();
    let told = json!({
        "browser": {
            "browser_name": name,
            "browser_version": version,
            "platform_name": platform,
            "device_name": "Unknown",
            "platform_version": "0",
        },
        "referer": format!("https://{}/{page}", super::staff::DOMAIN),
    });
    told.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::Status;

    #[test]
    fn the_plan_is_the_same_each_time_and_as_large_as_it_should_be() {
        let told = || {
            let plan = plan().unwrap();
            let steps = plan.steps.iter().map(|(at, step)| match step {
                Step::Meet(person) => format!("{at} {person}"),
                Step::Act(talk, act) => format!("{at} {talk} {act:?}"),
            });
            steps.collect::<Vec<_>>()
        };
        assert_eq!(told(), told());
        let plan = plan().unwrap();
        assert_eq!((plan.people.len(), plan.talks.len()), (100, 200));
        assert!(plan.steps.iter().all(|(at, _)| (PRESENT - 54 * DAY..PRESENT).contains(at)));
    }

    #[test]
    fn conversations_stand_where_a_busy_morning_leaves_them() {
        let plan = plan().unwrap();
        let mut ends = vec![Status::Open; plan.talks.len()];
        let mut begun = vec![0; plan.talks.len()];
        for (_, step) in &plan.steps {
            match step {
                Step::Act(talk, Act::Open(_)) => begun[*talk] += 1,
                Step::Act(talk, Act::Turn { to, .. }) => ends[*talk] = *to,
                Step::Act(talk, _) => assert_eq!(begun[*talk], 1),
                Step::Meet(_) => {}
            }
        }
        assert!(begun.iter().all(|n| *n == 1));
        let count = |status| ends.iter().filter(|end| **end == status).count();
        let counts = [Status::Open, Status::Resolved, Status::Pending, Status::Snoozed].map(count);
        assert!(counts[0] >= 30 && counts[1] >= 110 && counts[2] >= 8 && counts[3] >= 8, "{counts:?}");
    }
}

//! A dialogue as it takes place: who does what, and when.

use super::dialogue::{Dialogue, Line, Voice};
use super::dice::Dice;
use super::hours::{DAY, HOUR, MINUTE, PRESENT, at_work, awake};
use super::papers::{self, Paper};
use super::words::Words;
use crate::base::Result;
use crate::conversations::{Priority, Status};

const SECOND: i64 = 1_000;

/// How far a conversation gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nobody has answered.
    Fresh,
    /// The contact has the last word.
    Waiting,
    /// An agent has.
    Answered,
    Pending,
    Snoozed,
    Finished,
}

/// A dialogue with its cast; people of the staff by their place.
pub struct Script<'s> {
    pub dialogue: &'s Dialogue,
    pub words: &'s Words,
    pub agent: usize,
    pub colleague: usize,
    pub role: Role,
    /// When it begins, on the invented calendar.
    pub start: i64,
}

/// A text with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub papers: Vec<Paper>,
}

/// Something that happens in a conversation; `by` is a place in the staff.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// The contact writes the first message.
    Open(Said),
    /// The contact writes.
    Write(Said),
    Answer {
        by: usize,
        said: Said,
    },
    /// A private note, which may mention somebody as `@colleague`.
    Note {
        by: usize,
        colleague: usize,
        said: Said,
    },
    /// Somebody looks at the messages.
    See {
        by: usize,
    },
    Assign {
        by: usize,
        to: usize,
    },
    HandTo {
        by: usize,
        team: &'static str,
    },
    Label {
        by: usize,
        labels: Vec<&'static str>,
    },
    Rank {
        by: usize,
        priority: Priority,
    },
    /// A new status; what is snoozed wakes after so many days.
    Turn {
        by: usize,
        to: Status,
        days: Option<i64>,
    },
}

/// Everything that happens before the present, with its time.
pub fn acts(script: &Script, dice: &mut Dice) -> Result<Vec<(i64, Act)>> {
    let mut stage = Stage { time: script.start, holder: None, acts: Vec::new() };
    let lines = script.dialogue.lines.iter().take(kept(script, dice));
    let mut before: Option<&Line> = None;
    for line in lines {
        if let Some(before) = before {
            stage.pass(before, line, dice);
        }
        stage.speak(script, line, before.is_none(), dice)?;
        before = Some(line);
    }
    stage.end(script, before, dice);
    stage.acts.retain(|(at, _)| *at < PRESENT - MINUTE);
    Ok(stage.acts)
}

/// How many lines are spoken.
fn kept(script: &Script, dice: &mut Dice) -> usize {
    let lines = &script.dialogue.lines;
    let is_answer = |line: &Line| line.voice != Voice::Contact && !line.is_private;
    let first = lines.iter().position(|line| line.voice != Voice::Contact).unwrap_or(lines.len());
    let after = |wanted: &dyn Fn(usize, &Line) -> bool| -> Vec<usize> {
        lines.iter().enumerate().filter(|(n, line)| *n >= first && wanted(*n, line)).map(|(n, _)| n + 1).collect()
    };
    let choices = match script.role {
        Role::Finished => return lines.len(),
        Role::Fresh => return first,
        Role::Waiting => after(&|_, line| line.voice == Voice::Contact),
        Role::Answered | Role::Pending | Role::Snoozed => after(&|_, line| is_answer(line)),
    };
    dice.one_of(&choices).copied().unwrap_or(first)
}

struct Stage {
    time: i64,
    /// To whom the conversation is assigned.
    holder: Option<usize>,
    acts: Vec<(i64, Act)>,
}

impl Stage {
    /// The next thing happens so many milliseconds later.
    fn then(&mut self, after: i64, act: Act) {
        self.time += after;
        self.acts.push((self.time, act));
    }

    /// Time goes by between two lines.
    fn pass(&mut self, before: &Line, line: &Line, dice: &mut Dice) {
        let from_contact = before.voice == Voice::Contact;
        let pause = if line.is_later { dice.range(20 * HOUR, 40 * HOUR) } else { 0 };
        let wait = match (from_contact, line.voice) {
            (true, Voice::Contact) => dice.range(20 * SECOND, 3 * MINUTE),
            (true, _) => one_of_three(dice, [(2 * MINUTE, 25 * MINUTE), (25 * MINUTE, 3 * HOUR), (3 * HOUR, 9 * HOUR)]),
            (false, Voice::Contact) => {
                one_of_three(dice, [(MINUTE, 9 * MINUTE), (9 * MINUTE, 3 * HOUR), (3 * HOUR, 20 * HOUR)])
            }
            (false, voice) if line.is_private || voice == before.voice => dice.range(MINUTE, 7 * MINUTE),
            (false, _) => dice.range(20 * MINUTE, 5 * HOUR),
        };
        let next = self.time + pause + wait;
        self.time = if line.voice == Voice::Contact { awake(next) } else { begun(next, dice) };
    }

    fn speak(&mut self, script: &Script, line: &Line, is_first: bool, dice: &mut Dice) -> Result<()> {
        let papers = line.files.iter().map(|name| papers::paper(name, script.words));
        let said = Said { text: script.words.say(line.text, dice), papers: papers.collect::<Result<_>>()? };
        let (by, colleague) = match line.voice {
            Voice::Contact => {
                self.then(0, if is_first { Act::Open(said) } else { Act::Write(said) });
                return Ok(());
            }
            Voice::Agent => (script.agent, script.colleague),
            Voice::Colleague => (script.colleague, script.agent),
        };
        self.then(0, Act::See { by });
        let takes_over = self.holder.is_none();
        if takes_over {
            self.take(script, dice);
        }
        let typing = dice.range(25 * SECOND, 4 * MINUTE);
        if line.is_private {
            self.then(typing, Act::Note { by, colleague, said });
        } else {
            if self.holder != Some(by) {
                self.assign(script.agent, by, dice);
            }
            self.then(typing, Act::Answer { by, said });
        }
        if takes_over {
            self.sort(by, script, dice);
        }
        Ok(())
    }

    /// The agent makes the conversation their own, or is given it.
    fn take(&mut self, script: &Script, dice: &mut Dice) {
        if let Some(team) = script.dialogue.team {
            self.then(dice.range(3, 20) * SECOND, Act::HandTo { by: script.agent, team });
        }
        let by = if dice.chance(25) { 0 } else { script.agent };
        self.assign(by, script.agent, dice);
    }

    fn assign(&mut self, by: usize, to: usize, dice: &mut Dice) {
        self.then(dice.range(3, 20) * SECOND, Act::Assign { by, to });
        self.holder = Some(to);
    }

    /// Labels and priority.
    fn sort(&mut self, by: usize, script: &Script, dice: &mut Dice) {
        let labels = script.dialogue.labels.clone();
        if !labels.is_empty() {
            self.then(dice.range(4, 30) * SECOND, Act::Label { by, labels });
        }
        if let Some(priority) = script.dialogue.priority {
            self.then(dice.range(2, 9) * SECOND, Act::Rank { by, priority });
        }
    }

    /// What follows the last line.
    fn end(&mut self, script: &Script, last: Option<&Line>, dice: &mut Dice) {
        let by = self.holder.unwrap_or(script.agent);
        let is_recent = script.start > PRESENT - 14 * DAY;
        let (to, days) = match script.role {
            Role::Fresh => return self.triage(script, dice),
            Role::Waiting if dice.chance(35) && last.is_some_and(|line| line.voice == Voice::Contact) => {
                self.time = begun(self.time + dice.range(2 * MINUTE, 40 * MINUTE), dice);
                return self.then(0, Act::See { by });
            }
            Role::Waiting | Role::Answered => return,
            Role::Pending => (Status::Pending, None),
            Role::Snoozed => (Status::Snoozed, Some(dice.range(1, 9))),
            Role::Finished if is_recent && script.dialogue.ends != Status::Resolved => {
                (script.dialogue.ends, Some(dice.range(1, 9)).filter(|_| script.dialogue.ends == Status::Snoozed))
            }
            Role::Finished => (Status::Resolved, None),
        };
        let soon = if last.is_some_and(|line| line.is_private) { 2 * MINUTE } else { 4 * HOUR };
        self.time = begun(self.time + dice.range(MINUTE, soon), dice);
        self.then(0, Act::See { by });
        self.then(dice.range(3, 40) * SECOND, Act::Turn { by, to, days });
    }

    /// The administrator sorts some of the new ones without opening them.
    fn triage(&mut self, script: &Script, dice: &mut Dice) {
        if !dice.chance(60) {
            return;
        }
        self.time = begun(self.time + dice.range(2 * MINUTE, 30 * MINUTE), dice);
        if let Some(team) = script.dialogue.team {
            self.then(0, Act::HandTo { by: 0, team });
        }
        if dice.chance(50) {
            self.sort(0, script, dice);
        }
        if dice.chance(60) {
            self.assign(0, script.agent, dice);
        }
    }
}

/// From one of three spans; the first is the likeliest.
fn one_of_three(dice: &mut Dice, [short, middle, long]: [(i64, i64); 3]) -> i64 {
    let (from, to) = match dice.range(1, 100) {
        ..=52 => short,
        53..=84 => middle,
        _ => long,
    };
    dice.range(from, to)
}

/// This time, or some time of the next morning at work.
fn begun(time: i64, dice: &mut Dice) -> i64 {
    let at = at_work(time);
    if at == time { at } else { at_work(at + dice.range(0, 100 * MINUTE)) }
}

//! Who answers visitors of the demo while no person is signed in: one of the staff, by a script, within seconds.

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::{Logins, sql};
use crate::access::{Agent, AgentOrBot, Role};
use crate::base::ids::{AccountId, ConversationId, InboxId};
use crate::base::{Error, Result};
use crate::conversations::{self, Performer, post, typing};
use crate::hub::Hub;
use crate::messages::Draft;
use crate::store::{Db, Store, Tx};
use crate::users;

/// How long a question is read, and how long its answer is typed.
const READS: Duration = Duration::from_millis(1_000);
const TYPES: Duration = Duration::from_millis(1_800);

/// What is looked for in a question, and what is said to it.
const ANSWERS: [(&[&str], &str); 7] = [
    (
        &["human", "person", "real", "robot", "bot"],
        "Only a script so far. Sign in as one of us and the next answer is yours.",
    ),
    (
        &["order", "parcel", "deliver", "shipping", "track"],
        "Let me look. What does the number on your confirmation say? It begins with **LS-**.",
    ),
    (
        &["return", "refund", "exchange", "money back"],
        "Sixty days, ridden or not. Shall I send you a label for the parcel?",
    ),
    (&["fit", "mount", "rack", "size", "hook"], "The hooks take tubes from 8 to 16 mm. Which rack do you ride with?"),
    (
        &["price", "cost", "discount", "dealer"],
        "The prices on this page are what you pay, and the parcel is on us from 80 €.",
    ),
    (
        &["repair", "broken", "torn", "warranty"],
        "Sorry to hear that! A picture of the place helps the workshop most: the paper clip below takes it.",
    ),
    (&["thank", "great", "perfect", "cheers"], "Gladly. Ride safely!"),
];

/// What is said to everything else, in turn.
const OTHERWISE: [&str; 3] = [
    "Tell me a little more, and I'll find out.",
    "Good question. Which bag is it about?",
    "I have noted that for the workshop.",
];

const HELLO: &str = "Hello, welcome to Larkspoke! Nobody is signed in at the moment, so I answer by a script. ";

/// Answers until it is told to stop.
pub async fn run(store: Store, hub: Hub, logins: Logins, mut stopping: watch::Receiver<bool>) {
    let mut changed = store.changed();
    let Ok(mut seen) = store.read(sql::newest_message).await else { return };
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            woken = changed.changed() => if woken.is_err() { return },
        }
        let (account, inbox, from) = (logins.account_id, logins.website_inbox.id, seen);
        match store.read(move |db| asked(db, account, inbox, from)).await {
            Ok((until, questions)) => {
                seen = until;
                for (conversation, text) in questions {
                    let answering = answer(store.clone(), hub.clone(), logins.clone(), conversation, text);
                    tokio::spawn(async move {
                        if let Err(error) = answering.await {
                            tracing::warn!(%error, "the demo's script has no answer");
                        }
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the demo's script cannot read"),
        }
    }
}

/// The newest message there is, and the questions after this one: the last of each conversation, none while somebody is here.
fn asked(db: &Db, account: AccountId, inbox: InboxId, from: i64) -> Result<(i64, Vec<(ConversationId, String)>)> {
    let (until, questions) = (sql::newest_message(db)?, sql::incoming_after(db, account, inbox, from)?);
    if !db.env.presence.users_present(account, db.now).is_empty() {
        return Ok((until, Vec::new()));
    }
    let mut known = HashSet::new();
    let last_ones = questions.into_iter().rev().filter(|(conversation, _)| known.insert(*conversation));
    Ok((until, last_ones.collect()))
}

async fn answer(store: Store, hub: Hub, logins: Logins, id: ConversationId, question: String) -> Result<()> {
    let who = store.read(move |db| somebody(db, &logins)).await?;
    sleep(READS).await;
    let (by, account, typist) = (who.clone(), who.account, hub);
    let tell = move |db: &Db| {
        let conversation = conversations::find_by_id(db, account, id)?;
        typing::tell(db, &typist, &conversation, &Performer::from(&by), true, false)
    };
    store.read(tell).await?;
    sleep(TYPES).await;
    let write = move |tx: &Tx| {
        let mut conversation = conversations::find_by_id(tx, account, id)?;
        let is_first = conversation.first_reply_created_at.is_none();
        let text = words(&question, is_first, conversation.messages_count);
        post::post(tx, &AgentOrBot::Agent(who), &mut conversation, Draft::outgoing(text)).map(drop)
    };
    store.write(write).await
}

/// The one of the staff who answers: the last but one who is no administrator, as long as they are in the account.
fn somebody(db: &Db, logins: &Logins) -> Result<Agent> {
    let staff = logins.people.iter().rev().filter(|person| person.role == "agent");
    for person in staff.skip(1) {
        if let Some(user) = users::find_by_email(db, &person.email)?
            && users::agent(db, logins.account_id, user.id).is_ok()
        {
            return Ok(Agent { account: logins.account_id, user: user.id, name: user.name, role: Role::Agent });
        }
    }
    Err(Error::NotFound)
}

/// The answer to a question; `turn` chooses among the general ones.
fn words(question: &str, is_first: bool, turn: i64) -> String {
    let question = question.to_lowercase();
    let known = ANSWERS.iter().find(|(hints, _)| hints.iter().any(|hint| question.contains(hint)));
    let index = usize::try_from(turn).unwrap_or_default() % OTHERWISE.len();
    let text = known.map(|(_, text)| *text).or(OTHERWISE.get(index).copied()).unwrap_or_default();
    format!("{}{text}", if is_first { HELLO } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_some_words_and_never_falls_silent() {
        assert!(words("Where is my PARCEL?", false, 3).contains("LS-"));
        assert!(words("Where is my parcel?", true, 3).starts_with(HELLO));
        for turn in [-1, 0, 1, 2, i64::MAX] {
            assert!(!words("☂", false, turn).is_empty());
        }
    }
}

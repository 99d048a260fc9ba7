//! Puts answers together with the people in them: two statements for a page.

use std::borrow::Cow;
use std::collections::HashMap;

use super::model::{Response, Wanted};
use super::{sql, wire};
use crate::base::ids::{AccountId, ContactId, UserId};
use crate::base::{Result, cells};
use crate::contacts::{self, wire::ContactShown};
use crate::store::{Db, Page};
use crate::users::{self, AgentView};

/// Answers of a table that are put together at a time.
const STEP: i64 = 500;

struct People {
    contacts: HashMap<ContactId, ContactShown>,
    agents: HashMap<UserId, AgentView>,
}

fn people(db: &Db, account: AccountId, responses: &[Response]) -> Result<People> {
    let mut ids: Vec<ContactId> = responses.iter().map(|response| response.contact).collect();
    ids.sort_unstable();
    ids.dedup();
    let contacts = contacts::shown(db, account, &ids)?;
    let mut ids: Vec<UserId> = responses.iter().filter_map(|response| response.assigned_agent).collect();
    ids.sort_unstable();
    ids.dedup();
    let agents = users::agents(db, account, &ids)?.into_iter().map(|agent| (agent.id, agent)).collect();
    Ok(People { contacts, agents })
}

/// A page of answers.
pub fn page(db: &Db, account: AccountId, wanted: &Wanted, page: Page) -> Result<Vec<wire::CsatResponse>> {
    let responses = sql::page(db, account, wanted, page)?;
    let people = people(db, account, &responses)?;
    let show = |response: Response| wire::CsatResponse {
        id: response.id,
        rating: response.rating,
        feedback_message: response.feedback_message,
        csat_review_notes: None,
        review_notes_updated_at: None,
        account_id: account,
        message_id: response.message,
        contact: people.contacts.get(&response.contact).cloned(),
        conversation_id: response.conversation,
        assigned_agent: response.assigned_agent.and_then(|id| people.agents.get(&id)).cloned().map(Into::into),
        created_at: response.created_at.seconds(),
    };
    Ok(responses.into_iter().map(show).collect())
}

const HEADINGS: [&str; 8] = [
    "Agent Name",
    "Rating",
    "Feedback Comment",
    "Contact Name",
    "Contact Email Address",
    "Contact Phone Number",
    "Link to the conversation",
    "Recorded date",
];

/// All answers as a table.
pub fn table(db: &Db, account: AccountId, wanted: &Wanted) -> Result<Vec<u8>> {
    let mut table = cells::line(HEADINGS.map(Cow::from));
    for number in 1.. {
        let responses = sql::page(db, account, wanted, Page::new(Some(number), STEP))?;
        let people = people(db, account, &responses)?;
        for response in &responses {
            table.extend(line(db, account, response, &people));
        }
        if (responses.len() as i64) < STEP {
            break;
        }
    }
    Ok(table)
}

fn line(db: &Db, account: AccountId, response: &Response, people: &People) -> Vec<u8> {
    let agent = response.assigned_agent.and_then(|id| people.agents.get(&id));
    let contact = people.contacts.get(&response.contact);
    let of_contact =
        |read: fn(&ContactShown) -> &Option<String>| contact.and_then(|c| read(c).clone()).unwrap_or_default();
    let link = format!("{}/app/accounts/{account}/conversations/{}", db.env.base_url(), response.conversation);
    let cells = [
        agent.map(|agent| format!("{} ({})", agent.name, agent.email)).unwrap_or_default(),
        response.rating.to_string(),
        response.feedback_message.clone().unwrap_or_default(),
        of_contact(|contact| &contact.name),
        of_contact(|contact| &contact.email),
        of_contact(|contact| &contact.phone_number),
        link,
        response.created_at.iso(),
    ];
    cells::line(cells.map(Cow::from))
}

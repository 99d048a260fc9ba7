//! Writes the plan down, step by step, as the services write what really happens.

use std::collections::HashMap;

use super::acting::{Act, Said};
use super::company::Company;
use super::hours::{Calendar, DAY};
use super::people::Person;
use super::plan::{Plan, Step, Talk};
use crate::access::{Agent, AgentOrBot};
use crate::base::ids::{ContactId, ConversationId, InboxId};
use crate::base::{Actor, Error, Millis, Result};
use crate::contacts::{self, ContactChange, ContactInbox};
use crate::conversations::assignment::{self, Request};
use crate::conversations::creation::{self, NewConversation};
use crate::conversations::{self, Conversation, Performer, Revision, labelling, post, status};
use crate::files::{self, Incoming, Stored};
use crate::messages::{Draft, MessageType};
use crate::store::{Store, Tx};

/// Steps of one write.
const CHUNK: usize = 40;

/// What the plan's places have become.
struct Book {
    company: Company,
    present: Millis,
    people: Vec<Person>,
    talks: Vec<Talk>,
    contacts: HashMap<usize, (ContactId, &'static str)>,
    addresses: HashMap<(usize, InboxId), ContactInbox>,
    conversations: HashMap<usize, ConversationId>,
}

/// Writes everything; gives the company back.
pub async fn write(store: &Store, company: Company, plan: Plan, present: Millis) -> Result<Company> {
    let calendar = Calendar::ending(present.0);
    let mut book = Book {
        company,
        present,
        people: plan.people,
        talks: plan.talks,
        contacts: HashMap::new(),
        addresses: HashMap::new(),
        conversations: HashMap::new(),
    };
    let mut steps = plan.steps.into_iter().peekable();
    while steps.peek().is_some() {
        let mut chunk = Vec::with_capacity(CHUNK);
        for (at, step) in steps.by_ref().take(CHUNK) {
            let files = receive(store, &step).await?;
            chunk.push((Millis(calendar.real(at)), step, files));
        }
        book = store.write(move |tx| written(tx, book, chunk)).await?;
    }
    Ok(book.company)
}

async fn receive(store: &Store, step: &Step) -> Result<Vec<Stored>> {
    let mut files = Vec::new();
    let Step::Act(_, Act::Open(said) | Act::Write(said) | Act::Answer { said, .. } | Act::Note { said, .. }) = step
    else {
        return Ok(files);
    };
    for paper in &said.papers {
        let what = Incoming { filename: Some(paper.name.to_owned()), content_type: None };
        files.push(files::receive(store, what, paper.bytes.as_slice()).await?);
    }
    Ok(files)
}

fn written(tx: &Tx, mut book: Book, chunk: Vec<(Millis, Step, Vec<Stored>)>) -> Result<Book> {
    for (at, step, files) in chunk {
        tx.at(at, |tx| match step {
            Step::Meet(person) => book.meet(tx, person),
            Step::Act(talk, Act::Open(said)) => book.open(tx, talk, draft(said, files)),
            Step::Act(talk, act) => book.act(tx, talk, act, files),
        })?;
    }
    Ok(book)
}

fn draft(said: Said, files: Vec<Stored>) -> Draft {
    let mut draft = Draft::outgoing(said.text);
    draft.attachments = files;
    draft
}

impl Book {
    fn meet(&mut self, tx: &Tx, n: usize) -> Result<()> {
        let person = self.people.get(n).ok_or(Error::NotFound)?;
        let new = ContactChange {
            name: Some(Some(person.name.to_owned())),
            email: Some(Some(person.email.to_owned())),
            phone_number: Some(Some(person.phone_number.to_owned())),
            additional_attributes: person.additional_attributes(),
            custom_attributes: person.custom_attributes.clone(),
            ..ContactChange::default()
        };
        let contact = contacts::create(tx, self.company.account, new, Actor::System)?;
        self.contacts.insert(n, (contact.id, person.name));
        Ok(())
    }

    /// The contact of a conversation as the one who does something.
    fn contact(&self, talk: &Talk) -> Result<Performer> {
        let (id, name) = self.contacts.get(&talk.person).ok_or(Error::NotFound)?;
        Ok(Performer::Contact { id: *id, name: (*name).to_owned() })
    }

    fn open(&mut self, tx: &Tx, n: usize, mut draft: Draft) -> Result<()> {
        let account = self.company.account;
        let talk = self.talks.get(n).ok_or(Error::NotFound)?;
        let by = self.contact(talk)?;
        let inbox = if talk.is_of_app { self.company.app.id } else { self.company.website.id };
        let (contact, _) = self.contacts.get(&talk.person).copied().ok_or(Error::NotFound)?;
        let address = match self.addresses.get(&(talk.person, inbox)) {
            Some(known) => known.clone(),
            None => contacts::find_or_create_inbox(tx, account, contact, inbox, None, false, by.actor())?,
        };
        let new = NewConversation {
            additional_attributes: talk.additional_attributes.clone(),
            custom_attributes: talk.custom_attributes.clone(),
            ..NewConversation::default()
        };
        let facts = conversations::inbox_facts(tx, account, inbox)?;
        let mut conversation = creation::start(tx, account, &facts, &address, new, &by)?;
        draft.message_type = MessageType::Incoming;
        post::post_as(tx, &by, &mut conversation, draft)?;
        self.addresses.insert((talk.person, inbox), address);
        self.conversations.insert(n, conversation.id);
        Ok(())
    }

    fn act(&self, tx: &Tx, n: usize, act: Act, files: Vec<Stored>) -> Result<()> {
        let id = self.conversations.get(&n).copied().ok_or(Error::NotFound)?;
        let talk = self.talks.get(n).ok_or(Error::NotFound)?;
        let mut conversation = conversations::find_by_id(tx, self.company.account, id)?;
        let conversation = &mut conversation;
        match act {
            Act::Open(said) | Act::Write(said) => {
                let mut draft = draft(said, files);
                draft.message_type = MessageType::Incoming;
                post::post_as(tx, &self.contact(talk)?, conversation, draft)?;
            }
            Act::Answer { by, said } => {
                post::post(tx, &self.caller(by)?, conversation, draft(said, files))?;
            }
            Act::Note { by, colleague, mut said } => {
                said.text = said.text.replace("@colleague", &mention(self.company.member(colleague)?));
                let mut draft = draft(said, files);
                draft.private = true;
                post::post(tx, &self.caller(by)?, conversation, draft)?;
            }
            Act::See { by } => {
                let is_theirs = conversation.assignee == Some(self.company.member(by)?.user);
                conversations::mark_seen(tx, conversation, is_theirs)?;
            }
            other => self.manage(tx, conversation, other)?,
        }
        Ok(())
    }

    /// What somebody of the staff does without a word.
    fn manage(&self, tx: &Tx, conversation: &mut Conversation, act: Act) -> Result<()> {
        match act {
            Act::Assign { by, to } => {
                let request = Request::User(Some(self.company.member(to)?.user));
                assignment::assign(tx, conversation, request, &self.performer(by)?)?;
            }
            Act::HandTo { by, team } => {
                let id = self.company.teams.iter().find(|(name, _)| *name == team).map(|(_, id)| *id);
                assignment::assign(tx, conversation, Request::Team(id), &self.performer(by)?)?;
            }
            Act::Label { by, labels } => {
                let labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
                labelling::replace(tx, conversation, &labels, &self.performer(by)?)?;
            }
            Act::Rank { by, priority } => {
                let mut revision = Revision::of(conversation);
                revision.priority = Some(priority);
                revision.save(tx, &self.performer(by)?)?;
            }
            Act::Turn { by, to, days } => {
                let until = days.map(|days| self.present.plus(days * DAY));
                status::change(tx, conversation, to, until, &self.performer(by)?)?;
            }
            Act::Open(_) | Act::Write(_) | Act::Answer { .. } | Act::Note { .. } | Act::See { .. } => {}
        }
        Ok(())
    }

    fn performer(&self, n: usize) -> Result<Performer> {
        self.company.member(n).map(Performer::from)
    }

    fn caller(&self, n: usize) -> Result<AgentOrBot> {
        self.company.member(n).cloned().map(AgentOrBot::Agent)
    }
}

/// A mention as notes hold it.
fn mention(agent: &Agent) -> String {
    format!("[@{}](mention://user/{}/{})", agent.name, agent.user, agent.name.replace(' ', "%20"))
}

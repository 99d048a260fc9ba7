//! Notes about a contact.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::notes::Note;
use super::super::wire::{NoteChange, NoteRoot, NoteShown};
use super::super::{notes, sql, views};
use crate::access::{Agent, scoped};
use crate::base::ids::{ContactId, NoteId};
use crate::base::{Error, Result};
use crate::http::{Answer, Done, Empty, Fast, Params};
use crate::store::{Db, Store, Tx};
use crate::tags::Tag;

/// What agents note about contacts.
pub struct NotesApi {
    pub store: Store,
}

fn one(db: &Db, note: Note) -> Result<NoteShown> {
    views::notes(db, note.account, vec![note])?.pop().ok_or(Error::NotFound)
}

#[OpenApi]
impl NotesApi {
    /// List the notes about a contact, newest first.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/notes",
        method = "get",
        operation_id = "list-all-notes-of-a-contact",
        tag = "Tag::ContactNotes"
    )]
    async fn list(&self, account_id: scoped::Path<Agent>, id: Path<ContactId>) -> Answer<Vec<NoteShown>> {
        let account = account_id.account;
        let read = self.store.read(move |db| {
            sql::find(db, account, id.0)?;
            views::notes(db, account, sql::notes(db, account, id.0)?)
        });
        Ok(Fast(read.await?))
    }

    /// Write a note about a contact.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/notes",
        method = "post",
        operation_id = "create-a-note",
        tag = "Tag::ContactNotes"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        params: Params<NoteChange, NoteRoot>,
    ) -> Answer<NoteShown> {
        let (agent, content) = (account_id.0, params.into_inner().content.unwrap_or_default());
        let write = move |tx: &Tx| one(tx, notes::create(tx, agent.account, id.0, &content, agent.user)?);
        Ok(Fast(self.store.write(write).await?))
    }

    /// Show a note.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/notes/:note_id",
        method = "get",
        operation_id = "get-details-of-a-note",
        tag = "Tag::ContactNotes"
    )]
    async fn show(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        note_id: Path<NoteId>,
    ) -> Answer<NoteShown> {
        let account = account_id.account;
        Ok(Fast(self.store.read(move |db| one(db, sql::note(db, account, id.0, note_id.0)?)).await?))
    }

    /// Change what a note says.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/notes/:note_id",
        method = "patch",
        operation_id = "update-a-note",
        tag = "Tag::ContactNotes"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<ContactId>,
        note_id: Path<NoteId>,
        params: Params<NoteChange, NoteRoot>,
    ) -> Answer<NoteShown> {
        let (agent, content) = (account_id.0, params.into_inner().content.unwrap_or_default());
        let write = move |tx: &Tx| {
            let note = sql::note(tx, agent.account, id.0, note_id.0)?;
            one(tx, notes::update(tx, note, &content, agent.actor())?)
        };
        Ok(Fast(self.store.write(write).await?))
    }

    /// Delete a note.
    #[oai(
        path = "/api/v1/accounts/:account_id/contacts/:id/notes/:note_id",
        method = "delete",
        operation_id = "delete-a-note",
        tag = "Tag::ContactNotes"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<ContactId>, note_id: Path<NoteId>) -> Done {
        let agent = account_id.0;
        let write = move |tx: &Tx| {
            let note = sql::note(tx, agent.account, id.0, note_id.0)?;
            notes::delete(tx, &note, agent.actor())
        };
        self.store.write(write).await?;
        Ok(Empty)
    }
}

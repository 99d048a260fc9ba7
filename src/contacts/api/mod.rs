//! The endpoints of contacts, cut by noun.

mod active;
mod collection;
mod contact;
mod contact_inboxes;
mod filter;
mod labels;
mod merging;
mod notes;
mod transfers;

pub use active::ActiveContactsApi;
pub use collection::ContactsApi;
pub use contact::ContactApi;
pub use contact_inboxes::ContactInboxesApi;
pub use filter::ContactFilterApi;
pub use labels::ContactLabelsApi;
pub use merging::MergingApi;
pub use notes::NotesApi;
pub use transfers::{ExportsApi, ImportsApi};

use crate::store::Store;

/// All of them.
pub type Apis = (
    ContactsApi,
    ActiveContactsApi,
    ContactApi,
    ContactFilterApi,
    ContactInboxesApi,
    ContactLabelsApi,
    NotesApi,
    MergingApi,
    ImportsApi,
    ExportsApi,
);

/// All endpoints of contacts over this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    (
        ContactsApi { store: store() },
        ActiveContactsApi { store: store() },
        ContactApi { store: store() },
        ContactFilterApi { store: store() },
        ContactInboxesApi { store: store() },
        ContactLabelsApi { store: store() },
        NotesApi { store: store() },
        MergingApi { store: store() },
        ImportsApi { store: store() },
        ExportsApi { store: store() },
    )
}

#[cfg(test)]
mod tests;

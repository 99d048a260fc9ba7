//! The endpoints of conversations, a file for each noun.

mod assignments;
mod collection;
mod contact;
mod create;
mod filter;
mod first_message;
mod labels;
mod last_seen;
mod list;
mod messages;
mod show;
mod status;
mod typing;

pub use assignments::AssignmentsApi;
pub use collection::CollectionApi;
pub use contact::ContactConversationsApi;
pub use filter::FilterApi;
pub use labels::LabelsApi;
pub use last_seen::LastSeenApi;
pub use messages::MessagesApi;
pub use show::ShowApi;
pub use status::StatusApi;
pub use typing::TypingApi;

use crate::store::Store;

/// All of them.
pub type Apis = (
    CollectionApi,
    FilterApi,
    ShowApi,
    StatusApi,
    AssignmentsApi,
    LabelsApi,
    ContactConversationsApi,
    LastSeenApi,
    MessagesApi,
    TypingApi,
);

/// All endpoints of conversations over this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    (
        CollectionApi { store: store() },
        FilterApi { store: store() },
        ShowApi { store: store() },
        StatusApi { store: store() },
        AssignmentsApi { store: store() },
        LabelsApi { store: store() },
        ContactConversationsApi { store: store() },
        LastSeenApi { store: store() },
        MessagesApi { store: store() },
        TypingApi { store: store() },
    )
}

#[cfg(test)]
mod tests;

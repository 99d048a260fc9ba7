//! The endpoints of widgets, a file for each noun.

mod config;
mod contact;
mod conversations;
mod messages;
mod others;

pub use config::ConfigApi;
pub use contact::ContactApi;
pub use conversations::ConversationsApi;
pub use messages::MessagesApi;
pub use others::OthersApi;

use crate::store::Store;

/// All of them.
pub type Apis = (ConfigApi, ConversationsApi, MessagesApi, ContactApi, OthersApi);

/// All endpoints of widgets over this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    (
        ConfigApi { store: store() },
        ConversationsApi { store: store() },
        MessagesApi { store: store() },
        ContactApi { store: store() },
        OthersApi { store: store() },
    )
}

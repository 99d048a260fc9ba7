//! The endpoints of the public API, a file for each noun.

mod contacts;
mod conversations;
mod inbox;
mod messages;
mod survey;

pub use contacts::ContactsApi;
pub use conversations::ConversationsApi;
pub use inbox::InboxApi;
pub use messages::MessagesApi;
pub use survey::SurveyApi;

use crate::store::Store;

/// All of them.
pub type Apis = (InboxApi, ContactsApi, ConversationsApi, MessagesApi, SurveyApi);

/// All endpoints of the public API over this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    (
        InboxApi { store: store() },
        ContactsApi { store: store() },
        ConversationsApi { store: store() },
        MessagesApi { store: store() },
        SurveyApi { store: store() },
    )
}

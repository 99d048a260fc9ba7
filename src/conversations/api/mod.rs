//! The endpoints of conversations, a file for each noun.

mod assignments;
mod attachments;
mod attributes;
mod bulk;
mod collection;
mod contact;
mod create;
mod drafts;
mod filter;
mod first_message;
mod labels;
mod last_seen;
mod list;
mod merge;
mod message;
mod messages;
mod muting;
mod participants;
mod priority;
mod search;
mod show;
mod status;
mod transcript;
mod typing;
mod uploads;
mod viewers;

use assignments::AssignmentsApi;
use attachments::AttachmentsApi;
use attributes::AttributesApi;
use bulk::BulkApi;
use collection::CollectionApi;
use contact::ContactConversationsApi;
use drafts::DraftsApi;
use filter::FilterApi;
use labels::LabelsApi;
use last_seen::LastSeenApi;
use merge::MergeApi;
use message::MessageApi;
use messages::MessagesApi;
use muting::MutingApi;
use participants::ParticipantsApi;
use priority::PriorityApi;
use search::SearchApi;
use show::ShowApi;
use status::StatusApi;
use transcript::TranscriptApi;
use typing::TypingApi;
use uploads::UploadsApi;
use viewers::ViewersApi;

use crate::store::Store;

/// Lists of conversations, and what happens to many.
type Lists = (CollectionApi, FilterApi, SearchApi, ContactConversationsApi, BulkApi, MergeApi);
/// One conversation.
type One = (ShowApi, StatusApi, PriorityApi, AttributesApi, MutingApi, LastSeenApi, AssignmentsApi, LabelsApi);
/// What is in it.
type Inside = (MessagesApi, MessageApi, AttachmentsApi, UploadsApi, DraftsApi);
/// Who is around it.
type Around = (ParticipantsApi, ViewersApi, TypingApi, TranscriptApi);
/// All of them.
pub type Apis = (Lists, One, Inside, Around);

/// All endpoints of conversations over this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    let lists = (
        CollectionApi { store: store() },
        FilterApi { store: store() },
        SearchApi { store: store() },
        ContactConversationsApi { store: store() },
        BulkApi { store: store() },
        MergeApi { store: store() },
    );
    let one = (
        ShowApi { store: store() },
        StatusApi { store: store() },
        PriorityApi { store: store() },
        AttributesApi { store: store() },
        MutingApi { store: store() },
        LastSeenApi { store: store() },
        AssignmentsApi { store: store() },
        LabelsApi { store: store() },
    );
    let inside = (
        MessagesApi { store: store() },
        MessageApi { store: store() },
        AttachmentsApi { store: store() },
        UploadsApi { store: store() },
        DraftsApi { store: store() },
    );
    let around = (
        ParticipantsApi { store: store() },
        ViewersApi { store: store() },
        TypingApi { store: store() },
        TranscriptApi { store: store() },
    );
    (lists, one, inside, around)
}

#[cfg(test)]
mod tests;

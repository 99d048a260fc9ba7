//! Contacts in their sessions.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::super::service::Proof;
use super::super::{entrance, service, wire};
use crate::http::wire::Text;
use crate::http::{Answer, Fast, Params, Query};
use crate::store::Store;
use crate::tags::Tag;
use crate::widget::wire::ContactRow;

pub struct ContactsApi {
    pub store: Store,
}

#[OpenApi]
impl ContactsApi {
    /// Open a session for a contact that is known by identifier, e-mail address or phone number, or for a new one.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts",
        method = "post",
        operation_id = "create-a-contact",
        tag = "Tag::ContactsApi"
    )]
    async fn create(
        &self,
        inbox_identifier: entrance::Path,
        params: Params<wire::ContactCreate>,
    ) -> Answer<wire::PublicContact> {
        let wire::ContactCreate { source_id, contact } = params.into_inner();
        let (said, proof) = contact.read();
        let create =
            self.store.write(move |tx| service::create(tx, inbox_identifier.0, source_id.as_deref(), said, &proof));
        Ok(Fast(create.await?.into()))
    }

    /// Show the contact of a session. A hash proves who they are.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier",
        method = "get",
        operation_id = "get-details-of-a-contact",
        tag = "Tag::ContactsApi"
    )]
    async fn show(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        /// The contact's id in an outside system.
        identifier: Query<Option<Text>>,
        /// The HMAC-SHA256 of the identifier under the inbox's `hmac_token`, in lower-case hexadecimal.
        identifier_hash: Query<Option<Text>>,
    ) -> Answer<wire::PublicContact> {
        let proof = Proof { identifier: identifier.0, hash: identifier_hash.0 };
        let show = self.store.write(move |tx| service::show(tx, inbox_identifier.0, &contact_identifier.0, &proof));
        Ok(Fast(show.await?.into()))
    }

    /// Change the contact of a session; attributes are merged into those that are there.
    #[oai(
        path = "/public/api/v1/inboxes/:inbox_identifier/contacts/:contact_identifier",
        method = "patch",
        operation_id = "update-a-contact",
        tag = "Tag::ContactsApi"
    )]
    async fn update(
        &self,
        inbox_identifier: entrance::Path,
        contact_identifier: Path<String>,
        params: Params<wire::ContactUpdate>,
    ) -> Answer<ContactRow> {
        let (said, proof) = params.into_inner().read();
        let update =
            self.store.write(move |tx| service::update(tx, inbox_identifier.0, &contact_identifier.0, said, &proof));
        Ok(Fast(update.await?.into()))
    }
}

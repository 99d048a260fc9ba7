//! The visitor as a contact.

use poem_openapi::OpenApi;

use super::super::{principal::Visitor, service, wire};
use crate::base::{Actor, Result};
use crate::contacts::{self, Contact};
use crate::http::{Answer, Fast, Params};
use crate::store::{Store, Tx};
use crate::tags::Tag;

pub struct ContactApi {
    pub store: Store,
}

#[OpenApi]
impl ContactApi {
    /// Show what is known of the visitor.
    #[oai(path = "/api/v1/widget/contact", method = "get", operation_id = "widget-contact", tag = "Tag::Widget")]
    async fn show(&self, website_token: Visitor) -> Answer<wire::ContactSeen> {
        let here = self.store.read(move |db| service::find(db, &website_token)).await?;
        Ok(Fast(here.map(|here| here.contact).into()))
    }

    /// Note what is said of the visitor, who may turn out to be a contact that is known.
    #[oai(
        path = "/api/v1/widget/contact",
        method = "patch",
        operation_id = "widget-contact-update",
        tag = "Tag::Widget"
    )]
    async fn update(&self, website_token: Visitor, params: Params<wire::ContactChange>) -> Answer<wire::ContactSeen> {
        let said = params.into_inner().into();
        let update = self.store.write(move |tx| service::introduce(tx, &website_token, said));
        Ok(Fast(update.await?.into()))
    }

    /// Note who the website says the visitor is. A hash proves it; where the inbox demands one, a wrong or missing one is 401.
    #[oai(
        path = "/api/v1/widget/contact/set_user",
        method = "patch",
        operation_id = "widget-user-set",
        tag = "Tag::Widget"
    )]
    async fn set_user(&self, website_token: Visitor, params: Params<wire::UserIdentity>) -> Answer<wire::UserSet> {
        let (said, hash) = params.into_inner().read();
        let set = self.store.write(move |tx| service::set_user(tx, &website_token, said, hash.as_deref()));
        let (contact, widget_auth_token) = set.await?;
        Ok(Fast(wire::UserSet { contact: contact.into(), widget_auth_token }))
    }

    /// Take custom attributes of the visitor away.
    #[oai(
        path = "/api/v1/widget/contact/destroy_custom_attributes",
        method = "post",
        operation_id = "widget-contact-attributes-drop",
        tag = "Tag::Widget"
    )]
    async fn destroy_custom_attributes(
        &self,
        website_token: Visitor,
        params: Params<wire::AttributesDropped>,
    ) -> Answer<Option<wire::ContactRow>> {
        let names = params.into_inner().custom_attributes.unwrap_or_default();
        let drop = self.store.write(move |tx| forget(tx, &website_token, &names));
        Ok(Fast(drop.await?.map(Into::into)))
    }
}

/// Who is nobody yet has nothing to lose.
fn forget(tx: &Tx, visitor: &Visitor, names: &[String]) -> Result<Option<Contact>> {
    let Some(here) = service::find(tx, visitor)? else { return Ok(None) };
    let by = Actor::Contact(here.contact.id);
    contacts::drop_attributes(tx, visitor.account, here.contact.id, names, by).map(Some)
}

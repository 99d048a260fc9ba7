//! What a client sends: [`Params`] for the body and everything beside it, [`Query`] and [`Position`] for one parameter of the
//! address.

mod body;
mod form;
mod multipart;
mod position;
mod query;
mod reading;
mod root;

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;

use crate::base::{Error, Result};
use crate::http::coerce::{self, Declared, Schema};
pub use position::Position;
pub use query::Query;
use root::Wrapping;
pub use root::{Flat, Root};

/// The parameters of a request, read as `T`: JSON, urlencoded or multipart body, merged over the query string.
///
/// `T` is an Object of plain Rust types; texts are understood as numbers and so on by `T`'s own schema. With a root key
/// (`Params<TeamChange, Team>`, see [`root_key!`](crate::root_key)) the values may stand flat or below that key.
///
/// Fails with 400 (unreadable), 413 (above 4 MiB of text), 415 (another content type) or 422 (naming the fields).
#[derive(Debug, Clone)]
pub struct Params<T, R = Flat> {
    /// What was sent.
    pub value: T,
    root: PhantomData<fn() -> R>,
}

impl<T, R> Params<T, R> {
    /// The parameters themselves.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, R> Deref for Params<T, R> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, R> DerefMut for Params<T, R> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// Everything but the last step, which alone depends on the type.
async fn read(request: &Request, body: &mut RequestBody, wrapping: &Wrapping, declared: &Declared) -> Result<Value> {
    let mut tree = query::tree(request)?;
    let body = body.take().map_err(|_| Error::internal("the body was read twice"))?;
    tree.extend(body::read(request, body).await?);
    let tree = root::unwrap(wrapping, tree, &Schema::of(declared))?;
    coerce::bend(declared, Value::Object(tree), "")
}

impl<'a, T, R> ApiExtractor<'a> for Params<T, R>
where
    T: ParseFromJSON + Type + 'static,
    R: Root,
{
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        const ENCODINGS: [&str; 3] = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
        let content = ENCODINGS.map(|content_type| MetaMediaType { content_type, schema: T::schema_ref() });
        Some(MetaRequest { description: None, content: content.into(), required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let tree = read(request, body, &R::WRAPPING, &Declared::of::<T>()).await;
        let value = tree.and_then(|tree| coerce::finish(tree, ""));
        let value = if R::IN_ONE_TEXT { value.map_err(Error::in_one_text) } else { value };
        Ok(Params { value: value?, root: PhantomData })
    }
}

#[cfg(test)]
mod tests;

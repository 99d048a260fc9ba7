//! Files of agents that come before what they are for: an attachment of a message, a picture inside a text.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::super::{require, sql, wire};
use crate::access::{Agent, scoped};
use crate::base::Error;
use crate::base::ids::DisplayId;
use crate::files;
use crate::http::uploads::{self, DirectUpload, DirectUploadCreate};
use crate::http::wire::Upload;
use crate::http::{Answer, Fast, Params};
use crate::store::Store;
use crate::tags::Tag;

/// A file for the text of an editor.
#[derive(Debug, Object)]
#[oai(rename = "editor_upload")]
pub struct EditorUpload {
    /// A part of a multipart body, or the signed id of a file that was announced and uploaded.
    pub attachment: Option<Upload>,
}

pub struct UploadsApi {
    pub store: Store,
}

#[OpenApi]
impl UploadsApi {
    /// Announce a file; its bytes go to the address in the answer, and its signed id stands for it in a message.
    #[oai(
        path = "/api/v1/accounts/:account_id/conversations/:conversation_id/direct_uploads",
        method = "post",
        operation_id = "announce-a-file-of-a-conversation",
        tag = "Tag::Messages"
    )]
    async fn announce(
        &self,
        account_id: scoped::Path<Agent>,
        conversation_id: Path<DisplayId>,
        params: Params<DirectUploadCreate>,
    ) -> Answer<DirectUpload> {
        let (agent, blob) = (account_id.0, params.into_inner().blob);
        let announce = self.store.write(move |tx| {
            require(tx, &agent, conversation_id.0)?;
            uploads::reserve(tx, agent.account, blob)
        });
        Ok(Fast(announce.await?))
    }

    /// Upload a file to be shown inside a text. It stays as long as the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/upload",
        method = "post",
        operation_id = "upload-a-file",
        tag = "Tag::Messages"
    )]
    async fn upload(
        &self,
        account_id: scoped::Path<Agent>,
        params: Params<EditorUpload>,
    ) -> Answer<wire::UploadedFile> {
        let sent = params.into_inner().attachment.ok_or(Error::refused("No file provided"))?;
        let agent = account_id.0;
        let upload = self.store.write(move |tx| {
            let file = match sent {
                Upload::Part(file) => file,
                Upload::Text(signed_id) => files::by_signed_id(tx, agent.account, &signed_id)?,
            };
            files::link(tx, file.id, Some(agent.account))?;
            sql::keep_upload(tx, &agent, file.id)?;
            Ok(wire::UploadedFile {
                file_url: files::url(tx.env.base_url(), &file.key, &file.filename),
                blob_id: files::signed_id(tx, agent.account, &file)?,
                blob_key: file.key,
            })
        });
        Ok(Fast(upload.await?))
    }
}

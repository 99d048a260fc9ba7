//! The endpoints of notifications: everybody's own.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::model::{Includes, Notification};
use super::wire::{self, NotificationsMeta};
use super::{service, sql, views};
use crate::access::{Agent, scoped};
use crate::base::Result;
use crate::base::ids::NotificationId;
use crate::http::wire::{DataEnvelope, Int, List, MetaPayload, Text};
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::{Db, Page, Store, Tx};
use crate::tags::Tag;

/// Notifications of a page.
const PAGE: i64 = 15;

/// What people are told of.
pub struct NotificationsApi {
    pub store: Store,
}

impl NotificationsApi {
    async fn change(
        &self,
        change: impl FnOnce(&Tx) -> Result<Notification> + Send + 'static,
    ) -> Answer<wire::NotificationRecord> {
        Ok(Fast(self.store.write(change).await?.into()))
    }

    /// Takes steps, each a short write, until there is nothing more to do.
    async fn in_steps(&self, who: &Agent, step: impl Fn(&Tx, &Agent) -> Result<bool> + Copy + Send + 'static) -> Done {
        loop {
            let who = who.clone();
            if !self.store.write(move |tx: &Tx| step(tx, &who)).await? {
                return Ok(Empty);
            }
        }
    }
}

#[OpenApi]
impl NotificationsApi {
    /// List what the caller is told of, 15 a page.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications",
        method = "get",
        operation_id = "list-notifications",
        tag = "Tag::Notifications"
    )]
    async fn list(
        &self,
        account_id: scoped::Path<Agent>,
        /// From 1.
        page: Query<Option<Int>>,
        /// By the last activity: `desc`, the default, or `asc`.
        sort_order: Query<Option<Text>>,
        /// `read` and `snoozed`: these as well.
        #[oai(name = "includes[]")]
        includes: Query<List>,
    ) -> Answer<wire::NotificationList> {
        let (page, includes) = (Page::new(page.0, PAGE), Includes::named(&includes));
        let is_ascending = sort_order.as_deref().is_some_and(|order| order.eq_ignore_ascii_case("asc"));
        let read = move |db: &Db| {
            let found = sql::page(db, &account_id, includes, is_ascending, page)?;
            let counts = sql::counts_of(db, account_id.account, account_id.user, includes)?;
            Ok((counts, views::shown(db, account_id.account, found)?))
        };
        let (counts, shown) = self.store.read(read).await?;
        let payload = shown.into_iter().map(|(_, notification)| notification).collect();
        Ok(Fast(DataEnvelope { data: MetaPayload { meta: NotificationsMeta::new(counts, page.number), payload } }))
    }

    /// Tell how many notifications the caller has not read.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/unread_count",
        method = "get",
        operation_id = "count-unread-notifications",
        tag = "Tag::Notifications"
    )]
    async fn unread_count(&self, account_id: scoped::Path<Agent>) -> Answer<i64> {
        let counts = self.store.read(move |db| sql::counts(db, account_id.account, account_id.user)).await?;
        Ok(Fast(counts.unread_count))
    }

    /// Mark all of the caller's notifications read, or what is about one conversation.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/read_all",
        method = "post",
        operation_id = "read-all-notifications",
        tag = "Tag::Notifications"
    )]
    async fn read_all(&self, account_id: scoped::Path<Agent>, params: Params<wire::ReadAll>) -> Done {
        let wire::ReadAll { primary_actor_type, primary_actor_id } = params.into_inner();
        let Some(kind) = primary_actor_type.filter(|kind| !kind.is_empty()) else {
            return self.in_steps(&account_id, service::read_step).await;
        };
        let read = move |tx: &Tx| service::read_about(tx, &account_id, &kind, primary_actor_id);
        self.store.write(read).await?;
        Ok(Empty)
    }

    /// Throw all of the caller's notifications away, or those that were read.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/destroy_all",
        method = "post",
        operation_id = "delete-all-notifications",
        tag = "Tag::Notifications"
    )]
    async fn delete_all(&self, account_id: scoped::Path<Agent>, params: Params<wire::DeleteAll>) -> Done {
        let only_read = params.into_inner().kind.as_deref() == Some("read");
        self.in_steps(&account_id, move |tx, who| service::delete_step(tx, who, only_read)).await
    }

    /// Mark a notification read.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/:id",
        method = "patch",
        operation_id = "read-a-notification",
        tag = "Tag::Notifications"
    )]
    async fn read(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<NotificationId>,
    ) -> Answer<wire::NotificationRecord> {
        self.change(move |tx| service::read(tx, &account_id, id.0)).await
    }

    /// Mark a notification as not read.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/:id/unread",
        method = "post",
        operation_id = "unread-a-notification",
        tag = "Tag::Notifications"
    )]
    async fn unread(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<NotificationId>,
    ) -> Answer<wire::NotificationRecord> {
        self.change(move |tx| service::unread(tx, &account_id, id.0)).await
    }

    /// Put a notification off. It comes back at that time, unread.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/:id/snooze",
        method = "post",
        operation_id = "snooze-a-notification",
        tag = "Tag::Notifications"
    )]
    async fn snooze(
        &self,
        account_id: scoped::Path<Agent>,
        id: Path<NotificationId>,
        params: Params<wire::Snooze>,
    ) -> Answer<wire::NotificationRecord> {
        let until = params.into_inner().snoozed_until;
        self.change(move |tx| service::snooze(tx, &account_id, id.0, until.as_deref())).await
    }

    /// Throw a notification away.
    #[oai(
        path = "/api/v1/accounts/:account_id/notifications/:id",
        method = "delete",
        operation_id = "delete-a-notification",
        tag = "Tag::Notifications"
    )]
    async fn delete(&self, account_id: scoped::Path<Agent>, id: Path<NotificationId>) -> Done {
        self.store.write(move |tx| service::delete(tx, &account_id, id.0)).await?;
        Ok(Empty)
    }
}

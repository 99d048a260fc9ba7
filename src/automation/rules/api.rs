//! The endpoints of automation rules.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;

use super::wire::{self, AutomationRuleRoot};
use super::{Rule, service};
use crate::access::{Administrator, scoped};
use crate::automation::files::Owner;
use crate::automation::runs::wire::AutomationRun;
use crate::automation::sql;
use crate::base::Result;
use crate::base::ids::{AccountId, AutomationRuleId};
use crate::http::wire::{Int, Payload};
use crate::http::{Answer, Done, Empty, Fast, Params, Query};
use crate::store::{Db, Page, Store};
use crate::tags::Tag;

/// Runs of a page.
const RUNS: i64 = 25;

/// What is done by itself.
pub struct AutomationRulesApi {
    pub store: Store,
}

/// Rules with their files.
fn shown(db: &Db, account: AccountId, rules: Vec<Rule>) -> Result<Vec<wire::AutomationRule>> {
    let owners: Vec<Owner> = rules.iter().map(|rule| Owner::Rule(rule.id)).collect();
    let kept = sql::files_of(db, account, &owners)?;
    Ok(rules.into_iter().map(|rule| wire::AutomationRule::new(rule, &kept)).collect())
}

fn one(db: &Db, rule: Rule) -> Result<wire::AutomationRule> {
    let kept = sql::files_of(db, rule.account, &[Owner::Rule(rule.id)])?;
    Ok(wire::AutomationRule::new(rule, &kept))
}

#[OpenApi]
impl AutomationRulesApi {
    /// List all automation rules of the account.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules",
        method = "get",
        operation_id = "get-automation-rules",
        tag = "Tag::AutomationRules"
    )]
    async fn list(&self, account_id: scoped::Path<Administrator>) -> Answer<Payload<Vec<wire::AutomationRule>>> {
        let account = account_id.account;
        let list = self.store.read(move |db| shown(db, account, sql::rules(db, account)?));
        Ok(Fast(Payload { payload: list.await? }))
    }

    /// Create an automation rule.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules",
        method = "post",
        operation_id = "add-new-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn create(
        &self,
        account_id: scoped::Path<Administrator>,
        params: Params<wire::AutomationRuleChange, AutomationRuleRoot>,
    ) -> Answer<wire::AutomationRule> {
        let (account, by, new) = (account_id.account, account_id.actor(), params.into_inner().into());
        let create = self.store.write(move |tx| one(tx, service::create(tx, account, new, by)?));
        Ok(Fast(create.await?))
    }

    /// Show an automation rule.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules/:id",
        method = "get",
        operation_id = "get-details-of-a-single-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn show(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AutomationRuleId>,
    ) -> Answer<Payload<wire::AutomationRule>> {
        let account = account_id.account;
        let payload = self.store.read(move |db| one(db, sql::find_rule(db, account, id.0)?)).await?;
        Ok(Fast(Payload { payload }))
    }

    /// Change an automation rule, or switch it on or off.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules/:id",
        method = "patch",
        operation_id = "update-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn update(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AutomationRuleId>,
        params: Params<wire::AutomationRuleChange, AutomationRuleRoot>,
    ) -> Answer<Payload<wire::AutomationRule>> {
        let (account, by, change) = (account_id.account, account_id.actor(), params.into_inner().into());
        let update = self.store.write(move |tx| one(tx, service::update(tx, account, id.0, change, by)?));
        Ok(Fast(Payload { payload: update.await? }))
    }

    /// Make another automation rule like this one.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules/:id/clone",
        method = "post",
        operation_id = "clone-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn copy(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AutomationRuleId>,
    ) -> Answer<Payload<wire::AutomationRule>> {
        let (account, by) = (account_id.account, account_id.actor());
        let copy = self.store.write(move |tx| one(tx, service::copy(tx, account, id.0, by)?));
        Ok(Fast(Payload { payload: copy.await? }))
    }

    /// Delete an automation rule with the record of what it did.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules/:id",
        method = "delete",
        operation_id = "delete-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn delete(&self, account_id: scoped::Path<Administrator>, id: Path<AutomationRuleId>) -> Done {
        let (account, by) = (account_id.account, account_id.actor());
        self.store.write(move |tx| service::delete(tx, account, id.0, by)).await?;
        Ok(Empty)
    }

    /// List what an automation rule did, newest first, 25 on a page. Kept for 30 days: the last 500 times that it acted, and the
    /// last 100 that its conditions did not hold.
    #[oai(
        path = "/api/v1/accounts/:account_id/automation_rules/:id/runs",
        method = "get",
        operation_id = "get-runs-of-automation-rule",
        tag = "Tag::AutomationRules"
    )]
    async fn runs(
        &self,
        account_id: scoped::Path<Administrator>,
        id: Path<AutomationRuleId>,
        page: Query<Option<Int>>,
    ) -> Answer<Payload<Vec<AutomationRun>>> {
        let (account, rule, page) = (account_id.account, id.0, Page::new(page.0, RUNS));
        let read = self.store.read(move |db| {
            sql::find_rule(db, account, rule)?;
            sql::page_of_runs(db, account, rule, page)
        });
        let runs = read.await?.into_iter().map(|run| AutomationRun::of(rule, run)).collect();
        Ok(Fast(Payload { payload: runs }))
    }
}

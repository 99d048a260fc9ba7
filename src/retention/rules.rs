//! For how long inboxes keep things.

use super::model::{DAY, Rule};
use super::sql;
use crate::base::ids::{AccountId, InboxId};
use crate::base::{Error, Result};
use crate::inboxes;
use crate::store::{Db, Tx};

/// The rule of an inbox, which keeps everything at first; 404 when the account has no such inbox.
pub fn find(db: &Db, account: AccountId, inbox: InboxId) -> Result<Rule> {
    inboxes::find(db, account, inbox)?;
    Ok(sql::rule(db, account, inbox)?.unwrap_or(Rule::none(account, inbox)))
}

/// Stores a rule, to be carried out soon and then each day. 422 naming all that is wrong with it.
pub fn set(tx: &Tx, rule: &Rule) -> Result<()> {
    let errors = rule.errors();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if *rule == Rule::none(rule.account, rule.inbox) || (rule.conversation_days, rule.attachment_days) == (None, None) {
        return sql::delete_rule(tx, rule.account, rule.inbox);
    }
    sql::save_rule(tx, rule)
}

/// How many conversations the rule would delete now.
pub fn due(db: &Db, rule: &Rule) -> Result<i64> {
    let Some(days) = rule.conversation_days else { return Ok(0) };
    sql::old_conversations(db, rule, db.now.plus(-days * DAY))
}

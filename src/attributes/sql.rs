//! Every statement on the definitions of custom attributes.

use rusqlite::{Row, named_params};

use super::model::{Definition, DisplayType, Model};
use crate::base::ids::{AccountId, AttributeId};
use crate::base::{Error, Result};
use crate::store::{Db, Tx, unique_violation};

const COLUMNS: &str = "id, account_id, attribute_display_name, attribute_display_type, attribute_description,
    attribute_key, attribute_model, attribute_values, default_value, regex_pattern, regex_cue, created_at, updated_at";

fn from_row(row: &Row) -> rusqlite::Result<Definition> {
    Ok(Definition {
        id: row.get(0)?,
        account: row.get(1)?,
        display_name: row.get(2)?,
        display_type: DisplayType::from_number(row.get(3)?),
        description: row.get(4)?,
        key: row.get(5)?,
        model: Model::from_number(row.get(6)?),
        values: serde_json::from_str(row.get_ref(7)?.as_str()?).unwrap_or_default(),
        default_value: row.get(8)?,
        regex_pattern: row.get(9)?,
        regex_cue: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// The definition; 404 when the account has none such.
pub fn find(db: &Db, account: AccountId, id: AttributeId) -> Result<Definition> {
    let sql = format!("select {COLUMNS} from custom_attribute_definitions where id = ? and account_id = ?");
    let mut find = db.prepare_cached(&sql)?;
    Ok(find.query_row((id, account), from_row)?)
}

fn list_sql() -> String {
    format!("select {COLUMNS} from custom_attribute_definitions where account_id = ? order by id")
}

/// All definitions of the account, oldest first.
pub fn list(db: &Db, account: AccountId) -> Result<Vec<Definition>> {
    let mut list = db.prepare_cached(&list_sql())?;
    Ok(list.query_map([account], from_row)?.collect::<rusqlite::Result<_>>()?)
}

fn values(definition: &Definition) -> String {
    serde_json::to_string(&definition.values).unwrap_or_else(|_| "[]".to_owned())
}

pub(super) fn insert(tx: &Tx, new: &Definition) -> Result<AttributeId> {
    tx.prepare_cached(
        "insert into custom_attribute_definitions(account_id, attribute_display_name, attribute_display_type,
            attribute_description, attribute_key, attribute_model, attribute_values, default_value, regex_pattern, regex_cue,
            created_at, updated_at)
         values (:account, :name, :type, :description, :key, :model, :values, :default_value, :pattern, :cue, :now, :now)",
    )?
    .execute(named_params! {":account": new.account, ":name": new.display_name, ":type": new.display_type as i64,
        ":description": new.description, ":key": new.key, ":model": new.model as i64, ":values": values(new),
        ":default_value": new.default_value, ":pattern": new.regex_pattern, ":cue": new.regex_cue, ":now": tx.now})
    .map_err(taken)?;
    Ok(AttributeId(tx.last_insert_rowid()))
}

pub(super) fn save(tx: &Tx, definition: &Definition) -> Result<()> {
    tx.prepare_cached(
        "update custom_attribute_definitions set attribute_display_name = :name, attribute_display_type = :type,
            attribute_description = :description, attribute_key = :key, attribute_model = :model, attribute_values = :values,
            default_value = :default_value, regex_pattern = :pattern, regex_cue = :cue, updated_at = :now
          where id = :id and account_id = :account",
    )?
    .execute(named_params! {":name": definition.display_name, ":type": definition.display_type as i64,
        ":description": definition.description, ":key": definition.key, ":model": definition.model as i64,
        ":values": values(definition), ":default_value": definition.default_value, ":pattern": definition.regex_pattern,
        ":cue": definition.regex_cue, ":now": tx.now, ":id": definition.id, ":account": definition.account})
    .map_err(taken)?;
    Ok(())
}

fn taken(error: rusqlite::Error) -> Error {
    match unique_violation(&error) {
        Some(_) => Error::invalid("attribute_key", "Attribute key has already been taken", "taken"),
        None => error.into(),
    }
}

pub(super) fn delete(tx: &Tx, account: AccountId, id: AttributeId) -> Result<()> {
    tx.prepare_cached("delete from custom_attribute_definitions where id = ? and account_id = ?")?
        .execute((id, account))?;
    Ok(())
}

#[cfg(test)]
mod plans {
    use rusqlite::Connection;

    #[test]
    fn the_list_is_read_by_an_index() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        let mut explain = conn.prepare(&format!("explain query plan {}", super::list_sql())).unwrap();
        let plan: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).map(|line| line.unwrap()).collect();
        assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{plan:#?}");
    }
}

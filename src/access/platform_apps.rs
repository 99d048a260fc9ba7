//! Platform apps, as the operator makes and removes them.

use super::model::{Owner, PlatformApp};
use super::{service, sql};
use crate::base::ids::PlatformAppId;
use crate::base::{Error, Result};
use crate::store::Tx;

/// The longest name, in characters.
const LONGEST: usize = 255;

/// Creates a platform app; answers it with its token.
pub fn create_platform_app(tx: &Tx, name: &str) -> Result<(PlatformApp, String)> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("name", "Name can't be blank", "blank"));
    }
    if name.chars().count() > LONGEST {
        return Err(Error::invalid("name", format!("Name is too long (maximum is {LONGEST} characters)"), "too_long"));
    }
    let id = sql::insert_platform_app(tx, name)?;
    let token = service::create_token(tx, Owner::PlatformApp(id))?;
    Ok((PlatformApp { id, name: name.to_owned() }, token))
}

/// Removes a platform app, its token and its grants; what it created stays. [`Error::NotFound`] when there is none.
pub fn delete_platform_app(tx: &Tx, id: PlatformAppId) -> Result<PlatformApp> {
    let app = sql::platform_app(tx, id)?.ok_or(Error::NotFound)?;
    sql::delete_tokens(tx, Owner::PlatformApp(id))?;
    sql::delete_platform_app(tx, id)?;
    Ok(app)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::access::{grant, is_granted, platform_apps};
    use crate::store::Store;

    #[test]
    fn an_app_goes_with_its_token_and_its_grants() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.db"), Arc::default()).unwrap();
        let work = |tx: &Tx| {
            let (app, token) = create_platform_app(tx, " Billing ")?;
            grant(tx, app.id, "Account", 7)?;
            let (other, _) = create_platform_app(tx, "Other")?;
            let listed = platform_apps(tx)?;
            assert_eq!(listed[0], (PlatformApp { id: app.id, name: "Billing".into() }, token.clone()));
            assert_eq!(delete_platform_app(tx, app.id)?.name, "Billing");
            assert!(!is_granted(tx, app.id, "Account", 7)? && sql::owner_of(tx, &token)?.is_none());
            assert_eq!(platform_apps(tx)?.len(), 1);
            assert!(matches!(delete_platform_app(tx, app.id), Err(Error::NotFound)));
            assert!(create_platform_app(tx, "Third")?.0.id > other.id, "ids are not used twice");
            assert!(matches!(create_platform_app(tx, "  "), Err(Error::Invalid(_))));
            Ok(())
        };
        store.write_blocking(work).unwrap();
    }
}

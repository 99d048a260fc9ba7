//! The verbs people use on themselves.

use super::model::{NewPassword, UserChange};
use super::service;
use crate::access::sessions::{self, Device, NewSession};
use crate::access::{self, Availability, Membership, SessionHeaders, passwords};
use crate::base::ids::{AccountId, UserId};
use crate::base::{Actor, Error, FieldError, Result, password};
use crate::files::Stored;
use crate::store::Tx;

/// The largest picture of a person, in bytes.
const LARGEST_PICTURE: i64 = 15 * 1024 * 1024;

/// Hashes a password somebody chose, or says what is wrong with it. Takes tens of milliseconds: before the write.
pub async fn prepare(chosen: String, confirmation: Option<String>) -> Result<NewPassword> {
    let mut errors = Vec::new();
    if confirmation.is_some_and(|again| again != chosen) {
        let text = "Password confirmation doesn't match Password";
        errors.push(FieldError::new("password_confirmation", text, "confirmation"));
    }
    errors.extend(password::check(&chosen));
    if errors.is_empty() {
        Ok(NewPassword::Hash(passwords::hash(chosen).await?))
    } else {
        Ok(NewPassword::Refused(errors))
    }
}

/// The rules of a picture.
pub fn check_picture(picture: &Stored) -> Result<()> {
    let mut errors = Vec::new();
    if picture.byte_size > LARGEST_PICTURE {
        errors.push(FieldError::new("avatar", "Avatar is too big", "too_long"));
    }
    if !["image/png", "image/jpeg", "image/gif"].contains(&picture.content_type.as_str()) {
        errors.push(FieldError::new("avatar", "Avatar filetype not supported", "invalid"));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Changes the caller. Answers a new session when the one they came with is over: its address or password changed.
pub fn update(
    tx: &Tx,
    id: UserId,
    change: UserChange,
    availability: Option<Availability>,
    session: Option<(SessionHeaders, Device)>,
) -> Result<Option<NewSession>> {
    let has_new_password = change.password.is_some();
    let user = service::update(tx, id, change, Actor::User(id))?;
    if let Some(availability) = availability {
        for member in access::memberships_of_user(tx, id)? {
            access::update_membership(tx, &Membership { availability, ..member }, Actor::User(id))?;
        }
    }
    let session = session.filter(|(headers, _)| has_new_password || headers.uid.to_lowercase() != user.email);
    let Some((headers, device)) = session else {
        return Ok(None);
    };
    sessions::end_client(tx, id, &headers.client)?;
    sessions::create(tx, id, &user.email, &device).map(Some)
}

/// What the caller wants to appear as in one account; 404 when they are no member.
pub fn set_presence(
    tx: &Tx,
    id: UserId,
    account: AccountId,
    availability: Option<Availability>,
    auto_offline: Option<bool>,
) -> Result<()> {
    let member = access::membership(tx, account, id)?.ok_or(Error::NotFound)?;
    let after = Membership {
        availability: availability.unwrap_or(member.availability),
        auto_offline: auto_offline.unwrap_or(member.auto_offline),
        ..member
    };
    access::update_membership(tx, &after, Actor::User(id))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_passwords_must_agree() {
        let NewPassword::Refused(errors) = prepare("Passw0rd!".into(), Some("passw0rd!".into())).await.unwrap() else {
            panic!("accepted");
        };
        assert_eq!(errors[0].message, "Password confirmation doesn't match Password");
        assert!(matches!(prepare("Passw0rd!".into(), None).await.unwrap(), NewPassword::Hash(_)));
    }

    #[test]
    fn a_picture_is_a_small_picture() {
        let mut file = Stored {
            id: crate::base::ids::BlobId(1),
            key: String::new(),
            filename: "a.png".into(),
            content_type: "image/png".into(),
            byte_size: 10,
            width: None,
            height: None,
        };
        assert!(check_picture(&file).is_ok());
        file.content_type = "image/svg+xml".into();
        file.byte_size = LARGEST_PICTURE + 1;
        let text = check_picture(&file).unwrap_err().to_string();
        assert_eq!(text, "Avatar is too big, Avatar filetype not supported");
    }
}

//! How users look on the wire: to themselves and platform apps ([`User`]), to their account ([`Agent`], [`Assignee`]), under
//! their messages ([`UserSender`]); and what clients send.

mod agent;
pub(super) mod requests;
mod sign_in;
mod user;

pub use agent::{Agent, Assignee, AssigneeAccount, UserSender};
pub use requests::{
    ActiveAccount, AgentCreate, AgentRoot, AgentUpdate, AgentsCreate, AutoOffline, Availability, AvailabilityChange,
    ProfileChange, ProfileRoot, UserChange,
};
pub use sign_in::{
    Confirmation, InvitationLink, LinkRefused, Login, Message, MfaBackupCodes, MfaCode, MfaDisabled, MfaEnabled,
    MfaRemoval, MfaSetUp, MfaStatus, PasswordRequest, PasswordReset, SecondFactorAsked, SignIn, SignedOut, Validated,
    ValidatedUser,
};
pub use user::{SignOnUrl, User, UserAccount, UserToken, UserTokenOwner};

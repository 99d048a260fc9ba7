//! What holds as long as somebody renews it, and what is said when nobody does.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::Frame;
use crate::base::ids::{AccountId, ConversationId, UserId};

/// What holds: something of this name that a person does in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lease {
    pub account: AccountId,
    pub conversation: ConversationId,
    pub user: UserId,
    pub name: &'static str,
}

struct Held {
    user: UserId,
    name: &'static str,
    until: Instant,
    last_words: Option<Frame>,
}

/// All that holds, by where.
#[derive(Default)]
pub struct Leases(HashMap<(AccountId, ConversationId), Vec<Held>>);

impl Leases {
    /// Makes it hold for so long from now on; says whether it did not hold before.
    pub fn hold(&mut self, lease: Lease, now: Instant, lasts: Duration, last_words: Option<Frame>) -> bool {
        let until = now.checked_add(lasts).unwrap_or(now);
        let held = self.0.entry((lease.account, lease.conversation)).or_default();
        let known = held.iter_mut().find(|held| held.user == lease.user && held.name == lease.name);
        match known {
            Some(known) => {
                let is_new = known.until <= now;
                (known.until, known.last_words) = (until, last_words);
                is_new
            }
            None => {
                held.push(Held { user: lease.user, name: lease.name, until, last_words });
                true
            }
        }
    }

    /// Ends it; answers what is said then, if it held.
    pub fn release(&mut self, lease: Lease) -> Option<Frame> {
        let place = (lease.account, lease.conversation);
        let held = self.0.get_mut(&place)?;
        let at = held.iter().position(|held| held.user == lease.user && held.name == lease.name)?;
        let ended = held.swap_remove(at);
        if held.is_empty() {
            self.0.remove(&place);
        }
        ended.last_words
    }

    /// Who does what in a conversation.
    pub fn of(&self, account: AccountId, conversation: ConversationId, now: Instant) -> Vec<(UserId, &'static str)> {
        let held = self.0.get(&(account, conversation)).into_iter().flatten();
        held.filter(|held| held.until > now).map(|held| (held.user, held.name)).collect()
    }

    /// Ends what nobody renewed; answers what is said then.
    pub fn expire(&mut self, now: Instant) -> Vec<Frame> {
        let mut last_words = Vec::new();
        self.0.retain(|_, held| {
            held.retain_mut(|held| {
                let is_over = held.until <= now;
                if is_over {
                    last_words.extend(held.last_words.take());
                }
                !is_over
            });
            !held.is_empty()
        });
        last_words
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Room, body};
    use super::*;

    #[test]
    fn what_is_not_renewed_ends_with_its_last_words() {
        let (mut leases, now, lasts) = (Leases::default(), Instant::now(), Duration::from_secs(30));
        let (account, conversation) = (AccountId(1), ConversationId(2));
        let lease = |user, name| Lease { account, conversation, user: UserId(user), name };
        let words = || {
            let rooms = vec![Room::Account(account)];
            Some(Frame { rooms, except: None, position: None, body: body("bye", "{}", None) })
        };
        assert!(leases.hold(lease(1, "viewing"), now, lasts, words()));
        assert!(!leases.hold(lease(1, "viewing"), now + Duration::from_secs(20), lasts, words()));
        assert!(
            leases.hold(lease(1, "typing"), now, lasts, None) && leases.hold(lease(2, "viewing"), now, lasts, words())
        );
        assert_eq!(leases.of(account, conversation, now).len(), 3);
        assert!(leases.of(AccountId(9), conversation, now).is_empty());
        assert!(leases.release(lease(2, "viewing")).is_some() && leases.release(lease(2, "viewing")).is_none());
        assert!(leases.expire(now + lasts).is_empty());
        let later = now + Duration::from_secs(50);
        assert_eq!(leases.of(account, conversation, now + lasts), [(UserId(1), "viewing")]);
        assert_eq!((leases.expire(later).len(), leases.expire(later).len(), leases.0.len()), (1, 0, 0));
        assert!(leases.hold(lease(1, "viewing"), later, lasts, words()));
    }
}

//! Counting within windows of time, for a bounded number of keys.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::{Duration, Instant};

/// How many keys are remembered at most: about 3 MB.
const KEYS: usize = 50_000;

/// So many in so many seconds, from the first one on.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub most: u32,
    pub seconds: u64,
}

#[derive(Debug)]
struct Count {
    ends: Instant,
    count: u32,
}

/// What was counted lately.
#[derive(Debug, Default)]
pub struct Windows {
    hasher: RandomState,
    counts: HashMap<u64, Count>,
}

impl Windows {
    /// Short for anything, so that long names take no memory. Secret and new with every start.
    pub fn key(&self, of: &impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }

    /// The seconds to wait when the window of this key is full.
    pub fn check(&self, key: u64, window: Window, now: Instant) -> Result<(), u64> {
        match self.counts.get(&key) {
            Some(seen) if seen.count >= window.most && now < seen.ends => {
                Err((seen.ends - now).as_secs_f64().ceil() as u64)
            }
            _ => Ok(()),
        }
    }

    /// Counts one.
    pub fn add(&mut self, key: u64, window: Window, now: Instant) {
        if self.counts.len() >= KEYS && !self.counts.contains_key(&key) {
            self.make_room(now);
        }
        let ends = now + Duration::from_secs(window.seconds);
        let seen = self.counts.entry(key).or_insert(Count { ends, count: 0 });
        if seen.ends <= now {
            *seen = Count { ends, count: 0 };
        }
        seen.count += 1;
    }

    /// Counts one unless the window is full, then answers the seconds to wait.
    pub fn hit(&mut self, key: u64, window: Window, now: Instant) -> Result<(), u64> {
        self.check(key, window, now)?;
        self.add(key, window, now);
        Ok(())
    }

    /// Begins anew for this key.
    pub fn forget(&mut self, key: u64) {
        self.counts.remove(&key);
    }

    /// What is over goes first, then what was seen only once, then every other one.
    fn make_room(&mut self, now: Instant) {
        self.counts.retain(|_, seen| seen.ends > now);
        if self.counts.len() > KEYS / 2 {
            self.counts.retain(|_, seen| seen.count > 1);
        }
        if self.counts.len() > KEYS / 2 {
            let mut stays = false;
            self.counts.retain(|_, _| {
                stays = !stays;
                stays
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Window = Window { most: 2, seconds: 10 };

    #[test]
    fn a_window_fills_and_ends() {
        let (mut windows, now) = (Windows::default(), Instant::now());
        assert_eq!(windows.hit(1, TWO, now), Ok(()));
        assert_eq!(windows.hit(1, TWO, now), Ok(()));
        assert_eq!(windows.hit(1, TWO, now + Duration::from_millis(2500)), Err(8));
        assert_eq!(windows.hit(2, TWO, now), Ok(()));
        assert_eq!(windows.hit(1, TWO, now + Duration::from_secs(10)), Ok(()));
        windows.hit(1, TWO, now + Duration::from_secs(11)).unwrap();
        windows.forget(1);
        assert_eq!(windows.check(1, TWO, now + Duration::from_secs(11)), Ok(()));
    }

    #[test]
    fn a_flood_of_keys_neither_grows_the_memory_nor_frees_the_one_that_is_held() {
        let (mut windows, now) = (Windows::default(), Instant::now());
        windows.add(u64::MAX, TWO, now);
        windows.add(u64::MAX, TWO, now);
        for key in 0..200_000 {
            windows.add(key, TWO, now);
        }
        assert!(windows.counts.len() <= KEYS);
        assert!(windows.check(u64::MAX, TWO, now).is_err());
    }
}

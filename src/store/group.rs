//! How many writes share one commit.
//!
//! All that wait would be best if callers asked again at once. Over HTTP they do not: when all are answered together, nobody asks
//! for a while, and the writer has nothing to do until the first is back; then nobody but the writer has. So when groups are
//! followed by pauses of more than half of the time that their commits take, the next is halved: one half is written while the other is
//! answered and asks again. Little by little they grow together. On a disk that takes its time the commit is what counts, and
//! groups stay whole.

use std::time::Duration;

/// Bounds how long the first caller of a group waits.
const MOST: usize = 256;
/// What is not worth cutting.
const LEAST: usize = 16;

/// How many jobs the next group may have.
#[derive(Debug)]
pub(super) struct Size {
    pub most: usize,
    /// The last group's jobs, and how long their commit took.
    last: (usize, Duration),
    /// Whether the group before was followed by a pause: one may be chance.
    has_paused: bool,
}

impl Size {
    pub fn new() -> Self {
        Size { most: MOST, last: (0, Duration::ZERO), has_paused: false }
    }

    /// Notes a group that was committed.
    pub fn committed(&mut self, jobs: usize, commit: Duration) {
        self.last = (jobs, commit);
    }

    /// Learns from how long the writer waited for the first job of the next group.
    pub fn waited(&mut self, pause: Duration) {
        let (jobs, commit) = self.last;
        let pauses = jobs > LEAST && pause > commit / 2;
        if pauses && self.has_paused {
            self.most = jobs.div_euclid(2).max(LEAST);
        } else if !pauses && jobs >= self.most {
            self.most = self.most.saturating_add(self.most.div_euclid(16)).min(MOST);
        }
        self.has_paused = pauses;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn after(size: &mut Size, jobs: usize, commit: u64, pause: u64) -> usize {
        size.committed(jobs, ms(commit));
        size.waited(ms(pause));
        size.most
    }

    #[test]
    fn a_group_whose_callers_keep_the_writer_waiting_is_halved() {
        let mut size = Size::new();
        assert_eq!([after(&mut size, 64, 2, 2), after(&mut size, 64, 2, 2)], [MOST, 32]);
        // one half is there when the other is done: the bound grows until they are all together again
        let grown: Vec<usize> = [32, 34, 36].map(|jobs| after(&mut size, jobs, 2, 0)).to_vec();
        assert_eq!(grown, [34, 36, 38]);
        assert_eq!(after(&mut size, 30, 2, 0), 38);
        assert_eq!([after(&mut size, 38, 2, 2), after(&mut size, 38, 2, 2)], [38, 19]);
    }

    #[test]
    fn what_is_small_or_waits_for_the_disk_stays_whole() {
        let mut size = Size::new();
        assert_eq!(after(&mut size, 64, 4, 1), MOST);
        assert_eq!(after(&mut size, 1, 0, 50), MOST);
        assert_eq!([after(&mut size, 20, 0, 50), after(&mut size, 20, 0, 50)], [MOST, LEAST]);
        assert_eq!(after(&mut size, 10, 0, 50), LEAST);
    }

    #[test]
    fn the_bound_is_never_passed() {
        let mut size = Size::new();
        for _ in 0..200 {
            let jobs = size.most;
            assert!(after(&mut size, jobs, 1, 0) <= MOST);
        }
    }
}

//! Chance that is the same at every run: SplitMix64 from a fixed seed.

/// A source of numbers.
pub struct Dice(u64);

impl Dice {
    /// The same seed, the same numbers.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both included.
    pub fn range(&mut self, from: i64, to: i64) -> i64 {
        let width = to.saturating_sub(from).max(0).unsigned_abs() + 1;
        from.saturating_add_unsigned(self.next() % width)
    }

    /// True so many times out of a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.range(1, 100) <= percent
    }

    /// A place in a list of this length; 0 for an empty one.
    pub fn place(&mut self, length: usize) -> usize {
        let last = i64::try_from(length).unwrap_or(i64::MAX).saturating_sub(1);
        usize::try_from(self.range(0, last)).unwrap_or_default()
    }

    /// One of the list; nothing of an empty one.
    pub fn one_of<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.place(list.len()))
    }

    /// So many digits, the first of them not 0.
    pub fn digits(&mut self, length: u32) -> String {
        let least = 10_i64.pow(length.saturating_sub(1));
        self.range(least, least.saturating_mul(10) - 1).to_string()
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.place(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_numbers_within_their_bounds() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            let mut list: Vec<i64> = (0..9).collect();
            dice.shuffle(&mut list);
            list.extend((0..500).map(|_| dice.range(-3, 3)));
            (list, dice.digits(5), dice.one_of::<u8>(&[]).is_none())
        };
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
        let (list, digits, nothing) = throw(7);
        assert_eq!(list[9..].iter().min().zip(list[9..].iter().max()), Some((&-3, &3)));
        assert!(digits.len() == 5 && nothing);
    }
}

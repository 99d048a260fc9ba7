//! Which rows of a list a caller wants.

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: i64,
    /// Rows per page.
    pub size: i64,
}

/// Beyond any list, and far from any overflow.
const LAST: i64 = 1_000_000_000;

impl Page {
    /// The page the caller asked for. None, zero and negative numbers mean the first; absurd ones an empty page.
    pub fn new(number: Option<i64>, size: i64) -> Self {
        Page { number: number.unwrap_or(1).clamp(1, LAST), size: size.clamp(0, LAST) }
    }

    /// How many rows to read.
    pub fn limit(self) -> i64 {
        self.size
    }

    /// How many rows to skip.
    pub fn offset(self) -> i64 {
        self.number.saturating_sub(1).saturating_mul(self.size)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_are_counted_from_one() {
        assert_eq!(Page::new(None, 25), Page { number: 1, size: 25 });
        assert_eq!(Page::new(Some(3), 25).offset(), 50);
        for odd in [0, -1, i64::MIN] {
            assert_eq!(Page::new(Some(odd), 25).offset(), 0);
        }
        assert!(Page::new(Some(i64::MAX), 100).offset() > 90_000_000_000);
        assert_eq!(Page { number: i64::MAX, size: i64::MAX }.offset(), i64::MAX);
    }

    proptest! {
        #[test]
        fn pages_follow_one_another_whatever_was_asked_for(number in any::<Option<i64>>(), size in any::<i64>()) {
            let page = Page::new(number, size);
            prop_assert!(page.number >= 1 && page.limit() >= 0 && page.offset() >= 0);
            let next = Page::new(Some(page.number + 1), size);
            prop_assert!(next.number == page.number || next.offset() == page.offset() + page.limit());
        }
    }
}

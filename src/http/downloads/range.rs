//! The `Range` header: one range of bytes; several at once are answered with the whole.

/// What the client wants of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    /// From this byte on, so many.
    Part {
        from: u64,
        length: u64,
    },
    /// Nothing of the range exists (416).
    Nothing,
}

/// Reads the header for a file of `size` bytes. What cannot be read is as if it were not there.
pub fn parse(header: Option<&str>, size: u64) -> Wanted {
    header.and_then(|header| read(header, size)).unwrap_or(Wanted::Whole)
}

fn read(header: &str, size: u64) -> Option<Wanted> {
    let (unit, range) = header.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (from, last) = match (number(first), number(last)) {
        (None, Some(length)) if first.is_empty() => {
            (size.saturating_sub(length), size.saturating_sub(u64::from(length > 0)))
        }
        (Some(from), Some(last)) if from <= last => (from, last),
        (Some(from), None) if last.is_empty() => (from, u64::MAX),
        _ => return None,
    };
    if from >= size || (first.is_empty() && last >= size) {
        return Some(Wanted::Nothing);
    }
    Some(Wanted::Part { from, length: last.min(size - 1) - from + 1 })
}

/// Digits only; so many that they make no number mean beyond every end.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn single_ranges() {
        let part = |from, length| Wanted::Part { from, length };
        for (header, size, wanted) in [
            ("bytes=0-0", 10, part(0, 1)),
            ("bytes=2-5", 10, part(2, 4)),
            ("Bytes = 2-", 10, part(2, 8)),
            ("bytes=-3", 10, part(7, 3)),
            ("bytes=-99", 10, part(0, 10)),
            ("bytes=5-99999999999999999999999999", 10, part(5, 5)),
            ("bytes=9-", 10, part(9, 1)),
            ("bytes=10-", 10, Wanted::Nothing),
            ("bytes=-0", 10, Wanted::Nothing),
            ("bytes=0-", 0, Wanted::Nothing),
            ("bytes=-1", 0, Wanted::Nothing),
            ("bytes=5-2", 10, Wanted::Whole),
            ("bytes=0-1,3-4", 10, Wanted::Whole),
            ("bytes=a-b", 10, Wanted::Whole),
            ("bytes=-", 10, Wanted::Whole),
            ("items=0-1", 10, Wanted::Whole),
            ("", 10, Wanted::Whole),
        ] {
            assert_eq!(parse(Some(header), size), wanted, "{header} of {size}");
        }
        assert_eq!(parse(None, 10), Wanted::Whole);
    }

    proptest! {
        #[test]
        fn a_part_always_lies_within(header in "(bytes=)?[ -~]{0,20}|bytes=[0-9]{0,22}-[0-9]{0,22}", size in any::<u64>()) {
            for size in [size, size % 50] {
                if let Wanted::Part { from, length } = parse(Some(&header), size) {
                    prop_assert!(length > 0 && from.checked_add(length).is_some_and(|end| end <= size));
                }
            }
        }
    }
}

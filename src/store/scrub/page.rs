//! What of a page is in use, by SQLite's file format. Pure.

use std::ops::Range;

/// The file's own header, before the first page's.
const FILE_HEADER: usize = 100;

/// A page of a table or an index.
#[derive(Debug, PartialEq, Eq)]
pub struct Tree {
    /// What is in use; the rest is what was.
    pub used: Vec<Range<usize>>,
    /// The rests of values that are too long for the page.
    pub chains: Vec<Chain>,
}

/// The rest of a long value: so many bytes, from this page on.
#[derive(Debug, PartialEq, Eq)]
pub struct Chain {
    pub first: u32,
    pub length: usize,
}

/// How the rows of a page look, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    IndexInterior,
    TableInterior,
    IndexLeaf,
    TableLeaf,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            2 => Some(Kind::IndexInterior),
            5 => Some(Kind::TableInterior),
            10 => Some(Kind::IndexLeaf),
            13 => Some(Kind::TableLeaf),
            _ => None,
        }
    }
}

/// Where a page's own header begins.
fn start(page: u32) -> usize {
    if page == 1 { FILE_HEADER } else { 0 }
}

impl Tree {
    /// Whether a page that is in use is one of a table or an index.
    pub fn is_at(data: &[u8], page: u32) -> bool {
        data.get(start(page)).is_some_and(|byte| Kind::of(*byte).is_some())
    }

    /// `None` when the page is damaged.
    pub fn read(data: &[u8], page: u32, usable: usize) -> Option<Tree> {
        let start = start(page);
        let kind = Kind::of(*data.get(start)?)?;
        let header = if matches!(kind, Kind::IndexInterior | Kind::TableInterior) { 12 } else { 8 };
        let pointers = start + header;
        let cells = short(data, start + 3)?;
        let content = pointers.checked_add(cells.checked_mul(2)?)?;
        let mut tree = Tree { used: vec![0..content, usable..data.len()], chains: Vec::new() };
        tree.note_gaps(data, short(data, start + 1)?)?;
        for cell in 0..cells {
            let at = short(data, pointers + 2 * cell)?;
            if at < content {
                return None;
            }
            tree.note_cell(data, at, kind, usable)?;
        }
        tree.used.iter().all(|used| used.end <= data.len()).then_some(tree)
    }

    /// Gaps between cells are a list: each begins with where the next one is and how long itself is.
    fn note_gaps(&mut self, data: &[u8], first: usize) -> Option<()> {
        let mut gap = first;
        while gap > 0 {
            let (next, length) = (short(data, gap)?, short(data, gap + 2)?);
            if length < 4 || (next > 0 && next < gap + length) {
                return None;
            }
            self.used.push(gap..gap + 4);
            gap = next;
        }
        Some(())
    }

    fn note_cell(&mut self, data: &[u8], at: usize, kind: Kind, usable: usize) -> Option<()> {
        let mut end = at;
        if matches!(kind, Kind::IndexInterior | Kind::TableInterior) {
            end += 4; // the page below
        }
        let mut payload = 0;
        if kind != Kind::TableInterior {
            (payload, end) = varint(data, end)?;
        }
        if matches!(kind, Kind::TableInterior | Kind::TableLeaf) {
            (_, end) = varint(data, end)?; // the row's id
        }
        let payload = usize::try_from(payload).ok()?;
        let here = on_page(payload, kind, usable)?;
        end = end.checked_add(here)?;
        if here < payload {
            self.chains.push(Chain { first: number(data, end)?, length: payload - here });
            end += 4;
        }
        // SQLite gives no cell fewer than four bytes
        self.used.push(at..end.max(at + 4));
        Some(())
    }
}

/// How many bytes of a value are on its own page.
fn on_page(payload: usize, kind: Kind, usable: usize) -> Option<usize> {
    let share = usable.checked_sub(12)?;
    let most = if kind == Kind::TableLeaf { usable.checked_sub(35)? } else { (share * 64 / 255).checked_sub(23)? };
    if payload <= most {
        return Some(payload);
    }
    let least = (share * 32 / 255).checked_sub(23)?;
    let fitting = least + (payload - least) % usable.checked_sub(4)?;
    Some(if fitting <= most { fitting } else { least })
}

/// The number of two bytes here.
fn short(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_be_bytes(bytes)))
}

/// The number of four bytes here.
pub fn number(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_be_bytes(bytes))
}

/// The number of one to nine bytes here, and where it ends.
fn varint(data: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for n in 0..9 {
        let byte = *data.get(at + n)?;
        if n == 8 {
            return Some(((value << 8) | u64::from(byte), at + 9));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + n + 1));
        }
    }
    None
}

/// Writes zeros everywhere else; says whether anything was there.
pub fn zero_except(data: &mut [u8], mut used: Vec<Range<usize>>) -> bool {
    used.sort_unstable_by_key(|range| range.start);
    let (mut at, mut was_dirty) = (0, false);
    let end = data.len();
    for range in used.into_iter().chain(std::iter::once(end..end)) {
        if let Some(gap) = data.get_mut(at..range.start)
            && gap.iter().any(|byte| *byte != 0)
        {
            gap.fill(0);
            was_dirty = true;
        }
        at = at.max(range.end);
    }
    was_dirty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_sqlite_writes_them() {
        assert_eq!(varint(&[0x7f], 0), Some((127, 1)));
        assert_eq!(varint(&[0, 0x81, 0x00], 1), Some((128, 3)));
        assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
        assert_eq!((varint(&[0x81], 0), short(&[1], 0), number(&[0, 0, 1, 2], 0)), (None, None, Some(258)));
    }

    #[test]
    fn only_what_is_not_in_use_becomes_zero() {
        let mut data = [9; 10];
        assert!(zero_except(&mut data, vec![8..10, 0..2, 4..5, 1..3]));
        assert_eq!(data, [9, 9, 9, 0, 9, 0, 0, 0, 9, 9]);
        assert!(!zero_except(&mut data, vec![0..3, 4..5, 8..10]));
    }

    #[test]
    fn a_damaged_page_is_left_alone() {
        let mut page = vec![0; 512];
        page[0] = 13;
        page[4] = 1; // one cell, which is said to be at 0
        assert!(Tree::is_at(&page, 2) && Tree::read(&page, 2, 512).is_none());
        page[8] = 1; // at 256: three bytes of a value
        page[256..260].copy_from_slice(&[3, 1, 7, 7]);
        let tree = Tree::read(&page, 2, 512).unwrap();
        assert_eq!((tree.used, tree.chains.len()), (vec![0..10, 512..512, 256..261], 0));
        page[8..10].copy_from_slice(&[1, 254]); // a cell that is longer than the rest of the page
        assert!(Tree::read(&page, 2, 512).is_none());
        assert!(!Tree::is_at(&[0; 512], 2));
    }
}

//! Takes what was deleted out of the bytes of the file, too.
//!
//! SQLite leaves deleted rows where they were: in pages that are free, in the gaps of pages that are not, behind the ends of
//! long values, in the search indexes until their pieces are merged, and in the samples of its statistics. [`step`] goes over all of
//! that, some pages at a time and each time in a transaction like any other, so that nobody waits for it. It writes zeros where
//! nothing is, through SQLite itself (`sqlite_dbpage`): what is stored, and where, stays as it is. The log is emptied at the end by
//! [`Store::empty_log`](super::Store::empty_log).

mod page;

use std::collections::HashMap;

use page::{Chain, Tree, number, zero_except};
use rusqlite::Connection;

use super::connect::exec;
use super::db::Tx;
use crate::base::{Error, Result};

/// Pages read, and written, in one step: a few milliseconds.
const READS: usize = 600;
const WRITES: usize = 150;
/// Pages of a search index that are merged in one step.
const MERGED: i64 = 32;
/// The search indexes, each with the statements that begin to merge all its pieces into one, and go on.
const INDEXES: [[&str; 2]; 2] = [
    [
        "insert into messages_fts(messages_fts, rank) values ('merge', -:pages)",
        "insert into messages_fts(messages_fts, rank) values ('merge', :pages)",
    ],
    [
        "insert into contacts_fts(contacts_fts, rank) values ('merge', -:pages)",
        "insert into contacts_fts(contacts_fts, rank) values ('merge', :pages)",
    ],
];
/// From so many pages on, the first byte of a page no longer tells the parts of a long value from other pages.
const TOO_MANY: u32 = 0x0200_0000;

/// How far the scrubbing is. What was deleted before it began is gone when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scrub {
    /// The search index of this number is merged; or its merging is still to begin.
    Index(usize, bool),
    Statistics,
    /// The first page of each table and index. A tree that grows or shrinks copies whole pages from there and to there, which is
    /// why they come first and, `true`, again at the end.
    Roots(bool),
    /// All pages from this one on.
    Pages(u32),
    /// Only a rewritten file is without what was deleted: this one cannot be scrubbed page by page.
    Rewrite,
}

impl Scrub {
    /// At its beginning.
    pub const BEGIN: Scrub = Scrub::Index(0, false);
}

/// One step. `None` when no page holds anything that was deleted; but the log may.
pub fn step(tx: &Tx, at: Scrub) -> Result<Option<Scrub>> {
    Ok(match at {
        Scrub::Index(index, is_begun) => Some(match (merge(tx, index, is_begun)?, index + 1 < INDEXES.len()) {
            (true, _) => Scrub::Index(index, true),
            (false, true) => Scrub::Index(index + 1, false),
            (false, false) => Scrub::Statistics,
        }),
        Scrub::Statistics => {
            forget_samples(tx)?;
            Some(if is_scrubbable(tx)? { Scrub::Roots(false) } else { Scrub::Rewrite })
        }
        Scrub::Roots(is_last) => {
            let file = File::of(tx)?;
            roots(tx)?.into_iter().try_for_each(|root| file.scrub(root, &Free::new()).map(drop))?;
            (!is_last).then_some(Scrub::Pages(1))
        }
        Scrub::Pages(next) => Some(match File::of(tx)?.scrub_from(next)? {
            Some(next) => Scrub::Pages(next),
            None => Scrub::Roots(true),
        }),
        Scrub::Rewrite => Some(Scrub::Rewrite),
    })
}

/// Merges some pages of a search index; says whether there are more. Words of deleted texts stay in its pieces until then.
fn merge(tx: &Tx, index: usize, is_begun: bool) -> Result<bool> {
    let Some([begin, go_on]) = INDEXES.get(index) else { return Ok(false) };
    let written = || tx.query_row("select total_changes()", [], |row| row.get::<_, i64>(0));
    let before = written()?;
    tx.prepare_cached(if is_begun { go_on } else { begin })?.execute(&[(":pages", &MERGED)])?;
    // a merge that finds nothing to do still counts as one change
    Ok(written()? - before >= 2)
}

/// Forgets the values that were picked for the planner's statistics, which no plan depends on here.
fn forget_samples(tx: &Tx) -> Result<()> {
    if tx.prepare_cached("select 1 from sqlite_schema where name = 'sqlite_stat4'")?.exists([])? {
        exec(tx, "delete from sqlite_stat4")?;
    }
    Ok(())
}

/// Whether this SQLite lets us at the pages, and their kinds can be told.
fn is_scrubbable(tx: &Tx) -> Result<bool> {
    let has_pages = tx.prepare("select 1 from pragma_module_list where name = 'sqlite_dbpage'")?.exists([])?;
    let number = |pragma| tx.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    Ok(has_pages && number("auto_vacuum")? == 0 && number("page_count")? < i64::from(TOO_MANY))
}

fn roots(tx: &Tx) -> Result<Vec<u32>> {
    let mut list = tx.prepare("select 1 union select rootpage from sqlite_schema where rootpage > 0")?;
    Ok(list.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// What a free page still holds of use: SQLite's notes of further free pages in so many bytes, or nothing.
type Free = HashMap<u32, usize>;

/// The database's pages, numbered from 1.
struct File<'t> {
    conn: &'t Connection,
    /// How many there are.
    pages: u32,
    /// Bytes of a page, and those of them that SQLite uses.
    size: usize,
    usable: usize,
}

/// What a page cost.
#[derive(Debug, Default, Clone, Copy)]
struct Cost {
    reads: usize,
    writes: usize,
}

impl<'t> File<'t> {
    fn of(conn: &'t Connection) -> Result<Self> {
        let pages = conn.prepare_cached("pragma page_count")?.query_row([], |row| row.get(0))?;
        let mut file = File { conn, pages, size: 0, usable: 0 };
        let first = file.read(1)?;
        file.size = first.len();
        file.usable = file.size - first.get(20).map_or(0, |reserved| usize::from(*reserved));
        Ok(file)
    }

    fn read(&self, page: u32) -> Result<Vec<u8>> {
        let mut read = self.conn.prepare_cached("select data from sqlite_dbpage where pgno = ?")?;
        Ok(read.query_row([page], |row| row.get(0))?)
    }

    fn write(&self, page: u32, data: &[u8]) -> Result<()> {
        self.conn.prepare_cached("update sqlite_dbpage set data = ? where pgno = ?")?.execute((data, page))?;
        Ok(())
    }

    /// The page that SQLite never uses: locks are taken there.
    fn is_lock(&self, page: u32) -> bool {
        (page as usize).saturating_sub(1).saturating_mul(self.size) == 0x4000_0000
    }

    /// Scrubs pages from this one on; answers the next, if there is one.
    fn scrub_from(&self, first: u32) -> Result<Option<u32>> {
        let end = first.saturating_add(u32::try_from(READS).unwrap_or(u32::MAX));
        let free = self.free_pages(|page| (first..end).contains(&page))?;
        let (mut next, mut total) = (first, Cost::default());
        while next <= self.pages && next < end && total.reads < READS && total.writes < WRITES {
            let cost = self.scrub(next, &free)?;
            total = Cost { reads: total.reads + cost.reads, writes: total.writes + cost.writes };
            next += 1;
        }
        Ok((next <= self.pages).then_some(next))
    }

    /// The free pages among those that are wanted.
    fn free_pages(&self, is_wanted: impl Fn(u32) -> bool) -> Result<Free> {
        let mut free = Free::new();
        let (mut trunk, mut trunks) = (number(&self.read(1)?, 32), 0);
        while let Some(page) = trunk.filter(|page| *page > 0) {
            let list = self.read(page)?;
            let leaves = number(&list, 4).unwrap_or(0) as usize;
            let used = leaves.saturating_mul(4).saturating_add(8);
            trunks += 1;
            if used > self.usable || trunks > self.pages {
                return Err(damaged(page));
            }
            if is_wanted(page) {
                free.insert(page, used);
            }
            let leaves = (0..leaves).filter_map(|leaf| number(&list, 8 + 4 * leaf));
            free.extend(leaves.filter(|leaf| is_wanted(*leaf)).map(|leaf| (leaf, 0)));
            trunk = number(&list, 0);
        }
        Ok(free)
    }

    /// Writes zeros where nothing is in a page, and behind the ends of the long values that begin there.
    fn scrub(&self, page: u32, free: &Free) -> Result<Cost> {
        if self.is_lock(page) {
            return Ok(Cost::default());
        }
        let mut cost = Cost { reads: 1, writes: 0 };
        let mut data = self.read(page)?;
        let mut chains = Vec::new();
        let is_dirty = if let Some(used) = free.get(&page) {
            zero_except(&mut data, vec![0..*used, self.usable..self.size])
        } else if Tree::is_at(&data, page) {
            let tree = Tree::read(&data, page, self.usable).ok_or_else(|| damaged(page))?;
            chains = tree.chains;
            zero_except(&mut data, tree.used)
        } else {
            // a part of a long value: whoever it begins with knows where it ends
            false
        };
        if is_dirty {
            self.write(page, &data)?;
            cost.writes += 1;
        }
        for chain in chains {
            self.scrub_end(chain, &mut cost)?;
        }
        Ok(cost)
    }

    /// Writes zeros behind the end of a long value.
    fn scrub_end(&self, chain: Chain, cost: &mut Cost) -> Result<()> {
        let room = self.usable - 4;
        let (mut page, mut left) = (chain.first, chain.length);
        loop {
            let mut data = self.read(page)?;
            cost.reads += 1;
            if left <= room {
                if zero_except(&mut data, vec![0..4 + left, self.usable..self.size]) {
                    self.write(page, &data)?;
                    cost.writes += 1;
                }
                return Ok(());
            }
            left -= room;
            page = number(&data, 0).filter(|next| *next > 0).ok_or_else(|| damaged(page))?;
        }
    }
}

fn damaged(page: u32) -> Error {
    Error::internal(format!("page {page} of the database is damaged"))
}

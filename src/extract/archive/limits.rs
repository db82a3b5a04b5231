//! How much may come out of an archive.

use std::io::{self, Read};

use crate::extract::{Gap, Reason, Sink, Stopped};

/// The limits, for the documentation.
pub const TOLD: &str = "8 GiB an entry, 64 GiB an archive, 1,000,000 entries, 250 times the compressed size (once past 256 MiB); beyond: `size_limit`";

const ENTRY: u64 = 8 << 30;
const ARCHIVE: u64 = 64 << 30;
/// Entries of one archive.
pub const ENTRIES: usize = 1_000_000;
const RATIO: u64 = 250;
/// Ratios say nothing about small files.
const RATIO_FROM: u64 = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// The budget of one archive.
pub struct Budget {
    /// Size of the archive itself.
    compressed: u64,
    spent: u64,
    entries: usize,
}

impl Budget {
    pub fn new(compressed: usize) -> Budget {
        Budget { compressed: compressed as u64, spent: 0, entries: 0 }
    }

    /// Whether nothing more may come out.
    pub fn exhausted(&self) -> bool {
        self.entries > ENTRIES || self.over(0).is_some()
    }

    /// Count an entry that is no file: a million folders are a bomb, too.
    pub fn count(&mut self) {
        self.entries += 1;
    }

    /// Hand on a file of the archive, as far as the budget goes.
    pub fn member(&mut self, name: &str, content: &mut dyn Read, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.entries += 1;
        sink.member(name, &mut self.reader(content))?;
        sink.progress()
    }

    fn over(&self, entry: u64) -> Option<Gap> {
        let gap = |detail: String| Some(Gap::new(Reason::SizeLimit, detail));
        if entry > ENTRY {
            gap(format!("the entry unpacks to more than {} GiB", ENTRY >> 30))
        } else if self.spent > ARCHIVE {
            gap(format!("the archive unpacks to more than {} GiB", ARCHIVE >> 30))
        } else if self.spent > RATIO_FROM && self.spent / RATIO > self.compressed {
            gap(format!("the archive unpacks to more than {RATIO} times its size, as a bomb does"))
        } else {
            None
        }
    }

    /// A reader that ends with an error when the budget is used up.
    pub fn reader<'b>(&'b mut self, inner: &'b mut dyn Read) -> Capped<'b> {
        Capped { budget: self, inner, read: 0 }
    }
}

/// One entry's content under the budget.
pub struct Capped<'b> {
    budget: &'b mut Budget,
    inner: &'b mut dyn Read,
    read: u64,
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(gap) = self.budget.over(self.read) {
            return Err(gap.into_io());
        }
        let count = self.inner.read(buffer)?;
        self.read += count as u64;
        self.budget.spent += count as u64;
        Ok(count)
    }
}

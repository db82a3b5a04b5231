//! Unix archives.

use std::io::Cursor;

use super::{limits, names};
use crate::extract::{Failure, Gap, Input, Options, Reason, Sink};

pub fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut archive = ::tar::Archive::new(Cursor::new(input.bytes));
    // Archives joined one behind the other have an end mark between them; most programs show the first one only.
    archive.set_ignore_zeros(true);
    let mut budget = limits::Budget::new(input.bytes.len());
    let entries =
        archive.entries().map_err(|error| Failure::because(Reason::Corrupt, format!("the archive cannot be opened: {error}")))?;
    let mut found = 0;
    // Where the last entry ended.
    let mut last = 0u64;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) if found == 0 => {
                return Err(Failure::because(Reason::Corrupt, format!("the archive cannot be read: {error}")));
            }
            Err(_) if ended(input.bytes, last) => {
                let detail =
                    format!("behind the end mark of the archive, after {found} entries, stand bytes that are no entries");
                sink.gap(Gap::new(Reason::Corrupt, detail))?;
                return Ok(());
            }
            Err(error) => {
                let reason = if error.kind() == std::io::ErrorKind::UnexpectedEof { Reason::Truncated } else { Reason::Corrupt };
                sink.gap(Gap::new(reason, format!("the archive ends after {found} entries: {error}")))?;
                return Ok(());
            }
        };
        found += 1;
        let held = entry.header().entry_size().unwrap_or(0);
        last = entry.raw_file_position().saturating_add(held).div_ceil(BLOCK).saturating_mul(BLOCK);
        if budget.exhausted() {
            sink.gap(Gap::new(Reason::SizeLimit, format!("the archive was read up to entry {found}")))?;
            return Ok(());
        }
        if !(entry.header().entry_type().is_file() || entry.header().entry_type().is_gnu_sparse()) {
            budget.count();
            continue;
        }
        let name = names::text(&entry.path_bytes());
        // A file that claims more than the archive holds is cut off.
        let claimed = entry.header().size().unwrap_or(0);
        if claimed > input.bytes.len() as u64 && !entry.header().entry_type().is_gnu_sparse() {
            sink.gap(Gap::new(Reason::Truncated, "the archive ends inside this file").member(&name))?;
            return Ok(());
        }
        let end = entry.raw_file_position().saturating_add(claimed);
        if end > input.bytes.len() as u64 {
            sink.gap(Gap::new(Reason::Truncated, "the archive ends inside this file").member(&name))?;
            return Ok(());
        }
        budget.member(&name, &mut entry, sink)?;
    }
    if found > 0 && !ended(input.bytes, last) {
        let detail = format!("the archive has no end mark: it may be cut off behind its {found} entries");
        sink.gap(Gap::new(Reason::Truncated, detail))?;
    }
    Ok(())
}

/// Unit of size of the format (POSIX.1-2017, pax, "ustar Interchange Format").
const BLOCK: u64 = 512;

/// Whether the end mark stands here: a block of zeros (two by the standard; some programs write one).
fn ended(bytes: &[u8], at: u64) -> bool {
    let block = usize::try_from(at).ok().and_then(|at| bytes.get(at..at.checked_add(BLOCK as usize)?));
    block.is_some_and(|block| block.iter().all(|byte| *byte == 0))
}

//! Unix archives.

use std::io::Cursor;

use super::{limits, names};
use crate::extract::{Failure, Gap, Input, Options, Reason, Sink};

pub fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut archive = ::tar::Archive::new(Cursor::new(input.bytes));
    let mut budget = limits::Budget::new(input.bytes.len());
    let entries =
        archive.entries().map_err(|error| Failure::because(Reason::Corrupt, format!("the archive cannot be opened: {error}")))?;
    let mut found = 0;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) if found == 0 => {
                return Err(Failure::because(Reason::Corrupt, format!("the archive cannot be read: {error}")));
            }
            Err(error) => {
                let reason = if error.kind() == std::io::ErrorKind::UnexpectedEof { Reason::Truncated } else { Reason::Corrupt };
                sink.gap(Gap::new(reason, format!("the archive ends after {found} entries: {error}")))?;
                return Ok(());
            }
        };
        found += 1;
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
    Ok(())
}

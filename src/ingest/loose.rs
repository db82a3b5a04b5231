//! One loose file, read in a confined process of its own, without a case: for `rogatory text` and `rogatory law import`.
//!
//! Members are handed back as bytes, not followed.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Budgets, Ending, Event, read as supervise};
use crate::case::{Error, Kind};
use crate::extract::collect::Collected;
use crate::extract::{Gap, Options};

/// Read a file. What could not be read is among the gaps.
///
/// # Errors
/// Only if the file cannot be opened or no process can be started.
pub fn read_file(path: &Path, options: &Options, budgets: &Budgets) -> Result<Collected, Error> {
    let file =
        File::open(path).map_err(|error| Error::new(Kind::BadInput, format!("cannot open {}: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read_open(&file, &name, options, budgets)
}

/// Read bytes that came out of another file.
///
/// # Errors
/// Only if there is no room for them, or no process can be started.
pub fn read_bytes(bytes: &[u8], name: &str, options: &Options, budgets: &Budgets) -> Result<Collected, Error> {
    let failed = |error: std::io::Error| Error::new(Kind::Io, format!("cannot keep {name} while it is read: {error}"));
    let mut file = tempfile::tempfile().map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.rewind()).map_err(failed)?;
    read_open(&file, name, options, budgets)
}

fn read_open(file: &File, name: &str, options: &Options, budgets: &Budgets) -> Result<Collected, Error> {
    let size = file.metadata().map_err(|error| Error::new(Kind::Io, format!("cannot read {name}: {error}")))?.len();
    let limits = budgets.limits(size, 0, budgets.expansion(size));
    let mut found = Collected::default();
    let mut member: Option<(String, Vec<u8>)> = None;
    let ending = supervise(file, name, options, &limits, &AtomicBool::new(false), &mut |event| {
        match event {
            Event::Format { media_type, engine } => {
                found.media_type = media_type;
                found.engine = engine;
            }
            Event::Meta(meta) => found.meta = meta,
            Event::Announce(units) => found.announced = Some(units),
            Event::Unit { unit, .. } => found.units.push(unit),
            Event::MemberBegins { name } => member = Some((name, Vec::new())),
            Event::MemberPiece(piece) => {
                if let Some((_, bytes)) = &mut member {
                    bytes.extend_from_slice(piece);
                }
            }
            Event::MemberEnds { fault: None } => found.members.extend(member.take()),
            Event::MemberEnds { fault: Some(gap) } => {
                let name = member.take().map(|(name, _)| name).unwrap_or_default();
                found.gaps.push(gap.member(&name));
            }
            Event::Gap(gap) => found.gaps.push(gap),
        }
        Ok(())
    })?;
    match ending {
        Ending::Returned(gap) => found.gaps.extend(gap),
        Ending::Died(gap) => found.gaps.push(gap),
        Ending::Cancelled => found.gaps.push(Gap::new(crate::extract::Reason::IoError, "reading was stopped")),
    }
    Ok(found)
}

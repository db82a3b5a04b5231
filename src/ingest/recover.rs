//! A document's bytes out of the evidence again: the file itself, or the member of a container, unpacked by a confined reader.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::budget::{Budgets, Limits};
use super::evidence;
use super::supervisor::{Event, read};
use crate::case::{Case, Document, Error, Kind, Store, display_path};
use crate::extract::Options;

/// The bytes of a document, byte for byte as they were read, in a file of their own without a name.
///
/// # Errors
/// If no file with these bytes stands in the evidence any more, or a container cannot be opened (a password, a time limit).
pub fn recover(case: &Case, store: &Store, document: &Document, options: &Options) -> Result<File, Error> {
    let mut trouble = Vec::new();
    for place in store.paths(document.id)? {
        let path = path_of(&place.file);
        let shown = display_path(&place.file);
        let opened = match evidence::open(&path) {
            Ok(opened) => opened,
            Err(gap) => {
                trouble.push(format!("{shown}: {}", gap.detail));
                continue;
            }
        };
        match descend(case, opened.file, &shown, &place.members, &document.sha256, options) {
            Ok(Some(file)) => return Ok(file),
            Ok(None) => trouble.push(format!("{}: other bytes stand there now", place.display)),
            Err(error) => trouble.push(format!("{}: {}", place.display, error.message)),
        }
    }
    Err(Error::new(
        Kind::Io,
        format!("the bytes of {} are not to be had from the evidence: {}", document.sha256, trouble.join("; ")),
    )
    .hint("rogatory verify tells what has changed; a password goes into --password-file"))
}

/// Follow the names of members down from an open file. Several members may carry one name: the digest decides.
fn descend(
    case: &Case,
    mut file: File,
    name: &str,
    members: &[String],
    sha256: &str,
    options: &Options,
) -> Result<Option<File>, Error> {
    let Some((next, deeper)) = members.split_first() else {
        let (found, _) = evidence::hash(&mut file, |_| true).map_err(|e| Error::io("read", Path::new(name), &e))?;
        rewind(&mut file, name)?;
        return Ok((found == sha256).then_some(file));
    };
    let size = file.metadata().map(|m| m.len()).unwrap_or_default();
    let budgets = Budgets::default();
    let limits = budgets.limits(size, 0, budgets.expansion(size));
    // Readers see the last part of a name alone: a compressed file without a name inside is called after it.
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let members: Vec<File> = unpacked(case, &file, last, options, &limits, &|member| member == next)?;
    // Such a file may have stood under another name when it was read; the digest decides.
    let members = match members.is_empty() {
        true => unpacked(case, &file, last, options, &limits, &|_| true)?,
        false => members,
    };
    for member in members {
        if let Some(file) = descend(case, member, next, deeper, sha256, options)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// The members of a container that are wanted by name, each whole, in files without a name.
fn unpacked(
    case: &Case,
    mut file: &File,
    name: &str,
    options: &Options,
    limits: &Limits,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<File>, Error> {
    file.rewind().map_err(|e| Error::io("read", Path::new(name), &e))?;
    let mut found: Vec<File> = Vec::new();
    let mut current: Option<File> = None;
    let spool = case.work_dir();
    read(file, name, options, limits, &AtomicBool::new(false), &mut |event| {
        match event {
            Event::MemberBegins { name } if wanted(&name) => {
                current = Some(tempfile::tempfile_in(&spool).map_err(|e| Error::io("write below", &spool, &e))?);
            }
            Event::MemberPiece(bytes) => {
                if let Some(spooled) = &mut current {
                    spooled.write_all(bytes).map_err(|e| Error::io("write below", &spool, &e))?;
                }
            }
            Event::MemberEnds { fault } => {
                found.extend(current.take().filter(|_| fault.is_none()));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

fn rewind(file: &mut File, name: &str) -> Result<(), Error> {
    file.rewind().map_err(|e| Error::io("read", Path::new(name), &e))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> std::path::PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

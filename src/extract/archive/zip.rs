//! ZIP: entry by entry, with passwords; damaged archives from their local headers.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{limits, names, pieces, reconcile};
use crate::extract::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Stopped, Unit};

const ENGINE: &str = "zip 9.8.1";

pub fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut archive = match ZipArchive::new(Cursor::new(input.bytes)) {
        Ok(archive) => archive,
        Err(_) if input.bytes.starts_with(b"PK\x07\x08PK") || pieces::is_last(input.bytes) => {
            return Err(Failure::because(
                Reason::MissingMember,
                "this is the last piece of an archive cut into several files (.z01, .z02 …); join them (with the program zip: \
                 zip -s 0 x.zip --out whole.zip) and index the whole",
            ));
        }
        Err(error) => return recover(input, &error, sink),
    };
    let count = archive.len();
    let comment = String::from_utf8_lossy(archive.comment()).into_owned();
    sink.meta(Meta { extra: vec![("entries".to_owned(), count.to_string())], ..Meta::default() })?;
    if !comment.trim().is_empty() {
        sink.unit(Unit {
            locator: Locator::Row { first: 1, last: 1, table: Some("archive comment".to_owned()) },
            part: Part::Metadata,
            text: names::text(archive.comment()).trim().to_owned(),
            engine: ENGINE.to_owned(),
            confidence: None,
            entry: None,
        })?;
    }
    let mut budget = limits::Budget::new(input.bytes.len());
    let mut links = 0u64;
    for index in 0..count.min(limits::ENTRIES) {
        if budget.exhausted() {
            sink.gap(Gap::new(
                Reason::SizeLimit,
                format!("{} entries were not unpacked: the archive unpacks without measure", count - index),
            ))?;
            break;
        }
        let known = match archive.by_index_raw(index) {
            Ok(entry) if entry.is_dir() => continue,
            Ok(entry) if entry.is_symlink() => {
                links += 1;
                continue;
            }
            Ok(entry) => Some((name_of(entry.name_raw(), index), entry.encrypted())),
            Err(_) => None,
        };
        let Some((name, encrypted)) = known else {
            let name = archive.file_names_raw().nth(index).map_or_else(String::new, |raw| name_of(raw, index));
            let detail = "the directory of the archive announces this entry, but there is none at its place";
            sink.gap(Gap::new(Reason::MissingMember, detail).member(&name))?;
            continue;
        };
        let password = if encrypted {
            match working_password(&mut archive, index, options, sink)? {
                Some(password) => Some(password),
                None => {
                    let detail = if options.passwords.is_empty() {
                        "the entry is protected with a password"
                    } else {
                        "none of the given passwords opens the entry"
                    };
                    sink.gap(Gap::new(Reason::Encrypted, detail).member(&name))?;
                    continue;
                }
            }
        } else {
            None
        };
        let entry = match &password {
            Some(password) => archive.by_index_decrypt(index, password),
            None => archive.by_index(index),
        };
        match entry {
            Ok(mut entry) => sink.member(&name, &mut budget.reader(&mut entry))?,
            Err(error) => sink.gap(gap_of(&error).member(&name))?,
        }
        sink.progress()?;
    }
    if count > limits::ENTRIES {
        sink.gap(Gap::new(
            Reason::SizeLimit,
            format!("the archive has {count} entries; the first {} were read", limits::ENTRIES),
        ))?;
    }
    let directory = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
    let shift = usize::try_from(archive.offset()).unwrap_or(usize::MAX);
    let hidden = reconcile::hidden(input.bytes, directory, shift, &mut budget, sink)? as u64;
    if links + hidden > 0 {
        let mut extra = vec![("entries".to_owned(), count.to_string())];
        for (name, number) in [("symbolic links", links), ("hidden entries", hidden)] {
            if number > 0 {
                extra.push((name.to_owned(), number.to_string()));
            }
        }
        sink.meta(Meta { extra, ..Meta::default() })?;
    }
    Ok(())
}

fn name_of(raw: &[u8], index: usize) -> String {
    let name = names::text(raw);
    if name.is_empty() { format!("entry {}", index + 1) } else { name }
}

/// The old encryption accepts one wrong password in 256; only the checksum at the end tells. So the entry is read once to find out.
fn working_password(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    options: &Options,
    sink: &mut dyn Sink,
) -> Result<Option<Vec<u8>>, Stopped> {
    for password in &options.passwords {
        // Windows programs take the password in their own code page.
        let mut spellings = vec![password.as_bytes().to_vec()];
        if !password.is_ascii() {
            spellings.extend(
                [encoding_rs::WINDOWS_1250, encoding_rs::WINDOWS_1251]
                    .into_iter()
                    .map(|page| page.encode(password))
                    .filter(|(_, _, unmappable)| !unmappable)
                    .map(|(bytes, _, _)| bytes.into_owned()),
            );
        }
        for spelling in spellings {
            sink.progress()?;
            if let Ok(mut entry) = archive.by_index_decrypt(index, &spelling)
                && io::copy(&mut (&mut entry).take(1 << 32), &mut io::sink()).is_ok()
            {
                return Ok(Some(spelling));
            }
        }
    }
    Ok(None)
}

fn gap_of(error: &ZipError) -> Gap {
    match error {
        ZipError::InvalidPassword => Gap::new(Reason::Encrypted, "the entry is protected with a password"),
        ZipError::UnsupportedArchive(text) if text.contains("Password") => {
            Gap::new(Reason::Encrypted, "the entry is protected with a password")
        }
        ZipError::CompressionMethodNotSupported(method) => {
            Gap::new(Reason::Unsupported, format!("the entry is packed with a method this program does not know ({method})"))
        }
        ZipError::UnsupportedArchive(text) => Gap::new(Reason::Unsupported, format!("the entry cannot be unpacked: {text}")),
        other => Gap::new(Reason::Corrupt, format!("the entry cannot be unpacked: {other}")),
    }
}

/// Without its directory an archive can still be read from the front.
fn recover(input: &Input, error: &ZipError, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut budget = limits::Budget::new(input.bytes.len());
    let mut stream = input.bytes;
    let mut found = 0;
    loop {
        match zip::read::read_zipfile_from_stream(&mut stream) {
            Ok(Some(mut entry)) if found < limits::ENTRIES => {
                found += 1;
                if !entry.is_dir() {
                    let name = name_of(entry.name_raw(), found);
                    sink.member(&name, &mut budget.reader(&mut entry))?;
                }
                sink.progress()?;
                if budget.exhausted() {
                    break;
                }
            }
            Ok(_) | Err(_) => break,
        }
    }
    if found == 0 {
        return Err(Failure::because(Reason::Corrupt, format!("the archive cannot be opened: {error}")));
    }
    sink.gap(Gap::new(
        Reason::Truncated,
        format!("the directory of the archive is missing; {found} entries were found from the front"),
    ))?;
    Ok(())
}

//! 7-Zip archives.

use std::io::{self, Cursor};

use sevenz_rust2::{ArchiveReader, Error, Password};

use super::limits;
use crate::extract::{Failure, Gap, Input, Options, Reason, Sink, Stopped};

/// KiB the decoder may take for its dictionary.
const MEMORY: usize = 1 << 20;

/// So many missing files are named one by one.
const NAMED: usize = 200;

type Reader<'a> = ArchiveReader<Cursor<&'a [u8]>>;

pub fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut reader = open(input.bytes, options, sink)?;
    let files: Vec<String> = reader
        .archive()
        .files
        .iter()
        .filter(|file| !file.is_directory() && !file.is_anti_item())
        .map(|file| file.name().to_owned())
        .collect();
    let mut budget = limits::Budget::new(input.bytes.len());
    let mut stopped: Option<Stopped> = None;
    // Names may stand in the directory more than once.
    let mut given: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let outcome = reader.for_each_entries(|entry, content| {
        if entry.is_directory() || entry.is_anti_item() {
            return Ok(true);
        }
        *given.entry(entry.name().to_owned()).or_default() += 1;
        match budget.member(entry.name(), content, sink) {
            Ok(()) if budget.exhausted() => Err(Error::Other("limit".into())),
            Ok(()) => Ok(true),
            Err(hung_up) => {
                stopped = Some(hung_up);
                Err(Error::Other("stopped".into()))
            }
        }
    });
    if let Some(stopped) = stopped {
        return Err(stopped.into());
    }
    let missing: Vec<&String> = files
        .iter()
        .filter(|name| match given.get_mut(*name) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
        .collect();
    if let Err(error) = outcome {
        let reason = if budget.exhausted() { Reason::SizeLimit } else { reason(&error) };
        let detail = match reason {
            Reason::SizeLimit => "the archive unpacks without measure".to_owned(),
            Reason::Encrypted => "the content is protected with a password".to_owned(),
            _ => format!("the archive cannot be unpacked to its end: {}", tells(&error)),
        };
        sink.gap(Gap::new(reason, format!("{detail}; {} of {} files were not read", missing.len(), files.len())))?;
    }
    // What stands behind the damage was announced and is missing.
    for name in missing.iter().take(NAMED) {
        sink.gap(Gap::new(Reason::MissingMember, "announced by the archive, but not reached").member(name))?;
    }
    if missing.len() > NAMED {
        let detail = format!("{} more files that the archive announces were not reached", missing.len() - NAMED);
        sink.gap(Gap::new(Reason::MissingMember, detail))?;
    }
    Ok(())
}

/// Open with no password first, then with each; a password counts when the first file can be read with it.
fn open<'a>(bytes: &'a [u8], options: &Options, sink: &mut dyn Sink) -> Result<Reader<'a>, Failure> {
    let mut last = None;
    let passwords = std::iter::once(Password::empty()).chain(options.passwords.iter().map(|p| Password::from(p.as_str())));
    for password in passwords {
        sink.progress()?;
        let mut reader = match ArchiveReader::new_with_memory_limit(Cursor::new(bytes), password.clone(), MEMORY) {
            Ok(reader) => reader,
            Err(error) => {
                let encrypted = reason(&error) == Reason::Encrypted;
                last = Some(error);
                if encrypted || !options.passwords.is_empty() {
                    continue;
                }
                break;
            }
        };
        let files = reader.archive().files.len();
        let encrypted = (0..files).any(|index| reader.archive().is_file_encrypted(index));
        if !encrypted {
            return Ok(reader);
        }
        let mut tested = false;
        let trial = reader.for_each_entries(|entry, content| {
            if entry.is_directory() || !entry.has_stream() || tested {
                return Ok(!tested);
            }
            tested = true;
            io::copy(content, &mut io::sink()).map_err(|error| Error::Io(error, "trial".into()))?;
            Ok(false)
        });
        match trial {
            Ok(()) => {
                return ArchiveReader::new_with_memory_limit(Cursor::new(bytes), password, MEMORY).map_err(|error| {
                    Failure::because(reason(&error), format!("the archive cannot be opened: {}", tells(&error)))
                });
            }
            Err(error) => last = Some(Error::MaybeBadPassword(io::Error::other(tells(&error)))),
        }
    }
    Err(match last {
        Some(error) if reason(&error) == Reason::Encrypted && options.passwords.is_empty() => {
            Failure::because(Reason::Encrypted, "the archive is protected with a password")
        }
        Some(error) if reason(&error) == Reason::Encrypted => {
            Failure::because(Reason::Encrypted, "the archive is protected with a password, and none of the given ones opens it")
        }
        Some(error) => Failure::because(reason(&error), format!("the archive cannot be opened: {}", tells(&error))),
        None => Failure::because(Reason::Corrupt, "the archive cannot be opened"),
    })
}

/// The library's error in words: it writes itself in the language of its source code.
fn tells(error: &Error) -> String {
    match error {
        Error::Io(inner, _) | Error::FileOpen(inner, _) | Error::MaybeBadPassword(inner) => inner.to_string(),
        Error::Other(text) | Error::Unsupported(text) => text.to_string(),
        Error::UnsupportedCompressionMethod(method) => format!("the method of packing {method} is not known"),
        Error::UnsupportedVersion { major, minor } => format!("version {major}.{minor} of the format is not known"),
        Error::ExternalUnsupported => "parts of its directory lie outside of it".to_owned(),
        Error::MaxMemLimited { max_kb, actaul_kb } => {
            format!("unpacking needs {} MiB of memory, {} are allowed", actaul_kb >> 10, max_kb >> 10)
        }
        Error::PasswordRequired => "it is protected with a password".to_owned(),
        Error::ChecksumVerificationFailed | Error::NextHeaderCrcMismatch => "a checksum does not fit".to_owned(),
        Error::BadSignature(_) => "it does not begin as such an archive does".to_owned(),
        _ => "its directory is damaged".to_owned(),
    }
}

fn reason(error: &Error) -> Reason {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => Reason::Encrypted,
        Error::MaxMemLimited { .. } => Reason::MemoryLimit,
        Error::UnsupportedCompressionMethod(_)
        | Error::Unsupported(_)
        | Error::UnsupportedVersion { .. }
        | Error::ExternalUnsupported => Reason::Unsupported,
        Error::Io(error, _) if error.kind() == io::ErrorKind::UnexpectedEof => Reason::Truncated,
        _ => Reason::Corrupt,
    }
}

//! An object kept inside a message, written out as the compound file it would be on its own.

use std::io::{self, Cursor, Read, Write};

use super::storage::Storage;

/// Objects nested deeper than this inside one attachment are not honest.
const DEEPEST: usize = 64;
const LARGEST: u64 = 512 << 20;

/// Copy the storage at `root` into a compound file. An embedded message (`message`) gets the longer header of a message file, and the
/// table of names it shares with the outer message. Source: [MS-OXMSG] 2.4.1.1 and 2.4.1.2.
pub(super) fn compound_file(storage: &mut Storage<'_>, root: &str, message: bool) -> io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    let mut total = 0;
    copy(storage, root, "", message, &mut file, &mut total)?;
    if message && !file.exists("/__nameid_version1.0") && storage.is_storage("/__nameid_version1.0") {
        file.create_storage("/__nameid_version1.0")?;
        copy(storage, "/__nameid_version1.0", "/__nameid_version1.0", false, &mut file, &mut total)?;
    }
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn copy(
    storage: &mut Storage<'_>,
    from: &str,
    to: &str,
    message: bool,
    file: &mut cfb::CompoundFile<Cursor<Vec<u8>>>,
    total: &mut u64,
) -> io::Result<()> {
    let mut waiting = vec![(from.to_owned(), to.to_owned(), 0usize)];
    while let Some((from, to, depth)) = waiting.pop() {
        for child in storage.children(&from) {
            let (source, target) = (format!("{from}/{child}"), format!("{to}/{child}"));
            if storage.is_storage(&source) {
                if depth >= DEEPEST {
                    return Err(io::Error::other(format!("objects are nested more than {DEEPEST} deep")));
                }
                file.create_storage(&target)?;
                waiting.push((source, target, depth + 1));
                continue;
            }
            let Some(stream) = storage.open(&source) else { continue };
            let mut bytes = Vec::new();
            stream.take(LARGEST).read_to_end(&mut bytes)?;
            *total += bytes.len() as u64;
            if *total > LARGEST {
                return Err(io::Error::other(format!("the object is larger than {} MiB", LARGEST >> 20)));
            }
            if message && depth == 0 && child == "__properties_version1.0" {
                // Embedded messages have a header of 24 bytes, message files one of 32.
                bytes.splice(24.min(bytes.len())..24.min(bytes.len()), [0; 8]);
            }
            file.create_stream(&target)?.write_all(&bytes)?;
        }
    }
    Ok(())
}

//! Opening evidence without leaving a trace: read-only, no links, no pipes, access times untouched where the system permits.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::case::Stamp;
use crate::extract::{Gap, Reason};

/// A file of evidence, open for reading.
#[derive(Debug)]
pub struct Opened {
    pub file: File,
    pub stamp: Stamp,
}

/// Open a regular file. Anything else (a pipe that took its place, a link) is refused without waiting for it.
pub fn open(path: &Path) -> Result<Opened, Gap> {
    let unreadable = |error: &io::Error| Gap::new(Reason::IoError, format!("it cannot be opened: {}", plain(error)));
    let file = open_untouched(path).map_err(|e| unreadable(&e))?;
    let metadata = file.metadata().map_err(|e| unreadable(&e))?;
    if !metadata.is_file() {
        return Err(Gap::new(Reason::IoError, "it is not a regular file any more"));
    }
    Ok(Opened { stamp: stamp(&metadata), file })
}

#[cfg(unix)]
fn open_untouched(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // Not blocking: a pipe without a writer would otherwise be waited for.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
    #[cfg(target_os = "linux")]
    {
        // Only the owner may ask for untouched access times; where we are not, the read-only mount or `relatime` has to do.
        match fs::OpenOptions::new().read(true).custom_flags(flags | libc::O_NOATIME).open(path) {
            Err(error) if error.raw_os_error() == Some(libc::EPERM) => {}
            other => return other,
        }
    }
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open_untouched(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().read(true).open(path)
}

/// What the file system says about a file.
#[cfg(unix)]
pub fn stamp(metadata: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    Stamp {
        size: metadata.len(),
        mtime: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        ctime: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        inode: metadata.ino(),
        device: metadata.dev(),
    }
}

#[cfg(not(unix))]
pub fn stamp(metadata: &Metadata) -> Stamp {
    let mtime =
        metadata.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos() as i64);
    Stamp { size: metadata.len(), mtime, ..Stamp::default() }
}

/// SHA-256 of a file from its beginning, in hexadecimal, exactly what `sha256sum` prints; and its length. Leaves the file at its beginning.
/// `progress` hears of every piece and may stop the reading by answering `false`.
pub fn hash(file: &mut File, mut progress: impl FnMut(usize) -> bool) -> io::Result<(String, u64)> {
    file.rewind()?;
    let mut hasher = Sha256::new();
    let mut bytes = vec![0; 256 * 1024];
    let mut length = 0;
    loop {
        match file.read(&mut bytes) {
            Ok(0) => break,
            Ok(count) => {
                hasher.update(&bytes[..count]);
                length += count as u64;
                if !progress(count) {
                    return Err(io::ErrorKind::Interrupted.into());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    file.rewind()?;
    Ok((hex(&hasher.finalize()), length))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The operating system's sentence without the error number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_is_what_sha256sum_prints() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"abc").unwrap();
        let mut opened = open(&path).unwrap();
        let (sha256, length) = hash(&mut opened.file, |_| true).unwrap();
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((length, opened.stamp.size), (3, 3));
    }

    #[test]
    #[cfg(unix)]
    fn links_and_folders_are_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), b"abc").unwrap();
        std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("link")).unwrap();
        assert_eq!(open(&dir.path().join("link")).unwrap_err().reason, Reason::IoError);
        assert_eq!(open(dir.path()).unwrap_err().reason, Reason::IoError);
    }
}

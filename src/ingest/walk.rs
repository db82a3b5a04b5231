//! Walking through the evidence: every file once, in a fixed order, links not followed, nothing opened that is not a file or folder.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::evidence::{plain, stamp};
use crate::case::{Error, Kind, Stamp};
use crate::extract::{Gap, Reason};

/// Something met on the way.
#[derive(Debug)]
pub enum Found {
    File {
        path: PathBuf,
        stamp: Stamp,
    },
    /// Not a file with bytes: a link, a pipe, a device, a socket.
    Skipped {
        path: PathBuf,
        what: String,
    },
    /// A file or folder that the system does not let us see.
    Barred {
        path: PathBuf,
        gap: Gap,
    },
}

/// Which paths count. Patterns are matched against the path below the root and against the last name alone.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Filter {
    /// # Errors
    /// A pattern that does not parse.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Filter, Error> {
        Ok(Filter { include: set(include)?, exclude: set(exclude)? })
    }

    /// Whether patterns leave anything out.
    pub fn narrows(&self) -> bool {
        self.include.is_some() || self.exclude.is_some()
    }

    fn includes(&self, relative: &Path) -> bool {
        self.include.as_ref().is_none_or(|set| hits(set, relative))
    }

    fn excludes(&self, relative: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|set| hits(set, relative))
    }
}

fn hits(set: &GlobSet, relative: &Path) -> bool {
    set.is_match(relative) || relative.file_name().is_some_and(|name| set.is_match(name))
}

fn set(patterns: &[String]) -> Result<Option<GlobSet>, Error> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let bad = |pattern: &str, error: globset::Error| {
        Error::new(Kind::BadInput, format!("the pattern {pattern} cannot be understood: {}", error.kind()))
            .hint("example: --include '*.pdf'")
    };
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(Glob::new(pattern).map_err(|e| bad(pattern, e))?);
    }
    builder.build().map(Some).map_err(|e| bad(&patterns.join(" "), e))
}

/// Visit `root` (a file or a folder, canonical) and everything below it. `visit` answers `false` to stop.
pub fn walk(root: &Path, filter: &Filter, visit: &mut dyn FnMut(Found) -> bool) {
    match fs::symlink_metadata(root) {
        Ok(metadata) if metadata.is_dir() => {
            let mut trail = vec![identity(&metadata)];
            folder(root, root, filter, &mut trail, visit);
        }
        Ok(metadata) => {
            one(root.to_path_buf(), &metadata, visit);
        }
        Err(error) => {
            visit(Found::Barred { path: root.to_path_buf(), gap: barred(&error) });
        }
    }
}

fn barred(error: &io::Error) -> Gap {
    Gap::new(Reason::IoError, format!("it cannot be opened: {}", plain(error)))
}

/// Returns `false` when the visitor wants to stop. `trail` holds the folders above, so that a folder mounted below itself ends there.
fn folder(root: &Path, dir: &Path, filter: &Filter, trail: &mut Vec<(u64, u64)>, visit: &mut dyn FnMut(Found) -> bool) -> bool {
    let mut names = match list(dir) {
        Ok(names) => names,
        Err(error) => return visit(Found::Barred { path: dir.to_path_buf(), gap: barred(&error) }),
    };
    names.sort();
    for name in names {
        let path = dir.join(&name);
        let relative = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
        if filter.excludes(&relative) {
            continue;
        }
        let goes_on = match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                let me = identity(&metadata);
                if trail.contains(&me) {
                    visit(Found::Skipped { path, what: "a folder that contains itself".into() })
                } else {
                    trail.push(me);
                    let goes_on = folder(root, &path, filter, trail, visit);
                    trail.pop();
                    goes_on
                }
            }
            Ok(_) if !filter.includes(&relative) => true,
            Ok(metadata) => one(path, &metadata, visit),
            Err(error) => visit(Found::Barred { path, gap: barred(&error) }),
        };
        if !goes_on {
            return false;
        }
    }
    true
}

fn one(path: PathBuf, metadata: &fs::Metadata, visit: &mut dyn FnMut(Found) -> bool) -> bool {
    let kind = metadata.file_type();
    if kind.is_file() {
        return visit(Found::File { path, stamp: stamp(metadata) });
    }
    let what = if kind.is_symlink() { link(&path) } else { special(kind).to_string() };
    visit(Found::Skipped { path, what })
}

/// Links are never followed: what they lead to is read at its own place if it lies under a root.
fn link(path: &Path) -> String {
    match fs::read_link(path) {
        Ok(target) => format!("a link to {}", crate::case::display_path(bytes(target.as_os_str()))),
        Err(_) => "a link".into(),
    }
}

#[cfg(unix)]
fn special(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "not a file"
    }
}

#[cfg(not(unix))]
fn special(_kind: fs::FileType) -> &'static str {
    "not a file"
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(_metadata: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// The bytes of a name, exactly as the file system has them.
#[cfg(unix)]
pub fn bytes(name: &OsStr) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(name)
}

#[cfg(not(unix))]
pub fn bytes(name: &OsStr) -> &[u8] {
    name.as_encoded_bytes()
}

/// The path with these bytes.
#[cfg(unix)]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
pub fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Names in a folder. On Linux without touching the folder's access time.
#[cfg(target_os = "linux")]
fn list(dir: &Path) -> io::Result<Vec<OsString>> {
    use rustix::fs::{CWD, Dir, Mode, OFlags, openat};
    use std::os::unix::ffi::OsStringExt;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let open = openat(CWD, dir, flags | OFlags::NOATIME, Mode::empty()).or_else(|error| match error {
        rustix::io::Errno::PERM => openat(CWD, dir, flags, Mode::empty()),
        other => Err(other),
    })?;
    let mut names = Vec::new();
    for entry in Dir::new(open)? {
        let name = entry?.file_name().to_bytes().to_vec();
        if name != b"." && name != b".." {
            names.push(OsString::from_vec(name));
        }
    }
    Ok(names)
}

#[cfg(not(target_os = "linux"))]
fn list(dir: &Path) -> io::Result<Vec<OsString>> {
    fs::read_dir(dir)?.map(|entry| entry.map(|e| e.file_name())).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn seen(root: &Path, include: &[&str], exclude: &[&str]) -> Vec<String> {
        let owned = |list: &[&str]| list.iter().map(|s| s.to_string()).collect::<Vec<_>>();
        let filter = Filter::new(&owned(include), &owned(exclude)).unwrap();
        let mut all = Vec::new();
        walk(root, &filter, &mut |found| {
            let (path, what) = match found {
                Found::File { path, .. } => (path, "file".into()),
                Found::Skipped { path, what } => (path, what),
                Found::Barred { path, gap } => (path, gap.detail),
            };
            all.push(format!("{}: {what}", path.strip_prefix(root).unwrap().display()));
            true
        });
        all
    }

    #[test]
    fn links_pipes_and_loops_are_named_and_not_entered() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("d")).unwrap();
        fs::write(root.join("d/a.txt"), "a").unwrap();
        fs::write(root.join("b.pdf"), "b").unwrap();
        std::os::unix::fs::symlink("..", root.join("d/loop")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", root.join("out")).unwrap();
        let fifo = std::ffi::CString::new(bytes(root.join("pipe").as_os_str())).unwrap();
        // SAFETY: a valid C string.
        assert_eq!(unsafe { libc::mkfifo(fifo.as_ptr(), 0o600) }, 0);
        assert_eq!(
            seen(root, &[], &[]),
            ["b.pdf: file", "d/a.txt: file", "d/loop: a link to ..", "out: a link to /etc/passwd", "pipe: a named pipe"]
        );
        assert_eq!(seen(root, &["*.txt"], &[]), ["d/a.txt: file"]);
        assert_eq!(seen(root, &[], &["d", "pipe", "out"]), ["b.pdf: file"]);
    }

    #[test]
    fn a_pattern_that_does_not_parse_is_an_error() {
        assert_eq!(Filter::new(&["a[".into()], &[]).unwrap_err().kind, Kind::BadInput);
    }
}

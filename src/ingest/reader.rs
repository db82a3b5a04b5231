//! One reader thread: takes a task, has it read in a process of its own, and passes on what comes.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::commit::Finding;
use super::evidence;
use super::pipeline::Shared;
use super::queue::{MemberTask, Purse, Task, identity};
use super::reading::Reading;
use super::supervisor::{Ending, Event};
use super::walk;
use crate::case::{Error, Kind, NewSource, Stamp, display_path};
use crate::extract::{Gap, Reason};

/// How often a file that changes while it is read is tried.
const TRIES: u32 = 3;

pub(super) struct Reader<'a> {
    pub shared: &'a Shared<'a>,
}

/// A document to read.
struct Item<'a> {
    file: &'a File,
    /// The last part of its name.
    name: String,
    chain: &'a str,
    sha256: &'a str,
    size: u64,
    depth: u32,
    purse: Arc<Purse>,
    /// Where it stands on disk; a member stands nowhere.
    path: Option<&'a Path>,
}

impl Reader<'_> {
    /// Deal with one task. Failures of the machine go to the committer, which stops the run.
    pub fn task(&self, task: Task) {
        let result = match task {
            Task::File { root, path, stamp, known } => {
                let chain = display_path(walk::bytes(path.as_os_str()));
                self.shared.counters.begin(&chain);
                let result = self.file(&root, &path, &chain, known.as_deref());
                self.shared.counters.end(&chain);
                self.shared.counters.files_done.fetch_add(1, Ordering::Relaxed);
                self.shared.counters.bytes_done.fetch_add(stamp.size, Ordering::Relaxed);
                result
            }
            Task::Member(member) => self.member(member),
        };
        if let Err(error) = result {
            self.shared.tell(Finding::Broken(error));
        }
    }

    fn file(&self, root: &[u8], path: &Path, chain: &str, known: Option<&str>) -> Result<(), Error> {
        let source = |stamp: Stamp, bytes: Result<String, Gap>| {
            Finding::Source(NewSource { root: root.to_vec(), path: walk::bytes(path.as_os_str()).to_vec(), stamp, bytes })
        };
        let mut tries = 0;
        loop {
            tries += 1;
            let mut opened = match evidence::open(path) {
                Ok(opened) => opened,
                Err(gap) => {
                    self.count(&self.shared.tally.unopened);
                    self.shared.tell(source(Stamp::default(), Err(gap)));
                    return Ok(());
                }
            };
            let stamp = opened.stamp;
            let (sha256, size) = match evidence::hash(&mut opened.file, |_| !self.shared.cancelled()) {
                Ok(hashed) => hashed,
                Err(_) if self.shared.cancelled() => return Ok(()),
                Err(error) => {
                    self.count(&self.shared.tally.unopened);
                    let gap = Gap::new(Reason::IoError, format!("it cannot be read to its end: {}", evidence::plain(&error)));
                    self.shared.tell(source(stamp, Err(gap)));
                    return Ok(());
                }
            };
            let unchanged = |file: &File| file.metadata().is_ok_and(|m| evidence::stamp(&m) == stamp);
            if !unchanged(&opened.file) || size != stamp.size {
                if tries < TRIES {
                    continue;
                }
                self.count(&self.shared.tally.unopened);
                self.shared.tell(source(stamp, Err(Gap::new(Reason::IoError, "it keeps changing while it is read"))));
                return Ok(());
            }
            match known {
                None => self.count(&self.shared.tally.new),
                Some(known) if known != sha256 => self.count(&self.shared.tally.changed),
                Some(_) => self.count(&self.shared.tally.unchanged),
            }
            self.shared.tell(source(stamp, Ok(sha256.clone())));
            let deepest = self.shared.plan.budgets.depth == 0;
            if !self.shared.known.claim(identity(&sha256), deepest) {
                if known != Some(sha256.as_str()) {
                    self.count(&self.shared.tally.duplicates);
                }
                return Ok(());
            }
            let purse = Arc::new(Purse::new(self.shared.plan.budgets.expansion(size)));
            let name = path.file_name().map(|n| display_path(walk::bytes(n))).unwrap_or_default();
            return self.document(Item {
                file: &opened.file,
                name,
                chain,
                sha256: &sha256,
                size,
                depth: 0,
                purse,
                path: Some(path),
            });
        }
    }

    fn member(&self, task: MemberTask) -> Result<(), Error> {
        self.shared.counters.begin(&task.chain);
        let name = task.name.rsplit(['/', '\\']).next().unwrap_or(&task.name).to_string();
        let item = Item {
            file: &task.file,
            name,
            chain: &task.chain,
            sha256: &task.sha256,
            size: task.size,
            depth: task.depth,
            purse: task.purse.clone(),
            path: None,
        };
        let result = self.document(item);
        self.shared.counters.end(&task.chain);
        result
    }

    fn count(&self, counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Have a document read, and everything inside it that does not fit into the queue.
    fn document(&self, item: Item) -> Result<(), Error> {
        let plan = self.shared.plan;
        let limits = plan.budgets.limits(item.size, item.depth, item.purse.left());
        let mut reading = Reading::fresh();
        let mut spool: Option<Spool> = None;
        let ending = self.shared.readers.read(
            item.file,
            &item.name,
            &plan.options,
            &limits,
            self.shared.cancel,
            &mut |event| match event {
                Event::MemberBegins { name } => {
                    if reading.members == 0 {
                        self.shared.tell(Finding::Begun { sha256: item.sha256.into(), size: item.size });
                    }
                    spool = Some(Spool::new(&self.shared.work_dir, name)?);
                    Ok(())
                }
                Event::MemberPiece(piece) => match &mut spool {
                    Some(spool) => spool.take(piece, &item.purse),
                    None => Ok(()),
                },
                Event::MemberEnds { fault } => match spool.take() {
                    Some(spool) => self.inside(&item, &mut reading, spool, fault),
                    None => Ok(()),
                },
                event => reading.take(event),
            },
        )?;
        if ending == Ending::Cancelled {
            return Ok(());
        }
        if let Some(spool) = spool {
            let gap = Gap::new(Reason::Truncated, "this file inside it was not handed over to its end");
            reading.gap(Gap { member: Some(spool.name), ..gap });
        }
        if let Some(log) = item.path.filter(|_| reading.media_type() == Some(SQLITE)).and_then(open_log) {
            let detail = format!(
                "{} beside it holds changes that were not read; let sqlite3 open a copy of both and run PRAGMA wal_checkpoint(TRUNCATE)",
                display_path(walk::bytes(log.as_os_str()))
            );
            reading.gap(Gap::new(Reason::Unsupported, detail));
        }
        let members = reading.members;
        let read = reading.finish(item.sha256.into(), item.size, ending)?;
        self.shared.counters.documents.fetch_add(1, Ordering::Relaxed);
        self.shared.tell(Finding::Read { read: Box::new(read), members, chain: item.chain.into() });
        Ok(())
    }

    /// A member has arrived whole: note it, and see that it is read unless its bytes are known.
    fn inside(&self, item: &Item, reading: &mut Reading, spool: Spool, fault: Option<Gap>) -> Result<(), Error> {
        if let Some(gap) = fault.or(spool.fault) {
            reading.gap(Gap { member: Some(spool.name), ..gap });
            return Ok(());
        }
        let sha256 = evidence::hex(&spool.hasher.finalize());
        reading.members += 1;
        self.shared.tell(Finding::Member {
            container: item.sha256.into(),
            ordinal: reading.members,
            name: spool.name.clone(),
            sha256: sha256.clone(),
            size: spool.size,
        });
        let depth = item.depth + 1;
        if !self.shared.known.claim(identity(&sha256), depth >= self.shared.plan.budgets.depth) {
            return Ok(());
        }
        let mut file = spool.file;
        file.rewind().map_err(|e| Error::io("read", &self.shared.work_dir, &e))?;
        let chain = format!("{}!/{}", item.chain, spool.name);
        let task = MemberTask { name: spool.name, chain, file, sha256, size: spool.size, depth, purse: item.purse.clone() };
        match self.shared.queue.push_member(task) {
            Ok(()) => Ok(()),
            // Too much is waiting: the container's reader pauses while this thread reads the member.
            Err(task) => self.member(*task),
        }
    }
}

/// The media type of databases that may keep a log beside them.
const SQLITE: &str = "application/vnd.sqlite3";

/// The name of a database's write-ahead log, if there is one with something in it. What stands only there is not in the database.
fn open_log(database: &Path) -> Option<std::ffi::OsString> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let held = std::fs::symlink_metadata(&log).is_ok_and(|meta| meta.is_file() && meta.len() > 0);
    held.then(|| Path::new(&log).file_name().map(ToOwned::to_owned)).flatten()
}

/// A member on its way from the reader process into a file without a name in the case's private folder.
struct Spool {
    name: String,
    file: File,
    hasher: Sha256,
    size: u64,
    fault: Option<Gap>,
}

impl Spool {
    fn new(dir: &Path, name: String) -> Result<Spool, Error> {
        let file = tempfile::tempfile_in(dir).map_err(|e| Error::io("write to", dir, &e))?;
        Ok(Spool { name, file, hasher: Sha256::new(), size: 0, fault: None })
    }

    fn take(&mut self, piece: &[u8], purse: &Purse) -> Result<(), Error> {
        if self.fault.is_some() {
            return Ok(());
        }
        if !purse.pay(piece.len() as u64) {
            self.fault = Some(Gap::new(
                Reason::SizeLimit,
                "unpacked, the files inside are larger than the limit for the size of the outermost file allows",
            ));
            return Ok(());
        }
        self.hasher.update(piece);
        self.size += piece.len() as u64;
        self.file.write_all(piece).map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::new(
                Kind::DiskFull,
                "the disk that holds the case folder is full; everything reported as done so far is safe",
            )
            .hint("make room and run the same command again: it goes on where it stopped"),
            _ => Error::new(Kind::Io, format!("cannot keep a file from inside a container: {}", evidence::plain(&error))),
        })
    }
}

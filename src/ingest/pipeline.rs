//! One run of `index`: a walk, some readers, one committer.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::budget::Budgets;
use super::commit::{Batch, Committer, Done, Finding};
use super::queue::{Known, Queue, Task, identity};
use super::reader::Reader;
use super::supervisor::Readers;
use super::walk::{self, Filter, Found};
use crate::case::{Case, Error, Kind, NewSource, State, Store, Unfinished, display_path};
use crate::extract::Options;

/// What a run is to do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Files and folders, canonical.
    pub roots: Vec<PathBuf>,
    pub filter: Filter,
    pub options: Options,
    pub budgets: Budgets,
    /// Reader processes at the same time; 0 for one a processor.
    pub jobs: usize,
    /// Read again what is not complete.
    pub retry_failed: bool,
    /// Compare only; nothing is written.
    pub dry_run: bool,
    pub batch: Batch,
}

/// How far a run is, for whoever draws it. All numbers only grow.
#[derive(Debug, Default)]
pub struct Counters {
    /// Files on disk met so far, and their bytes.
    pub files: AtomicU64,
    pub bytes: AtomicU64,
    /// Files on disk dealt with, and their bytes.
    pub files_done: AtomicU64,
    pub bytes_done: AtomicU64,
    /// Documents read, members included.
    pub documents: AtomicU64,
    /// The walk is over: `files` and `bytes` are final.
    pub walked: AtomicBool,
    /// What is being read, newest last.
    pub current: Mutex<Vec<String>>,
}

impl Counters {
    pub(super) fn begin(&self, chain: &str) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).push(chain.to_string());
    }

    pub(super) fn end(&self, chain: &str) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = current.iter().rposition(|c| c == chain) {
            current.remove(at);
        }
    }
}

/// What a run tells while it goes.
pub enum Notice<'a> {
    /// A tenth of a second has passed, or more.
    Tick(&'a Counters),
    /// A document is safe in store and index.
    Safe(Done),
    /// Documents that had to be added to the index again from the store (after a crash, or a lost index).
    Repaired(u64),
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub files: u64,
    pub bytes: u64,
    /// Files whose size, times and inode are as recorded; not opened.
    pub unchanged: u64,
    pub new: u64,
    /// Other bytes at a known path.
    pub changed: u64,
    pub vanished: u64,
    /// New or changed paths whose bytes were known already.
    pub duplicates: u64,
    /// Links, pipes, devices.
    pub skipped: u64,
    /// Documents read in this run, members included, by state.
    pub read: u64,
    pub complete: u64,
    pub partial: u64,
    pub unreadable: u64,
    /// Paths that could not be opened in this run.
    pub unopened: u64,
    pub interrupted: bool,
    /// Nothing was written, because nothing is new.
    pub untouched: bool,
}

/// Counted by walk and readers.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub unchanged: AtomicU64,
    pub new: AtomicU64,
    pub changed: AtomicU64,
    pub vanished: AtomicU64,
    pub duplicates: AtomicU64,
    pub skipped: AtomicU64,
    pub unopened: AtomicU64,
}

/// Everything the threads of a run share.
pub(super) struct Shared<'a> {
    pub plan: &'a Plan,
    pub queue: Queue,
    pub known: Known,
    pub counters: &'a Counters,
    pub tally: Tally,
    pub cancel: &'a AtomicBool,
    pub work_dir: PathBuf,
    pub findings: SyncSender<Finding>,
    pub readers: &'a Readers,
}

impl Shared<'_> {
    /// Hand a finding to the committer; `false` when it does not listen any more.
    pub fn tell(&self, finding: Finding) -> bool {
        self.findings.send(finding).is_ok()
    }

    pub fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Refuse what would put the case into the evidence or the evidence into the case.
pub fn keep_apart(case: &Case, roots: &[PathBuf]) -> Result<(), Error> {
    for root in roots {
        if case.dir().starts_with(root) {
            return Err(Error::new(
                Kind::BadInput,
                format!(
                    "the case folder {} lies inside the evidence {}: nothing may be written there",
                    case.dir().display(),
                    root.display()
                ),
            )
            .hint("create the case folder somewhere else"));
        }
        if root.starts_with(case.dir()) {
            return Err(Error::new(
                Kind::BadInput,
                format!("{} lies inside the case folder {}", root.display(), case.dir().display()),
            )
            .hint("keep evidence outside the case folder"));
        }
    }
    Ok(())
}

/// Run. The caller holds the writer's lock. `cancel` stops the run cleanly at any time: what was reported as safe stays, the rest is
/// taken up by the next run. `notify` hears everything, on the calling thread.
pub fn run(
    case: &Case,
    plan: &Plan,
    readers: &Readers,
    counters: &Counters,
    cancel: &AtomicBool,
    notify: &mut dyn FnMut(Notice),
) -> Result<Summary, Error> {
    keep_apart(case, &plan.roots)?;
    crate::case::write_privately();
    let store = Store::open(case.dir())?;
    let known = known(&store, plan)?;
    let (findings, inbox) = sync_channel(64);
    let jobs = if plan.jobs > 0 { plan.jobs } else { thread::available_parallelism().map_or(2, usize::from) };
    let shared = Shared {
        plan,
        queue: Queue::new(1024, 512 * 1024 * 1024, open_files() / 2),
        known,
        counters,
        tally: Tally::default(),
        cancel,
        work_dir: case.work_dir(),
        findings,
        readers,
    };
    if plan.dry_run {
        return dry_run(case, &shared, notify);
    }
    let (mut committer, repaired) = Committer::start(case, &store, plan.batch, unfinished(plan))?;
    if repaired > 0 {
        notify(Notice::Repaired(repaired));
    }
    let mut summary = Summary::default();
    let outcome = thread::scope(|scope| {
        let shared = &shared;
        // The walk is over when it has told everything; the readers when the queue is empty. Each holds a sender for as long as it works.
        let walker = scope.spawn(move || walk_all(case.dir(), shared));
        let readers: Vec<_> = (0..jobs)
            .map(|_| {
                scope.spawn(move || {
                    while let Some(task) = shared.queue.take() {
                        Reader { shared }.task(task);
                        shared.queue.done();
                    }
                })
            })
            .collect();
        let finished = || walker.is_finished() && readers.iter().all(|r| r.is_finished());
        let outcome = listen(&mut committer, &inbox, shared, &finished, &mut summary, notify);
        if outcome.is_err() {
            shared.cancel.store(true, Ordering::Relaxed);
            shared.queue.stop();
            // Readers may be waiting to tell something.
            while !finished() {
                let _ = inbox.recv_timeout(Duration::from_millis(20));
            }
        }
        let walked = walker.join().unwrap_or_else(|_| Err(Error::new(Kind::Io, "the walk through the evidence failed")));
        let crashed = readers.into_iter().map(|r| r.join()).any(|r| r.is_err());
        outcome.and(walked)?;
        if crashed { Err(Error::new(Kind::Io, "a reader thread failed; run the same command again")) } else { Ok(()) }
    });
    let interrupted = cancel.load(Ordering::Relaxed) && outcome.is_ok();
    outcome?;
    tally(&shared, &mut summary);
    summary.interrupted = interrupted;
    if !interrupted {
        committer.call_tables(&call_tables(plan))?;
        committer.seen_to_the_end()?;
    }
    summary.untouched = !committer.wrote;
    let detail = serde_json::to_value(&summary).unwrap_or_default();
    committer.journal("index", &detail)?;
    for done in committer.finish()? {
        count(&mut summary, &done);
        notify(Notice::Safe(done));
    }
    Ok(summary)
}

/// The roots of a run, as the record names them until it has come to its end.
fn unfinished(plan: &Plan) -> Vec<Unfinished> {
    let narrowed = plan.filter.narrows();
    plan.roots.iter().map(|root| Unfinished { root: display_path(walk::bytes(root.as_os_str())), narrowed }).collect()
}

/// Files this process may hold open, after the system has been asked for as many as it gives.
fn open_files() -> usize {
    #[cfg(unix)]
    {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: `limit` is a valid rlimit for the length of both calls.
        unsafe {
            if libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) == 0 {
                let wanted = libc::rlimit { rlim_cur: limit.rlim_max.min(8192).max(limit.rlim_cur), ..limit };
                let now = if libc::setrlimit(libc::RLIMIT_NOFILE, &wanted) == 0 { wanted.rlim_cur } else { limit.rlim_cur };
                return usize::try_from(now).unwrap_or(8192).clamp(64, 8192);
            }
        }
    }
    1024
}

/// Which bytes need not be read: everything in the record but what an interrupted run left open, and what is to be tried again.
fn known(store: &Store, plan: &Plan) -> Result<Known, Error> {
    let mut again = store.unsettled()?;
    if plan.retry_failed {
        again.extend(store.with_gaps()?);
    }
    if store.call_tables()? != call_tables(plan) {
        again.extend(store.tables(&|name| plan.options.calls.iter().any(|table| table.is_for(name) == Some(true)))?);
    }
    let documents = store.known_documents()?;
    Ok(Known::new(
        documents
            .into_iter()
            .filter(|(sha256, _, _)| !again.contains(sha256))
            .map(|(sha256, _, nesting)| (identity(&sha256), nesting)),
    ))
}

/// The identity of what the plan says of tables of calls: a change of it means that tables are read again.
fn call_tables(plan: &Plan) -> String {
    use sha2::Digest;
    let (tables, chats) = (&plan.options.calls, &plan.options.chats);
    if tables.is_empty() && chats.is_empty() {
        return String::new();
    }
    let text = serde_json::to_vec(&(tables, chats)).unwrap_or_default();
    sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn listen(
    committer: &mut Committer,
    inbox: &Receiver<Finding>,
    shared: &Shared,
    finished: &dyn Fn() -> bool,
    summary: &mut Summary,
    notify: &mut dyn FnMut(Notice),
) -> Result<(), Error> {
    let mut last = std::time::Instant::now();
    loop {
        // Everyone is asked first and the inbox after: what was told before the end is not overheard.
        let over = finished();
        match inbox.recv_timeout(Duration::from_millis(if over { 0 } else { 50 })) {
            Ok(finding) => committer.take(finding)?,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) if over => return Ok(()),
            Err(_) => {}
        }
        committer.breathe()?;
        if last.elapsed() >= Duration::from_millis(100) {
            last = std::time::Instant::now();
            notify(Notice::Tick(shared.counters));
            for done in committer.safe()? {
                count(summary, &done);
                notify(Notice::Safe(done));
            }
            if shared.cancelled() {
                shared.queue.stop();
            }
        }
    }
}

fn count(summary: &mut Summary, done: &Done) {
    summary.read += 1;
    match done.state {
        State::Complete => summary.complete += 1,
        State::Partial => summary.partial += 1,
        State::Unreadable => summary.unreadable += 1,
    }
}

fn tally(shared: &Shared, summary: &mut Summary) {
    let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let tally = &shared.tally;
    summary.files = get(&shared.counters.files);
    summary.bytes = get(&shared.counters.bytes);
    summary.unchanged = get(&tally.unchanged);
    summary.new = get(&tally.new);
    summary.changed = get(&tally.changed);
    summary.vanished = get(&tally.vanished);
    summary.duplicates = get(&tally.duplicates);
    summary.skipped = get(&tally.skipped);
    summary.unopened = get(&tally.unopened);
}

/// Walk through every root, pass over what is unchanged, queue the rest, and look for what has vanished.
fn walk_all(case_dir: &Path, shared: &Shared) -> Result<(), Error> {
    let result = Store::read_only(case_dir).and_then(|store| {
        shared.plan.roots.iter().try_for_each(|root| walk_root(&store, root, shared, &mut |task| shared.queue.push_file(task)))
    });
    shared.counters.walked.store(true, Ordering::Relaxed);
    shared.queue.walked();
    result
}

fn walk_root(store: &Store, root: &Path, shared: &Shared, push: &mut dyn FnMut(Task) -> bool) -> Result<(), Error> {
    let add = |counter: &AtomicU64, n: u64| counter.fetch_add(n, Ordering::Relaxed);
    // A single file is recorded under the folder it stands in.
    let is_dir = root.is_dir();
    let shown = if is_dir { root } else { root.parent().unwrap_or(root) };
    let root_bytes = Arc::new(walk::bytes(shown.as_os_str()).to_vec());
    let mut failure = None;
    let mut whole = true;
    walk::walk(root, &shared.plan.filter, &mut |found| {
        if shared.cancelled() {
            whole = false;
            return false;
        }
        match found {
            Found::File { path, stamp } => {
                add(&shared.counters.files, 1);
                add(&shared.counters.bytes, stamp.size);
                let known = match store.source_at(walk::bytes(path.as_os_str())) {
                    Ok(known) => known,
                    Err(error) => {
                        failure = Some(error);
                        return false;
                    }
                };
                let same = known.as_ref().is_some_and(|known| {
                    let read = known.sha256.as_deref().is_some_and(|sha256| shared.known.contains(&identity(sha256)));
                    read && known.stamp == stamp && (!is_dir || known.root == *root_bytes)
                });
                if same {
                    add(&shared.tally.unchanged, 1);
                    add(&shared.counters.files_done, 1);
                    add(&shared.counters.bytes_done, stamp.size);
                    return true;
                }
                push(Task::File { root: root_bytes.clone(), path, stamp, known: known.and_then(|k| k.sha256) })
            }
            Found::Skipped { path, what } => {
                add(&shared.tally.skipped, 1);
                let path = walk::bytes(path.as_os_str()).to_vec();
                match store.skipped_at(&path) {
                    Ok(known) if known.as_deref() == Some(&what) => true,
                    _ => shared.plan.dry_run || shared.tell(Finding::Skipped { path, what }),
                }
            }
            Found::Barred { path, gap } => {
                add(&shared.tally.unopened, 1);
                let path = walk::bytes(path.as_os_str()).to_vec();
                if shared.plan.dry_run || matches!(store.gap_at(&path), Ok(Some(known)) if known == gap) {
                    return true;
                }
                shared.tell(Finding::Source(NewSource {
                    root: root_bytes.to_vec(),
                    path,
                    stamp: Default::default(),
                    bytes: Err(gap),
                }))
            }
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    if whole {
        vanished(store, root, shared)?;
    }
    Ok(())
}

/// Files of the record that stand below `root` no more.
fn vanished(store: &Store, root: &Path, shared: &Shared) -> Result<(), Error> {
    for known in store.sources_under(walk::bytes(root.as_os_str()))? {
        let gone = matches!(
            std::fs::symlink_metadata(walk::path_of(&known.path)),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        );
        if gone {
            shared.tally.vanished.fetch_add(1, Ordering::Relaxed);
            if !shared.plan.dry_run {
                shared.tell(Finding::Vanished(known.id));
            }
        }
    }
    Ok(())
}

/// Compare without writing: what would be read.
fn dry_run(case: &Case, shared: &Shared, notify: &mut dyn FnMut(Notice)) -> Result<Summary, Error> {
    let store = Store::read_only(case.dir())?;
    for root in &shared.plan.roots {
        walk_root(&store, root, shared, &mut |task| {
            if let Task::File { known, .. } = &task {
                let counter = if known.is_some() { &shared.tally.changed } else { &shared.tally.new };
                counter.fetch_add(1, Ordering::Relaxed);
            }
            true
        })?;
        notify(Notice::Tick(shared.counters));
    }
    let mut summary = Summary { untouched: true, interrupted: shared.cancelled(), ..Summary::default() };
    tally(shared, &mut summary);
    Ok(summary)
}

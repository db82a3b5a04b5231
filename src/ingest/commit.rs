//! The one place that writes: what readers found goes into the store and the index, batch by batch, as one commit.
//!
//! SQLite commits first and is the truth; the index follows with the number of the same commit. If the program dies between the
//! two, the next start sees an older number in the index and adds what is missing from the store. Nothing is reported as done
//! before both have it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::indexer::{self, Job, Units};
use crate::case::{BlockWriter, Case, Document, Error, Kind, NewDocument, NewSource, State, Store, Unfinished};
use crate::extract::{Gap, Meta, Reason};

use super::reading::Read;

/// When a batch is closed.
#[derive(Debug, Clone, Copy)]
pub struct Batch {
    pub documents: usize,
    pub text_bytes: u64,
    pub age: Duration,
}

impl Default for Batch {
    fn default() -> Batch {
        Batch { documents: 5_000, text_bytes: 128 * 1024 * 1024, age: Duration::from_secs(15) }
    }
}

/// What readers and walk send.
pub enum Finding {
    Source(NewSource),
    Skipped {
        path: Vec<u8>,
        what: String,
    },
    Vanished(i64),
    /// A container hands over its first member.
    Begun {
        sha256: String,
        size: u64,
    },
    Member {
        container: String,
        ordinal: u32,
        name: String,
        sha256: String,
        size: u64,
    },
    /// A document has been read; `chain` is the place where it was met.
    Read {
        read: Box<Read>,
        members: u32,
        chain: String,
    },
    /// Something that makes going on pointless (disk full).
    Broken(Error),
}

/// A document that is safe: store and index have it.
#[derive(Debug, Clone)]
pub struct Done {
    pub chain: String,
    pub sha256: String,
    pub state: State,
    pub media_type: String,
    pub gaps: Vec<Gap>,
    pub units: u32,
    pub size: u64,
}

/// Writes findings. Owned by one thread.
pub struct Committer<'a> {
    store: &'a Store,
    jobs: Option<SyncSender<Job>>,
    committed: Receiver<u64>,
    indexer: Option<JoinHandle<Result<(), Error>>>,
    batch: Batch,
    read_by: String,
    generation: u64,
    /// The open batch.
    open: Option<Instant>,
    documents: usize,
    text_bytes: u64,
    /// Documents whose places changed after they were handed to the index.
    touched: BTreeSet<i64>,
    done: Vec<Done>,
    /// Closed batches whose index commit is not confirmed yet.
    waiting: VecDeque<(u64, Vec<Done>)>,
    /// The roots of the run.
    roots: Vec<Unfinished>,
    /// Whether anything at all was written in this run.
    pub wrote: bool,
}

impl<'a> Committer<'a> {
    /// Bring the index up to the store's last commit, then stand ready. Says how many documents had to be added again.
    pub fn start(case: &Case, store: &'a Store, batch: Batch, roots: Vec<Unfinished>) -> Result<(Committer<'a>, u64), Error> {
        let generation = store.generation()?;
        let (index, from) = indexer::open(&case.index_dir(), generation)?;
        let missing = store.documents_since(from.unwrap_or(0))?;
        let missing = if from == Some(generation) { Vec::new() } else { missing };
        let (jobs, inbox) = sync_channel(16);
        let (confirm, committed) = sync_channel(64);
        let countries = case.settings().jurisdiction.clone().into_iter().filter(|c| !c.is_empty()).collect();
        let indexer = thread::Builder::new()
            .name("index".into())
            .spawn(move || indexer::run(index, countries, inbox, confirm))
            .map_err(|e| Error::new(Kind::Io, format!("cannot start a thread: {e}")))?;
        let mut committer = Committer {
            store,
            jobs: Some(jobs),
            committed,
            indexer: Some(indexer),
            batch,
            read_by: concat!("rogatory ", env!("CARGO_PKG_VERSION")).into(),
            generation,
            open: None,
            documents: 0,
            text_bytes: 0,
            touched: BTreeSet::new(),
            done: Vec::new(),
            waiting: VecDeque::new(),
            roots,
            wrote: false,
        };
        if from != Some(generation) {
            for id in &missing {
                committer.put_again(*id)?;
            }
            committer.send(Job::Commit(generation))?;
            committer.waiting.push_back((generation, Vec::new()));
        }
        Ok((committer, missing.len() as u64))
    }

    fn begin(&mut self) -> Result<(), Error> {
        if self.open.is_none() {
            if !self.wrote && !self.roots.is_empty() {
                // Permanent before anything else: a run that is killed in its first batch must be known to have begun.
                self.store.run_begins(&self.roots)?;
            }
            self.store.begin()?;
            self.open = Some(Instant::now());
            self.wrote = true;
        }
        Ok(())
    }

    /// The number the open batch will have.
    fn next(&self) -> u64 {
        self.generation + 1
    }

    /// Write one finding into the open batch.
    pub fn take(&mut self, finding: Finding) -> Result<(), Error> {
        // What is recorded already is not written again: a run that finds nothing new leaves the case as it is.
        if let Finding::Source(NewSource { path, bytes: Err(gap), .. }) = &finding
            && self.store.gap_at(path)?.as_ref() == Some(gap)
        {
            return Ok(());
        }
        self.begin()?;
        let now = || jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).map(|t| t.to_string()).unwrap_or_default();
        match finding {
            Finding::Source(source) => {
                let is_new = self.store.put_source(&source, &now())?;
                if let (true, Ok(sha256)) = (is_new, &source.bytes) {
                    self.touch(sha256)?;
                }
            }
            Finding::Skipped { path, what } => self.store.put_skipped(&path, &what)?,
            Finding::Vanished(id) => self.store.end_source(id, "vanished", &now())?,
            Finding::Begun { sha256, size } => {
                let document = unfinished(sha256, size)?;
                self.store.put_document(&document, self.next(), &now(), &self.read_by)?;
            }
            Finding::Member { container, ordinal, name, sha256, size } => {
                if let Some(container) = self.store.document_by_sha256(&container)?
                    && self.store.put_member(container.id, ordinal, &name, &sha256, size)?
                {
                    self.touch(&sha256)?;
                }
            }
            Finding::Read { read, members, chain } => self.read(*read, members, chain, &now())?,
            Finding::Broken(error) => return Err(error),
        }
        Ok(())
    }

    fn read(&mut self, read: Read, members: u32, chain: String, now: &str) -> Result<(), Error> {
        let new = read.document;
        let generation = self.next();
        let id = self.store.put_document(&new, generation, now, &self.read_by)?;
        self.store.trim_members(id, members)?;
        self.documents += 1;
        self.text_bytes += new.text_bytes;
        self.done.push(Done {
            chain,
            sha256: new.sha256.clone(),
            state: new.state,
            media_type: new.media_type.clone(),
            gaps: new.gaps.clone(),
            units: new.unit_count,
            size: new.size,
        });
        self.touched.remove(&id);
        let units = match read.open {
            Some(open) => Units::Open(open),
            None => Units::Packed(new.blocks),
        };
        match self.store.document(id)? {
            Some(document) => self.put(document, units),
            None => Ok(()),
        }
    }

    /// The places of a known document changed: it and everything inside goes to the index again at the end of the batch.
    fn touch(&mut self, sha256: &str) -> Result<(), Error> {
        if let Some(document) = self.store.document_by_sha256(sha256)? {
            self.touched.extend(self.store.touch_tree(document.id, self.next())?);
        }
        Ok(())
    }

    fn put(&mut self, document: Document, units: Units) -> Result<(), Error> {
        let places = self.store.paths(document.id)?;
        self.send(Job::Put { document: Box::new(document), places, units })
    }

    fn put_again(&mut self, id: i64) -> Result<(), Error> {
        let Some(document) = self.store.document(id)? else { return Ok(()) };
        let mut blocks = Vec::new();
        self.store.each_block(id, |block| {
            blocks.push(block);
            Ok(())
        })?;
        self.put(document, Units::Packed(blocks))
    }

    fn send(&mut self, job: Job) -> Result<(), Error> {
        match self.jobs.as_ref().map(|jobs| jobs.send(job)) {
            Some(Ok(())) => Ok(()),
            _ => Err(self.indexer_error()),
        }
    }

    /// Why the index thread has ended.
    fn indexer_error(&mut self) -> Error {
        self.jobs = None;
        match self.indexer.take().map(JoinHandle::join) {
            Some(Ok(Err(error))) => error,
            _ => Error::new(Kind::Io, "the text index cannot be written any more")
                .hint("run the same command again: the index is repaired from the store at the start"),
        }
    }

    /// Close the batch if it is large or old enough.
    pub fn breathe(&mut self) -> Result<(), Error> {
        let old = self.open.is_some_and(|since| since.elapsed() >= self.batch.age);
        if old || self.documents >= self.batch.documents || self.text_bytes >= self.batch.text_bytes {
            self.close()
        } else {
            Ok(())
        }
    }

    /// Make the open batch permanent; the index follows in its own thread.
    pub fn close(&mut self) -> Result<(), Error> {
        if self.open.is_none() {
            return Ok(());
        }
        for id in std::mem::take(&mut self.touched) {
            self.put_again(id)?;
        }
        self.generation += 1;
        self.store.commit(self.generation)?;
        self.open = None;
        self.documents = 0;
        self.text_bytes = 0;
        let generation = self.generation;
        self.waiting.push_back((generation, std::mem::take(&mut self.done)));
        self.send(Job::Commit(generation))
    }

    /// Documents that have become safe since the last call.
    pub fn safe(&mut self) -> Result<Vec<Done>, Error> {
        let mut safe = Vec::new();
        loop {
            match self.committed.try_recv() {
                Ok(generation) => self.release(generation, &mut safe),
                Err(TryRecvError::Empty) => return Ok(safe),
                Err(TryRecvError::Disconnected) if self.waiting.is_empty() => return Ok(safe),
                Err(TryRecvError::Disconnected) => return Err(self.indexer_error()),
            }
        }
    }

    fn release(&mut self, generation: u64, safe: &mut Vec<Done>) {
        while self.waiting.front().is_some_and(|(number, _)| *number <= generation) {
            if let Some((_, mut done)) = self.waiting.pop_front() {
                safe.append(&mut done);
            }
        }
    }

    /// Close the last batch and wait until the index has everything.
    pub fn finish(mut self) -> Result<Vec<Done>, Error> {
        self.close()?;
        self.jobs = None;
        let mut safe = Vec::new();
        while let Ok(generation) = self.committed.recv() {
            self.release(generation, &mut safe);
        }
        match self.indexer.take().map(JoinHandle::join) {
            Some(Ok(result)) => result.map(|()| safe),
            _ => Err(self.indexer_error()),
        }
    }

    /// Note by which `calls.toml` tables were read, where that is new.
    pub fn call_tables(&mut self, identity: &str) -> Result<(), Error> {
        if self.store.call_tables()? != identity {
            self.begin()?;
            self.store.put_call_tables(identity)?;
        }
        Ok(())
    }

    /// Note that the run saw everything below its roots, where it or an earlier one was noted as begun.
    pub fn seen_to_the_end(&mut self) -> Result<(), Error> {
        if !self.store.unfinished()?.is_empty() {
            self.begin()?;
            self.store.run_ends(&self.roots)?;
        }
        Ok(())
    }

    /// Note the run in the journal, as part of the last batch. Nothing is noted where nothing was written.
    pub fn journal(&mut self, what: &str, detail: &serde_json::Value) -> Result<(), Error> {
        if self.wrote {
            self.begin()?;
            self.store.journal(what, detail)?;
        }
        Ok(())
    }
}

impl Drop for Committer<'_> {
    fn drop(&mut self) {
        if self.open.is_some() {
            self.store.rollback();
        }
        self.jobs = None;
        if let Some(indexer) = self.indexer.take() {
            let _ = indexer.join();
        }
    }
}

/// The record of a container between its first member and its end: if the program dies meanwhile, this is what remains.
fn unfinished(sha256: String, size: u64) -> Result<NewDocument, Error> {
    let (blocks, units_digest) = BlockWriter::default().finish()?;
    let gap = Gap::new(Reason::IoError, "reading it was interrupted; run index again and it is taken up where it stopped");
    Ok(NewDocument {
        sha256,
        size,
        media_type: "application/octet-stream".into(),
        engine: None,
        state: State::Unreadable,
        gaps: vec![gap],
        meta: Meta::default(),
        languages: Vec::new(),
        announced: None,
        unit_count: 0,
        text_bytes: 0,
        blocks,
        units_digest,
        unfinished: true,
    })
}

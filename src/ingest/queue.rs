//! What waits to be read, what is being read, and what is known already.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::case::Stamp;

/// A SHA-256 as bytes.
pub type Identity = [u8; 32];

/// The bytes of 64 hexadecimal digits; all zeros for anything else.
pub fn identity(sha256: &str) -> Identity {
    let mut out = [0; 32];
    for (place, byte) in out.iter_mut().enumerate() {
        *byte = sha256.get(2 * place..2 * place + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0);
    }
    out
}

/// What everything that comes out of one file on disk may still cost.
#[derive(Debug)]
pub struct Purse {
    expansion: AtomicU64,
}

impl Purse {
    pub fn new(expansion: u64) -> Purse {
        Purse { expansion: AtomicU64::new(expansion) }
    }

    pub fn left(&self) -> u64 {
        self.expansion.load(Ordering::Relaxed)
    }

    /// Pay for unpacked bytes; `false` if there is not enough left.
    pub fn pay(&self, bytes: u64) -> bool {
        self.expansion.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }
}

/// One thing to read.
#[derive(Debug)]
pub enum Task {
    /// A file on disk.
    /// `known`: the identity recorded for its path so far.
    File { root: Arc<Vec<u8>>, path: PathBuf, stamp: Stamp, known: Option<String> },
    /// A file from inside a container, spooled and hashed; nobody else reads it.
    Member(MemberTask),
}

#[derive(Debug)]
pub struct MemberTask {
    /// Its own name in the container.
    pub name: String,
    /// The path chain, for messages.
    pub chain: String,
    pub file: File,
    pub sha256: String,
    pub size: u64,
    pub depth: u32,
    pub purse: Arc<Purse>,
}

#[derive(Debug, Default)]
struct Waiting {
    files: VecDeque<Task>,
    members: Vec<MemberTask>,
    spooled: u64,
    busy: usize,
    /// No more files will come from the walk.
    walked: bool,
    stopped: bool,
}

/// The queue between the walk and the readers. Members go first, the last one first: what is open is finished before something new is begun.
#[derive(Debug)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    /// Files on disk that may wait.
    room: usize,
    /// Bytes of spooled members that may wait; beyond, a container's reader works them off itself.
    spool_room: u64,
    /// Spooled members that may wait: each holds a file open.
    members_room: usize,
}

impl Queue {
    pub fn new(room: usize, spool_room: u64, members_room: usize) -> Queue {
        Queue { waiting: Mutex::default(), changed: Condvar::new(), room, spool_room, members_room }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // A panic elsewhere does not make the queue wrong: every change of it is one step.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, guard: MutexGuard<'a, Waiting>) -> MutexGuard<'a, Waiting> {
        self.changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }

    /// Add a file on disk; waits while there is no room. `false` once everything has been stopped.
    pub fn push_file(&self, task: Task) -> bool {
        let mut waiting = self.lock();
        while waiting.files.len() >= self.room && !waiting.stopped {
            waiting = self.wait(waiting);
        }
        if waiting.stopped {
            return false;
        }
        waiting.files.push_back(task);
        self.changed.notify_all();
        true
    }

    /// Add a member, or give it back if too much is waiting: then the caller reads it at once.
    pub fn push_member(&self, task: MemberTask) -> Result<(), Box<MemberTask>> {
        let mut waiting = self.lock();
        if waiting.spooled.saturating_add(task.size) > self.spool_room || waiting.members.len() >= self.members_room {
            return Err(Box::new(task));
        }
        waiting.spooled += task.size;
        waiting.members.push(task);
        self.changed.notify_all();
        Ok(())
    }

    /// The next task; `None` when there will never be one again.
    pub fn take(&self) -> Option<Task> {
        let mut waiting = self.lock();
        loop {
            if waiting.stopped {
                return None;
            }
            if let Some(member) = waiting.members.pop() {
                waiting.spooled = waiting.spooled.saturating_sub(member.size);
                waiting.busy += 1;
                return Some(Task::Member(member));
            }
            if let Some(task) = waiting.files.pop_front() {
                waiting.busy += 1;
                self.changed.notify_all();
                return Some(task);
            }
            if waiting.walked && waiting.busy == 0 {
                return None;
            }
            waiting = self.wait(waiting);
        }
    }

    /// A task that was taken is finished.
    pub fn done(&self) {
        let mut waiting = self.lock();
        waiting.busy -= 1;
        self.changed.notify_all();
    }

    /// The walk is over.
    pub fn walked(&self) {
        self.lock().walked = true;
        self.changed.notify_all();
    }

    /// Everything stops as soon as it can; what waits is dropped.
    pub fn stop(&self) {
        let mut waiting = self.lock();
        waiting.stopped = true;
        waiting.files.clear();
        waiting.members.clear();
        self.changed.notify_all();
    }
}

/// Which bytes have been read, or are being read, and by whom that matters: each is read once.
#[derive(Debug, Default)]
pub struct Known {
    /// The value says whether something inside was left unopened because of the nesting limit.
    seen: Mutex<HashMap<Identity, bool>>,
}

impl Known {
    pub fn new(documents: impl Iterator<Item = (Identity, bool)>) -> Known {
        Known { seen: Mutex::new(documents.collect()) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Identity, bool>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn contains(&self, id: &Identity) -> bool {
        self.lock().contains_key(id)
    }

    /// Whether the caller is to read these bytes, met at a depth above the nesting limit or (`deepest`) at it. True once per run, and once
    /// more for a container first met at the limit and then higher up.
    pub fn claim(&self, id: Identity, deepest: bool) -> bool {
        let mut seen = self.lock();
        match seen.get(&id) {
            None => {
                seen.insert(id, deepest);
                true
            }
            Some(true) if !deepest => {
                seen.insert(id, false);
                true
            }
            Some(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_claimed_once_and_again_only_when_met_higher_up() {
        let known = Known::new([(identity(&"ab".repeat(32)), false)].into_iter());
        assert_eq!(identity(&"ab".repeat(32)), [0xab; 32]);
        assert!(!known.claim([0xab; 32], false), "read in an earlier run");
        assert!(known.claim([1; 32], true));
        assert!(!known.claim([1; 32], true));
        assert!(known.claim([1; 32], false));
        assert!(!known.claim([1; 32], false));
    }

    #[test]
    fn a_purse_never_goes_below_nothing() {
        let purse = Purse::new(10);
        assert!(purse.pay(7) && !purse.pay(4) && purse.pay(3));
        assert_eq!(purse.left(), 0);
    }

    #[test]
    fn an_empty_queue_ends_when_the_walk_is_over() {
        let queue = Queue::new(4, 100, 10);
        queue.walked();
        assert!(queue.take().is_none());
    }
}

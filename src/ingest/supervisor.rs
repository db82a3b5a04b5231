//! The parent's side of a reader process: start it, listen, watch the clock, and say how it ended.

use std::fs::File;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::budget::{Budgets, Limits};
use super::confine::Cell;
use super::guest::{Guest, Ready};
use super::nursery::Nursery;
use super::protocol::{self, Broken, CHUNK, Frame, Frames, Job, Word};
use crate::case::{Error, Kind};
use crate::extract::{Gap, Meta, Options, Reason, Unit};

/// What a reader process found, in order.
#[derive(Debug)]
pub enum Event<'a> {
    Format {
        media_type: String,
        engine: String,
    },
    Meta(Meta),
    /// Units the file itself announces.
    Announce(u64),
    /// `language`: if it is known already; a reader process leaves it to the listener.
    Unit {
        unit: Unit,
        language: Option<String>,
    },
    MemberBegins {
        name: String,
    },
    MemberPiece(&'a [u8]),
    /// `fault`: why the pieces are to be thrown away.
    MemberEnds {
        fault: Option<Gap>,
    },
    Gap(Gap),
}

/// How a reader process ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// The reader returned; with a gap if the document as a whole could not be read further.
    Returned(Option<Gap>),
    /// It was stopped or it died; the gap says which limit or what crash. What came before is good.
    Died(Gap),
    /// The person who runs the program stopped it.
    Cancelled,
}

/// Read one file in a process of its own, started for it. `file` is opened read-only at its beginning. Every find goes to `listen` at once.
///
/// # Errors
/// Only if no process can be started, or if `listen` fails: a reader's own death is an [`Ending`].
pub fn read(
    file: &File,
    name: &str,
    options: &Options,
    limits: &Limits,
    cancel: &AtomicBool,
    listen: &mut dyn FnMut(Event) -> Result<(), Error>,
) -> Result<Ending, Error> {
    follow(Guest::start(file)?, name, options, limits, cancel, listen)
}

/// Where the reader processes of a run over many files come from: they are forked from one process that has started already, where the system can do
/// that, and are otherwise started one by one.
pub struct Readers {
    nursery: Option<Nursery>,
}

impl Readers {
    /// Each is started for its file.
    pub fn started() -> Readers {
        Readers { nursery: None }
    }

    /// Forked, where that can be. To be called by a thread that outlives every reader, because they die with it; and before the case is locked,
    /// because a child that is being started holds what its parent holds for a moment, even if that is killed meanwhile.
    pub fn forked() -> Readers {
        Readers { nursery: Nursery::open() }
    }

    /// As [`read`].
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(
        &self,
        file: &File,
        name: &str,
        options: &Options,
        limits: &Limits,
        cancel: &AtomicBool,
        listen: &mut dyn FnMut(Event) -> Result<(), Error>,
    ) -> Result<Ending, Error> {
        match self.nursery.as_ref().and_then(|nursery| nursery.fork(file)) {
            Some(guest) => follow(guest, name, options, limits, cancel, listen),
            None => read(file, name, options, limits, cancel, listen),
        }
    }
}

fn follow(
    mut guest: Guest,
    name: &str,
    options: &Options,
    limits: &Limits,
    cancel: &AtomicBool,
    listen: &mut dyn FnMut(Event) -> Result<(), Error>,
) -> Result<Ending, Error> {
    let job =
        Job { name: name.into(), options: options.clone(), limits: limits.clone(), parent: std::process::id(), probe: false };
    // A child that died already says so when we listen.
    let _ = protocol::write_job(&mut guest.channel, &job);
    let mut watch = Watch::new(limits);
    let mut talk = Talk::default();
    let mut bytes = vec![0; 4 * CHUNK];
    loop {
        match guest.wait_for_bytes()? {
            Ready::Channel => match guest.channel.read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => {
                    talk.frames.push(&bytes[..count]);
                    match talk.deliver(listen)? {
                        Ok(progress) => {
                            if progress {
                                watch.renew(&guest);
                            }
                        }
                        Err(Broken) => {
                            guest.kill();
                            return Ok(Ending::Died(Gap::new(Reason::Crashed, "its reader answered nonsense and was stopped")));
                        }
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => break,
            },
            Ready::Complaints => guest.take_complaints(),
            Ready::Nothing => {}
        }
        if cancel.load(Ordering::Relaxed) {
            guest.kill();
            return Ok(Ending::Cancelled);
        }
        if let Some(gap) = watch.strike(&guest) {
            guest.kill();
            return Ok(Ending::Died(gap));
        }
    }
    let status = guest.finish();
    Ok(match talk.done {
        Some(ending) => ending,
        None => Ending::Died(death(status, &guest.complaints, limits)),
    })
}

/// Start a reader process and ask what holds it.
pub(super) fn probe() -> Result<Cell, Error> {
    let silent = || Error::new(Kind::Io, "a reader process does not answer");
    let file = tempfile::tempfile().map_err(|e| Error::new(Kind::Io, format!("cannot make a temporary file: {e}")))?;
    let mut guest = Guest::start(&file)?;
    let limits = Budgets::default().limits(0, 0, 0);
    let job = Job { name: String::new(), options: Options::default(), limits, parent: std::process::id(), probe: true };
    protocol::write_job(&mut guest.channel, &job).map_err(|_| silent())?;
    guest.channel.set_read_timeout(Some(Duration::from_secs(10))).map_err(|_| silent())?;
    let mut answer = Vec::new();
    guest.channel.read_to_end(&mut answer).map_err(|_| silent())?;
    let mut frames = Frames::default();
    frames.push(&answer);
    match frames.next() {
        Ok(Some(Frame::Word(Word::Cell(cell)))) => Ok(cell),
        _ => Err(silent()),
    }
}

/// What the signal and the last words of a reader process mean.
fn death(status: Option<std::process::ExitStatus>, complaints: &str, limits: &Limits) -> Gap {
    let mib = limits.memory / (1024 * 1024);
    let memory = || Gap::new(Reason::MemoryLimit, format!("its reader needed more memory than the limit of {mib} MiB"));
    if complaints.contains("memory allocation of") {
        return memory();
    }
    if complaints.contains("overflowed its stack") {
        return Gap::new(Reason::Crashed, "its reader was stopped: the file is nested too deeply for it (stack overflow)");
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.and_then(|s| s.signal()) {
            Some(libc::SIGXCPU) => return time_limit(limits.total_seconds),
            // Nobody here sent it: the system ran out of memory, or the hard limit on processor time struck.
            Some(libc::SIGKILL) => return memory(),
            Some(libc::SIGBUS) => return Gap::new(Reason::IoError, "the file changed, or its disk failed, while it was read"),
            Some(signal) => return Gap::new(Reason::Crashed, format!("its reader crashed (signal {signal})")),
            None => {}
        }
    }
    let code = status.and_then(|s| s.code()).map_or(String::new(), |code| format!(" (exit code {code})"));
    Gap::new(Reason::Crashed, format!("its reader ended without a word{code}"))
}

fn time_limit(seconds: u64) -> Gap {
    Gap::new(Reason::TimeLimit, format!("its reader was stopped after {seconds} seconds of processor time"))
}

/// What has been heard so far.
#[derive(Default)]
struct Talk {
    frames: Frames,
    done: Option<Ending>,
}

impl Talk {
    /// Pass on every whole frame. The inner result says whether anything came of it.
    fn deliver(&mut self, listen: &mut dyn FnMut(Event) -> Result<(), Error>) -> Result<Result<bool, Broken>, Error> {
        let mut progress = false;
        loop {
            let event = match self.frames.next() {
                Err(Broken) => return Ok(Err(Broken)),
                Ok(None) => return Ok(Ok(progress)),
                Ok(Some(Frame::Piece(piece))) => Event::MemberPiece(piece),
                Ok(Some(Frame::Word(word))) => match word {
                    Word::Format { media_type, engine } => Event::Format { media_type, engine },
                    Word::Meta(meta) => Event::Meta(*meta),
                    Word::Announce(count) => Event::Announce(count),
                    Word::Unit { unit } => Event::Unit { unit: *unit, language: None },
                    Word::MemberBegins { name } => Event::MemberBegins { name },
                    Word::MemberEnds { fault } => Event::MemberEnds { fault },
                    Word::Gap(gap) => Event::Gap(gap),
                    // Said to a probe alone.
                    Word::Cell(_) => return Ok(Err(Broken)),
                    Word::Progress => {
                        progress = true;
                        continue;
                    }
                    Word::Done { failure } => {
                        self.done = Some(Ending::Returned(failure));
                        continue;
                    }
                    Word::Panicked { message } => {
                        let detail = format!("its reader gave up: {message}");
                        self.done = Some(Ending::Died(Gap::new(Reason::Crashed, detail)));
                        continue;
                    }
                },
            };
            progress = true;
            listen(event)?;
        }
    }
}

/// The clocks of one reader process.
struct Watch {
    idle: f64,
    total: f64,
    /// Processor seconds and clock at the last progress.
    since: (f64, Instant),
}

impl Watch {
    fn new(limits: &Limits) -> Watch {
        Watch { idle: limits.idle_seconds, total: limits.total_seconds as f64, since: (0.0, Instant::now()) }
    }

    fn renew(&mut self, guest: &Guest) {
        self.since = (guest.processor_seconds().unwrap_or(self.since.0), Instant::now());
    }

    fn strike(&self, guest: &Guest) -> Option<Gap> {
        let used = guest.processor_seconds();
        if used.is_some_and(|used| used > self.total) {
            return Some(time_limit(self.total as u64));
        }
        let idle = used.is_some_and(|used| used - self.since.0 > self.idle);
        // A reader that sleeps uses no processor; one that waits its turn on a busy machine is not stuck yet.
        let asleep = self.since.1.elapsed().as_secs_f64() > self.idle * 3.0;
        (idle || asleep)
            .then(|| Gap::new(Reason::TimeLimit, format!("its reader was stopped: {} seconds without any progress", self.idle)))
    }
}

//! The parent's side of a reader process: start it, listen, watch the clock, and say how it ended.

use std::fs::File;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::budget::{Budgets, Limits};
use super::confine::Cell;
use super::protocol::{self, Broken, CHUNK, Frame, Frames, Job, Word};
use super::worker;
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

/// Read one file in a process of its own. `file` is opened read-only at its beginning; `size` its length. Every find goes to `listen` at once.
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
    let mut guest = Guest::start(file)?;
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

enum Ready {
    Channel,
    Complaints,
    Nothing,
}

/// A running reader process. Dropped, it is killed with everything it may have started.
struct Guest {
    child: Child,
    channel: std::os::unix::net::UnixStream,
    stderr: Option<std::process::ChildStderr>,
    complaints: String,
    gone: bool,
}

impl Guest {
    fn start(file: &File) -> Result<Guest, Error> {
        let failed = |error: std::io::Error| Error::new(Kind::Io, format!("cannot start a reader process: {error}"));
        let (channel, theirs) = std::os::unix::net::UnixStream::pair().map_err(failed)?;
        let program = program().map_err(failed)?;
        let mut command = Command::new(program);
        std::os::unix::process::CommandExt::arg0(&mut command, "rogatory");
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
            .arg(worker::COMMAND)
            .env_clear()
            .stdin(Stdio::from(file.try_clone().map_err(failed)?))
            .stdout(Stdio::from(std::os::fd::OwnedFd::from(theirs)))
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(failed)?;
        let stderr = child.stderr.take();
        Ok(Guest { child, channel, stderr, complaints: String::new(), gone: false })
    }

    fn wait_for_bytes(&self) -> Result<Ready, Error> {
        use std::os::fd::AsRawFd;
        let stderr = self.stderr.as_ref().map_or(-1, |s| s.as_raw_fd());
        let mut wanted = [
            libc::pollfd { fd: self.channel.as_raw_fd(), events: libc::POLLIN, revents: 0 },
            libc::pollfd { fd: stderr, events: libc::POLLIN, revents: 0 },
        ];
        // SAFETY: `wanted` is valid for the length of the call; a negative descriptor is ignored by poll.
        let ready = unsafe { libc::poll(wanted.as_mut_ptr(), 2, 100) };
        if ready < 0 {
            let error = std::io::Error::last_os_error();
            if error.kind() == std::io::ErrorKind::Interrupted {
                return Ok(Ready::Nothing);
            }
            return Err(Error::new(Kind::Io, format!("cannot listen to a reader process: {error}")));
        }
        // Complaints first: a full pipe would hold the reader up.
        Ok(match (wanted[0].revents, wanted[1].revents) {
            (_, complaints) if complaints != 0 => Ready::Complaints,
            (channel, _) if channel != 0 => Ready::Channel,
            _ => Ready::Nothing,
        })
    }

    /// Keep the end of what the process prints: the runtime's last words are there.
    fn take_complaints(&mut self) {
        let mut bytes = [0; 4096];
        match self.stderr.as_mut().map(|s| s.read(&mut bytes)) {
            Some(Ok(count)) if count > 0 => {
                self.complaints.push_str(&String::from_utf8_lossy(&bytes[..count]));
                if self.complaints.len() > 16 * 1024 {
                    let cut = self.complaints.ceil_char_boundary(self.complaints.len() - 4096);
                    self.complaints.drain(..cut);
                }
            }
            _ => self.stderr = None,
        }
    }

    /// Processor seconds this process has used so far, where the system tells.
    fn processor_seconds(&self) -> Option<f64> {
        #[cfg(target_os = "linux")]
        {
            let mut clock = 0;
            let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
            // SAFETY: both pointers are valid; the process is ours and not yet waited for, so the id is not reused.
            let ok = unsafe {
                libc::clock_getcpuclockid(self.child.id() as libc::pid_t, &mut clock) == 0
                    && libc::clock_gettime(clock, &mut time) == 0
            };
            ok.then(|| time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
        }
        #[cfg(not(target_os = "linux"))]
        None
    }

    fn kill(&mut self) {
        if !self.gone {
            self.gone = true;
            // SAFETY: the child leads a process group of its own; it has not been waited for, so the id is still its.
            unsafe { libc::kill(-(self.child.id() as libc::pid_t), libc::SIGKILL) };
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    /// The channel has closed: the process ends now, or is made to.
    fn finish(&mut self) -> Option<std::process::ExitStatus> {
        let deadline = Instant::now() + Duration::from_secs(5);
        let mut pause = Duration::from_micros(50);
        loop {
            while matches!(self.wait_for_complaints(), Ready::Complaints) {
                self.take_complaints();
            }
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    while matches!(self.wait_for_complaints(), Ready::Complaints) {
                        self.take_complaints();
                    }
                    self.gone = true;
                    return Some(status);
                }
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(5));
                }
                _ => {
                    self.kill();
                    return None;
                }
            }
        }
    }

    fn wait_for_complaints(&self) -> Ready {
        use std::os::fd::AsRawFd;
        let Some(stderr) = &self.stderr else { return Ready::Nothing };
        let mut wanted = libc::pollfd { fd: stderr.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: `wanted` is valid for the length of the call.
        if unsafe { libc::poll(&mut wanted, 1, 0) } > 0 { Ready::Complaints } else { Ready::Nothing }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.kill();
    }
}

/// This program. On Linux by the kernel's own name for it, which stays right when the file is replaced during a long run.
fn program() -> std::io::Result<std::path::PathBuf> {
    #[cfg(target_os = "linux")]
    {
        let own = std::path::PathBuf::from("/proc/self/exe");
        if own.exists() {
            return Ok(own);
        }
    }
    std::env::current_exe()
}

//! The reader process: one file in (standard input), frames out (standard output), nothing else in reach.
//!
//! It is this same program, started by `supervisor` under a hidden name. Parsers are guests, not residents: whatever a
//! file does to its reader, it costs that file alone.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::budget::Limits;
use super::confine::{self, Cell};
use super::protocol::{self, CHUNK, Job, Word};
use crate::extract::{self, Failure, Gap, Input, Meta, Options, Reason, Sink, Stopped, Unit};

/// The hidden command that starts a reader process.
pub const COMMAND: &str = "__extract";
/// Recursive readers need a deep stack; the limit on address space still counts it.
const STACK: usize = 64 * 1024 * 1024;
/// What the program itself takes beside what a reader asks for.
const OVERHEAD: u64 = 256 * 1024 * 1024;

static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Read the one file this process was started for. Returns the exit code; everything worth knowing went out in frames.
pub fn serve() -> u8 {
    match conversation() {
        Ok(()) => 0,
        // The parent is gone, or was never there.
        Err(_) => 70,
    }
}

fn conversation() -> io::Result<()> {
    let (file, mut channel) = doors()?;
    let job = protocol::read_job(&mut channel)?;
    let size = file.metadata()?.len();
    // SAFETY: evidence is opened read-only and never written by us. If somebody else truncates it meanwhile, this process dies
    // with SIGBUS and the parent records that.
    let map = if size == 0 { None } else { Some(unsafe { memmap2::Mmap::map(&file)? }) };
    let limits = Limits { memory: job.limits.memory.saturating_add(OVERHEAD).saturating_add(size), ..job.limits.clone() };
    let cell = confine::enter(&limits, job.parent);
    if job.probe {
        return protocol::write_word(&mut channel, &Word::Cell(cell));
    }
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut slot) = PANIC.lock() {
            *slot = Some(panic_text(info));
        }
    }));
    let bytes: &[u8] = map.as_deref().unwrap_or_default();
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read(bytes, &job, channel));
        match reader.map(|r| r.join()) {
            Ok(Ok(result)) => result,
            _ => Err(io::ErrorKind::Other.into()),
        }
    })
}

/// Start a reader process, let it lock itself in, and say what holds it.
///
/// # Errors
/// No process can be started, or it does not answer.
pub fn probe() -> Result<Cell, crate::case::Error> {
    super::supervisor::probe()
}

fn read(bytes: &[u8], job: &Job, channel: File) -> io::Result<()> {
    let mut wire = Wire::new(channel, &job.limits);
    let input = Input { bytes, name: &job.name };
    let outcome = catch_unwind(AssertUnwindSafe(|| extract_one(&input, &job.options, &mut wire)));
    wire.fault()?;
    if wire.closed > 0 {
        let detail = format!("{} files inside it lie deeper than containers are opened", wire.closed);
        wire.say(&Word::Gap(Gap::new(Reason::NestingLimit, detail)))?;
    }
    let word = match outcome {
        Ok(Ok(())) => Word::Done { failure: None },
        Ok(Err(Failure::Unreadable(gap))) => Word::Done { failure: Some(gap) },
        Ok(Err(Failure::Stopped(_))) => Word::Done { failure: wire.exhausted.take() },
        Err(_) => Word::Panicked { message: PANIC.lock().ok().and_then(|mut slot| slot.take()).unwrap_or_default() },
    };
    wire.say(&word)
}

fn extract_one(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    extract::extract(input, options, sink)
}

fn panic_text(info: &std::panic::PanicHookInfo) -> String {
    let payload = info.payload();
    let text =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
    text.chars().take(300).collect()
}

/// Input and channel, moved away from where libraries print: what a parser writes to standard output must not reach the parent.
#[cfg(unix)]
fn doors() -> io::Result<(File, File)> {
    use std::os::fd::{AsFd, FromRawFd};
    let file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let channel = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    // SAFETY: 1 and 2 are open (the parent set them); afterwards 1 is a second name of 2.
    if unsafe { libc::dup2(2, 1) } < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: 0 is open and nobody else uses it; the copy made above stays.
    drop(unsafe { File::from_raw_fd(0) });
    Ok((file, channel))
}

#[cfg(not(unix))]
fn doors() -> io::Result<(File, File)> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The sink at the reader's end of the wire. It keeps the budgets of output, so that a reader stops where it stands and what
/// it found so far stays.
struct Wire {
    out: BufWriter<File>,
    broken: Option<io::Error>,
    text_left: u64,
    members_left: u64,
    bytes_left: u64,
    opens_members: bool,
    /// Members left closed because of the nesting limit.
    closed: u64,
    /// Why the reader was told to stop.
    exhausted: Option<Gap>,
    last_progress: Instant,
    piece: Vec<u8>,
}

impl Wire {
    fn new(channel: File, limits: &Limits) -> Wire {
        Wire {
            out: BufWriter::with_capacity(CHUNK + 64, channel),
            broken: None,
            text_left: limits.text,
            members_left: limits.members,
            bytes_left: limits.member_bytes,
            opens_members: limits.opens_members,
            closed: 0,
            exhausted: None,
            last_progress: Instant::now(),
            piece: Vec::new(),
        }
    }

    /// Say it at once: whatever happens to this process next, the parent has it.
    fn say(&mut self, word: &Word) -> io::Result<()> {
        protocol::write_word(&mut self.out, word)?;
        self.out.flush()
    }

    fn tell(&mut self, word: &Word) -> Result<(), Stopped> {
        if self.broken.is_some() {
            return Err(Stopped);
        }
        self.say(word).map_err(|error| {
            self.broken = Some(error);
            Stopped
        })
    }

    fn fault(&mut self) -> io::Result<()> {
        self.broken.take().map_or(Ok(()), Err)
    }

    fn stop(&mut self, detail: String) -> Stopped {
        self.exhausted = Some(Gap::new(Reason::SizeLimit, detail));
        Stopped
    }
}

impl Sink for Wire {
    fn format(&mut self, media_type: &str, engine: &str) -> Result<(), Stopped> {
        self.tell(&Word::Format { media_type: media_type.into(), engine: engine.into() })
    }

    fn meta(&mut self, meta: Meta) -> Result<(), Stopped> {
        self.tell(&Word::Meta(Box::new(meta)))
    }

    fn announce_units(&mut self, count: u64) -> Result<(), Stopped> {
        self.tell(&Word::Announce(count))
    }

    fn unit(&mut self, unit: Unit) -> Result<(), Stopped> {
        let cost = unit.text.len() as u64 + 64;
        match self.text_left.checked_sub(cost) {
            Some(left) => self.text_left = left,
            None => {
                return Err(self.stop("it holds more text than the limit for its size allows; what came before is kept".into()));
            }
        }
        self.tell(&Word::Unit { unit: Box::new(unit) })
    }

    fn member(&mut self, name: &str, content: &mut dyn Read) -> Result<(), Stopped> {
        if !self.opens_members {
            self.closed += 1;
            return self.progress();
        }
        match self.members_left.checked_sub(1) {
            Some(left) => self.members_left = left,
            None => return Err(self.stop("it holds more files than the limit allows; the first ones are kept".into())),
        }
        self.tell(&Word::MemberBegins { name: name.into() })?;
        let mut fault = None;
        let mut piece = std::mem::take(&mut self.piece);
        piece.resize(CHUNK, 0);
        loop {
            let count = match content.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    fault = Some(member_gap(&error, name));
                    break;
                }
            };
            match self.bytes_left.checked_sub(count as u64) {
                Some(left) => self.bytes_left = left,
                None => {
                    let gap =
                        Gap::new(Reason::SizeLimit, "unpacked, it is larger than the limit for the size of its file allows");
                    fault = Some(Gap { member: Some(name.into()), ..gap });
                    break;
                }
            }
            if let Err(error) = protocol::write_piece(&mut self.out, &piece[..count]) {
                self.broken = Some(error);
                return Err(Stopped);
            }
        }
        self.piece = piece;
        self.tell(&Word::MemberEnds { fault })
    }

    fn gap(&mut self, gap: Gap) -> Result<(), Stopped> {
        self.tell(&Word::Gap(gap))
    }

    fn progress(&mut self) -> Result<(), Stopped> {
        if self.last_progress.elapsed() < Duration::from_millis(100) {
            return Ok(());
        }
        self.last_progress = Instant::now();
        self.tell(&Word::Progress)
    }
}

/// Why the bytes of a member could not be had. A reader may put a whole gap into its error; otherwise the kind decides.
fn member_gap(error: &io::Error, name: &str) -> Gap {
    if let Some(gap) = error.get_ref().and_then(|inner| inner.downcast_ref::<Gap>()) {
        return gap.clone().member(name);
    }
    let reason = match error.kind() {
        io::ErrorKind::UnexpectedEof => Reason::Truncated,
        io::ErrorKind::Unsupported => Reason::Unsupported,
        io::ErrorKind::PermissionDenied => Reason::Encrypted,
        _ => Reason::Corrupt,
    };
    let text: String = error.to_string().chars().take(300).collect();
    Gap { member: Some(name.into()), ..Gap::new(reason, format!("this file inside it could not be unpacked: {text}")) }
}

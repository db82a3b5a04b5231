//! A process that is started once and forked for every file: on small files, starting the program and linking it costs more than reading.
//!
//! It never sees evidence itself. What it is handed (the file, the channel, the pipe for last words) it passes to a child that locks itself in
//! like every reader process, and it forgets them. The children are children of the program that asked (`CLONE_PARENT`), which waits for
//! them, stops them and reads their clocks as if it had started them. All children of one nursery have the same layout of memory; none of
//! them can speak to another, and none outlives its file.

#[cfg(target_os = "linux")]
pub(super) use system::Nursery;
#[cfg(target_os = "linux")]
pub use system::serve;

/// The hidden command that starts a nursery.
pub const COMMAND: &str = "__nursery";

/// Where there is no such way to fork, there is no nursery.
#[cfg(not(target_os = "linux"))]
pub(super) enum Nursery {}

#[cfg(not(target_os = "linux"))]
impl Nursery {
    pub fn open() -> Option<Nursery> {
        None
    }

    pub fn fork(&self, _file: &std::fs::File) -> Option<super::guest::Guest> {
        match *self {}
    }
}

#[cfg(not(target_os = "linux"))]
pub fn serve() -> u8 {
    70
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
    use std::os::unix::net::UnixStream;
    use std::process::{Child, Stdio};
    use std::sync::{Mutex, PoisonError};
    use std::time::Duration;

    use sendfd::{RecvWithFd, SendWithFd};

    use super::super::guest::{Guest, command};
    use super::super::{confine, worker};
    use super::COMMAND;

    /// Read the file that comes with it.
    const READ: u8 = b'R';
    /// Fork and end at once: does the child become ours?
    const TRY: u8 = b'T';
    const TRIED: u8 = 23;

    /// The parent's end of the line to a nursery.
    pub struct Nursery {
        /// `None` once it has failed: then every reader is started anew.
        line: Mutex<Option<UnixStream>>,
        process: Child,
    }

    impl Drop for Nursery {
        fn drop(&mut self) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }

    impl Nursery {
        /// Start one and see whether its children become ours; `None` if the system does not allow it.
        pub fn open() -> Option<Nursery> {
            let (line, theirs) = UnixStream::pair().ok()?;
            line.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
            let mut command = command(COMMAND).ok()?;
            let process = command.stdin(OwnedFd::from(theirs)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
            drop(command);
            let nursery = Nursery { line: Mutex::new(Some(line)), process };
            let null = File::open("/dev/null").ok()?;
            let (channel, theirs) = UnixStream::pair().ok()?;
            let child = nursery.ask(TRY, [null.as_raw_fd(), theirs.as_raw_fd(), null.as_raw_fd()])?;
            let status = Guest::of(child, channel, None).finish()?;
            (status.code() == Some(i32::from(TRIED))).then_some(nursery)
        }

        /// A reader process for this file; `None` if the nursery can give none (any more).
        pub fn fork(&self, file: &File) -> Option<Guest> {
            let (channel, theirs) = UnixStream::pair().ok()?;
            let (complaints, last_words) = std::io::pipe().ok()?;
            let child = self.ask(READ, [file.as_raw_fd(), theirs.as_raw_fd(), last_words.as_raw_fd()])?;
            Some(Guest::of(child, channel, Some(File::from(OwnedFd::from(complaints)))))
        }

        fn ask(&self, what: u8, doors: [RawFd; 3]) -> Option<libc::pid_t> {
            let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
            let mut answer = [0; 4];
            let talk = |mut line: &UnixStream| {
                line.send_with_fd(&[what], &doors)?;
                line.read_exact(&mut answer)
            };
            let child = match line.as_ref().map(talk) {
                Some(Ok(())) => i32::from_le_bytes(answer),
                _ => 0,
            };
            if child <= 0 {
                *line = None;
                return None;
            }
            Some(child)
        }
    }

    /// Fork on demand until nobody asks any more. Returns the exit code, of the nursery or, in a child, of the reader.
    pub fn serve() -> u8 {
        confine::die_with_parent();
        confine::prepare();
        // SAFETY: the parent made this descriptor the socket; nothing else uses it.
        let mut line = unsafe { UnixStream::from_raw_fd(0) };
        loop {
            let (mut what, mut doors) = ([0], [-1; 3]);
            match line.recv_with_fd(&mut what, &mut doors) {
                Ok((1, 3)) => {}
                _ => return 0,
            }
            // SAFETY: the kernel has just made these descriptors for us.
            let doors = doors.map(|door| unsafe { OwnedFd::from_raw_fd(door) });
            // SAFETY: this process has one thread, so no lock is held by another at the moment of the fork. The C library's wrapper is passed over
            // because it cannot set CLONE_PARENT; what it does besides (locks of other threads, the cached thread id that only recursive
            // mutexes look at) does not matter to a process that had one thread.
            let child = unsafe { libc::syscall(libc::SYS_clone, libc::CLONE_PARENT | libc::SIGCHLD, 0, 0, 0, 0) };
            if child == 0 {
                drop(line);
                return in_child(what[0], doors);
            }
            drop(doors);
            if line.write_all(&i32::try_from(child).unwrap_or(-1).to_le_bytes()).is_err() {
                return 0;
            }
        }
    }

    fn in_child(what: u8, doors: [OwnedFd; 3]) -> u8 {
        if what == TRY {
            return TRIED;
        }
        // SAFETY: plain system calls; 0, 1 and 2 are this process's own, and nothing in it uses them yet.
        let moved = unsafe {
            libc::setpgid(0, 0);
            doors.iter().zip(0..).all(|(door, to)| libc::dup2(door.as_raw_fd(), to) == to)
        };
        // With only the three doors open, the descriptors are above 2 and can go.
        drop(doors);
        if moved { worker::serve() } else { 70 }
    }
}

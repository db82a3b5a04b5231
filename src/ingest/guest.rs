//! A running reader process as its parent holds it: the channel it talks through, its last words, its clock, its end.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::worker;
use crate::case::{Error, Kind};

/// What a reader process waits to be heard with.
pub(super) enum Ready {
    Channel,
    Complaints,
    Nothing,
}

/// A running reader process. Dropped, it is killed with everything it may have started.
pub(super) struct Guest {
    process: libc::pid_t,
    pub channel: UnixStream,
    stderr: Option<File>,
    pub complaints: String,
    gone: bool,
}

impl Guest {
    /// Start this program anew, under its hidden name, with the file as its input.
    pub fn start(file: &File) -> Result<Guest, Error> {
        let failed = |error: io::Error| Error::new(Kind::Io, format!("cannot start a reader process: {error}"));
        let (channel, theirs) = UnixStream::pair().map_err(failed)?;
        let mut child = command(worker::COMMAND)
            .and_then(|mut command| {
                command
                    .stdin(Stdio::from(file.try_clone()?))
                    .stdout(Stdio::from(OwnedFd::from(theirs)))
                    .stderr(Stdio::piped())
                    .spawn()
            })
            .map_err(failed)?;
        let stderr = child.stderr.take().map(|stderr| File::from(OwnedFd::from(stderr)));
        Ok(Guest::of(child.id() as libc::pid_t, channel, stderr))
    }

    /// A child process of ours that runs already; nobody else waits for it.
    pub fn of(process: libc::pid_t, channel: UnixStream, stderr: Option<File>) -> Guest {
        Guest { process, channel, stderr, complaints: String::new(), gone: false }
    }

    pub fn wait_for_bytes(&self) -> Result<Ready, Error> {
        let stderr = self.stderr.as_ref().map_or(-1, |s| s.as_raw_fd());
        let mut wanted = [
            libc::pollfd { fd: self.channel.as_raw_fd(), events: libc::POLLIN, revents: 0 },
            libc::pollfd { fd: stderr, events: libc::POLLIN, revents: 0 },
        ];
        // SAFETY: `wanted` is valid for the length of the call; a negative descriptor is ignored by poll.
        let ready = unsafe { libc::poll(wanted.as_mut_ptr(), 2, 100) };
        if ready < 0 {
            let error = io::Error::last_os_error();
            if error.kind() == io::ErrorKind::Interrupted {
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
    pub fn take_complaints(&mut self) {
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
    pub fn processor_seconds(&self) -> Option<f64> {
        #[cfg(target_os = "linux")]
        {
            let mut clock = 0;
            let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
            // SAFETY: both pointers are valid; the process is ours and not yet waited for, so the id is not reused.
            let ok =
                unsafe { libc::clock_getcpuclockid(self.process, &mut clock) == 0 && libc::clock_gettime(clock, &mut time) == 0 };
            ok.then(|| time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
        }
        #[cfg(not(target_os = "linux"))]
        None
    }

    pub fn kill(&mut self) {
        if !self.gone {
            self.gone = true;
            // SAFETY: plain system calls; it has not been waited for, so the id is still its own. It leads a process group as soon as it runs.
            unsafe {
                libc::kill(-self.process, libc::SIGKILL);
                libc::kill(self.process, libc::SIGKILL);
            }
            while self.wait(0).is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {}
        }
    }

    /// The channel has closed: the process ends now, or is made to.
    pub fn finish(&mut self) -> Option<ExitStatus> {
        let deadline = Instant::now() + Duration::from_secs(5);
        let mut pause = Duration::from_micros(50);
        loop {
            while matches!(self.wait_for_complaints(), Ready::Complaints) {
                self.take_complaints();
            }
            match self.wait(libc::WNOHANG) {
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

    /// `None`: it runs still.
    fn wait(&self, options: libc::c_int) -> io::Result<Option<ExitStatus>> {
        let mut status = 0;
        // SAFETY: `status` is valid for the length of the call.
        match unsafe { libc::waitpid(self.process, &mut status, options) } {
            0 => Ok(None),
            id if id < 0 => Err(io::Error::last_os_error()),
            _ => Ok(Some(ExitStatus::from_raw(status))),
        }
    }

    fn wait_for_complaints(&self) -> Ready {
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

/// This program under a hidden name, with nothing of our surroundings and in a process group of its own.
pub(super) fn command(hidden: &str) -> io::Result<Command> {
    let mut command = Command::new(program()?);
    command.arg0("rogatory").process_group(0).arg(hidden).env_clear();
    Ok(command)
}

/// This program. On Linux by the kernel's own name for it, which stays right when the file is replaced during a long run.
fn program() -> io::Result<std::path::PathBuf> {
    #[cfg(target_os = "linux")]
    {
        let own = std::path::PathBuf::from("/proc/self/exe");
        if own.exists() {
            return Ok(own);
        }
    }
    std::env::current_exe()
}

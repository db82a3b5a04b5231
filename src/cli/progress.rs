//! How far a run is: bars on a terminal, a plain line now and then elsewhere, nothing with `--quiet`.

use std::io::IsTerminal;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanDuration, MultiProgress, ProgressBar, ProgressStyle};

use super::output::harmless;
use crate::ingest::Counters;

/// Between two plain lines.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Draws the progress of `index` on standard error.
pub enum Progress {
    Silent,
    Plain { started: Instant, last: Instant },
    Bars { _bars: MultiProgress, bytes: ProgressBar, current: ProgressBar },
}

impl Progress {
    /// `quiet`, or results that already tell every document, silence it.
    pub fn start(quiet: bool) -> Progress {
        if quiet {
            return Progress::Silent;
        }
        if !std::io::stderr().is_terminal() {
            return Progress::Plain { started: Instant::now(), last: Instant::now() };
        }
        let bars = MultiProgress::new();
        let template = "{spinner} {bar:24} {bytes}/{total_bytes} {msg}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bytes = bars.add(ProgressBar::new(0).with_style(style));
        let style = ProgressStyle::with_template("  {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let current = bars.add(ProgressBar::new_spinner().with_style(style));
        Progress::Bars { _bars: bars, bytes, current }
    }

    /// Draw how far it is now.
    pub fn tick(&mut self, counters: &Counters) {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        match self {
            Progress::Silent => {}
            Progress::Plain { started, last } => {
                if last.elapsed() >= PLAIN_EVERY {
                    *last = Instant::now();
                    let seconds = started.elapsed().as_secs_f64();
                    let done = get(&counters.bytes_done);
                    eprintln!(
                        "{} of {} files, {} of {} ({}/s), {} documents read",
                        get(&counters.files_done),
                        get(&counters.files),
                        HumanBytes(done),
                        HumanBytes(get(&counters.bytes)),
                        HumanBytes((done as f64 / seconds) as u64),
                        get(&counters.documents),
                    );
                }
            }
            Progress::Bars { bytes, current, .. } => {
                let (done, total) = (get(&counters.bytes_done), get(&counters.bytes));
                bytes.set_length(total);
                bytes.set_position(done);
                let walked = counters.walked.load(Ordering::Relaxed);
                let left = if walked && done > 0 { format!(", {} left", HumanDuration(bytes.eta())) } else { String::new() };
                bytes.set_message(format!(
                    "{}/{} files, {} documents, {}/s{left}",
                    get(&counters.files_done),
                    get(&counters.files),
                    get(&counters.documents),
                    HumanBytes(bytes.per_sec() as u64),
                ));
                let name = counters.current.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
                current.set_message(name.map(|name| harmless(&name, false)).unwrap_or_default());
                current.tick();
            }
        }
    }

    /// Take the bars away before results are printed.
    pub fn finish(self) {
        if let Progress::Bars { bytes, current, .. } = self {
            current.finish_and_clear();
            bytes.finish_and_clear();
        }
    }
}

/// A count of things done, of things there are; only on a terminal.
pub struct Counting(Option<ProgressBar>);

impl Counting {
    pub fn start(show: bool, what: &'static str) -> Counting {
        if !show || !std::io::stderr().is_terminal() {
            return Counting(None);
        }
        let style =
            ProgressStyle::with_template("{spinner} {bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        Counting(Some(ProgressBar::new(0).with_style(style).with_message(what)))
    }

    pub fn at(&self, done: u64, all: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(all);
            bar.set_position(done);
        }
    }

    pub fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}

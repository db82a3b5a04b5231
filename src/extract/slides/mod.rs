//! Presentations: PPTX and PPT by `office_oxide`, slide by slide, with speaker notes, comments, hidden slides and embedded files.

mod listing;
mod notes;
pub(crate) mod odp;
mod own;
pub(crate) mod ppt;
pub(crate) mod pptx;
mod records;

use super::{Locator, Part, Sink, Stopped, Unit};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";

/// One layer of a slide as a unit; nothing if it is blank.
fn layer(number: usize, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    layer_by(ENGINE, number, part, text, sink)
}

/// Lines that our own walk reads and the library passes over; blanks and the way lines are broken do not matter.
fn passed_over(own: &str, theirs: &str) -> String {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let theirs = plain(theirs);
    let lines = own.lines().filter(|line| {
        let line = plain(line);
        !line.is_empty() && !theirs.contains(&line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The same by another reader than the library.
fn layer_by(engine: &str, number: usize, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    sink.unit(Unit {
        locator: Locator::Slide { number: u32::try_from(number).unwrap_or(u32::MAX) },
        part,
        text: text.to_owned(),
        engine: engine.to_owned(),
        confidence: None,
        entry: None,
    })
}

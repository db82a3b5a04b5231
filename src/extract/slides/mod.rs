//! Presentations: PPTX and PPT by `office_oxide`, slide by slide, with speaker notes, comments, hidden slides and embedded files.

mod listing;
mod notes;
pub(crate) mod odp;
pub(crate) mod ppt;
pub(crate) mod pptx;
mod records;

use super::{Locator, Part, Sink, Stopped, Unit};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";

/// One layer of a slide as a unit; nothing if it is blank.
fn layer(number: usize, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    sink.unit(Unit {
        locator: Locator::Slide { number: u32::try_from(number).unwrap_or(u32::MAX) },
        part,
        text: text.to_owned(),
        engine: ENGINE.to_owned(),
        confidence: None,
        entry: None,
    })
}

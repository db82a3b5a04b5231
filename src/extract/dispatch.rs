//! From bytes to the right reader.

use std::io::Read;

use super::{Failure, Gap, Input, Meta, Options, Reason, Sink, Stopped, Unit, sniff};

/// What stands in the record as engine where no reader exists.
const NO_ENGINE: &str = "none";

/// Recognise the file and read it. What is found goes to the sink as it comes.
///
/// An empty file is read completely, without text. A format without a reader is `unsupported`. A name that claims another
/// format than the content is noted in the document's meta as `extension_claims`.
pub fn extract(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let found = sniff::sniff(input.bytes, input.name);
    let mut sink = Noting { inner: sink, note: Vec::new() };
    if let Some(claimed) = sniff::lying_extension(input.name, &found) {
        sink.note.push(("extension_claims".to_owned(), format!("{claimed}; the content is {}", found.name)));
    }
    let Some(format) = found.format() else {
        sink.format(&found.media_type, NO_ENGINE)?;
        sink.flush()?;
        return match found.id.as_str() {
            "empty" => Ok(()),
            "encrypted-office" => Err(Failure::because(Reason::Encrypted, "the Office file is protected with a password")),
            _ => Err(Failure::because(Reason::Unsupported, format!("there is no reader for {}", found.name))),
        };
    };
    let is_table = matches!(format.id, "csv" | "tsv" | "text" | "log" | "call-records");
    let format =
        if is_table && super::chat::records::is_told(input, &options.calls) { &super::chat::records::RECORDS } else { format };
    sink.format(&found.media_type, format.engine)?;
    if let Some(wanted) = options.render.as_ref().filter(|_| format.id == "pdf") {
        return super::pdf::render::pages(input, options, wanted, &mut sink);
    }
    let outcome = (format.read)(input, options, &mut sink);
    if !matches!(outcome, Err(Failure::Stopped(_))) {
        sink.flush()?;
    }
    outcome
}

/// Adds what the dispatcher knows to the reader's own meta.
struct Noting<'a> {
    inner: &'a mut dyn Sink,
    note: Vec<(String, String)>,
}

impl Noting<'_> {
    /// For readers that have no meta of their own.
    fn flush(&mut self) -> Result<(), Stopped> {
        if self.note.is_empty() { Ok(()) } else { self.meta(Meta::default()) }
    }
}

impl Sink for Noting<'_> {
    fn format(&mut self, media_type: &str, engine: &str) -> Result<(), Stopped> {
        self.inner.format(media_type, engine)
    }

    fn meta(&mut self, mut meta: Meta) -> Result<(), Stopped> {
        meta.extra.append(&mut self.note);
        self.inner.meta(meta)
    }

    fn announce_units(&mut self, count: u64) -> Result<(), Stopped> {
        self.inner.announce_units(count)
    }

    fn unit(&mut self, unit: Unit) -> Result<(), Stopped> {
        self.inner.unit(unit)
    }

    fn member(&mut self, name: &str, content: &mut dyn Read) -> Result<(), Stopped> {
        self.inner.member(name, content)
    }

    fn gap(&mut self, gap: Gap) -> Result<(), Stopped> {
        self.inner.gap(gap)
    }

    fn progress(&mut self) -> Result<(), Stopped> {
        self.inner.progress()
    }
}

#[cfg(test)]
mod tests {
    use super::super::collect::Collected;
    use super::*;

    fn run(bytes: &[u8], name: &str) -> (Collected, Result<(), Failure>) {
        let mut sink = Collected::default();
        let outcome = extract(&Input { bytes, name }, &Options::default(), &mut sink);
        (sink, outcome)
    }

    #[test]
    fn an_empty_file_is_complete() {
        let (sink, outcome) = run(b"", "x.pdf");
        assert!(outcome.is_ok() && sink.units.is_empty() && sink.gaps.is_empty());
    }

    #[test]
    fn rubbish_is_unsupported_and_named() {
        let (sink, outcome) = run(&[0, 1, 2, 3, 255, 254, 0, 0, 7, 8, 200, 201, 2, 1], "x.bin");
        assert_eq!(sink.media_type, "application/octet-stream");
        assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Unsupported));
    }

    #[test]
    fn a_lying_name_is_noted() {
        let (sink, _) = run(b"<html><body>x</body></html>", "x.csv");
        assert_eq!(sink.media_type, "text/html");
        let (sink, _) = run(b"\xff\xd8\xff\xe0 jpeg", "x.html");
        assert_eq!(sink.meta.extra[0].0, "extension_claims");
    }
}

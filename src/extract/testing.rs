//! A sink that keeps everything, for the readers' unit tests.

use std::io::Read;

use super::{Failure, Gap, Input, Meta, Options, Part, Reason, Sink, Stopped, Unit};

/// What a reader handed out.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub format: Option<(String, String)>,
    pub meta: Meta,
    pub announced: Option<u64>,
    pub units: Vec<Unit>,
    pub members: Vec<(String, Vec<u8>)>,
    pub gaps: Vec<Gap>,
}

impl Sink for Collected {
    fn format(&mut self, media_type: &str, engine: &str) -> Result<(), Stopped> {
        self.format = Some((media_type.into(), engine.into()));
        Ok(())
    }
    fn meta(&mut self, meta: Meta) -> Result<(), Stopped> {
        self.meta = meta;
        Ok(())
    }
    fn announce_units(&mut self, count: u64) -> Result<(), Stopped> {
        self.announced = Some(count);
        Ok(())
    }
    fn unit(&mut self, unit: Unit) -> Result<(), Stopped> {
        self.units.push(unit);
        Ok(())
    }
    fn member(&mut self, name: &str, content: &mut dyn Read) -> Result<(), Stopped> {
        let mut bytes = Vec::new();
        match content.read_to_end(&mut bytes) {
            Ok(_) => self.members.push((name.into(), bytes)),
            Err(error) => {
                let mut gap = Gap::new(Reason::Corrupt, error.to_string());
                gap.member = Some(name.into());
                self.gaps.push(gap);
            }
        }
        Ok(())
    }
    fn gap(&mut self, gap: Gap) -> Result<(), Stopped> {
        self.gaps.push(gap);
        Ok(())
    }
    fn progress(&mut self) -> Result<(), Stopped> {
        Ok(())
    }
}

impl Collected {
    /// Run a reader over bytes under a name.
    pub(crate) fn from(
        reader: impl Fn(&Input, &Options, &mut dyn Sink) -> Result<(), Failure>,
        name: &str,
        bytes: &[u8],
    ) -> (Collected, Result<(), Failure>) {
        let mut collected = Collected::default();
        let outcome = reader(&Input { bytes, name }, &Options::default(), &mut collected);
        (collected, outcome)
    }

    /// All text of one layer, units parted by line ends.
    pub(crate) fn text(&self, part: Part) -> String {
        self.units.iter().filter(|unit| unit.part == part).map(|unit| unit.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Whether a gap with this reason was reported.
    pub(crate) fn has_gap(&self, reason: Reason) -> bool {
        self.gaps.iter().any(|gap| gap.reason == reason)
    }
}

/// A ZIP package of these parts, for the readers of office files, books and reports.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

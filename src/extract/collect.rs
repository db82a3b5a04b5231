//! A sink that keeps everything in memory: for `rogatory text`, for readers that need another reader's text, and for tests.

use std::io::Read;

use super::{Gap, Meta, Reason, Sink, Stopped, Unit};

/// Everything a reader handed on. Members are read whole, up to a limit each.
#[derive(Debug, Default)]
pub struct Collected {
    pub media_type: String,
    pub engine: String,
    pub meta: Meta,
    pub announced: Option<u64>,
    pub units: Vec<Unit>,
    pub members: Vec<(String, Vec<u8>)>,
    pub gaps: Vec<Gap>,
    /// Largest member that is kept, in bytes. 0 means 256 MiB.
    pub member_limit: u64,
}

const MEMBER_LIMIT: u64 = 256 << 20;

impl Collected {
    /// All body text, units parted by a line end.
    pub fn text(&self) -> String {
        self.units.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Sink for Collected {
    fn format(&mut self, media_type: &str, engine: &str) -> Result<(), Stopped> {
        self.media_type = media_type.to_owned();
        self.engine = engine.to_owned();
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
        let limit = if self.member_limit == 0 { MEMBER_LIMIT } else { self.member_limit };
        let mut bytes = Vec::new();
        let gap = match content.take(limit + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => {
                Some(Gap::new(Reason::SizeLimit, format!("the member is larger than {} MiB", limit >> 20)))
            }
            Ok(_) => None,
            Err(error) => Some(Gap::from_io(&error)),
        };
        match gap {
            Some(gap) => self.gaps.push(gap.member(name)),
            None => self.members.push((name.to_owned(), bytes)),
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

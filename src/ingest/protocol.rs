//! What reader processes and their parent say to each other: frames of a kind, a length and a payload.
//!
//! The parent trusts nothing it hears: a frame that is too long or does not parse ends the conversation.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::budget::Limits;
use super::confine::Cell;
use crate::extract::{Gap, Meta, Options, Unit};

/// Largest payload of one frame.
pub const MAX_FRAME: usize = 160 * 1024 * 1024;
/// Size of a piece of a member.
pub const CHUNK: usize = 64 * 1024;

/// What a reader process is told before it sees the file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Job {
    /// Last part of the path, may lie.
    pub name: String,
    pub options: Options,
    pub limits: Limits,
    /// Process id of the parent, so that an orphan notices.
    pub parent: u32,
    /// Only say what holds you, and end.
    pub probe: bool,
}

/// What a reader process says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Format {
        media_type: String,
        engine: String,
    },
    Meta(Box<Meta>),
    Announce(u64),
    Unit {
        unit: Box<Unit>,
    },
    /// The pieces of this member follow.
    MemberBegins {
        name: String,
    },
    /// `fault` is why the pieces are to be thrown away.
    MemberEnds {
        fault: Option<Gap>,
    },
    Gap(Gap),
    Progress,
    /// The reader returned; `failure` is why the document as a whole could not be read.
    Done {
        failure: Option<Gap>,
    },
    /// The answer to a probe.
    Cell(Cell),
    /// The reader panicked.
    Panicked {
        message: String,
    },
}

const WORD: u8 = b'W';
const PIECE: u8 = b'P';
const JOB: u8 = b'J';

/// Write a frame: kind, length (little-endian), payload.
fn write_frame(out: &mut impl Write, kind: u8, payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(payload.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut header = [kind, 0, 0, 0, 0];
    header[1..].copy_from_slice(&length.to_le_bytes());
    out.write_all(&header)?;
    out.write_all(payload)
}

/// Say a word.
pub fn write_word(out: &mut impl Write, word: &Word) -> io::Result<()> {
    write_frame(out, WORD, &serde_json::to_vec(word)?)
}

/// Hand over a piece of the member that has begun.
pub fn write_piece(out: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    write_frame(out, PIECE, piece)
}

/// Tell a reader process what to do.
pub fn write_job(out: &mut impl Write, job: &Job) -> io::Result<()> {
    write_frame(out, JOB, &serde_json::to_vec(job)?)
}

/// Read the job. Called once, before anything else.
pub fn read_job(input: &mut impl io::Read) -> io::Result<Job> {
    let mut header = [0; 5];
    input.read_exact(&mut header)?;
    let length = u32::from_le_bytes([header[1], header[2], header[3], header[4]]) as usize;
    if header[0] != JOB || length > MAX_FRAME {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    input.read_exact(&mut payload)?;
    Ok(serde_json::from_slice(&payload)?)
}

/// A frame as the parent sees it.
#[derive(Debug)]
pub enum Frame<'a> {
    Word(Word),
    Piece(&'a [u8]),
}

/// The reader process does not keep to the protocol.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken;

/// Puts bytes together to frames as they arrive.
#[derive(Debug, Default)]
pub struct Frames {
    buffer: Vec<u8>,
    start: usize,
}

impl Frames {
    /// Add bytes that have arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole frame, if it is here.
    pub fn next(&mut self) -> Result<Option<Frame<'_>>, Broken> {
        let waiting = &self.buffer[self.start..];
        let Some((header, rest)) = waiting.split_at_checked(5) else { return Ok(None) };
        let length = u32::from_le_bytes([header[1], header[2], header[3], header[4]]) as usize;
        if length > MAX_FRAME {
            return Err(Broken);
        }
        let Some(payload) = rest.get(..length) else { return Ok(None) };
        self.start += 5 + length;
        match header[0] {
            PIECE => Ok(Some(Frame::Piece(payload))),
            WORD => serde_json::from_slice(payload).map(|word| Some(Frame::Word(word))).map_err(|_| Broken),
            _ => Err(Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_survive_any_cut() {
        let mut bytes = Vec::new();
        write_word(&mut bytes, &Word::Announce(3)).unwrap();
        write_piece(&mut bytes, b"abc").unwrap();
        write_word(&mut bytes, &Word::Done { failure: None }).unwrap();
        for cut in 0..bytes.len() {
            let mut frames = Frames::default();
            let mut seen = String::new();
            for part in [&bytes[..cut], &bytes[cut..]] {
                frames.push(part);
                while let Some(frame) = frames.next().unwrap() {
                    seen.push_str(&match frame {
                        Frame::Word(Word::Announce(n)) => format!("announce {n};"),
                        Frame::Piece(piece) => format!("{};", String::from_utf8_lossy(piece)),
                        Frame::Word(Word::Done { .. }) => "done".into(),
                        other => format!("{other:?}"),
                    });
                }
            }
            assert_eq!(seen, "announce 3;abc;done");
        }
    }

    #[test]
    fn lies_about_length_and_kind_end_the_conversation() {
        for bytes in [&b"W\xff\xff\xff\xff"[..], b"Z\x01\0\0\0x", b"W\x01\0\0\0x"] {
            let mut frames = Frames::default();
            frames.push(bytes);
            assert!(frames.next().is_err());
        }
    }
}
